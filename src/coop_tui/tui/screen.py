"""The reader's screen: owns the selection, to which the panes are bound."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.screen import Screen

from coop_tui.record.model import Dossier
from coop_tui.record.query import NOTHING, Reading, opening
from coop_tui.tui.bars import KeyBar, TitleBar
from coop_tui.tui.commands import SCREEN, bindings
from coop_tui.tui.panes.lines import GUTTER, LinesPane
from coop_tui.tui.panes.view import (
    MeetingPane,
    PointsPane,
    SectorsPane,
    TimelinePane,
    ViewPane,
)

MIN_COLUMNS, MIN_ROWS = 40, 10
"""With less, nothing is drawn."""
MANY_COLUMNS, MANY_ROWS = 80, 20
"""With less, one pane is drawn at a time."""
ORDER = ("meeting", "sectors", "points", "timeline")
_FRAME = 2
_MOST_OF_SCREEN = 0.45


class ReaderScreen(Screen[None]):
    """The three panes and the points of the selected sector."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings(SCREEN))
    # Textual does not declare this as a class variable.
    HORIZONTAL_BREAKPOINTS = [(0, "-two"), (120, "-three")]  # noqa: RUF012
    AUTO_FOCUS = "#sectors"
    """From the sectors everything is one key away."""

    reading: reactive[Reading] = reactive(NOTHING)
    current: reactive[str] = reactive("sectors")
    """The pane that is in front, by its view."""
    zoomed: reactive[bool] = reactive(False)
    points_open: reactive[bool] = reactive(False)
    """Whether the points stand in the place of the meeting where there is no room for both."""

    def __init__(self, dossier: Dossier, path: Path, today: datetime.date) -> None:
        super().__init__()
        self._path = path
        beginning = replace(opening(dossier), now=today)
        self.set_reactive(ReaderScreen.reading, Reading(dossier, beginning))

    def compose(self) -> ComposeResult:
        """The bars and the panes, each pane bound to the record and the selection."""
        yield TitleBar().data_bind(ReaderScreen.reading)
        with Horizontal(id="top"):
            for pane in (MeetingPane, SectorsPane, PointsPane):
                yield pane().data_bind(ReaderScreen.reading)
        yield TimelinePane().data_bind(ReaderScreen.reading)
        yield KeyBar()

    @property
    def pane(self) -> ViewPane:
        """The pane that is in front."""
        return self.query_one(f"#{self.current}", ViewPane)

    def watch_current(self) -> None:
        """Put another pane in front."""
        for pane in self.query(ViewPane):
            pane.set_class(pane.id == self.current, "-current")
        self._arrange()

    def watch_zoomed(self) -> None:
        """Give the pane the whole screen, or take it back."""
        self._arrange()

    def watch_points_open(self, points_open: bool) -> None:
        """Show the points where only two panes stand side by side."""
        self.set_class(points_open, "-points")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A pane that has the focus is the one in front."""
        if isinstance(event.widget, ViewPane) and event.widget.id:
            self.current = event.widget.id

    def on_resize(self, event: events.Resize) -> None:
        """Share out the room anew."""
        self._arrange()

    def _arrange(self) -> None:
        """Share out the room; say what is needed if there is too little of it."""
        width, height = self.size
        if not width or not self.is_mounted:
            return
        small = width < MIN_COLUMNS or height < MIN_ROWS
        self.query_one(TitleBar).complaint = (
            f"Too small: {MIN_COLUMNS} columns and {MIN_ROWS} rows are needed." if small else ""
        )
        alone = self.zoomed or width < MANY_COLUMNS or height < MANY_ROWS
        self.set_class(small, "-too-small")
        self.set_class(alone, "-alone")
        self.query_one("#top").display = not (small or (alone and self.current == "timeline"))
        timeline = self.query_one(TimelinePane)
        wanted = timeline.chart_height(width - _FRAME - GUTTER - 1) + _FRAME
        timeline.styles.height = "1fr" if alone else min(wanted, int(height * _MOST_OF_SCREEN))

    def go_to(self, name: str) -> None:
        """Put a pane in front and give it the focus.

        Args:
            name: The view that it shows.
        """
        self.points_open = name == "points" or (self.points_open and name == "sectors")
        self.current = name
        self.call_after_refresh(self.pane.focus)

    def action_pane(self, name: str) -> None:
        """Go to a pane."""
        self.go_to(name)

    def action_next_pane(self, step: int) -> None:
        """Go round the panes, in reading order."""
        self.go_to(ORDER[(ORDER.index(self.current) + step) % len(ORDER)])

    def action_back(self) -> None:
        """Leave the zoom; else leave the points; else go to the sectors."""
        if self.zoomed:
            self.zoomed = False
        elif self.current != "sectors":
            self.points_open = False
            self.go_to("sectors")
        else:
            self.points_open = False

    def action_zoom(self) -> None:
        """Give the pane the whole screen, or take it back."""
        self.zoomed = not self.zoomed

    def select(self, *, meeting: str | None = None, sector: str | None = None) -> None:
        """Look at another meeting or sector; what is not given stays.

        Args:
            meeting: The id of a meeting.
            sector: The id of a sector.
        """
        dossier, selection = self.reading
        self.reading = Reading(
            dossier,
            replace(
                selection,
                meeting=meeting or selection.meeting,
                sector=sector or selection.sector,
            ),
        )

    def action_step_meeting(self, step: int) -> None:
        """Show the next meeting (1) or the one before (-1)."""
        ids = list(self.reading.dossier.meeting)
        if self.reading.selection.meeting in ids:
            wanted = ids.index(self.reading.selection.meeting) + step
            if 0 <= wanted < len(ids):
                self.select(meeting=ids[wanted])

    def on_lines_pane_moved(self, event: LinesPane.Moved) -> None:
        """A sector or a meeting was chosen in its pane."""
        if event.pane.id == "sectors":
            self.select(sector=event.key)
        elif event.pane.id == "timeline":
            self.select(meeting=event.key)

    def on_lines_pane_opened(self, event: LinesPane.Opened) -> None:
        """A sector opens into its points."""
        if event.pane.id == "sectors":
            self.go_to("points")

    def on_lines_pane_sideways(self, event: LinesPane.Sideways) -> None:
        """On the timeline, a step in time; elsewhere, a step to the pane beside."""
        if event.pane.id == "timeline":
            self.action_step_meeting(event.step)
            return
        wanted = ORDER.index(self.current) + event.step
        if 0 <= wanted < ORDER.index("timeline"):
            self.go_to(ORDER[wanted])

    def action_copy(self) -> None:
        """Send the view in the pane to the clipboard of the terminal."""
        from coop_tui.export import render

        self.app.copy_to_clipboard(render(*self.reading, self.current).decode())
        self.notify(
            f"The {self.current} view was sent to the clipboard of the terminal.", markup=False
        )

    def action_export(self) -> None:
        """Ask what to export and where to."""
        from coop_tui.tui.dialogs.export import ExportDialog

        self.app.push_screen(ExportDialog(self.reading, self.current, self._path))
