"""How a line of a view looks in a row of a pane."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from coop_tui.tui.theme import RoleStyles
from coop_tui.views.document.layout import Line

Cursor = Literal["row", "edge"]
"""How a cursor looks: a whole row in reverse, or an edge beside the lines."""
GUTTER = 2
"""Cells before a line, in which the cursor is marked."""
_HIT = Style(reverse=True)


class ScreenRow(Struct, frozen=True):
    """What stands in a row of a pane.

    Attributes:
        line: The line; None if the lines have come to an end.
        under_cursor: Whether the cursor is on it.
        words: The folded words that are lit up.
    """

    line: Line | None = None
    under_cursor: bool = False
    words: tuple[str, ...] = ()


def drawn(
    row: ScreenRow, palette: RoleStyles, width: int, cursor: Cursor, *, focused: bool
) -> Strip:
    """A row as it is drawn.

    Args:
        row: What stands in it.
        palette: What roles look like.
        width: The cells of the row.
        cursor: How a cursor looks.
        focused: Whether the pane has the focus.
    """
    if row.line is None:
        return Strip.blank(width, palette.style("text"))
    whole = cursor == "row"
    chosen = row.under_cursor and (whole or focused)
    mark = (("▸" if whole else "▌") if chosen else "").ljust(GUTTER)
    if chosen and whole and focused:
        ground = palette.style("cursor")
        segments = [Segment(mark + row.line.plain, ground)]
    else:
        ground = palette.style("text", under_cursor=chosen)
        edge = palette.style("cursor.mark", under_cursor=True) if chosen else ground
        segments = [Segment(mark, edge), *palette.segments(row.line.runs, under_cursor=chosen)]
    cells = sum(cell_len(segment.text) for segment in segments)
    if cells < width:
        segments.append(Segment(" " * (width - cells), ground))
    strip = Strip(Segment.simplify(segments), max(cells, width)).adjust_cell_length(width)
    if row.words:
        from coop_tui.query.search.index import highlights

        for begin, end in highlights(row.words, row.line.plain):
            strip = apply_style_to_span(strip, row.line, begin + GUTTER, end + GUTTER, _HIT)
    return strip


def apply_style_to_span(strip: Strip, line: Line, begin: int, end: int, look: Style) -> Strip:
    """A drawn row with some of its characters lit up, as far as it reaches.

    It can be shorter than its line: while the room is another already and the line is not.

    Args:
        strip: The row.
        line: The line that stands in it.
        begin: The first character, the gutter counted.
        end: The character after the last; -1 for the end of the row.
        look: How they are lit up.
    """
    text, cells = " " * GUTTER + line.plain, strip.cell_length
    first = min(cell_len(text[:begin]), cells)
    last = cells if end < 0 else min(cell_len(text[:end]), cells)
    if first >= last:
        return strip
    before, chosen, after = strip.divide([first, last, cells])
    return Strip.join([before, chosen.apply_style(look), after])
