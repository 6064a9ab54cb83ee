"""Sectors against meetings, or against plan periods: how much was said, and how strongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cached_property, partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len

from coop_tui.query.coverage import EMPTY_CELL, Cell, Column, Matrix, matrix
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.dates import Date
from coop_tui.record.record import Record
from coop_tui.record.tables import Kind
from coop_tui.views.document.blocks import Figure, Page, Run, Runs
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.wrap import plain, wrap
from coop_tui.views.labels import scope, strength_mark
from coop_tui.views.view import View

NAME = "Coverage"
_NAMED = {GroupBy.MEETING: "by meeting", GroupBy.PLAN: "by plan period"}
_NONE = {
    GroupBy.MEETING: "The record holds no meeting.",
    GroupBy.PLAN: "The record holds no plan period.",
}
_TWICE = (
    "A point counts under each plan in which it was said or to which it ties; "
    "the totals at the right count it once."
)
_FEWEST_NAME_CELLS = 16
_WANTED_NAME_CELLS = 24
_WIDEST_WORD = 8
_GAP = 1
_YEARS = {"first": 6, "last": 4}


def page(record: Record, selection: Selection, by: GroupBy) -> Page:
    """The matrix, whole, with its legend under it.

    Args:
        record: The record.
        selection: Its filter says which points count. Its meeting and its sector are
            highlighted by a role alone: the text is the same for all.
        by: What the columns are.
    """
    dossier = record.dossier
    title = f"{NAME} {_NAMED[by]}"
    view = Page(record, scope(dossier, title, Selection(filter=selection.filter)))
    counted = matrix(dossier, selection, by)
    if not counted.columns:
        view.text(Run(_NONE[by], "muted"))
        return view

    def draw(width: int, charset: Charset) -> list[Runs]:
        return CoverageChart(counted, width, charset).lines

    def explain(width: int, charset: Charset) -> list[Runs]:
        return legend(by, width, charset)

    view.blocks.append(Figure(draw))
    view.gap()
    view.blocks.append(Figure(explain))
    return view


def legend(by: GroupBy, width: int, charset: Charset = Charset.UNICODE) -> list[Runs]:
    """What the signs in a matrix mean, in lines of at most ``width`` cells."""
    signs = [(Run(strength_mark(kind, charset), "bar"), kind.value) for kind in Kind]
    signs.append((Run(charset.fold("·"), "absent"), "none"))
    lines = [_muted("A cell: how many points, and the strongest:", width, charset)]
    packed: list[Run] = []
    for sign, meaning in signs:
        item = (sign, Run(f" {meaning}", "muted"))
        if packed and cell_len(plain((*packed, *item))) + 2 > width:
            lines.append([tuple(packed)])
            packed = []
        packed += [Run("  "), *item] if packed else item
    lines.append([tuple(packed)])
    if by is GroupBy.PLAN:
        lines.append(_muted(_TWICE, width, charset))
    return [line for some in lines for line in some]


def _muted(text: str, width: int, charset: Charset) -> list[Runs]:
    """A note in lines of at most ``width`` cells."""
    return wrap((Run(charset.fold(text), "muted"),), width)


class _Head(Struct, frozen=True):
    """What stands over a column of the drawing: one line or two."""

    upper: str
    lower: str = ""

    @property
    def cells(self) -> int:
        return max(cell_len(self.upper), cell_len(self.lower))


class _Strip(Struct, frozen=True):
    """A column of the drawing.

    Attributes:
        offset: The cell in which it begins.
        cells: How wide it is.
        of: The number of a column of the matrix, or the name of what stands at the right.
    """

    offset: int
    cells: int
    of: int | str


class CoverageChart:
    """A matrix drawn for a width, in as many stacked blocks of columns as that takes.

    A block is a head of one or two lines, the rows, and a line of totals; a blank line
    parts it from the next. The line of a row is made when it is asked for, and what is at
    a line and a cell is answered at once, so that a pane may show a part of a long one.

    Attributes:
        matrix: What is drawn.
        height: The number of lines.
    """

    def __init__(self, matrix: Matrix, width: int, charset: Charset = Charset.UNICODE) -> None:
        self.matrix, self._charset = matrix, charset
        self._counts, self._width = matrix.cells, width
        self._heads = _heads(matrix, charset)
        self._sizes = [
            max(head.cells, len(str(column.total)) + 1)
            for head, column in zip(self._heads, matrix.columns, strict=True)
        ]
        self._total_size = max(5, len(str(matrix.total)))
        names = [charset.fold(row.sector.name) for row in matrix.rows]
        widest = max(map(cell_len, [*names, "Total"]))
        self._names_cells = self._room_for_names(width, widest)
        ends = [block[-1].offset + block[-1].cells for block in self._packed(width)]
        self._names_cells = min(widest, self._names_cells + width - max(ends))
        self._names = [wrap((Run(name),), self._names_cells) for name in names]
        self._blocks = list(self._packed(width))
        self._head_lines = 2 if any(head.lower for head in self._heads) else 1
        self._row_lines: list[int] = []
        self._row_of_line: list[tuple[int, int]] = []
        for number, name in enumerate(self._names):
            self._row_lines.append(self._head_lines + len(self._row_of_line))
            self._row_of_line += [(number, part) for part in range(len(name))]
        self._block_lines = self._head_lines + len(self._row_of_line) + 2
        self.height = len(self._blocks) * self._block_lines - 1

    def draws(self, matrix: Matrix, width: int) -> bool:
        """Whether this is the drawing of the counts of a matrix, for a width."""
        return self._counts is matrix.cells and self._width == width

    def marked(self, row: int, column: int) -> CoverageChart:
        """The same drawing with another cell selected."""
        other = copy(self)
        other.matrix = replace(self.matrix, row=row, column=column)
        return other

    def _room_for_names(self, width: int, natural: int) -> int:
        """The cells for the names: all they need, or what is left, or the least."""
        taken = sum(self._sizes) + (len(self._sizes) + 1) * _GAP + self._total_size
        least = min(natural, _WANTED_NAME_CELLS)
        if width - taken >= least:
            return min(natural, width - taken)
        return min(natural, max(_FEWEST_NAME_CELLS, width // 3))

    def _packed(self, width: int) -> Iterator[list[_Strip]]:
        """The columns of each block; the first and last years only where there is room."""
        offset, block = self._names_cells, list[_Strip]()
        wanted: list[tuple[int | str, int]] = [*enumerate(self._sizes), ("total", self._total_size)]
        for of, cells in wanted:
            if block and offset + _GAP + cells > width:
                yield block
                offset, block = self._names_cells, []
            block.append(_Strip(offset + _GAP, cells, of))
            offset += _GAP + cells
        if offset + sum(_YEARS.values()) + len(_YEARS) * _GAP > width:
            yield block
            return
        for name, cells in _YEARS.items():
            block.append(_Strip(offset + _GAP, cells, name))
            offset += _GAP + cells
        yield block

    @property
    def lines(self) -> list[Runs]:
        """Every line."""
        return [self.line(number) for number in range(self.height)]

    def line(self, number: int) -> Runs:
        """One line, by its number from 0."""
        block_number, line = divmod(number, self._block_lines)
        block = self._blocks[block_number]
        if line == self._block_lines - 1:
            return ()
        if line < self._head_lines:
            return self._aligned((), block, (self._head(strip, line) for strip in block))
        if line == self._block_lines - 2:
            return self._aligned(
                (Run("Total", "muted"),), block, (self._column_total(strip) for strip in block)
            )
        row, part = self._row_of_line[line - self._head_lines]
        cells = (self._cell(row, strip) for strip in block) if part == 0 else ()
        selected, discussed = row == self.matrix.row, self.matrix.rows[row].total
        role = "coverage.selected" if selected else "sector.name" if discussed else "absent"
        name = tuple(Run(run.text, role) for run in self._names[row][part])
        return self._aligned(name, block, cells)

    def _aligned(self, name: Runs, block: list[_Strip], cells: Iterable[Runs]) -> Runs:
        """A line: a name at the left, each cell at the right of its strip."""
        line, end = list(name), cell_len(plain(name))
        for strip, cell in zip(block, cells, strict=False):
            text = plain(cell)
            if text:
                blank = strip.offset + strip.cells - cell_len(text) - end
                line += [Run(" " * blank), *cell]
                end = strip.offset + strip.cells
        return tuple(line)

    def _head(self, strip: _Strip, line: int) -> Runs:
        if isinstance(strip.of, str):
            return (Run(strip.of, "muted"),) if line == self._head_lines - 1 else ()
        role = "coverage.selected" if strip.of == self.matrix.column else "muted"
        head = self._heads[strip.of]
        return (Run(head.lower if line else head.upper, role),)

    def _cell(self, row: int, strip: _Strip) -> Runs:
        if isinstance(strip.of, str):
            return self._at_the_right(row, strip.of)
        cell = self.matrix.at(row, strip.of)
        selected = (row, strip.of) == (self.matrix.row, self.matrix.column)
        if cell.strongest is None:
            role = "coverage.cursor" if selected else "absent"
            return (Run(self._charset.fold("·"), role),)
        count, mark = str(cell.points), strength_mark(cell.strongest, self._charset)
        if selected:
            return (Run(f"{count}{mark}", "coverage.cursor"),)
        return (Run(count), Run(mark, "bar"))

    def _at_the_right(self, row: int, of: str) -> Runs:
        shown = self.matrix.rows[row]
        if of == "total":
            return (Run(str(shown.total), "count" if shown.total else "absent"),)
        meeting = shown.first if of == "first" else shown.last
        year = f"{meeting.date.year:04d}" if meeting else self._charset.fold("–")
        return (Run(year, "muted" if meeting else "absent"),)

    def _column_total(self, strip: _Strip) -> Runs:
        if isinstance(strip.of, str):
            return (Run(str(self.matrix.total), "count"),) if strip.of == "total" else ()
        # A blank under the mark, so that numbers stand under numbers.
        return (Run(f"{self.matrix.columns[strip.of].total} ", "count"),)

    def place(self, row: int, column: int) -> tuple[int, range]:
        """The line of a cell of the matrix, and the cells of that line which it takes."""
        block, strip = self._places[column]
        line = block * self._block_lines + self._row_lines[row]
        return line, range(strip.offset, strip.offset + strip.cells)

    @cached_property
    def _places(self) -> dict[int, tuple[int, _Strip]]:
        return {
            strip.of: (number, strip)
            for number, block in enumerate(self._blocks)
            for strip in block
            if isinstance(strip.of, int)
        }

    @cached_property
    def cells(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The row and the column of the matrix that stand at a line and a cell of it."""
        return {
            (line, cell): (row, column)
            for row in range(len(self.matrix.rows))
            for column in range(len(self.matrix.columns))
            for line, cells in [self.place(row, column)]
            for cell in cells
        }


