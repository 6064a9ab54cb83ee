"""The plan periods that run on a date, and the range of all dates."""

from __future__ import annotations

from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date
from coop_tui.record.entries import Plan
from coop_tui.record.tables import Dossier


def plans_on(dossier: Dossier, date: Date, last: Date | None = None) -> list[Plan]:
    """The plans that run on a date, or on any day up to a last date.

    A month or a year can have more than one; so can a day, since plans may overlap.
    """
    end = (last or date).last
    return [
        plan for plan in dossier.plans if plan.start.first <= end and date.first <= plan.end.last
    ]


@cached_per_record
def plans_of_meetings(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """The ids of the plans that run on the date of each meeting, by its id."""
    return {
        meeting.id: tuple(plan.id for plan in plans_on(dossier, meeting.date, meeting.end))
        for meeting in dossier.meetings
    }


def span(dossier: Dossier) -> tuple[Date, Date] | None:
    """The first and the last date in the record; None if it has no date."""
    dates = [date for plan in dossier.plans for date in (plan.start, plan.end)]
    dates += [date for meeting in dossier.meetings for date in (meeting.date, meeting.last)]
    dates += [
        milestone.date for programme in dossier.programmes for milestone in programme.milestones
    ]
    points = [point for meeting in dossier.meetings for point in meeting.points]
    dates += [point.due for point in points if point.due]
    dates += [outcome.date for point in points for outcome in point.outcomes]
    if not dates:
        return None
    return min(dates, key=lambda date: date.first), max(dates, key=lambda date: date.last)
