"""The matrix of sectors and meetings, or plans, to move in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, overload

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region

from coop_tui.query.coverage import matrix
from coop_tui.query.selection import GroupBy, Reading, Selection
from coop_tui.tui.dialogs.base import Dialog
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.panes.row import GUTTER
from coop_tui.views.coverage_chart import CoverageChart, legend
from coop_tui.views.document.blocks import Runs
from coop_tui.views.document.layout import Line

_MANY_CELLS = 60


class _Lines(Sequence[Line]):
    """The lines of a matrix, each made when it is asked for, and those under it."""

    def __init__(self, chart: CoverageChart, below: Sequence[Runs]) -> None:
        self._chart, self._below = chart, ((), *below)

    def __len__(self) -> int:
        return self._chart.height + len(self._below)

    @overload
    def __getitem__(self, number: int) -> Line: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Line]: ...
    def __getitem__(self, number: int | slice) -> Line | Sequence[Line]:
        chosen = range(len(self))[number]
        if isinstance(chosen, range):
            return [self[one] for one in chosen]
        below = chosen - self._chart.height
        return Line(self._chart.line(chosen) if below < 0 else self._below[below])


class CoveragePane(LineView):
    """Draws the matrix; the cell under the cursor is the selection."""

    def __init__(self, reading: Reading, moved: Callable[[Selection], None]) -> None:
        """Make the pane.

        Args:
            reading: The record and what of it is looked at.
            moved: Called with the selection of the cell that was moved to.
        """
        super().__init__(id="coverage")
        self.reading, self._moved = reading, moved
        self.by = GroupBy.MEETING
        self._matrix = matrix(reading.dossier, reading.selection, self.by)
        self._chart: CoverageChart | None = None
        self._row = self._matrix.row or 0
        last = max(0, len(self._matrix.columns) - 1)
        self._column = last if self._matrix.column is None else self._matrix.column

    def on_mount(self) -> None:
        """Say what is shown."""
        self.border_title = "Coverage: sectors by meeting"

    def on_resize(self, event: events.Resize) -> None:
        """The room is another."""
        more = "  p plans  c compare  e export" if event.size.width >= _MANY_CELLS else ""
        self.border_subtitle = f"Esc back  Enter points{more}"
        self._redraw()

    def _redraw(self) -> None:
        width = self.content_cells
        if not width:
            return
        if not self._matrix.columns:
            text = "The record has no meeting and no plan to count by."
            self.set_lines([Line(runs) for runs in legend(self.by, width)])
            self.border_title = text
            self._chart = None
        else:
            if self._chart is None or not self._chart.draws(self._matrix, width):
                self._chart = CoverageChart(self._matrix, width)
            self._chart = self._chart.marked(self._row, self._column)
            self.set_lines(_Lines(self._chart, legend(self.by, width)), keyed=False)
        self.show_lines(keep_scroll=True)
        if self._chart:
            line, cells = self._chart.place(self._row, self._column)
            region = Region(GUTTER + cells.start, max(0, line - 2), len(cells), 4)
            self.call_after_refresh(self.scroll_to_region, region, animate=False, immediate=True)

    def go(self, row: int, column: int) -> None:
        """Move the cursor to a cell, and the selection with it; stay within the matrix."""
        rows, columns = len(self._matrix.rows), len(self._matrix.columns)
        if not columns:
            return
        self._row = min(max(row, 0), rows - 1)
        self._column = min(max(column, 0), columns - 1)
        sector = self._matrix.rows[self._row].sector.id
        name = self._matrix.columns[self._column].id
        selection = replace(self.reading.selection, sector=sector)
        if self.by is GroupBy.MEETING:
            selection = replace(selection, meeting=name)
        else:
            plans = (name,) if name else ()
            narrower = replace(selection.filter, plans=plans)
            selection = replace(selection, meeting=None, filter=narrower)
        self._moved(selection)
        self._redraw()

    def count_by(self, by: GroupBy) -> None:
        """Count by something else."""
        self.by = by
        self._matrix = matrix(self.reading.dossier, self.reading.selection, by)
        self.border_title = f"Coverage: sectors by {by.value}"
        last = max(0, len(self._matrix.columns) - 1)
        self.go(self._row, last if self._matrix.column is None else self._matrix.column)
        self._redraw()

    @property
    def meeting(self) -> str | None:
        """The meeting of the cell under the cursor; None if plans are counted by."""
        if self.by is not GroupBy.MEETING or not self._matrix.columns:
            return None
        return self._matrix.columns[self._column].id

    def action_move(self, step: int) -> None:
        """Go to the sector above (-1) or below (1)."""
        self.go(self._row + step, self._column)

    def action_sideways(self, step: int) -> None:
        """Go to the column before (-1) or after (1)."""
        self.go(self._row, self._column + step)

    def action_move_end(self, side: int) -> None:
        """Go to the first sector (-1) or the last (1)."""
        self.go(len(self._matrix.rows) if side > 0 else 0, self._column)

    def action_move_page(self, step: int) -> None:
        """Go up or down by as many sectors as the pane shows lines."""
        self.go(self._row + step * max(1, self.size.height - 1), self._column)

    def clicked(self, cell: int, line: int, *, twice: bool) -> None:
        """Go to the cell that was clicked; a second click goes to its points."""
        found = self._chart.cells.get((line, cell)) if self._chart else None
        if found:
            self.go(*found)
            if twice:
                self.action_open()

    def action_open(self) -> None:
        """Go to the points of the cell."""
        self.post_message(self.Opened(self, "points"))


class CoverageDialog(Dialog[bool]):
    """The matrix over the whole screen; gives whether its points are to be shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,x", "dismiss(False)", "Back", id="coverage.back", tooltip="Go back."),
        Binding("p", "by", "Plans", id="coverage.by", tooltip="Count by meeting or by plan."),
        Binding("c", "compare", "Compare", id="coverage.compare", tooltip="Compare meetings."),
        Binding("e", "export", "Export", id="coverage.export", tooltip="Write it to a file."),
    ]

    def __init__(
        self,
        reading: Reading,
        moved: Callable[[Selection], None],
        compare: Callable[[str | None], None],
        export: Callable[[GroupBy], None],
    ) -> None:
        """Make the dialog.

        Args:
            reading: The record and what of it is looked at.
            moved: Called with the selection of the cell that was moved to.
            compare: Compares a meeting; None for the one that was shown before.
            export: Writes the matrix, by what it counts by.
        """
        super().__init__()
        self._pane = CoveragePane(reading, moved)
        self._compare, self._export = compare, export

    def compose(self) -> ComposeResult:
        """The pane alone."""
        yield self._pane

    def on_line_view_opened(self) -> None:
        """Go to the points."""
        self.dismiss(True)

    def action_by(self) -> None:
        """Count by meeting, or by plan."""
        self._pane.count_by(GroupBy.PLAN if self._pane.by is GroupBy.MEETING else GroupBy.MEETING)

    def action_compare(self) -> None:
        """Compare the meeting with another."""
        self._compare(self._pane.meeting)

    def action_export(self) -> None:
        """Write the matrix to a file."""
        self._export(self._pane.by)
