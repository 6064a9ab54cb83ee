"""What a reader saw before each narrowing of the view, also in a newer version of the record."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.navigation import is_selected
from coop_tui.query.selection import Selection
from coop_tui.record.tables import Dossier
from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.subject import Subject
from coop_tui.views.timeline.items import whole_range
from coop_tui.views.timeline.scale import middle, panned


class ViewState(Struct, frozen=True):
    """What a reader sees: a selection, in a pane, with the cursor on a point."""

    selection: Selection
    pane: PaneId
    point: Subject | None
    scroll: dict[PaneId, float]
    """The line at which each pane begins."""

    def transferred(self, old: Dossier, new: Dossier) -> ViewState:
        """The same state in a newer version of the record.

        Where the meeting is gone, the nearest in time takes its place. The window stays
        within the range of the newer version.
        """
        selection, meeting = self.selection, self.selection.meeting
        if meeting is not None and meeting not in new.meeting:
            selection = replace(selection, meeting=_nearest(old, new, meeting))
        window, bounds = selection.window, whole_range(new)
        if window:
            window = panned(window, 0, None, bounds) if bounds else None
            selection = replace(selection, window=window)
        if selection.thread:
            same = _same_point(old, new, Subject("point", *selection.thread))
            selection = replace(selection, thread=(same.id, same.number) if same else None)
        point = _same_point(old, new, self.point) if self.point else None
        return replace(self, selection=keep_existing(new, selection), point=point)


def keep_existing(dossier: Dossier, selection: Selection) -> Selection:
    """The selection, without what a record does not have, or no longer shows.

    That is the ids that are not in it, and the thread of a point that is not selected.
    """
    filter = selection.filter
    existing = replace(
        selection,
        meeting=selection.meeting if selection.meeting in dossier.meeting else None,
        sector=selection.sector if selection.sector in dossier.topic else None,
        filter=replace(
            filter,
            plans=tuple(plan for plan in filter.plans if plan in dossier.plan),
            initiative=filter.initiative if filter.initiative in dossier.initiative else None,
        ),
        against=selection.against if selection.against in dossier.meeting else None,
    )
    if existing.thread and not is_selected(dossier, existing, *existing.thread):
        return replace(existing, thread=None)
    return existing


def _nearest(old: Dossier, new: Dossier, meeting: str) -> str | None:
    """The id of the meeting in the new version that is nearest in time to an old one."""
    if meeting not in old.meeting or not new.meetings:
        return None
    day = middle(old.meeting[meeting].date)
    return min(new.meetings, key=lambda other: abs(middle(other.date) - day)).id


def _same_point(old: Dossier, new: Dossier, point: Subject) -> Subject | None:
    """The same point in the new version; if it has changed, the point with its number."""
    meeting, number = point.id, point.number
    if meeting not in new.meeting or not new.meeting[meeting].points:
        return None
    points = new.meeting[meeting].points
    old_points = old.meeting[meeting].points if meeting in old.meeting else ()
    if number <= len(old_points) and old_points[number - 1] in points:
        number = points.index(old_points[number - 1]) + 1
    return Subject("point", meeting, min(number, len(points)))
