"""How the panes share the screen, and which of them is in front."""

from __future__ import annotations

from textual import events, on
from textual.geometry import Size
from textual.reactive import reactive
from textual.screen import Screen

from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.panes.timeline import TimelinePane
from coop_tui.tui.panes.view_pane import ViewPane
from coop_tui.tui.sizes import MANY_COLUMNS, MANY_ROWS, MIN_COLUMNS, MIN_ROWS, too_small
from coop_tui.tui.widgets.title_bar import TitleBar

_FRAME = 2
_MOST_OF_SCREEN = 0.45


class PanesScreen(Screen[None]):
    """A screen of panes: side by side, fewer at a time, or one, as the room allows."""

    # Textual does not declare this as a class variable.
    HORIZONTAL_BREAKPOINTS = [(0, "-two"), (120, "-three")]  # noqa: RUF012
    AUTO_FOCUS = f"#{PaneId.SECTORS}"
    """From the sectors everything is one key away."""

    current: reactive[PaneId] = reactive(PaneId.SECTORS, repaint=False)
    """The pane that is in front."""
    zoomed: reactive[bool] = reactive(False, repaint=False)
    points_open: reactive[bool] = reactive(False, repaint=False)
    """Whether the points replace the meeting where there is no room for both."""

    @property
    def pane(self) -> ViewPane:
        """The pane that is in front."""
        return self.query_one(f"#{self.current}", ViewPane)

    def watch_current(self) -> None:
        """Put another pane in front."""
        for pane in self.query(ViewPane):
            pane.set_class(pane.ID is self.current, "-current")
        self.update_layout()

    def watch_zoomed(self) -> None:
        """Give the pane the whole screen, or take it back."""
        self.update_layout()

    def watch_points_open(self, points_open: bool) -> None:
        """Show the points, if only two panes fit side by side."""
        self.set_class(points_open, "-points")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A pane that has the focus is the one in front."""
        if isinstance(event.widget, ViewPane):
            self.current = event.widget.ID

    def on_mount(self) -> None:
        """Share out the room before the first frame, so that Textual draws it once."""
        self._apply_layout(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Share out the room anew."""
        self.update_layout()

    def update_layout(self) -> None:
        """Share out the room; name the least size if there is too little of it."""
        if self.size and self.is_mounted:
            self._apply_layout(self.size)

    def _apply_layout(self, size: Size) -> None:
        width, height = size
        small = too_small(size)
        self.query_one(TitleBar).complaint = (
            f"Too small: {MIN_COLUMNS} columns and {MIN_ROWS} rows are needed." if small else ""
        )
        alone = self.zoomed or width < MANY_COLUMNS or height < MANY_ROWS
        if self.has_class("-too-small") and not small:
            self.call_after_refresh(self.pane.focus)
        self.set_class(small, "-too-small")
        self.set_class(alone, "-alone")
        self.query_one("#top").display = not (small or (alone and self.current is PaneId.TIMELINE))
        timeline = self.query_one(TimelinePane)
        needed = timeline.chart_height + _FRAME
        timeline.styles.height = "1fr" if alone else min(needed, int(height * _MOST_OF_SCREEN))

    def go_to(self, pane: PaneId) -> None:
        """Put a pane in front and give it the focus."""
        stays_open = self.points_open and pane is PaneId.SECTORS
        self.points_open = pane is PaneId.POINTS or stays_open
        self.current = pane
        if self.pane.display:
            self.set_focus(self.pane)  # at once: the next key may be waiting
        else:  # once it is shown
            self.call_after_refresh(self.pane.focus)

    def action_pane(self, name: str) -> None:
        """Go to a pane."""
        self.go_to(PaneId(name))

    def action_next_pane(self, step: int) -> None:
        """Go round the panes, in reading order."""
        self.go_to(self.current.neighbour(step))

    def action_zoom(self) -> None:
        """Give the pane the whole screen, or take it back."""
        self.zoomed = not self.zoomed

    @on(LineView.SteppedSideways)
    def _step_sideways(self, message: LineView.SteppedSideways) -> None:
        """Go to the pane to the left or right; the timeline is below them all."""
        panes = list(PaneId)
        index = panes.index(self.current) + message.step
        if 0 <= index < panes.index(PaneId.TIMELINE):
            self.go_to(panes[index])
