"""The places of a reader, now and before, and the same places in a newer record."""

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
    """A place of a reader.

    Attributes:
        selection: The selection that the panes show.
        pane: The pane in front.
        point: The point under the cursor.
        scrolled: The first line that each pane shows.
    """

    selection: Selection
    pane: PaneId
    point: Subject | None
    scrolled: dict[PaneId, float]

    def transferred(self, old: Dossier, new: Dossier) -> ViewState:
        """The same place in a newer version of the record.

        The nearest meeting in time replaces one that is gone, and the window of the
        timeline moves into the range of the newer record.
        """
        selection = self.selection
        if selection.meeting is not None and selection.meeting not in new.meeting:
            selection = replace(selection, meeting=_nearest(old, new, selection.meeting))
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
    """The selection without the ids that a record does not have."""
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
    """The meeting of the new record that is nearest in time to one of the old."""
    if meeting not in old.meeting or not new.meetings:
        return None
    day = middle(old.meeting[meeting].date)
    return min(new.meetings, key=lambda other: abs(middle(other.date) - day)).id


def _same_point(old: Dossier, new: Dossier, point: Subject) -> Subject | None:
    """The same point in the new record; if it was changed, the one that has its number."""
    meeting, number = point.id, point.number
    if meeting not in new.meeting or not new.meeting[meeting].points:
        return None
    points = new.meeting[meeting].points
    before = old.meeting[meeting].points[number - 1 : number] if meeting in old.meeting else ()
    if before and before[0] in points:
        return Subject("point", meeting, points.index(before[0]) + 1)
    return Subject("point", meeting, min(number, len(points)))
