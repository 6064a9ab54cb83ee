"""The points of each sector."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.points import points_by_meeting
from coop_tui.query.selection import Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.entries import WHOLE, Sector
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import Dossier, Meeting, Point

_STRENGTH = attrgetter("strength")


class SectorPoints(Struct, frozen=True):
    """A sector and the selected points on it."""

    sector: Sector
    points: tuple[Point, ...]

    @property
    def strongest(self) -> Kind | None:
        """The strongest commitment; None if there are statements only, or nothing."""
        return strongest_commitment(point.kind for point in self.points)


def strongest_commitment(kinds: Iterable[Kind]) -> Kind | None:
    """The strongest commitment among kinds; None if none of them is a commitment."""
    strongest = max(kinds, key=_STRENGTH, default=None)
    return strongest if strongest and strongest.strength else None


def opening(dossier: Dossier) -> Selection:
    """The first selection of a reader: the latest meeting and its most discussed sector."""
    if not dossier.meetings:
        return Selection()
    return with_sector(dossier, Selection(meeting=dossier.meetings[-1].id))


def with_sector(dossier: Dossier, selection: Selection) -> Selection:
    """The selection with its sector, or else with its most discussed sector."""
    sector = selection.sector or points_by_sector(dossier, selection)[0].sector.id
    return replace(selection, sector=sector)


def points_by_sector(dossier: Dossier, selection: Selection) -> tuple[SectorPoints, ...]:
    """Every sector with its points, whatever the sector of the selection.

    A point is under each of its sectors; one on none, under the relationship as a whole.
    The sector with the most points comes first; of those with as many, the first in the
    record. The relationship as a whole comes last of all that have points.
    """
    of_any_sector = selection.only("meeting", "filter", "point")
    if selection.meeting is None:
        return _points_by_sector_in_all(dossier, of_any_sector)
    return _points_by_sector(dossier, of_any_sector)


def _points_by_sector(dossier: Dossier, selection: Selection) -> tuple[SectorPoints, ...]:
    found: dict[str, list[Point]] = {sector.id: [] for sector in dossier.topics}
    for meeting, numbers in points_by_meeting(dossier, selection):
        for number in numbers:
            point = meeting.points[number - 1]
            for sector in point.topics:
                found[sector].append(point)
    sectors = [SectorPoints(sector, tuple(found[sector.id])) for sector in dossier.topics]
    return tuple(sorted(sectors, key=_order))


def _order(entry: SectorPoints) -> tuple[bool, bool, int]:
    return not entry.points, entry.sector is WHOLE, -len(entry.points)


# One meeting is counted quickly; cached as well, many would push these results out.
_points_by_sector_in_all = cached_per_record(_points_by_sector)


class AdjacentMeetings(Struct, frozen=True):
    """The meetings nearest to a given one at which a sector is on record."""

    before: Meeting | None
    after: Meeting | None


def adjacent_meetings(dossier: Dossier, sector: str, meeting: str | None) -> AdjacentMeetings:
    """The last meeting before a given one, and the next after it, with a sector on record.

    It is on record as a point or as an area. A meeting that may have been at the same time
    counts as before. Without a meeting, the last of all.
    """
    found = [dossier.meetings[number] for number in _numbers_of_meetings(dossier)[sector]]
    if meeting is None:
        return AdjacentMeetings(found[-1] if found else None, None)
    end = dossier.meeting[meeting].last.last
    before = [one for one in found if one.date.first <= end and one.id != meeting]
    after = (one for one in found if one.date.first > end)
    return AdjacentMeetings(before[-1] if before else None, next(after, None))


@cached_per_record
def _numbers_of_meetings(dossier: Dossier) -> dict[str, list[int]]:
    """The numbers, from 0 in order of date, of the meetings with each sector on record."""
    found: dict[str, list[int]] = {sector.id: [] for sector in (*dossier.sectors, WHOLE)}
    for number, meeting in enumerate(dossier.meetings):
        of_points = (sector for point in meeting.points for sector in point.topics)
        of_areas = (sector for area in meeting.areas for sector in area.sectors)
        for sector in {*of_points, *of_areas}:
            found[sector].append(number)
    return found
