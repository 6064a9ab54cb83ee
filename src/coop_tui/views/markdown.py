"""A page as Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coop_tui.views.charset import Charset
from coop_tui.views.page import (
    Block,
    Figure,
    Gap,
    Heading,
    Page,
    Paragraph,
    Run,
    Runs,
    Table,
    source_runs,
)
from coop_tui.views.wrap import plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=])")
_STRONG = {"person.name", "sector.name", "plan.name", "initiative.name", "date", "point.kind"}


def markdown(page: Page, width: int, charset: Charset = Charset.UNICODE) -> list[str]:
    """The lines of a page as Markdown.

    Args:
        page: The page.
        width: Cells for what is drawn; text is left for the reader's program to wrap.
        charset: The characters to draw with.
    """
    lines = [f"# {_escape(page.dossier.title)}", "", _escape(" · ".join(page.scope)), ""]
    for block in page.blocks:
        lines += _block(block, width, charset)
    if page.sources:
        lines += ["", "## Sources", ""]
    for number, source in enumerate(page.sources, 1):
        lines.append(f"{number}. {_inline(source_runs(source))}")
        if source.remark:
            lines.append(f"   {_inline(page.remark_runs(source.remark))}")
    return [charset.fold(line) for line in _without_double_blanks(lines)]


def _block(block: Block, width: int, charset: Charset) -> Iterator[str]:
    match block:
        case Gap():
            yield ""
        case Heading():
            yield from ("", f"{'#' * (block.level + 1)} {_inline(block.runs)}", "")
        case Paragraph():
            label = f"{_inline(block.label)} " if block.label else ""
            listed = "- " if block.label or block.indent else ""
            yield from (f"{listed}{label}{_inline(block.runs)}", "")
        case Table():
            for row in block.rows:
                cells = [text for cell in row.cells if (text := _inline(cell))]
                yield f"- {', '.join([_inline(row.runs), *cells])}"
            yield ""
        case Figure():
            yield "```text"
            yield from (plain(runs).rstrip() for runs in block.draw(width, charset))
            yield from ("```", "")


def _inline(runs: Runs) -> str:
    return "".join(map(_run, runs)).strip()


def _run(run: Run) -> str:
    if run.role == "address":
        return f"<{run.text}>"
    text = _escape(run.text)
    words = text.strip()
    if run.role not in _STRONG or not words:
        return text
    return text.replace(words, f"**{words}**", 1)


def _escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _LINE_START.sub(
        lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", escaped
    )


def _without_double_blanks(lines: list[str]) -> Iterator[str]:
    blank = True
    for line in lines:
        if line or not blank:
            yield line
        blank = not line
