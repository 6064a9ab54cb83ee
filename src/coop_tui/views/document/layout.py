"""Lays out a page for a width: lines of text with roles, which a theme gives their looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from coop_tui.views.document.blocks import (
    Block,
    Figure,
    Gap,
    Heading,
    Page,
    Paragraph,
    Run,
    Runs,
    Table,
)
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.wrap import cells, plain, wrap

_LEAST_TEXT = 16
_WANTED_TEXT = 25
_COLUMN_GAP = 2


class Line(NamedTuple):
    """A line of a view, and the key of the item of the view to which it belongs."""

    runs: Runs
    key: str | None = None

    @property
    def plain(self) -> str:
        """The text alone."""
        return plain(self.runs)


def body(page: Page, width: int, charset: Charset = Charset.UNICODE) -> Iterator[Line]:
    """Lay out a page in lines of ``width`` cells: its blocks, then the sources that they cite.

    Each line is made when it is asked for, and so is the page as far as it grows.
    """
    return _lines(chain(page.body(), _sources(page)), width, charset)


def head(page: Page, width: int, charset: Charset = Charset.UNICODE) -> list[Line]:
    """Lay out the head of an exported page: the record and what is shown of it."""
    blocks = (
        Heading((Run(page.title, "title"),), 1),
        Paragraph((Run(" · ".join(page.scope), "muted"),)),
        *([Gap()] if page.preface else []),
        *page.preface,
    )
    lines = list(_lines(blocks, width, charset))
    rule = charset.fold("─") * max(cells(line.runs) for line in lines)
    return [*lines, Line((Run(rule, "frame"),))]


def _sources(page: Page) -> Iterator[Block]:
    for number, (line, remark) in enumerate(page.bibliography(), 1):
        if number == 1:
            yield Gap()
            yield Heading((Run("Sources", "heading"),))
        yield Paragraph(line, 0, (Run(f"[{number}]", "cite"),), 5)
        if remark:
            yield Paragraph(remark, 5)


def _lines(blocks: Iterable[Block], width: int, charset: Charset) -> Iterator[Line]:
    begun = gap = False
    for block in blocks:
        if isinstance(block, Gap):
            gap = begun
            continue
        if gap:
            yield Line(())
        begun, gap = True, False
        match block:
            case Heading():
                yield from _heading(block, width, charset)
            case Paragraph():
                yield from _paragraph(block, width, charset)
            case Table():
                yield from _table(block, width, charset)
            case Figure():
                yield from map(Line, block.draw(width, charset))


def _heading(block: Heading, width: int, charset: Charset) -> Iterator[Line]:
    if not block.ruled:
        yield from _wrapped(block.runs, width, charset)
        return
    rule = charset.fold("─")
    start = (Run(f"{rule * 2} ", "frame"),)
    *lines, last = _wrapped(block.runs, width, charset, 3, start)
    yield from lines
    blank = width - cells(last.runs) - 1
    yield Line((*last.runs, Run(f" {rule * blank}", "frame"))) if blank > 0 else last


def _paragraph(block: Paragraph, width: int, charset: Charset) -> Iterator[Line]:
    indent = min(block.indent, max(0, width - _LEAST_TEXT))
    text_indent = indent + block.label_width
    label = _folded(block.label, charset)
    blank = block.label_width - cells(label)
    if width - text_indent >= _LEAST_TEXT and blank >= 0:
        start = (Run(" " * indent), *label, Run(" " * blank))
        yield from _wrapped(block.runs, width, charset, text_indent, start, block.key)
        return
    if cells(label):
        yield from _wrapped(block.label, width, charset, indent, key=block.key)
    yield from _wrapped(block.runs, width, charset, indent + 2, key=block.key)


def _wrapped(
    runs: Runs,
    width: int,
    charset: Charset,
    indent: int = 0,
    start: Runs | None = None,
    key: str | None = None,
) -> Iterator[Line]:
    """Wrap runs to ``width`` cells, each line after ``indent`` cells; the first after ``start``."""
    before = (Run(" " * indent),) if indent else ()
    lead = before if start is None else start
    for line in wrap(_folded(runs, charset), width - indent):
        yield Line((*lead, *line) if line else (), key)
        lead = before


def _table(table: Table, width: int, charset: Charset) -> Iterator[Line]:
    texts = [_folded(row.runs, charset) for row in table.rows]
    rows = [[_folded(cell, charset) for cell in row.cells] for row in table.rows]
    if table.keep_columns:
        room = width - _COLUMN_GAP
        rows = [[_shortened(cell, room, charset) for cell in row] for row in rows]
    of_body = [row_cells for row, row_cells in zip(table.rows, rows, strict=True) if not row.head]
    columns = zip_longest(*(of_body or rows), fillvalue=())
    widths = [max(map(cells, column)) for column in columns]
    wanted = min(max(map(cells, texts), default=0), _WANTED_TEXT)
    if table.keep_columns and wanted + _taken(widths) > width:
        for part in _columns_that_fit(widths, width):
            for row, text, row_cells in zip(table.rows, texts, rows, strict=True):
                yield from _row(text, [], [], width, row.key)
                yield from _row((), row_cells[part], widths[part], width, row.key)
        return
    dropped = 0
    while dropped < len(widths) - 1 and wanted + _taken(widths[dropped:]) > width:
        dropped += 1
    for row, text, row_cells in zip(table.rows, texts, rows, strict=True):
        if row.head and of_body:
            yield _head_row(text, row_cells[dropped:], widths[dropped:], width)
        else:
            yield from _row(text, row_cells[dropped:], widths[dropped:], width, row.key)


def _columns_that_fit(widths: list[int], width: int) -> Iterator[slice]:
    """Columns that follow one another, as many at a time as there is room for."""
    first = 0
    for last in range(1, len(widths) + 1):
        if last == len(widths) or _taken(widths[first : last + 1]) > width:
            yield slice(first, last)
            first = last


def _taken(widths: list[int]) -> int:
    return sum(width + _COLUMN_GAP for width in widths if width)


def _head_row(text: Runs, heads: list[Runs], widths: list[int], width: int) -> Line:
    """A row of heads, each at the right of its column, or as far left of it as the next needs."""
    line: Runs = ()
    begin = end = width
    for head, column in zip(reversed(heads), reversed(widths), strict=False):
        right = min(end, begin - _COLUMN_GAP) if line else end
        end -= column + _COLUMN_GAP if column else 0
        if not cells(head):
            continue
        if right - cells(head) < cells(text) + _COLUMN_GAP:
            break
        line = (*head, Run(" " * (begin - right)), *line)
        begin = right - cells(head)
    return Line((*text, Run(" " * (begin - cells(text))), *line) if line else text)


def _row(
    text: Runs, row_cells: list[Runs], widths: list[int], width: int, key: str | None
) -> Iterator[Line]:
    while row_cells and not row_cells[0]:  # the text may use what the row leaves empty
        row_cells, widths = row_cells[1:], widths[1:]
    room = width - _taken(widths)
    first, *rest = wrap(text, room)
    blank = room - cells(first)
    line = list(first)
    for cell, cell_width in zip(row_cells, widths, strict=False):
        if cell_width:
            blank += cell_width + _COLUMN_GAP - cells(cell)
            line += [Run(" " * blank), *cell]
            blank = 0
    yield Line(tuple(line), key)
    for runs in rest:
        yield Line(runs, key)


def _folded(runs: Iterable[Run], charset: Charset) -> Runs:
    if charset is Charset.UNICODE:
        return tuple(runs)
    return tuple(Run(charset.fold(run.text), run.role) for run in runs)


def _shortened(runs: Runs, width: int, charset: Charset) -> Runs:
    """Runs in at most ``width`` cells; with the role of the first, if some is left out."""
    if cells(runs) <= width:
        return runs
    return (Run(truncate(plain(runs), width, charset), runs[0].role),)


def truncate(text: str, width: int, charset: Charset) -> str:
    """The text in at most ``width`` cells, with an ellipsis at the end if some is left out."""
    if cell_len(text) <= width:
        return text
    ellipsis = charset.fold("…")[: max(0, width)]
    return set_cell_size(text, max(0, width - len(ellipsis))).rstrip() + ellipsis
