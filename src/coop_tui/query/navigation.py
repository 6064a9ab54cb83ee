"""Where a step leads: to another meeting, another match, or a span of plans."""

from __future__ import annotations

from msgspec import Struct

from coop_tui.query.points import MeetingPoint, meetings, points
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.tables import Dossier, Meeting


def step_meeting(dossier: Dossier, selection: Selection, step: int) -> Meeting | None:
    """The meeting after (1) or before (-1) the selected one, of those that the filter leaves.

    Without a selected meeting, the first of them or the last; None if there is no more.
    """
    left = meetings(dossier, Selection(filter=selection.filter))
    ids = [meeting.id for meeting in left]
    if selection.meeting in ids:
        wanted = ids.index(selection.meeting) + step
    else:
        wanted = 0 if step > 0 else len(ids) - 1
    return left[wanted] if 0 <= wanted < len(left) else None


class Match(Struct, frozen=True):
    """A point that a query finds.

    Attributes:
        point: The point in its meeting.
        number: Its number among the matches, from 1.
        count: How many matches there are.
    """

    point: MeetingPoint
    number: int
    count: int


def step_match(
    dossier: Dossier, filter: Filter, step: int, current: str | None, meeting: str | None
) -> Match | None:
    """The match after (1) or before (-1) a point, round from the last to the first.

    Args:
        dossier: The record.
        filter: What is searched for.
        step: 1 or -1.
        current: The key of the point from which to go on.
        meeting: If that is no match: the meeting with whose first match to begin.

    Returns:
        The match; None if there is none.
    """
    matches = list(points(dossier, Selection(filter=filter)))
    if not matches:
        return None
    keys = [match.key for match in matches]
    if current in keys:
        wanted = (keys.index(current) + step) % len(keys)
    else:
        of_meeting = (n for n, match in enumerate(matches) if match.meeting.id == meeting)
        wanted = next(of_meeting, 0 if step > 0 else len(keys) - 1)
    return Match(matches[wanted], wanted + 1, len(keys))


def plans_between(dossier: Dossier, plans: tuple[str, ...], plan: str) -> tuple[str, ...]:
    """The ids of the plans from those given to another one, in order of time."""
    ids = [one.id for one in sorted(dossier.plans, key=lambda one: one.start)]
    places = [ids.index(one) for one in (plan, *plans)]
    return tuple(ids[min(places) : max(places) + 1])
