"""What the next meeting could take up, as comments beside it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from coop_tui.query.commitments.links import PointKey, point_of
from coop_tui.query.follow_up.agenda import agenda
from coop_tui.query.selection import Selection
from coop_tui.record.characters import strip_controls
from coop_tui.record.tables import Dossier
from coop_tui.record.toml_writer import WIDTH
from coop_tui.views.document.blocks import reflowed
from coop_tui.views.follow_up.words import REASONS
from coop_tui.views.labels import shortened, who_says

_MOST = 20
"""The most commitments that are listed for one reason."""
_CELLS = 190
"""The most cells of one; that is two lines."""


def agenda_comments(dossier: Dossier) -> Iterator[str]:
    """The commitments that the next meeting could take up, by the reason for it.

    Every line is a comment of TOML: a text of the record gives no control and no line break.
    Nothing is overdue, for no day counts as now: the same record gives the same lines.
    """
    found = agenda(dossier, Selection())
    if not found:
        return
    yield ""
    yield "# What the meeting could take up, as far as is on record. The agenda view has it all."
    yield "# A point that takes one of these up names it in follows."
    for reason, items in groupby(found, attrgetter("reason")):
        of_reason = list(items)
        yield "#"
        yield f"# {REASONS[reason]}:"
        for item in of_reason[:_MOST]:
            yield from textwrap.wrap(
                f"# - {strip_controls(_in_short(dossier, item.key))}",
                WIDTH,
                subsequent_indent="#   ",
                break_on_hyphens=False,
            )
        if (more := len(of_reason) - _MOST) > 0:
            yield f"# - and {more:,} more"


def _in_short(dossier: Dossier, key: PointKey) -> str:
    """The name of a commitment, who makes it, and its text, in a few cells."""
    point = point_of(dossier, key)
    name = f"{key.meeting}/{point.id}" if point.id else f"{key.meeting}, point {key.number}"
    says = "".join(run.text for run in who_says(dossier, point))
    return shortened(f"{name}: {says}: {reflowed(point.text)}", _CELLS)
