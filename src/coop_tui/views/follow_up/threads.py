"""Threads on a page, in short and in full, and as data."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from coop_tui.query.commitments.status import Status
from coop_tui.query.follow_up.threads import Thread, silence
from coop_tui.query.points import MeetingPoint
from coop_tui.record.dates import Date
from coop_tui.record.tables import Dossier
from coop_tui.views.document.blocks import Page, Run, reflowed
from coop_tui.views.follow_up.words import silence_words, time_between
from coop_tui.views.labels import meeting_name, reported, shortened, who_says
from coop_tui.views.points import add_details

INDENT = 2
_LATER_CELLS = 60
"""The most cells of the text of a later point."""
_ENDED = (Status.DELIVERED, Status.DROPPED)


def add_commitment(page: Page, entry: MeetingPoint, after: str = "") -> None:
    """Add a commitment with its date, who makes it, its whole text and its citation."""
    date = Run(f"{entry.meeting.date} · ", "muted")
    more = (Run(f" · {after}", "muted"),) if after else ()
    page.add_text(date, *who_says(page.dossier, entry.point), *more, key=entry.key)
    page.add_statement(entry.point, INDENT, entry.key)


def add_what_came(page: Page, thread: Thread, now: datetime.date | None) -> None:
    """Add in short what came of a commitment: later points, outcomes, and the meetings since."""
    dossier, first = page.dossier, thread.first
    for entry in thread.points:
        if entry is not first:
            _add_later(page, entry, first.key)
        for outcome in sorted(entry.point.outcomes, key=attrgetter("date")):
            result = f"{outcome.date}: {reported(dossier, outcome)}. "
            told = page.statement_runs(outcome)
            page.add_text(Run(result, "muted"), *told, indent=INDENT, key=first.key)
    for words in _facts(dossier, thread, now):
        page.add_text(Run(words, "muted"), indent=INDENT, key=first.key)


def _add_later(page: Page, entry: MeetingPoint, key: str) -> None:
    """Add a later point in short, under the key of the commitment that it takes up."""
    dossier = page.dossier
    date = Run(f"{meeting_name(dossier, entry.meeting)}: ", "muted")
    words = Run(shortened(reflowed(entry.point.text), _LATER_CELLS))
    cited = page.citation_runs(entry.point.cite)
    says = who_says(dossier, entry.point)
    page.add_text(date, *says, Run(": ", "muted"), words, *cited, indent=INDENT, key=key)


def _facts(dossier: Dossier, thread: Thread, now: datetime.date | None) -> Iterator[str]:
    """Sentences on when a commitment is due, was delivered, and was last on record."""
    if thread.due:
        yield f"Due: {thread.due}."
    if thread.agreed and thread.delivered:
        took = time_between(thread.agreed, thread.delivered)
        if took and thread.agreed != thread.delivered:
            dates = f"agreed {thread.agreed}, and as done {thread.delivered}"
            yield f"On record as {dates}: {took} later."
    if thread.status not in _ENDED:
        last = meeting_name(dossier, thread.last.meeting)
        yield f"Last on record: {last}. {silence_words(silence(dossier, thread))}"
        age = time_between(thread.first.meeting.date, Date.parse(now)) if now else ""
        if age:
            yield f"Its age: {age}."


def add_chain(page: Page, thread: Thread) -> None:
    """Add what a commitment follows, then all that follows it, each point in full."""
    for title, entries in (("Before it", thread.before), ("The thread", thread.points)):
        if entries and thread.before:
            page.add_heading(title, level=3)
        for entry in entries:
            page.add_gap()
            name = meeting_name(page.dossier, entry.meeting)
            says = who_says(page.dossier, entry.point)
            page.add_text(Run(f"{name} · ", "muted"), *says, key=entry.key)
            page.add_statement(entry.point, INDENT, entry.key)
            add_details(page, entry)


def thread_data(dossier: Dossier, thread: Thread) -> dict[str, Any]:
    """A thread as data, with names in the place of ids but for its points."""
    since = silence(dossier, thread)
    return {
        **_reference(thread.first),
        "status": thread.status,
        "due": thread.due,
        "agreed": thread.agreed,
        "delivered": thread.delivered,
        "last_on_record": thread.last_heard_of,
        "later_meetings": len(since.not_raised) + len(since.not_known),
        "not_raised_at": len(since.not_raised),
        "before": [_reference(entry) for entry in thread.before],
        "points": list(_points_data(dossier, thread.points)),
    }


def _reference(entry: MeetingPoint) -> dict[str, Any]:
    return {
        "meeting": entry.meeting.id,
        "number": entry.number,
        "id": entry.point.id,
        "date": entry.meeting.date,
    }


def _points_data(dossier: Dossier, entries: Iterable[MeetingPoint]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        point = entry.point
        yield {
            **_reference(entry),
            "sectors": [dossier.sector[sector].name for sector in point.sectors],
            "by": [dossier.party[party].name for party in point.by],
            "to": [dossier.party[party].name for party in point.to],
            "kind": point.kind,
            "text": point.text,
            "follows": point.follows,
            "due": point.due,
            "outcomes": point.outcomes,
            "cite": point.cite,
        }
