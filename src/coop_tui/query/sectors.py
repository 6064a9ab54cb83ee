"""The points of each sector."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.points import point_numbers_by_sector, points_by_meeting
from coop_tui.query.selection import Selection
from coop_tui.record.cache import remembered
from coop_tui.record.tables import Dossier, Kind, Meeting, Point, Sector


class Touch(Struct, frozen=True):
    """A sector and how a selection touches it.

    Attributes:
        sector: The sector.
        points: The points on it; empty if it is not touched.
    """

    sector: Sector
    points: tuple[Point, ...]

    @property
    def firmest(self) -> Point | None:
        """The firmest point, the first of them if there are several."""
        firmest_first = (one for kind in reversed(Kind) for one in self.points if one.kind is kind)
        return next(firmest_first, None)


def opening(dossier: Dossier) -> Selection:
    """What a reader looks at first: the latest meeting and its foremost sector."""
    if not dossier.meetings:
        return Selection()
    return with_sector(dossier, Selection(meeting=dossier.meetings[-1].id))


def with_sector(dossier: Dossier, selection: Selection) -> Selection:
    """The selection with its sector, or else with the foremost sector that it touches."""
    sector = selection.sector or next(iter(touches(dossier, selection))).sector.id
    return replace(selection, sector=sector)


def touches(dossier: Dossier, selection: Selection) -> tuple[Touch, ...]:
    """Every sector with the points that the selection has on it.

    The sector of the selection itself does not count. The most said comes first;
    where as much is said, the order of the record holds.
    """
    heeded = replace(selection, sector=None, against=None, window=None, now=None)
    if heeded.meeting is None:
        return _touches_in_all(dossier, heeded)
    return _touches(dossier, heeded)


def _touches(dossier: Dossier, selection: Selection) -> tuple[Touch, ...]:
    found: dict[str, list[Point]] = {sector.id: [] for sector in dossier.sectors}
    for meeting, numbers in points_by_meeting(dossier, selection):
        for number in numbers:
            point = meeting.points[number - 1]
            found[point.sector].append(point)
    touched = [Touch(sector, tuple(found[sector.id])) for sector in dossier.sectors]
    return tuple(sorted(touched, key=lambda touch: -len(touch.points)))


# One meeting is soon counted; remembered too, many in a row would crowd out what is not.
_touches_in_all = remembered(_touches)


class Neighbours(Struct, frozen=True):
    """The meetings nearest to a given one at which a sector was touched."""

    before: Meeting | None
    after: Meeting | None


def nearest_touches(dossier: Dossier, sector: str, meeting: str | None) -> Neighbours:
    """Where a sector was last touched before a meeting, and where next after it.

    Without a meeting, where it was last touched at all.
    """
    order = _places(dossier)
    places = [order[name] for name in point_numbers_by_sector(dossier)[sector]]
    here = order[meeting] if meeting is not None else len(dossier.meetings)
    before, after = bisect_left(places, here), bisect_right(places, here)
    return Neighbours(
        dossier.meetings[places[before - 1]] if before else None,
        dossier.meetings[places[after]] if after < len(places) else None,
    )


@remembered
def _places(dossier: Dossier) -> dict[str, int]:
    """The place of every meeting in the order of dates."""
    return {meeting.id: place for place, meeting in enumerate(dossier.meetings)}