def _heads(counted: Matrix, charset: Charset) -> list[_Head]:
    if counted.by is GroupBy.PLAN:
        return [_plan_head(column, charset) for column in counted.columns]
    dates = [column.start for column in counted.columns if column.start]
    years = Counter(date.year for date in dates)
    months = Counter((date.year, date.month) for date in dates)
    return [_date_head(date, years, months) for date in dates]


def _date_head(date: Date, years: Counter[int], months: Counter[tuple[int, int]]) -> _Head:
    """The year of a meeting; with month or day where others share its year or month."""
    year = f"{date.year:04d}"
    if years[date.year] == 1 or not date.month:
        return _Head(year)
    shared = months[date.year, date.month] > 1
    precise = Date(date.year, date.month, date.day if shared else 0)
    return _Head(year, str(precise).rpartition(" ")[0])


def _plan_head(column: Column, charset: Charset) -> _Head:
    """The label of a plan in two short lines; where it is too long for them, its years."""
    if column.start is None or column.end is None:
        return _Head("no", "plan")
    label = charset.fold(column.name)
    for width in range(1, _WIDEST_WORD + 1):
        parts = [plain(line) for line in wrap((Run(label),), width)]
        if len(parts) <= 2 and " ".join(parts) == label:
            return _Head(*parts)
    return _Head(charset.fold(f"{column.start.year:04d}–"), f"{column.end.year:04d}")


