"""The record and the selection that the panes show, and the way back from it."""

from __future__ import annotations

from msgspec.structs import replace
from textual.reactive import reactive

from coop_tui.query.commitments.links import PointKey, has_point
from coop_tui.query.navigation import plans_between, selection_with_point
from coop_tui.query.selection import NOTHING, Filter, Reading, Selection
from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.points import PointsPane
from coop_tui.tui.panes.view_pane import ViewPane
from coop_tui.tui.screens.history import ViewState, keep_existing
from coop_tui.tui.screens.pane_layout import PanesScreen
from coop_tui.tui.subject import Subject


class ReadingScreen(PanesScreen):
    """Panes with what they show, and the states before it."""

    reading: reactive[Reading] = reactive(NOTHING, repaint=False)

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._history: list[ViewState] = []
        """The states to which ``Esc`` leads back, the last one last."""
        self.set_reactive(ReadingScreen.reading, reading)

    @property
    def _view_state(self) -> ViewState:
        scroll = {pane.ID: pane.scroll_y for pane in self.query(ViewPane)}
        point = self.query_one(PointsPane).point
        return ViewState(self.reading.selection, self.current, point, scroll)

    def _scroll(self, scroll: dict[PaneId, float]) -> None:
        for pane in self.query(ViewPane):
            pane.scroll_to(y=scroll[pane.ID], animate=False, immediate=True)

    def _show(self, selection: Selection) -> None:
        """Show a selection, without ids that a reload has removed since it was offered."""
        record = self.reading.record
        self.reading = Reading(record, keep_existing(record.dossier, selection))

    def _go_back(self) -> None:
        """Go back to the view before the last narrowing, but keep the window."""
        state = self._history.pop()
        window = self.reading.selection.window
        self._show(replace(state.selection, window=window))
        self.query_one(PointsPane).point = state.point
        self.go_to(state.pane)
        self.call_after_refresh(self._scroll, state.scroll)

    def select(self, *, meeting: str | None = None, sector: str | None = None) -> None:
        """Select another meeting, or sector, or both, by id."""
        old = self.reading.selection
        meeting, sector = meeting or old.meeting, sector or old.sector
        self._show(replace(old, meeting=meeting, sector=sector))

    def narrow(
        self, *, plans: tuple[str, ...] = (), initiative: str | None = None, where: str = ""
    ) -> None:
        """Filter all meetings by plans, an initiative or a query; ``Esc`` leads back."""
        old = self.reading.selection
        filter = Filter(plans, initiative).with_query(where, old.now)
        sector = old.sector if plans else None
        narrower = replace(old, meeting=None, sector=sector, filter=filter)
        if narrower != old:
            self._history.append(self._view_state)
            self._show(narrower)

    def pick_plan(self, name: str) -> None:
        """Filter by a plan and all between it and the selected plans, or undo the last filter."""
        selected = self.reading.selection.filter.plans
        if name in selected:
            self._go_back()
        else:
            self.narrow(plans=plans_between(self.reading.dossier, selected, name))

    def _visit_point(self, point: Subject) -> None:
        """Go to a point of any meeting; ``Esc`` leads back.

        A dialog may have offered it before a reload removed it.
        """
        if not has_point(self.reading.dossier, PointKey(point.id, point.number)):
            self.notify("The record no longer holds this point.")
            return
        self._history.append(self._view_state)
        self._go_to_point(point)

    def _visit_meeting(self, meeting: str | None) -> None:
        """Go to a meeting, if one was chosen; ``Esc`` leads back."""
        if meeting:
            self._history.append(self._view_state)
            self.select(meeting=meeting)
            self.go_to(PaneId.MEETING)

    def _go_to_point(self, point: Subject) -> None:
        """Go to a point of any meeting, also out of a filter."""
        old = self.reading.selection
        self._show(selection_with_point(self.reading.dossier, old, point.id, point.number))
        self.query_one(PointsPane).go_to(point)
        self.go_to(PaneId.POINTS)
