"""Threads on a page, in short and in full, and as data."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from coop_tui.query.commitments.status import Status, statuses
from coop_tui.query.follow_up.threads import Thread, named_since, silence
from coop_tui.query.points import MeetingPoint
from coop_tui.record.dates import Date
from coop_tui.record.tables import Dossier
from coop_tui.views.coverage.page import add_above_matrix
from coop_tui.views.document.blocks import Page, Run, Runs
from coop_tui.views.follow_up.words import (
    STATUS,
    due_words,
    last_on_record,
    named_since_words,
    silence_words,
    time_between,
)
from coop_tui.views.labels import meeting_name, mentioned, who_says
from coop_tui.views.points import add_details, add_outcomes

INDENT = 2
_ENDED = (Status.DELIVERED, Status.DROPPED)


def add_head(page: Page) -> None:
    """Say which meetings can show that something was not raised, with the remarks on these."""
    add_above_matrix(page)
    for meeting in page.dossier.meetings:
        if meeting.in_full and meeting.remark:
            name = Run(f"{meeting_name(page.dossier, meeting)}: ", "muted")
            page.add_text(name, *page.remark_runs(meeting.remark))


def add_commitment(page: Page, entry: MeetingPoint, after: str = "") -> None:
    """Add a commitment with its date, who makes it, its whole text and its citation."""
    date = Run(f"{entry.meeting.date} · ", "muted")
    more = (Run(f" · {after}", "muted"),) if after else ()
    page.add_text(date, *who_says(page.dossier, entry.point), *more, key=entry.key)
    page.add_statement(entry.point, INDENT, entry.key)


def add_later(page: Page, thread: Thread) -> None:
    """Add in short what came of a commitment: later points, and outcomes with who reports them."""
    first = thread.first
    for entry in thread.points:
        if entry is not first:
            told = (*_told(page, entry), *page.statement_runs(entry.point))
            page.add_text(*told, indent=INDENT, key=first.key)
            if entry.point.remark:
                page.add_text(*page.remark_runs(entry.point.remark), indent=INDENT, key=first.key)
        add_outcomes(page, entry.point, INDENT, first.key)


def _told(page: Page, entry: MeetingPoint) -> Runs:
    """The date of a point, its meeting and who says it, before its text."""
    dossier = page.dossier
    name = Run(f"{meeting_name(dossier, entry.meeting)}: ", "muted")
    return (name, *who_says(dossier, entry.point), Run(": ", "muted"))


def add_facts(
    page: Page,
    thread: Thread,
    now: datetime.date | None,
    reason: str = "",
    key: str | None = None,
) -> None:
    """Add in sentences what is known of a commitment in time, after a reason to raise it, if any.

    Sentences on the meetings since are left out of what has come to its end.
    """
    dossier = page.dossier
    known = [reason or due_words(thread)]
    if thread.agreed and thread.delivered and thread.agreed != thread.delivered:
        took = time_between(thread.agreed, thread.delivered)
        dates = f"Agreed {thread.agreed}, reported as done {thread.delivered}"
        known += [f"{dates}: {took} later."] if took else []
    if thread.status not in _ENDED:
        since = silence(dossier, thread)
        if any(since) or len(thread.points) > 1 or thread.outcomes:
            known.append(last_on_record(thread, meeting_name(dossier, thread.last.meeting)))
        known += [silence_words(since), named_since_words(dossier, named_since(dossier, thread))]
        age = time_between(thread.first.meeting.date, Date.parse(now)) if now else ""
        known += [f"First on record {age} ago."] if age else []
    if words := " ".join(filter(None, known)):
        page.add_text(Run(words, "muted"), indent=INDENT, key=key)


def add_chain(page: Page, thread: Thread, now: datetime.date | None, shown: set[str]) -> None:
    """Add what a commitment follows, then all that follows it, each point in full.

    Args:
        page: The page.
        thread: The commitment and its thread.
        now: The day that counts as now.
        shown: The keys of the points that stand on the page in full; those of the thread
            are added.
    """
    dossier = page.dossier
    found = statuses(dossier, now)
    for entry in (*thread.before, *thread.points):
        page.add_gap()
        if entry.key in shown:
            words = mentioned(entry.point)
            cited = page.citation_runs(entry.point.cite)
            page.add_text(*_told(page, entry), Run(words), *cited, Run(" (above)", "muted"))
            continue
        shown.add(entry.key)
        name = Run(f"{meeting_name(dossier, entry.meeting)} · ", "muted")
        status = found[entry.meeting.id][entry.number - 1]
        after = (Run(f" · {STATUS[status]}", "muted"),) if status else ()
        page.add_text(name, *who_says(dossier, entry.point), *after, key=entry.key)
        page.add_statement(entry.point, INDENT, entry.key)
        add_details(page, entry)


def thread_data(dossier: Dossier, thread: Thread) -> dict[str, Any]:
    """A thread as data, with names in the place of ids but for its points."""
    since = silence(dossier, thread)
    return {
        **_reference(thread.first),
        "status": thread.status,
        "due": thread.due,
        "due_before": thread.dues[:-1],
        "agreed": thread.agreed,
        "delivered": thread.delivered,
        "last_on_record": thread.last_heard_of,
        "later_meetings": {"not_raised": since.not_raised, "not_known": since.not_known},
        "sectors_on_record_since": [
            {"sector": dossier.sector[sector].name, "meeting": meeting.id, "date": meeting.date}
            for sector, meeting in named_since(dossier, thread).items()
        ],
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
