"""The words for what became of commitments, the same in both views."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from coop_tui.query.commitments.status import Status
from coop_tui.query.follow_up.agenda import Reason
from coop_tui.query.follow_up.threads import Silence, Thread
from coop_tui.record.dates import Date
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views.labels import counted, joined, meeting_name, party_runs

STATUS = {
    Status.OVERDUE: "Overdue",
    Status.OPEN: "Open",
    Status.TAKEN_UP: "Taken up again",
    Status.IN_PART: "Delivered in part",
    Status.DELIVERED: "Delivered",
    Status.DROPPED: "Dropped",
}
"""The statuses in words, in the order of the page."""

MEANINGS = {
    Status.OVERDUE: "due before now, and no delivery is on record",
    Status.OPEN: "no later point is linked to it",
    Status.TAKEN_UP: "by a later point; no delivery is on record",
    Status.IN_PART: "a part is on record as done, or reports differ",
    Status.DELIVERED: "as reported",
    Status.DROPPED: "as reported",
}
"""What the record knows of a commitment of each status."""

REASONS = {
    Reason.OVERDUE: "Overdue",
    Reason.DUE: "Due within a year",
    Reason.REQUEST: "Requests without an answer on record",
    Reason.NOT_HEARD_OF: "Not taken up on record at the last two meetings",
    Reason.OTHER: "Other open commitments",
}
"""Why a commitment could be taken up, as headings in the order of the page."""

NO_THREAD = "This point is a statement, and no commitment on record takes it up."

_YEARS_ONLY = 24
"""The months from which a span that is not known exactly is given in years."""


def reason_words(dossier: Dossier, reason: Reason, thread: Thread) -> str:
    """Why the next meeting could take up a commitment, as far as its heading does not say it."""
    due = due_words(thread)
    if reason is Reason.OVERDUE:
        what = "all of it" if thread.status is Status.IN_PART else "it"
        return f"{due} That {what} was delivered is not on record."
    if reason is not Reason.REQUEST:
        return due
    point, date = thread.first.point, thread.first.meeting.date
    named = "".join(run.text for run in party_runs(dossier, point.to)) if point.to else ""
    when = f"{'on' if date.day else 'in'} {date}"
    return f"Addressed to {named or 'nobody in particular'} {when}. {due}".strip()


def due_words(thread: Thread) -> str:
    """When a commitment is due, and when it was due before that; empty if it has no date."""
    if not thread.dues:
        return ""
    *before, last = map(str, thread.dues)
    return f"Due: {last}, before that {joined(before)}." if before else f"Due: {last}."


def last_on_record(thread: Thread, meeting: str) -> str:
    """When a commitment was last on record, by the name of the last meeting that has it."""
    if len(thread.points) == 1 and not thread.outcomes:
        return "No later point is linked to it."
    if any(thread.last.meeting.last.last < one.date.last for one in thread.outcomes):
        return f"Last on record at a meeting: {meeting}."
    return f"Last on record: {meeting}."


def silence_words(silence: Silence) -> str:
    """What is known of the meetings since a commitment was last raised."""
    absent, unknown = silence
    total = absent + unknown
    if not total:
        return "The record has no later meeting."
    meetings = "the one later meeting" if total == 1 else f"the {total:,} later meetings"
    if not absent:
        return f"Whether it was raised at {meetings} is not known."
    if not unknown:
        report = "its sources report" if total == 1 else "their sources report"
        return f"It was not raised at {meetings}, as far as {report}."
    return (
        f"Of {meetings}, it was not raised at {absent:,}, as far as "
        f"{'its sources' if absent == 1 else 'their sources'} report; "
        f"of {unknown:,} that is not known."
    )


def named_since_words(dossier: Dossier, named: Mapping[str, Meeting]) -> str:
    """At which meetings the sectors of a commitment were last on record; empty if at none."""
    if not named:
        return ""
    sectors: dict[str, list[str]] = {}
    for sector, meeting in named.items():
        sectors.setdefault(meeting_name(dossier, meeting), []).append(dossier.sector[sector].name)
    last = "; ".join(f"{', '.join(names)} (last on {when})" for when, names in sectors.items())
    return f"Named or discussed since: {last}."


def time_between(first: Date, last: Date) -> str:
    """How long it was from one date to another, no more exact than these; empty if not known.

    ``7 years and 3 months``, ``between 6 and 8 years``.
    """
    least = _months(first.last, last.first)
    most = _months(first.first, last.last)
    if most < 0 or (least < 0 and first.day and last.day):
        return ""
    least = max(least, 0)
    if least == most:
        return _in_words(least) or _days(first, last)
    more = most + 1
    if more > _YEARS_ONLY:
        least, more = least // 12, most // 12 + 1
        unit = "year"
    else:
        unit = "month"
    return (
        f"between {least} and {counted(more, unit)}"
        if least
        else (f"less than {counted(more, unit)}")
    )


def _months(first: datetime.date, last: datetime.date) -> int:
    """The whole months from one day to another; negative if the second is the earlier."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)


def _days(first: Date, last: Date) -> str:
    """The days from one date to another in less than a month; empty for the same day."""
    if not (first.day and last.day):
        return "less than a month"
    days = (last.first - first.first).days
    return counted(days, "day") if days else ""


def _in_words(months: int) -> str:
    years, rest = divmod(months, 12)
    parts = [counted(number, unit) for number, unit in ((years, "year"), (rest, "month")) if number]
    return " and ".join(parts)
