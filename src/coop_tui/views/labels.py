"""The words for names, dates, counts and selections, the same in every view."""

from __future__ import annotations

from coop_tui.query.selection import Filter, Selection
from coop_tui.record.characters import escape_controls
from coop_tui.record.dates import Date, Window
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import Dossier, Meeting, Plan, Point
from coop_tui.views.document.blocks import Run, Runs
from coop_tui.views.document.charset import Charset

_STEPS = "▁▂▃▄▅▆▇"
"""A sign for each strength of a point, from 1 to 7."""


def party_run(dossier: Dossier, party: str) -> Run:
    """A party's name, with the same role in every view."""
    number = list(dossier.party).index(party) % 3 + 1
    return Run(dossier.party[party].name, f"party.{number}")


def who_says(dossier: Dossier, point: Point) -> Runs:
    """The parties of a point and its kind as a verb: ``Hong Kong and Beijing agree``."""
    verb = point.kind.value if len(point.by) == 1 else point.kind.plural
    runs = [party_run(dossier, point.by[0])]
    for number, party in enumerate(point.by[1:], 2):
        separator = " and " if number == len(point.by) else ", "
        runs += [Run(separator, "muted"), party_run(dossier, party)]
    return (*runs, Run(f" {verb}", "point.kind"))


def counted(number: int, noun: str) -> str:
    """``1 point``, ``7 points``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def day(date: Date) -> str:
    """A date with its day of the week where that is known: ``Wed 12 Nov 2025``."""
    return f"{date.weekday} {date}".strip()


def period(plan: Plan) -> str:
    """The years of a plan: ``2021–2025``."""
    return f"{plan.start}–{plan.end}"


def year_of_plan(plan: Plan, date: Date) -> str:
    """The year of a plan in which a date lies: ``first year``, ``year 3 of 5``, ``last year``."""
    year, years = date.year - plan.start.year + 1, plan.end.year - plan.start.year + 1
    if years > 1 and year in (1, years):
        return "first year" if year == 1 else "last year"
    return f"year {year} of {years}"


def strength_bar(strength: int) -> Runs:
    """A bar of seven steps, filled as far as the strength of a point."""
    return (Run("▰" * strength, "bar"), Run("▱" * (len(_STEPS) - strength), "bar.rest"))


def strength_mark(kind: Kind, charset: Charset) -> str:
    """The strength of a kind in one cell: a step from ``▁`` to ``▇``; in ASCII, its initial."""
    return charset.fold(_STEPS[kind.strength - 1])


def scope(dossier: Dossier, view: str, selection: Selection) -> tuple[str, ...]:
    """The name of a view, and every part of the selection in words."""
    words = [view]
    if selection.meeting:
        words.append(meeting_name(dossier.meeting[selection.meeting]))
    if selection.point is not None:
        words.append(f"point {selection.point}")
    if selection.sector:
        words.append(dossier.sector[selection.sector].name)
    words += narrowing(dossier, selection.filter)
    if window := selection.timeline.window:
        words.append(window_name(window))
    if now := selection.timeline.now:
        words.append(f"now {Date.parse(now)}")
    return tuple(words)


def narrowing(dossier: Dossier, filter: Filter) -> list[str]:
    """A filter in words: one phrase for each of its parts."""
    words = []
    if filter.plans:
        plans = [f"the {dossier.plan[name].name}" for name in filter.plans]
        ends = plans if len(plans) < 3 else [plans[0], plans[-1]]
        words.append("under " + (" to " if len(plans) > 2 else " and ").join(ends))
    if filter.initiative:
        words.append(f"naming {dossier.initiative[filter.initiative].label}")
    if filter.where:
        words.append(f"where {escape_controls(filter.where)}")
    return words


def window_name(window: Window) -> str:
    """A window by its first and last day: ``1 Jan 2021 to 31 Dec 2025``."""
    first, last = window.days
    return f"{first} to {last}"


def meeting_name(meeting: Meeting) -> str:
    """A meeting by its date, and its number if it is a plenary: ``29 Nov 2023, 5th plenary``."""
    if meeting.kind == "plenary":
        return f"{meeting.date}, {meeting.description}"
    return str(meeting.date)
