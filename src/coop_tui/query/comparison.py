"""Two meetings, compared sector by sector, as far as the record can bear it."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.coverage import Cell
from coop_tui.query.presence import Presence, areas_by_sector, presence_without_points
from coop_tui.query.sectors import points_by_sector
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.entries import Sector
from coop_tui.record.tables import Dossier, Meeting


class Trend(Enum):
    """How a sector changed from one meeting to another."""

    NOT_RAISED_AT_EARLIER = "not_raised_at_earlier"
    """Raised at the later meeting; not raised at the earlier, which is recorded in full."""
    STRONGER = "stronger"
    AS_STRONG = "as_strong"
    WEAKER = "weaker"
    WITHOUT_COMMITMENT = "without_commitment"
    """Points at both meetings, but no commitment on record at either."""
    NOT_RAISED_AT_LATER = "not_raised_at_later"
    """Raised at the earlier meeting; not raised at the later, which is recorded in full."""
    NAMED_ONLY = "named_only"
    """Raised at both meetings, and at one or both of them only named as an area."""
    UNKNOWN = "unknown"
    """Raised at one meeting; of the other the record does not know it."""
    UNORDERED = "unordered"
    """On record at one meeting or both, of which the dates do not tell which came first."""
    NEITHER = "neither"
    """Nothing on record at either meeting."""


class Change(Struct, frozen=True):
    """What the record knows of a sector at the earlier and at the later of two meetings.

    Nothing changed from one to the other for certain unless they are ordered.
    """

    sector: Sector
    earlier: Cell
    later: Cell
    ordered: bool = True

    @property
    def trend(self) -> Trend:
        """How the sector changed."""
        before, after = self.earlier.presence, self.later.presence
        raised = (Presence.DISCUSSED, Presence.NAMED)
        if before not in raised and after not in raised:
            return Trend.NEITHER
        if not self.ordered:
            return Trend.UNORDERED
        if before is Presence.NOT_RAISED:
            return Trend.NOT_RAISED_AT_EARLIER
        if after is Presence.NOT_RAISED:
            return Trend.NOT_RAISED_AT_LATER
        if before not in raised or after not in raised:
            return Trend.UNKNOWN
        if Presence.NAMED in (before, after):
            return Trend.NAMED_ONLY
        return self._trend_of_commitments()

    def _trend_of_commitments(self) -> Trend:
        before, after = self.earlier.strongest, self.later.strongest
        if before is after:
            return Trend.AS_STRONG if after else Trend.WITHOUT_COMMITMENT
        strength_before, strength_after = (kind.strength if kind else 0 for kind in (before, after))
        return Trend.STRONGER if strength_after > strength_before else Trend.WEAKER


class Comparison(Struct, frozen=True):
    """Two meetings, in order of time, and every sector, in the order of the record."""

    earlier: Meeting
    later: Meeting
    changes: tuple[Change, ...]

    def of(self, trend: Trend) -> list[Change]:
        """The sectors that changed in one way."""
        return [change for change in self.changes if change.trend is trend]

    @property
    def ordered(self) -> bool:
        """Whether the dates tell which meeting came first."""
        return self.earlier.last.last < self.later.date.first

    @property
    def alike(self) -> bool:
        """Whether both meetings are of one kind, under one mechanism."""
        return (self.earlier.kind, self.earlier.mechanism) == (
            self.later.kind,
            self.later.mechanism,
        )


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
    comparison = Comparison(earlier, later, ())
    changes = (
        Change(sector, before[sector.id], after[sector.id], comparison.ordered)
        for sector in dossier.sectors
    )
    return replace(comparison, changes=tuple(changes))


def _cells(dossier: Dossier, meeting: Meeting, filter: Filter) -> dict[str, Cell]:
    """What the record knows of every sector at a meeting, by the id of the sector."""
    selection = Selection(meeting.id, filter=filter)
    named = areas_by_sector(dossier, selection)
    gap = Cell(presence_without_points([meeting], filter))
    return {
        found.sector.id: Cell.of([point.kind for point in found.points])
        if found.points
        else (Cell(Presence.NAMED) if found.sector.id in named else gap)
        for found in points_by_sector(dossier, selection)
    }
