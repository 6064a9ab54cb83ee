"""Where a reader is and has been, and where that is in a newer version of the record."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.selection import Selection
from coop_tui.record.tables import Dossier
from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.subject import Subject
from coop_tui.views.timeline.page import whole_range
from coop_tui.views.timeline.scale import middle, panned


class ViewState(Struct, frozen=True):
    """Where a reader is: what is looked at, in which pane, at which point, how scrolled.

    Attributes:
        selection: What is looked at.
        pane: The pane that is in front.
        point: The point under the cursor.
        scrolled: The line at which each pane begins.
    """

    selection: Selection
    pane: PaneId
    point: Subject | None
    scrolled: dict[PaneId, float]

    def transferred(self, old: Dossier, new: Dossier) -> ViewState:
        """The same place in a newer version of the record.

        Where its meeting is gone, the nearest in time stands in; where the record
        covers another stretch of time, its window lies within that.

        Args:
            old: The version in which the place is.
            new: The newer version.
        """
        selection, wanted = self.selection, self.selection.meeting
        if wanted is not None and wanted not in new.meeting:
            selection = replace(selection, meeting=_nearest(old, new, wanted))
        window, bounds = selection.timeline.window, whole_range(new)
        if window:
            window = panned(window, 0, None, bounds) if bounds else None
            timeline = replace(selection.timeline, window=window)
            selection = replace(selection, timeline=timeline)
        point = _same_point(old, new, self.point) if self.point else None
        return replace(self, selection=keep_existing(new, selection), point=point)


class History:
    """The places to which ``Esc`` leads back, the last one first."""

    def __init__(self, places: Iterable[ViewState] = ()) -> None:
        self._places = list(places)

    def __bool__(self) -> bool:
        return bool(self._places)

    def push(self, place: ViewState) -> None:
        """Add a place to go back to."""
        self._places.append(place)

    def pop(self) -> ViewState:
        """Take away the last place, to go back to it."""
        return self._places.pop()

    @property
    def meeting(self) -> str | None:
        """The meeting that was shown at the last place."""
        return self._places[-1].selection.meeting if self._places else None

    @property
    def has_search(self) -> bool:
        """Whether a search is in force at one of the places."""
        return any(place.selection.filter.where for place in self._places)

    def transferred(self, old: Dossier, new: Dossier) -> History:
        """The same places in a newer version of the record."""
        return History(place.transferred(old, new) for place in self._places)


def keep_existing(dossier: Dossier, selection: Selection) -> Selection:
    """The selection, without what a record does not hold.

    Args:
        dossier: The record.
        selection: What is looked at, perhaps of another version of the record.
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


def _same_point(old: Dossier, new: Dossier, point: Subject) -> Subject | None:
    """Where a point is now; if it was changed, the one that has its number."""
    meeting, number = point.id, point.number
    if meeting not in new.meeting or not new.meeting[meeting].points:
        return None
    points = new.meeting[meeting].points
    was = old.meeting[meeting].points[number - 1 : number] if meeting in old.meeting else ()
    if was and was[0] in points:
        return Subject("point", meeting, points.index(was[0]) + 1)
    return Subject("point", meeting, min(number, len(points)))
