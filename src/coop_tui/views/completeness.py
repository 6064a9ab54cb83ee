"""The words for what a record does not know of a meeting, the same in every view."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coop_tui.query.presence import Presence
from coop_tui.record.tables import Meeting
from coop_tui.views.document.blocks import Page, Paragraph, Run
from coop_tui.views.labels import meeting_name

ABSENCE = {
    Presence.NOT_RAISED: "Not raised",
    Presence.NOT_RECORDED: "Not recorded",
    Presence.NO_MATCH: "No match",
}
"""What is said of a sector without points and areas."""


def completeness(meeting: Meeting) -> str:
    """How complete the record of a meeting is, in a sentence or two."""
    one = len(meeting.sources) == 1
    words = "Recorded in part."
    if meeting.in_full:
        report = "source reports" if one else "sources report"
        words = f"Recorded in full: all that its {report} is on record."
    if meeting.areas_named:
        speak = "source speaks" if one else "sources speak"
        words += f" Its {speak} of {meeting.areas_named} areas in all."
    return words


def add_completeness(page: Page, meetings: Iterable[Meeting], *, by_name: bool = False) -> None:
    """Add how complete the records of meetings are, with the remarks on them.

    Args:
        page: The page.
        meetings: The meetings on which the view judges.
        by_name: Whether the name of a meeting stands before what is said of it.
    """
    page.blocks += _paragraphs(page, meetings, by_name=by_name)
    page.add_gap()


def add_preface(page: Page, meeting: Meeting) -> None:
    """Say before a page on a part of a meeting how complete its record is, with the remark."""
    page.preface += _paragraphs(page, [meeting], by_name=False)


def _paragraphs(page: Page, meetings: Iterable[Meeting], *, by_name: bool) -> Iterator[Paragraph]:
    for meeting in meetings:
        name = (Run(f"{meeting_name(page.dossier, meeting)}: "),) if by_name else ()
        yield Paragraph((*name, Run(completeness(meeting), "muted")))
        if meeting.remark:
            yield Paragraph(page.remark_runs(meeting.remark))
