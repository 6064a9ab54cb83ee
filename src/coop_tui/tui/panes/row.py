"""How a line of a view looks in a row of a pane."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from coop_tui.query.search.index import highlights
from coop_tui.tui.theme import RoleStyles
from coop_tui.views.document.layout import Line

Cursor = Literal["row", "edge"]
"""How a cursor looks: a whole row in reverse, or an edge beside the lines."""
GUTTER = 2
"""Cells before a line, in which the cursor is marked."""
_MATCH_STYLE = Style(reverse=True)


class ScreenRow(Struct, frozen=True):
    """A line, or None below the last one, and the normalized words to highlight in it."""

    line: Line | None = None
    under_cursor: bool = False
    words: tuple[str, ...] = ()


def draw_row(
    row: ScreenRow, styles: RoleStyles, width: int, cursor: Cursor, *, focused: bool
) -> Strip:
    """Draw a row that is ``width`` cells wide, in a pane that may have the focus."""
    if row.line is None:
        return Strip.blank(width, styles.style("text"))
    whole_row = cursor == "row"
    marked = row.under_cursor and (whole_row or focused)
    mark = (("▸" if whole_row else "▌") if marked else "").ljust(GUTTER)
    if marked and whole_row and focused:
        ground = styles.style("cursor")
        segments = [Segment(mark + row.line.plain, ground)]
    else:
        ground = styles.style("text", under_cursor=marked)
        edge = styles.style("cursor.mark", under_cursor=True) if marked else ground
        segments = [Segment(mark, edge), *styles.segments(row.line.runs, under_cursor=marked)]
    cells = sum(cell_len(segment.text) for segment in segments)
    if cells < width:
        segments.append(Segment(" " * (width - cells), ground))
    strip = Strip(Segment.simplify(segments), max(cells, width))
    if cells > width:  # an address, which is never broken: the sign shows that it goes on
        strip = Strip.join([strip.crop(0, max(0, width - 1)), Strip([Segment("…", ground)])])
    strip = strip.adjust_cell_length(width)
    for begin, end in highlights(row.words, row.line.plain) if row.words else ():
        strip = apply_style_to_span(strip, row.line, begin + GUTTER, end + GUTTER, _MATCH_STYLE)
    return strip


def apply_style_to_span(strip: Strip, line: Line, begin: int, end: int, style: Style) -> Strip:
    """Add a style to the characters of a drawn row from ``begin`` to before ``end``.

    The count begins with the gutter, and -1 is the end of the row. The row can be shorter
    than its line, until the lines are laid out for a new width.
    """
    text, cells = " " * GUTTER + line.plain, strip.cell_length
    first = min(cell_len(text[:begin]), cells)
    last = cells if end < 0 else min(cell_len(text[:end]), cells)
    if first >= last:
        return strip
    before, span, after = strip.divide([first, last, cells])
    return Strip.join([before, span.apply_style(style), after])
