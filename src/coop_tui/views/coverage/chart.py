"""The drawing of a matrix of sectors and meetings, plan periods or records, and its legend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len

from coop_tui.query.coverage import Cell, Column, Matrix
from coop_tui.query.presence import Presence
from coop_tui.query.selection import GroupBy
from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE
from coop_tui.record.kinds import COMMITMENTS, Kind
from coop_tui.views.document.blocks import Run, Runs
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import truncate
from coop_tui.views.document.wrap import cells as width_of
from coop_tui.views.document.wrap import plain, wrap
from coop_tui.views.labels import NAMED_SIGN, strength_mark

SIGNS = {
    Presence.NAMED: NAMED_SIGN,
    Presence.NOT_RAISED: "·",
    Presence.NOT_RECORDED: "?",
    Presence.NO_MATCH: "–",
    Presence.NO_SUCH_SECTOR: "/",
}
"""The sign of a cell without points."""
_MEANINGS = {
    Presence.NAMED: "named as an area",
    Presence.NOT_RAISED: "not raised",
    Presence.NOT_RECORDED: "not recorded",
    Presence.NO_MATCH: "no match",
    Presence.NO_SUCH_SECTOR: "no such sector in its list",
}
_POINTS = "A cell: how many points, and the strongest commitment, if there is one:"
_OPEN = "A cell: how many commitments without a later point, and the strongest of them:"
_OF_OPEN = "That no later point is linked does not mean that nothing was done."
_SEVERAL_SECTORS = (
    "A point on several sectors counts in each of their rows; the totals count it once."
)
_OF_THESE_SECTORS = "The totals are of the points on these sectors alone, not of all on record."
_SEVERAL_PLANS = (
    "A point counts under each plan in which it was said or to which it ties; "
    "the totals at the right count it once."
)
_FEWEST_NAME_CELLS = 16
_WANTED_NAME_CELLS = 24
_WIDEST_WORD = 8
_WIDEST_TITLE = 12
_TITLE_LINES = 3
_GAP = 1
_YEARS = {"first": 6, "last": 4}


def legend(matrix: Matrix, width: int, charset: Charset = Charset.UNICODE) -> list[Runs]:
    """The meaning of the signs in a matrix, in lines of at most ``width`` cells.

    A sign for an absence is explained only where a column can have it.
    """

    def wrapped(text: str) -> list[Runs]:
        return wrap((Run(charset.fold(text), "muted"),), width)

    kinds = [kind for kind in COMMITMENTS if not (matrix.open and kind is Kind.DELIVERS)]
    signs = [(Run(strength_mark(kind, charset), "bar"), kind.value) for kind in kinds]
    if matrix.open:
        signs.append((Run("0", "absent"), "discussed, and no such commitment"))
    if matrix.by is GroupBy.RECORD:  # few enough to look at each
        absences = {cell.presence for cell in _every_cell(matrix)}
    else:
        absences = {column.gap.presence for column in matrix.columns}
    for presence, meaning in _MEANINGS.items():
        if presence is Presence.NAMED or presence in absences:
            signs.append((Run(charset.fold(SIGNS[presence]), "absent"), meaning))
    lines = wrapped(_OPEN if matrix.open else _POINTS)
    line: Runs = ()
    for sign, meaning in signs:
        item = (sign, Run(f" {meaning}", "muted"))
        if line and width_of((*line, *item)) + 2 > width:
            lines.append(line)
            line = ()
        line = (*line, Run("  "), *item) if line else item
    lines.append(line)
    lines += wrapped(_OF_OPEN) if matrix.open else []
    lines += wrapped(_SEVERAL_SECTORS)
    lines += wrapped(_OF_THESE_SECTORS) if matrix.by is GroupBy.RECORD else []
    return [*lines, *wrapped(_SEVERAL_PLANS)] if matrix.by is GroupBy.PLAN else lines


def _every_cell(matrix: Matrix) -> Iterator[Cell]:
    """Every cell, but in the row of the relationship as a whole, where a gap has no sign."""
    for number, row in enumerate(matrix.rows):
        if row.sector is not WHOLE:
            yield from (matrix.at(number, column) for column in range(len(matrix.columns)))


_Head = tuple[str, ...]
"""The lines over a column, as many for each; the lower are empty where they are not needed."""


class _Strip(Struct, frozen=True):
    """The cells of a column of the matrix, by its number, or of one at the right, by its name."""

    column: int | str
    begin: int
    end: int


class CoverageChart:
    """A matrix drawn for a width, in as many stacked blocks of columns as it needs.

    A block is a head of some lines, the rows, and a line of totals; blank lines
    separate the blocks. Each line is made when it is asked for, so that a pane can show
    a part of a long drawing.

    Attributes:
        matrix: The counts, with the selected row and column.
        height: The number of lines.
        head_lines: The number of lines of a head.
    """

    def __init__(self, matrix: Matrix, width: int, charset: Charset = Charset.UNICODE) -> None:
        self.matrix, self._charset, self._width = matrix, charset, width
        self._heads = _heads(matrix, charset)
        self._sizes: dict[int | str, int] = {
            number: max(*map(cell_len, head), len(str(column.total)) + 1)
            for number, (head, column) in enumerate(zip(self._heads, matrix.columns, strict=True))
        }
        self._sizes["total"] = max(5, len(str(matrix.total)))
        names = [charset.fold(row.sector.name) for row in matrix.rows]
        widest = max(map(cell_len, [*names, "Total"]))
        self._name_cells = self._room_for_names(widest)
        unused = width - max(block[-1].end for block in self._pack())
        self._name_cells = min(widest, self._name_cells + unused)
        self._names = [wrap((Run(name),), self._name_cells) for name in names]
        self._blocks = list(self._pack())
        self.head_lines = len(self._heads[0]) if self._heads else 1
        self._row_of_line = [
            (number, part) for number, name in enumerate(self._names) for part in range(len(name))
        ]
        self._block_lines = self.head_lines + len(self._row_of_line) + 2
        self.height = len(self._blocks) * self._block_lines - 1

    def draws(self, matrix: Matrix, width: int) -> bool:
        """Whether this is the drawing of the counts of a matrix, for a width."""
        return self.matrix.cells is matrix.cells and self._width == width

    def marked(self, row: int, column: int) -> CoverageChart:
        """The same drawing with another cell selected."""
        other = copy(self)
        other.matrix = replace(self.matrix, row=row, column=column)
        return other

    def _room_for_names(self, widest: int) -> int:
        """The cells for the names: all they need, or the rest of the width, or the least."""
        left = self._width - sum(self._sizes.values()) - len(self._sizes) * _GAP
        if left >= min(widest, _WANTED_NAME_CELLS):
            return min(widest, left)
        return min(widest, max(_FEWEST_NAME_CELLS, self._width // 3))

    def _pack(self) -> Iterator[list[_Strip]]:
        """The columns of each block; the first and last years only if there is room for both."""
        block: list[_Strip] = []
        end = self._name_cells
        years = sum(_YEARS.values()) + len(_YEARS) * _GAP
        for column, cells in (*self._sizes.items(), *_YEARS.items()):
            if column == "first" and end + years > self._width:
                break
            if block and end + _GAP + cells > self._width:
                yield block
                block, end = [], self._name_cells
            block.append(_Strip(column, end + _GAP, end + _GAP + cells))
            end += _GAP + cells
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
        if line < self.head_lines:
            return self._aligned((), block, (self._head(strip, line) for strip in block))
        if line == self._block_lines - 2:
            totals = (self._column_total(strip) for strip in block)
            return self._aligned((Run("Total", "muted"),), block, totals)
        row, part = self._row_of_line[line - self.head_lines]
        cells = (self._cell(row, strip) for strip in block) if part == 0 else ()
        selected, discussed = row == self.matrix.row, self.matrix.rows[row].total
        role = "coverage.selected" if selected else "sector.name" if discussed else "absent"
        name = tuple(Run(run.text, role) for run in self._names[row][part])
        return self._aligned(name, block, cells)

    def _aligned(self, name: Runs, block: list[_Strip], cells: Iterable[Runs]) -> Runs:
        """A line: a name at the left, each cell at the right of its strip."""
        line, end = list(name), width_of(name)
        for strip, cell in zip(block, cells, strict=False):
            if text := plain(cell):
                line += [Run(" " * (strip.end - cell_len(text) - end)), *cell]
                end = strip.end
        return tuple(line)

    def _head(self, strip: _Strip, line: int) -> Runs:
        if isinstance(strip.column, str):
            return (Run(strip.column, "muted"),) if line == self.head_lines - 1 else ()
        role = "coverage.selected" if strip.column == self.matrix.column else "muted"
        return (Run(self._heads[strip.column][line], role),)

    def _cell(self, row: int, strip: _Strip) -> Runs:
        if isinstance(strip.column, str):
            return self._at_the_right(row, strip.column)
        cell = self.matrix.at(row, strip.column)
        selected = (row, strip.column) == (self.matrix.row, self.matrix.column)
        if cell.presence is not Presence.DISCUSSED:
            role = "coverage.cursor" if selected else "absent"
            sign = " " if self.matrix.rows[row].sector is WHOLE else SIGNS[cell.presence]
            return (Run(self._charset.fold(sign), role),)
        count = str(cell.points)
        mark = strength_mark(cell.strongest, self._charset) if cell.strongest else " "
        if selected:
            return (Run(f"{count}{mark}", "coverage.cursor"),)
        return (Run(count, "text" if cell.points else "absent"), Run(mark, "bar"))

    def _at_the_right(self, row_number: int, column: str) -> Runs:
        row = self.matrix.rows[row_number]
        if column == "total":
            return (Run(str(row.total), "count" if row.total else "absent"),)
        meeting = row.first if column == "first" else row.last
        year = f"{meeting.date.year:04d}" if meeting else self._charset.fold("–")
        return (Run(year, "muted" if meeting else "absent"),)

    def _column_total(self, strip: _Strip) -> Runs:
        if isinstance(strip.column, str):
            return (Run(str(self.matrix.total), "count"),) if strip.column == "total" else ()
        # A blank under the mark, so that numbers stand under numbers.
        return (Run(f"{self.matrix.columns[strip.column].total} ", "count"),)

    def place(self, row: int, column: int) -> tuple[int, range]:
        """The line of a cell of the matrix, and the cells of that line which it takes."""
        block, strip = self._places[column]
        line = self.head_lines + self._row_of_line.index((row, 0))
        return block * self._block_lines + line, range(strip.begin, strip.end)

    def heads_over(self, line: int) -> int | None:
        """The first line of the heads over a line; None at the end of a block or outside all."""
        block, line = divmod(line, self._block_lines)
        if 0 <= block < len(self._blocks) and line < self._block_lines - self.head_lines:
            return block * self._block_lines
        return None

    @cached_property
    def _places(self) -> dict[int | str, tuple[int, _Strip]]:
        """The block and the strip of each column."""
        return {
            strip.column: (number, strip)
            for number, block in enumerate(self._blocks)
            for strip in block
        }

    @cached_property
    def cells(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The row and the column of the matrix at a line and a cell of the drawing."""
        return {
            (line, cell): (row, column)
            for row in range(len(self.matrix.rows))
            for column in range(len(self.matrix.columns))
            for line, cells in [self.place(row, column)]
            for cell in cells
        }


