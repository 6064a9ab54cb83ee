"""The points of each sector."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.points import point_numbers_by_sector, points_by_meeting
from coop_tui.query.selection import Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.tables import Dossier, Meeting, Point, Sector


class SectorPoints(Struct, frozen=True):
    """A sector and the selected points on it."""

    sector: Sector
    points: tuple[Point, ...]

    @property
    def strongest(self) -> Point | None:
        """The strongest point, the first of them if there are several."""
        return max(self.points, key=lambda point: point.kind.strength, default=None)


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

    The sector with the most points comes first; of those with as many, the first in the
    record.
    """
    of_any_sector = selection.only("meeting", "filter", "point")
    if selection.meeting is None:
        return _points_by_sector_in_all(dossier, of_any_sector)
    return _points_by_sector(dossier, of_any_sector)


def _points_by_sector(dossier: Dossier, selection: Selection) -> tuple[SectorPoints, ...]:
    found: dict[str, list[Point]] = {sector.id: [] for sector in dossier.sectors}
    for meeting, numbers in points_by_meeting(dossier, selection):
        for number in numbers:
            point = meeting.points[number - 1]
            found[point.sector].append(point)
    sectors = [SectorPoints(sector, tuple(found[sector.id])) for sector in dossier.sectors]
    return tuple(sorted(sectors, key=lambda sector: -len(sector.points)))


# One meeting is counted quickly; cached as well, many would push these results out.
_points_by_sector_in_all = cached_per_record(_points_by_sector)


class AdjacentMeetings(Struct, frozen=True):
    """The meetings nearest to a given one at which a sector was discussed."""

    before: Meeting | None
    after: Meeting | None


def adjacent_meetings(dossier: Dossier, sector: str, meeting: str | None) -> AdjacentMeetings:
    """The last meeting before a given one, and the next after it, that discussed a sector.

    Without a meeting, the last that discussed it at all.
    """
    number_of = _meeting_numbers(dossier)
    numbers = [number_of[name] for name in point_numbers_by_sector(dossier)[sector]]
    here = number_of[meeting] if meeting is not None else len(dossier.meetings)
    before, after = bisect_left(numbers, here), bisect_right(numbers, here)
    return AdjacentMeetings(
        dossier.meetings[numbers[before - 1]] if before else None,
        dossier.meetings[numbers[after]] if after < len(numbers) else None,
    )


@cached_per_record
def _meeting_numbers(dossier: Dossier) -> dict[str, int]:
    """The number of every meeting in order of date, from 0."""
    return {meeting.id: number for number, meeting in enumerate(dossier.meetings)}
