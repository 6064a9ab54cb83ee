"""Panes that show a view of the record for the selection in force."""

from __future__ import annotations

from itertools import islice
from typing import ClassVar, Literal

from textual import events
from textual.reactive import reactive

from coop_tui.record.model import Dossier
from coop_tui.record.query import NOTHING, Reading, Selection, touches
from coop_tui.tui.paint import literal
from coop_tui.tui.panes.lines import LinesPane
from coop_tui.views import layout
from coop_tui.views.catalogue import VIEWS
from coop_tui.views.chart import Chart
from coop_tui.views.page import Page
from coop_tui.views.timeline import whole_range
from coop_tui.views.wording import counted


class ViewPane(LinesPane):
    """A pane that shows one view; the screen binds the record and the selection to it."""

    VIEW: ClassVar[str]
    """The name of the view in the catalogue."""

    reading: reactive[Reading] = reactive(NOTHING, init=False)

    def __init__(self) -> None:
        super().__init__(id=self.VIEW)
        self._page: Page | None = None
        self._of: Reading | None = None
        self._width: int | None = None
        """The width that the lines are laid out for; 0 if they are out of date."""

    def on_mount(self) -> None:
        """Make the page; lines are made when the width is known."""
        self._make_page()

    def watch_reading(self) -> None:
        """Show what is to be shown now, from its beginning if it is something else."""
        if self.is_attached and self._make_page() and self._lay_out():
            self.settle(keep_scroll=False)

    def on_resize(self, event: events.Resize) -> None:
        """The room is another."""
        if self._lay_out():
            self.settle(keep_scroll=True)

    def prepare(self) -> None:
        """Lay out the first screenful, before anything has told the pane its size.

        So the first frame is whole, and nothing is waited for that it does not show.
        """
        if self._width is None:
            self._lay_out(most=self.size.height)
            self._width = 0

    def _make_page(self) -> bool:
        """Make the page anew if what it shows is another; return whether it is."""
        dossier, selection = self.reading
        view = VIEWS[self.VIEW]
        seen = Reading(dossier, view.seen(selection))
        if seen == self._of:
            return False
        self._of = seen
        self._page = view.page(*seen)
        self.entitle(*seen)
        if self._width:
            self._width = 0
        return True

    def _lay_out(self, most: int | None = None) -> bool:
        """Make the lines anew if page or width are others; return whether they are.

        Args:
            most: As many lines as are needed; None for all of them.
        """
        width = self.content_cells
        if self._page is None or width in (0, self._width):
            return False
        self._width = width
        lines = islice(layout.body(self._page, width), most)
        self.set_lines(list(lines), self.preferred)
        return True

    def entitle(self, dossier: Dossier, selection: Selection) -> None:
        """Say in the frame what the pane shows.

        Args:
            dossier: The record.
            selection: As much of the selection as the view heeds.
        """

    @property
    def preferred(self) -> str | None:
        """The item that belongs under the cursor."""
        return self.cursor


class MeetingPane(ViewPane):
    """The summary of the meeting."""

    VIEW = "meeting"

    def entitle(self, dossier: Dossier, selection: Selection) -> None:
        """Number and name the pane."""
        self.border_title = "1 Meeting"


class SectorsPane(ViewPane):
    """The list of sectors; its cursor is the sector of the selection."""

    VIEW = "sectors"

    def watch_reading(self) -> None:
        """Follow the selected sector."""
        super().watch_reading()
        self.move_to(self.preferred)

    def entitle(self, dossier: Dossier, selection: Selection) -> None:
        """Count the sectors that are touched."""
        touched = sum(1 for touch in touches(dossier, selection) if touch.points)
        self.border_title = "2 Sectors"
        self.border_subtitle = f"{touched} of {len(dossier.sectors)} touched"

    @property
    def preferred(self) -> str | None:
        """The selected sector."""
        return self.reading.selection.sector


class PointsPane(ViewPane):
    """What was said at the meeting on the selected sector."""

    VIEW = "points"
    CURSOR: ClassVar[Literal["row", "edge"]] = "edge"

    def entitle(self, dossier: Dossier, selection: Selection) -> None:
        """Name the sector."""
        name = dossier.sector[selection.sector].name if selection.sector else "All sectors"
        self.border_title = literal(f"4 {name}")
        count = sum(
            len(touch.points)
            for touch in touches(dossier, selection)
            if selection.sector in (None, touch.sector.id)
        )
        self.border_subtitle = counted(count, "point")


class TimelinePane(ViewPane):
    """The plan periods, the meetings in them, and the milestones of initiatives."""

    VIEW = "timeline"

    def entitle(self, dossier: Dossier, selection: Selection) -> None:
        """Name the range, and the sector whose meetings are filled."""
        self.border_title = "3 Plan periods"
        sector = dossier.sector.get(selection.sector or "")
        self.border_subtitle = literal(f"◆ {sector.name}  ◇ not touched") if sector else ""

    def chart_height(self, width: int) -> int:
        """The lines that the drawing takes.

        Args:
            width: The cells that a line may take.
        """
        chart = self._chart(width)
        return len(chart.lines) if chart else 1

    def clicked(self, cell: int, line: int) -> None:
        """Go to the meeting whose mark was clicked."""
        chart = self._chart(self.content_cells)
        found = chart.meetings.get((line, cell), ()) if chart else ()
        if found:
            self.post_message(self.Moved(self, found[-1]))

    def _chart(self, width: int) -> Chart | None:
        window = whole_range(self.reading.dossier)
        return Chart(*self.reading, window, width) if window and width > 0 else None