def data(record: Record, selection: Selection, by: GroupBy) -> dict[str, Any]:
    """The matrix: columns, and sectors with one cell for each column, null for a gap."""
    counted = matrix(record.dossier, selection, by)

    def cell_data(cell: Cell) -> dict[str, Any] | None:
        return None if cell is EMPTY_CELL else {"points": cell.points, "strongest": cell.strongest}

    return {
        "by": by,
        "points": counted.total,
        "columns": [_column_data(column, by) for column in counted.columns],
        "sectors": [
            {
                "id": row.sector.id,
                "name": row.sector.name,
                "points": row.total,
                "first": row.first.id if row.first else None,
                "last": row.last.id if row.last else None,
                "cells": [
                    cell_data(counted.at(number, column)) for column in range(len(counted.columns))
                ],
            }
            for number, row in enumerate(counted.rows)
        ],
    }


def _column_data(column: Column, by: GroupBy) -> dict[str, Any]:
    if by is GroupBy.MEETING:
        return {"id": column.id, "date": column.start, "points": column.total}
    named = {"id": column.id, "name": column.name or None}
    return {**named, "start": column.start, "end": column.end, "points": column.total}


def _view(by: GroupBy, by_plan: View | None = None) -> View:
    return View(
        title=NAME,
        page=partial(page, by=by),
        data=partial(data, by=by),
        filter_fields=("filter",),
        highlight_fields=("meeting", "sector"),
        by_plan=by_plan,
    )


VIEW = _view(GroupBy.MEETING, by_plan=_view(GroupBy.PLAN))
