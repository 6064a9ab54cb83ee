"""Steps to another meeting, match or point, and ranges of plans."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.points import MeetingPoint, meetings, points, points_by_meeting
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.tables import Dossier, Meeting


def step_meeting(dossier: Dossier, selection: Selection, step: int) -> Meeting | None:
    """The meeting after (1) or before (-1) the selected one, among those that match the filter.

    If the selected meeting is not among them: the first of them, or the last. None if there
    is no further meeting.
    """
    matching = meetings(dossier, Selection(filter=selection.filter))
    ids = [meeting.id for meeting in matching]
    if selection.meeting in ids:
        wanted = ids.index(selection.meeting) + step
    else:
        wanted = 0 if step > 0 else len(ids) - 1
    return matching[wanted] if 0 <= wanted < len(matching) else None


class Match(Struct, frozen=True):
    """A point that matches a filter, its number among the matches from 1, and their count."""

    point: MeetingPoint
    number: int
    count: int


def step_match(
    dossier: Dossier, filter: Filter, step: int, current: str | None, meeting: str | None
) -> Match | None:
    """The match after (1) or before (-1) a point, round from the last to the first.

    If the current point, given by its key, does not match: the first match of the meeting; if
    it has none, the first or the last of all. None if nothing matches.
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
    """The ids of all plans in the range that some plans and another span, in order of start."""
    ids = [entry.id for entry in sorted(dossier.plans, key=lambda entry: entry.start)]
    numbers = [ids.index(name) for name in (plan, *plans)]
    return tuple(ids[min(numbers) : max(numbers) + 1])


def selection_with_point(
    dossier: Dossier, selection: Selection, meeting: str, number: int
) -> Selection:
    """The selection that shows a point: as narrow as before, if the point is left by that."""
    topics = dossier.meeting[meeting].points[number - 1].topics
    sector = selection.sector if selection.sector in topics else topics[0]
    wanted = replace(selection, meeting=meeting, sector=sector)
    if is_selected(dossier, wanted, meeting, number):
        return wanted
    return replace(wanted, filter=Filter())


def is_selected(dossier: Dossier, selection: Selection, meeting: str, number: int) -> bool:
    """Whether a point is one of those that a selection leaves."""
    if selection.meeting not in (None, meeting) or meeting not in dossier.meeting:
        return False
    alone = replace(selection, meeting=meeting, point=number)
    return any(points_by_meeting(dossier, alone))