def _heads(matrix: Matrix, charset: Charset) -> list[_Head]:
    if matrix.by is GroupBy.PLAN:
        heads = [_plan_head(column, charset) for column in matrix.columns]
    elif matrix.by is GroupBy.RECORD:
        heads = [_record_head(column, charset) for column in matrix.columns]
    else:
        heads = _meeting_heads(matrix)
    lines = max(map(len, heads), default=1)
    return [(*head, *[""] * (lines - len(head))) for head in heads]


def _meeting_heads(matrix: Matrix) -> list[_Head]:
    dated = [(column.start, column.name) for column in matrix.columns if column.start]
    dates = [date for date, _ in dated]
    years = Counter(date.year for date in dates)
    months = Counter((date.year, date.month) for date in dates)
    days = [_date_head(date, years, months) for date in dates]
    names: dict[_Head, list[str]] = {}
    for day, (_, name) in zip(days, dated, strict=True):
        names.setdefault(day, []).append(name)
    marks = {day: iter(_distinctions(of_day)) for day, of_day in names.items()}
    return [(*day, *next(marks[day])) for day in days]


def _distinctions(names: list[str]) -> list[_Head]:
    """The further line over each of the meetings of a day, if there are several."""
    if len(names) == 1:
        return [()]
    if len(set(names)) == len(names):
        return [(name,) for name in names]
    return [(f"({number})",) for number in range(1, len(names) + 1)]


