"""Where a reader is and has been, and where that is once the record is another."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.selection import Selection
from coop_tui.record.tables import Dossier
from coop_tui.views.timeline.page import whole_range
from coop_tui.views.timeline.scale import middle, panned


class ViewState(Struct, frozen=True):
    """Where a reader is: what is looked at, in which pane, at which point, how scrolled.

    Attributes:
        selection: What is looked at.
        current: The pane that is in front, by its view.
        point: The meeting and the number, from 1, of the point under the cursor.
        scrolled: The line at which each pane begins, by its view.
    """

    selection: Selection
    current: str
    point: tuple[str, int] | None
    scrolled: dict[str, float]

    def carried(self, old: Dossier, new: Dossier) -> ViewState:
        """The same place in another state of the record.

        Where its meeting is gone, the nearest in time stands in; where the record
        covers another stretch of time, its window lies within that.

        Args:
            old: The record in which the place is.
            new: The record as it is now.
        """
        selection, wanted = self.selection, self.selection.meeting
        if wanted is not None and wanted not in new.meeting:
            selection = replace(selection, meeting=_nearest(old, new, wanted))
        window, bounds = selection.timeline.window, whole_range(new)
        if window:
            window = panned(window, 0, None, bounds) if bounds else None
            timeline = replace(selection.timeline, window=window)
            selection = replace(selection, timeline=timeline)
        point = _same_point(old, new, *self.point) if self.point else None
        return replace(self, selection=held(new, selection), point=point)


class History:
    """The places to which ``Esc`` leads back, the last one first."""

    def __init__(self, places: Iterable[ViewState] = ()) -> None:
        self._places = list(places)

    def __bool__(self) -> bool:
        return bool(self._places)

    def remember(self, place: ViewState) -> None:
        """Add a place to be led back to."""
        self._places.append(place)

    def back(self) -> ViewState:
        """Take the last place off the trail."""
        return self._places.pop()

    @property
    def meeting(self) -> str | None:
        """The meeting that was shown at the last place."""
        return self._places[-1].selection.meeting if self._places else None

    @property
    def searched(self) -> bool:
        """Whether a search is in force at one of the places."""
        return any(place.selection.filter.where for place in self._places)

    def carried(self, old: Dossier, new: Dossier) -> History:
        """The same trail in another state of the record."""
        return History(place.carried(old, new) for place in self._places)


def held(dossier: Dossier, selection: Selection) -> Selection:
    """The selection, without what a record does not hold.

    Args:
        dossier: The record.
        selection: What is looked at, perhaps of another state of the record.
    """
    filter = selection.filter
    return replace(
        selection,
        meeting=selection.meeting if selection.meeting in dossier.meeting else None,
        sector=selection.sector if selection.sector in dossier.sector else None,
        filter=replace(
            filter,
            plans=tuple(name for name in filter.plans if name in dossier.plan),
            initiative=filter.initiative if filter.initiative in dossier.initiative else None,
        ),
        against=selection.against if selection.against in dossier.meeting else None,
    )


def _nearest(old: Dossier, new: Dossier, meeting: str) -> str | None:
    """The meeting of a record that is nearest in time to one that it has no more."""
    if meeting not in old.meeting or not new.meetings:
        return None
    day = middle(old.meeting[meeting].date)
    return min(new.meetings, key=lambda one: abs(middle(one.date) - day)).id


def _same_point(old: Dossier, new: Dossier, meeting: str, number: int) -> tuple[str, int] | None:
    """Where a point is now; if it was changed, the one that has its number."""
    if meeting not in new.meeting or not new.meeting[meeting].points:
        return None
    points = new.meeting[meeting].points
    was = old.meeting[meeting].points[number - 1 : number] if meeting in old.meeting else ()
    if was and was[0] in points:
        return meeting, points.index(was[0]) + 1
    return meeting, min(number, len(points))
