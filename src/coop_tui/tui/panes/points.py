"""The pane of the points."""

from __future__ import annotations

from coop_tui.query.commitments.links import PointKey, has_point
from coop_tui.query.points import points_by_meeting
from coop_tui.query.selection import NOTHING, Selection
from coop_tui.record.tables import Dossier
from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.view_pane import ViewPane
from coop_tui.tui.subject import Subject
from coop_tui.views.labels import counted
from coop_tui.views.points import display_order
from coop_tui.views.timeline.thread import thread_lane


class PointsPane(ViewPane):
    """What was said at the meeting on the selected sector."""

    ID = PaneId.POINTS
    CURSOR = "edge"

    point: Subject | None = None
    """The point that belongs under the cursor."""

    @property
    def preferred(self) -> str | None:
        """The point that the reader went to, or else the one under the cursor."""
        return self.point.point_key if self.point else self.cursor

    def watch_reading(self) -> None:
        """Move the cursor to the point that the reader went to."""
        super().watch_reading()
        if self.reading.selection.meeting is not None:
            self.move_to(self.preferred)

    def go_to(self, point: Subject) -> None:
        """Put the cursor on a point that the pane shows."""
        self.point = point
        self.move_to(point.point_key)

    def _choose(self, key: str) -> None:
        self.point = Subject.of_point(key)
        super()._choose(key)

    @property
    def subject(self) -> Subject | None:
        """The point under the cursor; the first, before the pane is drawn."""
        points = self.subjects
        here = Subject.of_point(self.preferred) if self.preferred else None
        return here if here in points else next(iter(points), None)

    @property
    def subjects(self) -> list[Subject]:
        """Every point of the view, in its order."""
        shown = self._shown or NOTHING
        points = display_order(shown.dossier, shown.selection)
        return [Subject.of_point(point.key) for point in points]

    @property
    def thread(self) -> tuple[str, int] | None:
        """The point under the cursor, by its meeting and its number, if it has a thread."""
        if self.cursor is None:
            return None
        point = Subject.of_point(self.cursor)
        key, dossier = PointKey(point.id, point.number), self.reading.dossier
        # A pane that is not seen keeps its cursor while another version is shown.
        return key if has_point(dossier, key) and thread_lane(dossier, key) else None

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """The sector, and how many points are on it."""
        name = dossier.topic[selection.sector].name if selection.sector else "All sectors"
        count = sum(len(numbers) for _, numbers in points_by_meeting(dossier, selection))
        return name, counted(count, "point")

    def show_match(self, number: int, count: int) -> None:
        """Say which match of a search is under the cursor."""
        self.set_titles(self._unnumbered[0], f"match {number} of {count}")
