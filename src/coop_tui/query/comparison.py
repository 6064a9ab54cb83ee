"""Two meetings, compared sector by sector."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import Enum

from msgspec import Struct

from coop_tui.query.coverage import EMPTY_CELL, Cell
from coop_tui.query.points import MeetingPoint, points
from coop_tui.query.selection import Selection
from coop_tui.record.tables import Dossier, Kind, Meeting, Sector


class Trend(Enum):
    """What became of a sector from one meeting to another."""

    NEW = "new"
    STRONGER = "stronger"
    AS_STRONG = "as_strong"
    WEAKER = "weaker"
    NO_LONGER_RAISED = "no_longer_raised"
    NEITHER = "neither"


class Change(Struct, frozen=True):
    """A sector at two meetings.

    Attributes:
        sector: The sector.
        earlier: What was said on it at the earlier meeting.
        later: What was said on it at the later one.
    """

    sector: Sector
    earlier: Cell
    later: Cell

    @property
    def course(self) -> Trend:
        """What became of the sector."""
        before, after = self.earlier.strongest, self.later.strongest
        if before is None:
            return Trend.NEITHER if after is None else Trend.NEW
        if after is None:
            return Trend.NO_LONGER_RAISED
        if before is after:
            return Trend.AS_STRONG
        return Trend.STRONGER if after.strength > before.strength else Trend.WEAKER


class Comparison(Struct, frozen=True):
    """Two meetings, sector by sector.

    Attributes:
        earlier: The one that stands first in the record.
        later: The other.
        changes: Every sector, in the order of the record.
    """

    earlier: Meeting
    later: Meeting
    changes: tuple[Change, ...]

    def of(self, course: Trend) -> list[Change]:
        """The sectors that took a course."""
        return [change for change in self.changes if change.course is course]


def compare(dossier: Dossier, selection: Selection) -> Comparison | None:
    """Hold the meeting of a selection against the other one that it names.

    Args:
        dossier: The record.
        selection: The two meetings, in any order. Where it names no meeting, the latest is
            meant; where it names no other, the one before, or after the first the next.
            Its plans, initiative and query say which points count.

    Returns:
        The comparison, in order of time; None if the record holds less than two meetings.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    names = list(dossier.meeting)
    if len(names) < 2:
        return None
    one = names.index(selection.meeting) if selection.meeting else len(names) - 1
    other = names.index(selection.against) if selection.against else one
    if other == one:
        other = one - 1 if one else 1
    earlier, later = (dossier.meetings[number] for number in sorted((one, other)))
    before, after = (
        _by_sector(points(dossier, Selection(meeting.id, filter=selection.filter)))
        for meeting in (earlier, later)
    )
    changes = tuple(
        Change(sector, before.get(sector.id, EMPTY_CELL), after.get(sector.id, EMPTY_CELL))
        for sector in dossier.sectors
    )
    return Comparison(earlier, later, changes)


def _by_sector(said: Iterable[MeetingPoint]) -> dict[str, Cell]:
    kinds: defaultdict[str, list[Kind]] = defaultdict(list)
    for one in said:
        kinds[one.point.sector].append(one.point.kind)
    return {sector: Cell.of(found) for sector, found in kinds.items()}
