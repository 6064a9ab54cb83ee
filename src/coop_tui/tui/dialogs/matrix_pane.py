"""A matrix over the whole screen, with a cursor on one of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from textual.geometry import Region

from coop_tui.query.coverage import Matrix
from coop_tui.query.selection import Reading
from coop_tui.tui.dialogs.page_dialog import DialogPane
from coop_tui.tui.panes.row import GUTTER
from coop_tui.views.coverage.chart import CoverageChart
from coop_tui.views.document import layout
from coop_tui.views.document.blocks import Page
from coop_tui.views.document.layout import Line


class _Lines(Sequence[Line]):
    """The lines of a matrix, each made when it is read, and the lines around it."""

    def __init__(self, above: list[Line], chart: CoverageChart, below: list[Line]) -> None:
        self._above, self._chart, self._below = above, chart, below

    def __len__(self) -> int:
        return len(self._above) + self._chart.height + len(self._below)

    @overload
    def __getitem__(self, number: int) -> Line: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Line]: ...
    def __getitem__(self, number: int | slice) -> Line | Sequence[Line]:
        chosen = range(len(self))[number]
        if isinstance(chosen, range):
            return [self[one] for one in chosen]
        if chosen < len(self._above):
            return self._above[chosen]
        line = chosen - len(self._above)
        below = line - self._chart.height
        return Line(self._chart.line(line)) if below < 0 else self._below[below]


class MatrixPane(DialogPane):
    """Draws a matrix, with a cursor on one of its cells."""

    def __init__(self, reading: Reading, matrix: Matrix) -> None:
        super().__init__(reading)
        self._matrix = matrix
        self._chart: CoverageChart | None = None
        self._above: list[Line] = []
        self._below: list[Line] = []
        self._row = matrix.row or 0
        self._column = self._selected_column

    @property
    def title(self) -> str:
        """What the matrix counts, or why there is nothing to count."""
        raise NotImplementedError

    def add_around(self, above: Page, below: Page) -> None:
        """Add what stands above and below the matrix to a page each."""
        raise NotImplementedError

    def went(self) -> None:
        """Report that the cursor is on another cell."""

    @property
    def _selected_column(self) -> int:
        """The column of the meeting or plan that was selected; the last if none was."""
        last = max(0, len(self._matrix.columns) - 1)
        return last if self._matrix.column is None else self._matrix.column

    def redraw(self, *, keep_scroll: bool) -> None:
        """Draw title, keys and matrix, with the cell under the cursor in view."""
        width = self.content_cells
        empty = not (self._matrix.columns and self._matrix.rows)
        self.show_frame(self.title)
        if not width:
            return
        if empty:
            self._chart = None
            self._lay_out_around(width)
            self.set_lines([*self._above, *self._below], keyed=False)
        else:
            if self._chart is None or not self._chart.draws(self._matrix, width):
                self._chart = CoverageChart(self._matrix, width)
                self._lay_out_around(width)
            self._chart = self._chart.marked(self._row, self._column)
            self.set_lines(_Lines(self._above, self._chart, self._below), keyed=False)
        self.show_lines(keep_scroll=keep_scroll)
        if self._chart:
            line, cells = self._chart.place(self._row, self._column)
            line += len(self._above)
            top, bottom = max(0, line - self._chart.head_lines), line + 2
            if self._row == 0:  # with all that has room below its head, or from the first line
                top = 0 if bottom <= self.size.height else top
                bottom = max(bottom, top + self.size.height)
            region = Region(GUTTER + cells.start, top, len(cells), bottom - top)
            self.call_after_refresh(self.scroll_to_region, region, animate=False, immediate=True)

    def _line_number(self, y: int) -> int:
        """The number of the line that a row of the pane shows; heads stay while rows scroll."""
        number = super()._line_number(y)
        if self._chart is None or y >= self._chart.head_lines:
            return number
        heads = self._chart.heads_over(number - y - len(self._above))
        return number if heads is None else len(self._above) + heads + y

    def _lay_out_around(self, width: int) -> None:
        """Lay out what stands above and below the matrix."""
        above, below = Page(self.reading.record, ()), Page(self.reading.record, ())
        self.add_around(above, below)
        self._above = [*layout.body(above, width), Line(())]
        self._below = [Line(()), *layout.body(below, width)]

    def go(self, row: int, column: int) -> None:
        """Move the cursor to a cell, numbered from 0, or to the nearest of the matrix."""
        rows, columns = len(self._matrix.rows), len(self._matrix.columns)
        if not (rows and columns):
            return
        self._row = min(max(row, 0), rows - 1)
        self._column = min(max(column, 0), columns - 1)
        self.went()
        self.redraw(keep_scroll=True)

    def action_move(self, step: int) -> None:
        """Go to the sector above (-1) or below (1); below the last, scroll a line."""
        if step > 0 and self._row == len(self._matrix.rows) - 1:
            self.scroll_relative(y=step, animate=False, immediate=True)
        else:
            self.go(self._row + step, self._column)

    def action_sideways(self, step: int) -> None:
        """Go to the column before (-1) or after (1)."""
        self.go(self._row, self._column + step)

    def action_move_end(self, side: int) -> None:
        """Go to the first sector (-1) or the last (1); from the last, to the last line."""
        last = len(self._matrix.rows) - 1
        if side > 0 and self._row == last:
            self.scroll_to(y=self.virtual_size.height, animate=False, immediate=True)
        else:
            self.go(last if side > 0 else 0, self._column)

    def action_move_page(self, step: int) -> None:
        """Go up or down by as many sectors as the pane shows lines; below the last, scroll."""
        page = step * max(1, self.size.height - 1)
        if step > 0 and self._row == len(self._matrix.rows) - 1:
            self.scroll_relative(y=page, animate=False, immediate=True)
        else:
            self.go(self._row + page, self._column)

    def clicked(self, cell: int, line: int, *, twice: bool) -> None:
        """Go to the cell that was clicked; a second click goes to its points."""
        in_chart = line - len(self._above)
        found = self._chart.cells.get((in_chart, cell)) if self._chart else None
        if found:
            self.go(*found)
            if twice:
                self.action_open()

    def action_open(self) -> None:
        """Go to the points of the cell."""
        self.post_message(self.Opened(self, "points"))
