"""The points of each sector."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.points import point_numbers_by_sector, points_by_meeting
from coop_tui.query.selection import Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.tables import Dossier, Kind, Meeting, Point, Sector


class SectorPoints(Struct, frozen=True):
    """A sector and how a selection touches it.

    Attributes:
        sector: The sector.
        points: The points on it; empty if it is not discussed.
    """

    sector: Sector
    points: tuple[Point, ...]

    @property
    def strongest(self) -> Point | None:
        """The strongest point, the first of them if there are several."""
        strongest_first = (
            one for kind in reversed(Kind) for one in self.points if one.kind is kind
        )
        return next(strongest_first, None)


def opening(dossier: Dossier) -> Selection:
    """What a reader looks at first: the latest meeting and its foremost sector."""
    if not dossier.meetings:
        return Selection()
    return with_sector(dossier, Selection(meeting=dossier.meetings[-1].id))


def with_sector(dossier: Dossier, selection: Selection) -> Selection:
    """The selection with its sector, or else with the foremost sector that it touches."""
    sector = selection.sector or next(iter(points_by_sector(dossier, selection))).sector.id
    return replace(selection, sector=sector)


def points_by_sector(dossier: Dossier, selection: Selection) -> tuple[SectorPoints, ...]:
    """Every sector with the points that the selection has on it.

    The sector of the selection itself does not count. The most said comes first;
    where as much is said, the order of the record holds.
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
    discussed = [SectorPoints(sector, tuple(found[sector.id])) for sector in dossier.sectors]
    return tuple(sorted(discussed, key=lambda touch: -len(touch.points)))


# One meeting is soon counted; remembered too, many in a row would crowd out what is not.
_points_by_sector_in_all = cached_per_record(_points_by_sector)


class AdjacentMeetings(Struct, frozen=True):
    """The meetings nearest to a given one at which a sector was discussed."""

    before: Meeting | None
    after: Meeting | None


def adjacent_meetings(dossier: Dossier, sector: str, meeting: str | None) -> AdjacentMeetings:
    """Where a sector was last discussed before a meeting, and where next after it.

    Without a meeting, where it was last discussed at all.
    """
    order = _places(dossier)
    places = [order[name] for name in point_numbers_by_sector(dossier)[sector]]
    here = order[meeting] if meeting is not None else len(dossier.meetings)
    before, after = bisect_left(places, here), bisect_right(places, here)
    return AdjacentMeetings(
        dossier.meetings[places[before - 1]] if before else None,
        dossier.meetings[places[after]] if after < len(places) else None,
    )


@cached_per_record
def _places(dossier: Dossier) -> dict[str, int]:
    """The place of every meeting in the order of dates."""
    return {meeting.id: place for place, meeting in enumerate(dossier.meetings)}
