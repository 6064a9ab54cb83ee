"""The words for names, dates, counts and selections, the same in every view."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

from coop_tui.query.selection import Filter, Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.characters import escape_controls
from coop_tui.record.dates import Date, Window
from coop_tui.record.entries import Outcome, Plan, Programme
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import Dossier, Meeting, Point
from coop_tui.views.document.blocks import Run, Runs, reflowed
from coop_tui.views.document.charset import Charset

_STEPS = "▂▃▄▅▆▇"
"""A sign for each strength of a commitment, from 1 to 6."""

NAMED_SIGN = "○"
"""Stands for a sector that is only named as an area."""

HELD = {"in-person": "in person", "by-video": "by video", "both": "in person and by video"}
"""How a meeting was held, in words."""

_MENTIONED_CELLS = 60
"""The most cells of a point that stands elsewhere in full."""
_NAMED_IN_FULL = 3
"""The most parties of a point that are given their full names, so that its text is not far."""
PARTY_ROLES = 12
"""The parties of a record that are drawn each in its own way; any further one is drawn plain."""


def party_run(dossier: Dossier, party: str, *, short: bool = False) -> Run:
    """A party's name, or its short name, with the same role in every view."""
    number = list(dossier.party).index(party) + 1
    role = f"party.{number}" if number <= PARTY_ROLES else "party.further"
    named = dossier.party[party]
    return Run(named.label if short else named.name, role)


def who_says(dossier: Dossier, point: Point) -> Runs:
    """The parties of a point, its kind as a verb, and whom it is addressed to.

    ``Hong Kong and Beijing agree``, ``Hong Kong urges Beijing``, ``Hong Kong hopes, to Beijing``.
    """
    verb = point.kind.value if len(point.by) == 1 else point.kind.plural
    runs = [*party_runs(dossier, point.by), Run(f" {verb}", "point.kind")]
    if point.to:
        before = " " if point.kind is Kind.URGES else ", to "
        runs += [Run(before, "muted"), *party_runs(dossier, point.to)]
    if point.speaker:
        runs.append(Run(f" · {dossier.person[point.speaker].name}", "muted"))
    return tuple(runs)


def party_runs(dossier: Dossier, parties: tuple[str, ...]) -> Runs:
    """The names of parties, the short ones if they are many: ``Hong Kong and Beijing``."""
    short = len(parties) > _NAMED_IN_FULL
    runs = [party_run(dossier, parties[0], short=short)]
    for number, party in enumerate(parties[1:], 2):
        separator = " and " if number == len(parties) else ", "
        runs += [Run(separator, "muted"), party_run(dossier, party, short=short)]
    return tuple(runs)


def joined(names: Sequence[str]) -> str:
    """``Hong Kong, Beijing and Shanghai``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def reporters(dossier: Dossier, outcome: Outcome) -> list[str]:
    """The names of the parties that report an outcome, or else of the publishers."""
    parties = [dossier.party[party].name for party in outcome.by]
    publishers = dict.fromkeys(dossier.source[name].publisher for name in outcome.sources)
    return parties or list(publishers)


def counted(number: int, noun: str) -> str:
    """``1 point``, ``7 points``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def day(date: Date) -> str:
    """A date with its day of the week where that is known: ``Wed 12 Nov 2025``."""
    return f"{date.weekday} {date}".strip()


def days(meeting: Meeting) -> str:
    """The day of a meeting, with its day of the week, or all of its days: ``20–21 Sep 2024``."""
    if meeting.last == meeting.date:
        return day(meeting.date)
    return between(meeting.date, meeting.last)


def between(first: Date, last: Date) -> str:
    """The days from one date to another: ``20–21 Sep 2024``; one date, if they are the same."""
    if first == last:
        return str(first)
    if first.day and last.day and (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last}"
    return f"{first} to {last}"


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
    """A bar of six steps, filled as far as the strength of a commitment."""
    return (Run("▰" * strength, "bar"), Run("▱" * (len(_STEPS) - strength), "bar.rest"))


def strength_mark(kind: Kind, charset: Charset) -> str:
    """The strength of a commitment in one cell: ``▂`` to ``▇``; in ASCII, its initial."""
    return charset.fold(_STEPS[kind.strength - 1])


