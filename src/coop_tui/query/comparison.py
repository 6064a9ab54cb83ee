"""Two meetings, compared sector by sector."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from coop_tui.query.coverage import Cell
from coop_tui.query.sectors import points_by_sector
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.tables import Dossier, Meeting, Sector


class Trend(Enum):
    """How a sector changed from one meeting to another."""

    NEW = "new"
    STRONGER = "stronger"
    AS_STRONG = "as_strong"
    WEAKER = "weaker"
    NO_LONGER_RAISED = "no_longer_raised"
    NEITHER = "neither"


class Change(Struct, frozen=True):
    """The points on a sector at the earlier and at the later of two meetings."""

    sector: Sector
    earlier: Cell
    later: Cell

    @property
    def trend(self) -> Trend:
        """How the sector changed."""
        before, after = self.earlier.strongest, self.later.strongest
        if before is None:
            return Trend.NEITHER if after is None else Trend.NEW
        if after is None:
            return Trend.NO_LONGER_RAISED
        if before is after:
            return Trend.AS_STRONG
        return Trend.STRONGER if after.strength > before.strength else Trend.WEAKER


class Comparison(Struct, frozen=True):
    """Two meetings, in order of time, and every sector, in the order of the record."""

    earlier: Meeting
    later: Meeting
    changes: tuple[Change, ...]

    def of(self, trend: Trend) -> list[Change]:
        """The sectors that changed in one way."""
        return [change for change in self.changes if change.trend is trend]


def compare(dossier: Dossier, selection: Selection) -> Comparison | None:
    """Compare the two meetings of a selection.

    Args:
        dossier: The record.
        selection: The two meetings, in any order. Without a first meeting, the latest is
            compared; without a second, the meeting before the first, or the next if there
            is none before. Its filter says which points count.

    Returns:
        The comparison; None if the record has fewer than two meetings.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    ids = list(dossier.meeting)
    if len(ids) < 2:
        return None
    first = ids.index(selection.meeting) if selection.meeting else len(ids) - 1
    second = ids.index(selection.against) if selection.against else first
    if second == first:
        second = first - 1 if first else 1
    earlier, later = (dossier.meetings[number] for number in sorted((first, second)))
    before, after = (_cells(dossier, meeting, selection.filter) for meeting in (earlier, later))
    changes = (Change(sector, before[sector.id], after[sector.id]) for sector in dossier.sectors)
    return Comparison(earlier, later, tuple(changes))


def _cells(dossier: Dossier, meeting: Meeting, filter: Filter) -> dict[str, Cell]:
    """The points of every sector at a meeting, by its id."""
    return {
        found.sector.id: Cell.of([point.kind for point in found.points])
        for found in points_by_sector(dossier, Selection(meeting.id, filter=filter))
    }
