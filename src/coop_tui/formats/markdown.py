"""A page as Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coop_tui.formats.format import Export, Format
from coop_tui.views.document.blocks import (
    DASH,
    Figure,
    Gap,
    Heading,
    Paragraph,
    Run,
    Table,
)
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.wrap import plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_LINE_START = re.compile(r"^\d+(?=[.)])|^(?=[-+=])")
"""What to write a backslash after, so that a line begins no list and no heading."""
_STRONG = {"person.name", "sector.name", "plan.name", "initiative.name", "date", "point.kind"}


def write(export: Export) -> str:
    """The page as Markdown, in which only drawings have a width."""
    text = "\n".join(_lines(export)).rstrip("\n")
    return re.sub("\n{3,}", "\n\n", text) + "\n"


def _lines(export: Export) -> Iterator[str]:
    """Every line, with blank lines around each block."""
    page, charset = export.page, export.charset
    yield from (f"# {_text(charset, Run(page.title))}", "")
    yield from (_text(charset, Run(" · ".join(page.scope))), "")
    blocks = [*page.preface, *page.body()]
    largest = min((block.level for block in blocks if isinstance(block, Heading)), default=2)
    for block in blocks:
        match block:
            case Gap():
                yield ""
            case Heading():
                level = block.level + (1 if largest == 1 else 0)
                yield from ("", f"{'#' * level} {_text(charset, *block.runs)}", "")
            case Paragraph():
                bullet = "- " if block.label or block.indent else ""
                # A dash before the text would be a second bullet.
                dash = block.label == (DASH,) or not plain(block.label)
                label = () if dash else (*block.label, Run(": "))
                yield from (f"{bullet}{_text(charset, *label, *block.runs)}", "")
            case Table():
                yield from _table(block, charset)
            case Figure():
                yield "```text"
                for runs in block.draw(export.width, charset):
                    yield plain(runs).rstrip()
                yield from ("```", "")
    for number, (line, remark) in enumerate(page.bibliography(), 1):
        if number == 1:
            yield from ("", "## Sources", "")
        yield f"{number}. {_text(charset, *line)}"
        if remark:
            yield f"   {_text(charset, *remark)}"


def _table(table: Table, charset: Charset) -> Iterator[str]:
    """A table of GitHub Flavored Markdown; its first row is the head."""
    columns = max((len(row.cells) for row in table.rows), default=0)
    for number, row in enumerate(table.rows):
        cells = [re.sub(" {2,}", " ", _text(charset, *cell)) for cell in row.cells]
        cells += [""] * (columns - len(cells))
        yield f"| {' | '.join([_text(charset, *row.runs), *cells])} |"
        if number == 0:
            yield "| --- |" + " ---: |" * columns
    yield ""


def _text(charset: Charset, *runs: Run) -> str:
    """Runs as one line, with every sign escaped that Markdown would read."""
    text = "".join(_run(run, charset) for run in runs).strip()
    return _LINE_START.sub(r"\g<0>\\", text)


def _run(run: Run, charset: Charset) -> str:
    # The stand-ins of ASCII may need an escape, too, so the charset comes first.
    text = charset.fold(run.text)
    if run.role == "address":
        return f"<{text}>"
    escaped = _SPECIAL.sub(r"\\\1", text)
    words = escaped.strip()
    if run.role not in _STRONG or not words:
        return escaped
    return escaped.replace(words, f"**{words}**", 1)


FORMAT = Format("Markdown", ".md", write)
