"""A page laid out for a width: lines of styled text.

The style of a piece of text is the name of its role; whoever shows the lines says
what the role looks like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from coop_tui.views.charset import Charset
from coop_tui.views.page import (
    Block,
    Figure,
    Gap,
    Heading,
    Page,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
    source_runs,
)

MIN_WIDTH = 40
_LEAST_TEXT = 16
_BLANK = Text("")


class Line(NamedTuple):
    """A line of a view.

    Attributes:
        text: The text, with names of roles as styles.
        key: Names the item of the view to which the line belongs.
    """

    text: Text
    key: str | None = None


def body(page: Page, width: int, charset: Charset = Charset.UNICODE) -> list[Line]:
    """Lay out a page: its blocks, then the sources that they cite.

    Args:
        page: The page.
        width: Cells that a line may take.
        charset: The characters to draw with.
    """
    return list(_lines((*page.blocks, *_sources(page)), width, charset))


def head(page: Page, width: int, charset: Charset = Charset.UNICODE) -> list[Line]:
    """Lay out what stands over an exported page: the record and what is shown of it."""
    blocks = (
        Heading((Run(page.dossier.title, "title"),), 1),
        Paragraph((Run(" · ".join(page.scope), "muted"),)),
    )
    lines = list(_lines(blocks, width, charset))
    rule = charset.fold("─") * max(line.text.cell_len for line in lines)
    return [*lines, Line(Text(rule, "frame"))]


def _sources(page: Page) -> Iterator[Block]:
    if page.sources:
        yield Gap()
        yield Heading((Run("Sources", "heading"),))
    for number, source in enumerate(page.sources, 1):
        yield Paragraph(source_runs(source), 0, (Run(f"[{number}]", "cite"),), 5)
        if source.remark:
            yield Paragraph(page.remark_runs(source.remark), 5)


def _lines(blocks: Iterable[Block], width: int, charset: Charset) -> Iterator[Line]:
    begun = owed = False
    for block in blocks:
        if isinstance(block, Gap):
            owed = begun
            continue
        if owed:
            yield Line(_BLANK)
        begun, owed = True, False
        match block:
            case Heading():
                yield from _wrapped(block.runs, width, charset, key=block.key)
            case Paragraph():
                yield from _paragraph(block, width, charset)
            case Table():
                yield from _table(block, width, charset)
            case Figure():
                yield from map(Line, block.draw(width, charset))


def _paragraph(block: Paragraph, width: int, charset: Charset) -> Iterator[Line]:
    indent = min(block.indent, max(0, width - _LEAST_TEXT))
    hang = indent + block.label_width
    if width - hang >= _LEAST_TEXT:
        label = _assemble(block.label, charset)
        if label.cell_len + 1 <= block.label_width or not block.label:
            yield from _wrapped(block.runs, width, charset, indent, hang, label, block.key)
            return
    yield from _wrapped(block.label, width, charset, indent, indent, key=block.key)
    yield from _wrapped(block.runs, width, charset, indent + 2, indent + 2, key=block.key)


def _wrapped(
    runs: Runs,
    width: int,
    charset: Charset,
    indent: int = 0,
    hang: int = 0,
    label: Text | None = None,
    key: str | None = None,
) -> Iterator[Line]:
    """Wrap runs to ``width`` cells: ``indent``, the label, the text from ``hang`` on."""
    for number, text in enumerate(wrap(_assemble(runs, charset), width - hang)):
        start = Text(" " * indent)
        if label is not None and number == 0:
            start.append_text(label)
        start.pad_right(hang - start.cell_len)
        line = start.append_text(text) if text else _BLANK
        yield Line(line, key)


def wrap(text: Text, width: int) -> list[Text]:
    """Break a text into lines of at most ``width`` cells, without trailing blanks."""
    lines = list(text.wrap(None, width, tab_size=4))  # type: ignore[arg-type]  # unused unless justified
    for line in lines:
        line.rstrip()
    return lines


def _table(table: Table, width: int, charset: Charset) -> Iterator[Line]:
    rows = [
        (_assemble(row.runs, charset), [_assemble(cell, charset) for cell in row.cells], row)
        for row in table.rows
    ]
    columns = max((len(cells) for _, cells, _ in rows), default=0)
    widths = [
        max((cells[column].cell_len for _, cells, _ in rows if column < len(cells)), default=0)
        for column in range(columns)
    ]
    wanted = min(max((text.cell_len for text, _, _ in rows), default=0), width - _LEAST_TEXT)
    dropped = 0
    while dropped < columns - 1 and wanted + _taken(widths[dropped:]) > width:
        dropped += 1
    for text, cells, row in rows:
        yield from _row(text, cells[dropped:], widths[dropped:], width, row)


def _taken(widths: list[int]) -> int:
    return sum(width + 2 for width in widths if width)


def _row(
    text: Text, cells: list[Text], widths: list[int], width: int, row: Row
) -> Iterator[Line]:
    room = width - _taken(widths)
    first, *rest = wrap(text, room)
    for cell, cell_width in zip(cells, widths, strict=False):
        if cell_width:
            first.pad_right(room - first.cell_len + cell_width + 2 - cell.cell_len)
            first.append_text(cell)
            room += cell_width + 2
    first.rstrip()
    yield Line(first, row.key)
    for line in rest:
        yield Line(line, row.key)


def _assemble(runs: Iterable[Run], charset: Charset) -> Text:
    text = Text()
    for run in runs:
        text.append(charset.fold(run.text), run.role)
    return text


def truncate(text: str, width: int, charset: Charset) -> str:
    """``text`` in at most ``width`` cells, an ellipsis at the end if some is left out."""
    if cell_len(text) <= width:
        return text
    ellipsis = charset.fold("…")
    kept = Text(text)
    kept.truncate(max(0, width - len(ellipsis)))
    return (kept.plain.rstrip() + ellipsis)[: max(0, width)]
