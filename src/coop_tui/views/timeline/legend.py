"""The meaning of the signs of a timeline."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from itertools import chain

from msgspec import Struct

from coop_tui.query.selection import Filter, Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE
from coop_tui.record.tables import Dossier
from coop_tui.views.labels import NAMED_SIGN
from coop_tui.views.timeline.items import (
    Highlights,
    LaneItems,
    current_plans,
    highlighted,
    is_past,
    whole_range,
)
from coop_tui.views.timeline.thread import lanes_with_thread, thread_lane


def legend(dossier: Dossier, selection: Selection) -> str:
    """Each sign with which a selection can be drawn, at whatever zoom, and its meaning."""
    found = highlighted(dossier, selection.sector, selection.filter)
    return legend_of(dossier, selection, _signs(dossier, selection.thread), found)


def legend_of(dossier: Dossier, selection: Selection, signs: Signs, found: Highlights) -> str:
    """The same of lanes with these signs and highlights."""
    entries = (
        _current(dossier, selection),
        *_meetings(dossier, selection, found),
        *_thread(dossier, selection),
        *_milestones(dossier, selection, signs),
        *_any_lane(signs),
        _now(dossier, selection),
    )
    return "; ".join(filter(None, entries))


def sector_legend(dossier: Dossier, selection: Selection) -> str:
    """The signs of the meetings that are not shown for a selected sector, in a few words."""
    sector, here = dossier.topic[selection.sector or ""], {selection.meeting}
    found = highlighted(dossier, sector.id, selection.filter)
    nothing = "no point" if sector is WHOLE else "nothing on record"
    signs = [f"◆ {sector.name}" if found.meetings - here else f"{sector.name}:"]
    signs += [f"{NAMED_SIGN} named as an area"] if found.named - here else []
    signs += [f"◇ {'nothing matches' if selection.filter else nothing}"] * bool(
        found.without - here
    )
    return "  ".join(signs) if len(signs) > 1 or found.meetings - here else ""


def _current(dossier: Dossier, selection: Selection) -> str:
    plans = current_plans(dossier, selection)
    parts = ["the meeting that is shown"] if selection.meeting else []
    if selection.filter.plans and plans:
        parts.append("the selected plan" if len(plans) == 1 else "the selected plans")
    elif plans:
        parts.append("its plan" if len(plans) == 1 else "its plans")
    return f"◈ {', and '.join(parts)}" if parts else ""


def _meetings(dossier: Dossier, selection: Selection, found: Highlights) -> list[str]:
    """The signs of the meetings that are not shown, and of the plans that are not current."""
    here = {selection.meeting}
    what = _what(selection)
    entries = []
    plans = found.plans - current_plans(dossier, selection)
    if found.meetings - here:
        more = ", or a plan to which such points belong" if plans else ""
        entries.append(f"◆ {_marked(selection, what)}{more}")
    elif plans:
        entries.append(f"◆ a plan to which points on {what} belong")
    if found.named - here:
        entries.append(f"{NAMED_SIGN} a meeting at which {what} is only named as an area")
    if found.without - here:
        entries.append(f"◇ {_unmarked(selection, what, in_full=found.in_full)}")
    return entries


def _what(selection: Selection) -> str:
    if selection.filter:
        return "what is selected"
    return "the relationship as a whole" if selection.sector == WHOLE.id else "the sector"


def _marked(selection: Selection, what: str) -> str:
    """What is said of a meeting by the mark of what is selected."""
    sector, filter = selection.sector, selection.filter
    if not (sector or filter):
        return "another meeting" if selection.meeting else "a meeting"
    if sector is None and filter == Filter(where=filter.where, now=filter.now):
        return "a meeting at which something matches"
    if sector is None and filter == Filter(initiative=filter.initiative):
        return "a meeting that was held under the initiative, or has points that name it"
    if sector is None and filter == Filter(plans=filter.plans):
        return "a meeting under what is selected, or with points that tie to it"
    return f"a meeting with points on {what}"


def _unmarked(selection: Selection, what: str, *, in_full: bool) -> str:
    """What is said of a meeting without that mark: never that something was not discussed."""
    if selection.filter:
        return "a meeting at which nothing matches"
    if selection.sector == WHOLE.id:
        return "a meeting without a point on it"
    doubt = "" if in_full else " (it may have been discussed all the same)"
    return f"a meeting with nothing on record of {what}{doubt}"


def _thread(dossier: Dossier, selection: Selection) -> list[str]:
    """The signs of the points of a thread, and of what is known of them."""
    lane = thread_lane(dossier, selection.thread) if selection.thread else None
    if lane is None:
        return []
    dates = [item.date for item in lane.items if item.kind == "due"]
    due = _past_and_ahead(dossier, _first_and_last(dates), "▼▽", selection.now)
    kinds = [item.kind for item in lane.items]
    several = kinds.count("point") > 1
    of_which = "one of them" if several else "it"
    words = {"▼": f"when {of_which} was due", "▽": f"when {of_which} is due"}
    entries = _dated([f"{sign} {words[sign]}" for sign in due], selection.now)
    return [
        "▣ the selected point",
        *(["■ a point that it takes up, or one that takes it up"] if several else ()),
        *([f"◉ what was reported of {of_which} later"] if "outcome" in kinds else ()),
        *entries,
    ]


class Signs(Struct, frozen=True):
    """What decides on the signs of some lanes, whatever else is selected.

    Attributes:
        milestones: The first and the last end of milestones, if there are any.
        followers: The same of what follows another milestone of its initiative, or something
            else in its thread.
        milestones_in_line: Whether any milestone follows another of its initiative.
        thread: Whether there is a lane of a thread.
        most: The most marks in a lane.
        several_days: Whether a meeting lasted several days that are known.
        vague: Whether a mark is on a day that is not known.
    """

    milestones: tuple[Date, Date] | None
    followers: tuple[Date, Date] | None
    milestones_in_line: bool
    thread: bool
    most: int
    several_days: bool
    vague: bool


@cached_per_record
def _signs(dossier: Dossier, thread: tuple[str, int] | None) -> Signs:
    return signs_of(lanes_with_thread(dossier, Selection(thread=thread)))


def signs_of(lanes: Iterable[LaneItems]) -> Signs:
    """What decides on the signs of lanes, of which at least one is not a row of plans."""
    marked = [lane for lane in lanes if lane.kind != "plans"]
    items = list(chain.from_iterable(lane.items for lane in marked))
    followers = (lane.items[1:] for lane in marked if lane.kind in ("initiative", "thread"))
    milestones = [item.date for item in items if item.kind in ("plan.milestone", "milestone")]
    return Signs(
        _first_and_last(milestones),
        _first_and_last([item.date for item in chain.from_iterable(followers)]),
        any(lane.kind == "initiative" and len(lane.items) > 1 for lane in marked),
        any(lane.kind == "thread" for lane in marked),
        max(len(lane.items) for lane in marked),
        any(item.end and not item.is_vague for item in items),
        any(item.is_vague for item in items),
    )


def _first_and_last(dates: list[Date]) -> tuple[Date, Date] | None:
    if not dates:
        return None
    return min(dates, key=lambda date: date.last), max(dates, key=lambda date: date.last)


def _milestones(dossier: Dossier, selection: Selection, signs: Signs) -> list[str]:
    now = selection.now
    words = {"●": "a milestone that is past", "▷": "a milestone that is ahead"}
    found = _past_and_ahead(dossier, signs.milestones, "●▷", now)
    entries = _dated([f"{sign} {words[sign]}" for sign in found], now)
    if lines := _past_and_ahead(dossier, signs.followers, "━─", now):
        where = ["between milestones"] if signs.milestones_in_line else []
        where += ["along the thread"] if signs.thread else []
        one = "what is" if signs.thread else "one"
        ahead = f", the thin line to {one} ahead" if len(lines) > 1 else ""
        entries.append(f"{' '.join(lines)} {' and '.join(where)}{ahead}")
    return entries


def _dated(entries: list[str], now: datetime.date | None) -> list[str]:
    """The entries for what is past or ahead, with a word on when, if that is not now."""
    return (
        [*entries[:-1], f"{entries[-1]} (at the latest meeting)"]
        if entries and not now
        else entries
    )


def _past_and_ahead(
    dossier: Dossier, dates: tuple[Date, Date] | None, signs: str, now: datetime.date | None
) -> list[str]:
    """Of a sign for what is past and one for what is ahead, those that there is something for."""
    if dates is None:
        return []
    first, last = dates
    past, ahead = is_past(dossier, first, now), not is_past(dossier, last, now)
    return [sign for sign, drawn in zip(signs, (past, ahead), strict=True) if drawn]


def _any_lane(signs: Signs) -> list[str]:
    """The signs that a mark of any lane can have."""
    several = "② several in one place" + (", ⊕ ten or more" if signs.most >= 10 else "")
    return [
        *([several] if signs.most > 1 else ()),
        *(["═ the days that a meeting lasted"] if signs.several_days else ()),
        *(["░ a date known only to its month or year"] if signs.vague else ()),
    ]


def _now(dossier: Dossier, selection: Selection) -> str:
    now, bounds = selection.now, whole_range(dossier)
    inside = now and bounds and bounds.start <= now.toordinal() < bounds.end
    return "┊ now" if inside else ""