def scope(dossier: Dossier, view: str, selection: Selection) -> tuple[str, ...]:
    """The name of a view, and every part of the selection in words."""
    words = [view]
    if selection.meeting:
        words.append(meeting_name(dossier, dossier.meeting[selection.meeting]))
    if selection.point is not None:
        words.append(f"point {selection.point}")
    if selection.sector:
        words.append(dossier.topic[selection.sector].name)
    if selection.milestone is None:
        words += narrowing(dossier, selection.filter)
    else:
        words += _milestone(dossier, selection.filter, selection.milestone)
    if selection.open:
        words.append("open commitments")
    if window := selection.window:
        words.append(window_name(window))
    if selection.thread:
        meeting, number = selection.thread
        where = (
            ""
            if meeting == selection.meeting
            else f" of {meeting_name(dossier, dossier.meeting[meeting])}"
        )
        words.append(f"thread of point {number}{where}")
    if now := selection.as_of:
        words.append(f"now {Date.parse(now)}")
    return tuple(words)


def _milestone(dossier: Dossier, filter: Filter, number: int) -> tuple[str, str]:
    """The only plan or initiative of a filter, and the date of a milestone of it."""
    programme: Programme
    if filter.initiative is not None:
        programme = dossier.initiative[filter.initiative]
        name = programme.label
    else:
        programme = dossier.plan[filter.plans[0]]
        name = programme.name
    return name, f"milestone of {programme.milestones[number - 1].date}"


def narrowing(dossier: Dossier, filter: Filter) -> list[str]:
    """A filter in words: one phrase for each of its parts."""
    words = []
    if filter.plans:
        plans = [f"the {dossier.plan[name].name}" for name in filter.plans]
        ends = plans if len(plans) < 3 else [plans[0], plans[-1]]
        # A point that only refers to a plan is selected too.
        words.append("under or tied to " + (" to " if len(plans) > 2 else " and ").join(ends))
    if filter.initiative:
        words.append(f"tied to the initiative “{dossier.initiative[filter.initiative].label}”")
    if filter.where:
        words.append(f"where {escape_controls(filter.where)}")
    return words


def window_name(window: Window) -> str:
    """A window by its first and last day: ``1 Jan 2021 to 31 Dec 2025``."""
    first, last = window.days
    return f"{first} to {last}"


def meeting_name(dossier: Dossier, meeting: Meeting) -> str:
    """A meeting by its date, its kind unless it is none in particular, and what else is needed.

    ``29 Nov 2023, 5th plenary``, ``27 Nov 2017``. Meetings of one day and one kind are told
    apart by their places, or by how they were held, or else by a number.
    """
    return _meeting_names(dossier)[meeting.id]


@cached_per_record
def _meeting_names(dossier: Dossier) -> dict[str, str]:
    found: dict[str, list[Meeting]] = {}
    for meeting in dossier.meetings:
        name = between(meeting.date, meeting.last)
        if meeting.description != "meeting":
            name += f", {meeting.description}"
        found.setdefault(name, []).append(meeting)
    names: dict[str, str] = {}
    for name, alike in found.items():
        marks = _distinctions(dossier, alike) if len(alike) > 1 else ("",)
        names |= {meeting.id: name + mark for meeting, mark in zip(alike, marks, strict=True)}
    return names


def _distinctions(dossier: Dossier, alike: Sequence[Meeting]) -> list[str]:
    """What to add to the names of meetings to tell them apart."""
    places = [", ".join(dossier.place[place].name for place in one.places) for one in alike]
    held = [HELD[one.held] if one.held else "" for one in alike]
    for words in (places, held):
        if all(words) and len(set(words)) == len(alike):
            return [f", {each}" for each in words]
    return [f" ({number})" for number in range(1, len(alike) + 1)]


def mentioned(point: Point) -> str:
    """The text of a point that stands elsewhere in full, shortened."""
    return shortened(reflowed(point.text), _MENTIONED_CELLS)


def shortened(text: str, cells: int) -> str:
    """The text in at most so many cells, with an ellipsis if some is left out.

    It ends after a word, where one ends in its second half.
    """
    if cell_len(text) <= cells:
        return text
    start = set_cell_size(text, cells - 1)
    whole, space, _ = start.rpartition(" ")
    if space and not text.startswith(f"{start} ") and cell_len(whole) >= cells // 2:
        start = whole
    return start.rstrip() + "…"
