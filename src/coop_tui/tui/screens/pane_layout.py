"""How the panes share the screen, and which pane is in front."""

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
_SIDE_BY_SIDE_COLUMNS = 120
"""On a narrower screen, the meeting stands above the sectors."""
_MAX_PART_OF_SCREEN = 0.45
"""The timeline takes at most this part of the screen."""
_TOP_AND_BARS, _LEAST_TIMELINE = 19, 5
"""Lines that the panes above the timeline and the bars come first for, if it keeps so many."""


class PanesScreen(Screen[None]):
    """A screen of panes: side by side, stacked at the left, or one at a time, by its size."""

    AUTO_FOCUS = f"#{PaneId.SECTORS}"
    """From the sectors, every other pane is one key away."""

    current: reactive[PaneId] = reactive(PaneId.SECTORS, repaint=False)
    """The pane in front."""
    zoomed: reactive[bool] = reactive(False, repaint=False)

    @property
    def pane(self) -> ViewPane:
        """The pane in front."""
        return self.query_one(f"#{self.current}", ViewPane)

    def watch_current(self) -> None:
        """Put another pane in front."""
        for pane in self.query(ViewPane):
            pane.set_class(pane.ID is self.current, "-current")
        self.update_layout()

    def watch_zoomed(self) -> None:
        """Give the pane in front the whole screen, or take it back."""
        self.update_layout()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Put the pane with the focus in front."""
        if isinstance(event.widget, ViewPane):
            self.current = event.widget.ID

    def on_mount(self) -> None:
        """Lay out the panes before the first frame, so that it is drawn only once."""
        self._apply_layout(self.app.size)

    def on_resize(self, event: events.Resize) -> None:
        """Lay out the panes for the new size."""
        self.update_layout()

    def update_layout(self) -> None:
        """Lay out the panes; on too small a screen, show the size that the reader needs."""
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
        # Textual's breakpoints would come after the first frame.
        self.set_class(width < _SIDE_BY_SIDE_COLUMNS, "-stacked")
        self.set_class(alone, "-alone")
        self.query_one("#top").display = not (small or (alone and self.current is PaneId.TIMELINE))
        self.query_one("#left").display = not alone or self.current in (
            PaneId.MEETING,
            PaneId.SECTORS,
        )
        timeline = self.query_one(TimelinePane)
        wanted = timeline.chart_height + _FRAME
        most = min(int(height * _MAX_PART_OF_SCREEN), max(_LEAST_TIMELINE, height - _TOP_AND_BARS))
        timeline.styles.height = "1fr" if alone else min(wanted, most)

    def go_to(self, pane: PaneId) -> None:
        """Put a pane in front and give it the focus."""
        self.current = pane
        if self.pane.display:
            self.set_focus(self.pane)  # at once, since the next key may be waiting
        else:  # a hidden pane cannot take it
            self.call_after_refresh(self.pane.focus)

    def action_pane(self, name: str) -> None:
        """Go to a pane."""
        self.go_to(PaneId(name))

    def action_next_pane(self, step: int) -> None:
        """Go to the next pane (1) or the one before (-1), in reading order."""
        self.go_to(self.current.neighbour(step))

    def action_zoom(self) -> None:
        """Give the pane in front the whole screen, or take it back."""
        self.zoomed = not self.zoomed

    @on(LineView.SteppedSideways)
    def _step_sideways(self, message: LineView.SteppedSideways) -> None:
        """Go to the pane at the side; the timeline has none, since it is below them all."""
        panes = list(PaneId)
        wanted = panes.index(self.current) + message.step
        if 0 <= wanted < panes.index(PaneId.TIMELINE):
            self.go_to(panes[wanted])
