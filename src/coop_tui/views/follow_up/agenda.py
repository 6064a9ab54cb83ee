"""The agenda: what the next meeting could take up, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from coop_tui.query.commitments.links import point_of
from coop_tui.query.follow_up.agenda import AgendaItem, Reason, agenda
from coop_tui.query.follow_up.threads import thread
from coop_tui.query.selection import Field, Selection
from coop_tui.record.record import Record
from coop_tui.views.document.blocks import Numbering, Page, Run
from coop_tui.views.follow_up.threads import (
    add_commitment,
    add_facts,
    add_head,
    add_later,
    thread_data,
)
from coop_tui.views.follow_up.words import REASONS, STATUS, reason_words
from coop_tui.views.labels import counted, party_runs, scope, window_name
from coop_tui.views.view import View

NAME = "Agenda"
_FIELDS: tuple[Field, ...] = ("sector", "filter", "window", "now")


def make_page(record: Record, selection: Selection, numbering: Numbering | None = None) -> Page:
    """The commitments that are not settled, each once, under the first heading that fits."""
    selection = selection.only(*_FIELDS)
    page = Page(record, scope(record.dossier, NAME, selection), numbering)
    found = agenda(record.dossier, selection)
    if found:
        add_head(page)
        page.rest = _add_items(page, found, selection)
    else:
        narrowed = selection.only("sector", "filter") != Selection()
        words = "No open commitment matches." if narrowed else "No open commitment is on record."
        page.add_text(Run(words, "muted"))
    return page


def _add_items(page: Page, found: Sequence[AgendaItem], selection: Selection) -> Iterator[None]:
    dossier = page.dossier
    for reason, of_reason in groupby(found, attrgetter("reason")):
        items = list(of_reason)
        count = counted(len(items), "commitment")
        title = REASONS[reason]
        if reason is Reason.DUE and selection.window:
            title = f"Due from {window_name(selection.window)}"
        page.add_heading(title, after=Run(f" · {count}", "muted"))
        if reason is not Reason.REQUEST:
            yield from _add_threads(page, items, selection)
            continue
        by_side: dict[tuple[str, ...], list[AgendaItem]] = {}
        for item in items:
            point = point_of(dossier, item.key)
            by_side.setdefault(point.by, []).append(item)
        for side, of_side in by_side.items():
            names = "".join(run.text for run in party_runs(dossier, side))
            page.add_heading(f"Asked by {names}", level=3)
            yield from _add_threads(page, of_side, selection)


def _add_threads(page: Page, items: Sequence[AgendaItem], selection: Selection) -> Iterator[None]:
    for item in items:
        page.add_gap()
        one = thread(page.dossier, item.key, selection.now)
        add_commitment(page, one.first, STATUS[one.status])
        add_later(page, one)
        reason = reason_words(page.dossier, item.reason, one)
        add_facts(page, one, selection.now, reason, key=one.first.key)
        yield


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """The commitments with the reason why each could be taken up."""
    dossier, now = record.dossier, selection.now
    return [
        {"reason": item.reason, **thread_data(dossier, thread(dossier, item.key, now))}
        for item in agenda(dossier, selection.only(*_FIELDS))
    ]


VIEW = View(
    title=NAME,
    page=make_page,
    data=data,
    filter_fields=_FIELDS,
)