def _date_head(date: Date, years: Counter[int], months: Counter[tuple[int, int]]) -> _Head:
    """The year of a meeting; with month or day where others share its year or month."""
    year = f"{date.year:04d}"
    if years[date.year] == 1 or not date.month:
        return (year,)
    shared = months[date.year, date.month] > 1
    precise = Date(date.year, date.month, date.day if shared else 0)
    return year, str(precise).rpartition(" ")[0]


def _plan_head(column: Column, charset: Charset) -> _Head:
    """The label of a plan in two short lines; its years if the label is too long for them."""
    if column.start is None or column.end is None:
        return "no", "plan"
    label = charset.fold(column.name)
    for width in range(1, _WIDEST_WORD + 1):
        parts = [plain(line) for line in wrap((Run(label),), width)]
        if len(parts) <= 2 and " ".join(parts) == label:
            return tuple(parts)
    return charset.fold(f"{column.start.year:04d}–"), f"{column.end.year:04d}"


def _record_head(column: Column, charset: Charset) -> _Head:
    """The short title of a record in a few short lines, cut off if it is too long for them."""
    label = charset.fold(column.name)
    widest_word = min(_WIDEST_TITLE, max(map(cell_len, label.split())))
    for width in range(widest_word, _WIDEST_TITLE + 1):
        lines = [plain(line) for line in wrap((Run(label),), width)]
        if len(lines) <= _TITLE_LINES:
            return tuple(lines)
    *whole, last = lines[:_TITLE_LINES]
    return (*whole, truncate(last + charset.fold(" …"), _WIDEST_TITLE, charset))
