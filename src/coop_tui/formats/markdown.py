"""A page as Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coop_tui.formats.format import Export, Format
from coop_tui.views.document.blocks import (
    DASH,
    Block,
    Figure,
    Gap,
    Heading,
    Page,
    Paragraph,
    Run,
    Table,
    source_runs,
)
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.wrap import plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=])")
_STRONG = {"person.name", "sector.name", "plan.name", "initiative.name", "date", "point.kind"}


def write(export: Export) -> str:
    """The page as Markdown; only what is drawn has a width, the reader's program wraps text."""
    lines = _Writer(export.width, export.charset).page(export.page)
    return "\n".join(lines).rstrip("\n") + "\n"


class _Writer:
    def __init__(self, width: int, charset: Charset) -> None:
        self._width, self._charset = width, charset
        self._deeper = 0

    def page(self, page: Page) -> Iterator[str]:
        """Every line, without two blank ones in a row."""
        blank = True
        for line in self._page(page):
            if line or not blank:
                yield line
            blank = not line

    def _page(self, page: Page) -> Iterator[str]:
        yield from (f"# {self._line(Run(page.dossier.title))}", "")
        yield from (self._line(Run(" · ".join(page.scope))), "")
        blocks = list(page.body())
        levels = {block.level for block in blocks if isinstance(block, Heading)}
        self._deeper = 1 if 1 in levels else 0
        for block in blocks:
            yield from self._block(block)
        if page.sources:
            yield from ("", "## Sources", "")
        for number, source in enumerate(page.sources, 1):
            yield f"{number}. {self._line(*source_runs(source))}"
            if source.remark:
                yield f"   {self._line(*page.remark_runs(source.remark))}"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Gap():
                yield ""
            case Heading():
                yield from (
                    "",
                    f"{'#' * (block.level + self._deeper)} {self._line(*block.runs)}",
                    "",
                )
            case Paragraph():
                listed = "- " if block.label or block.indent else ""
                # The dash of a text that is set as a list is the list's own in Markdown.
                dashed = block.label == (DASH,) or not plain(block.label)
                label = () if dashed else (*block.label, Run(": "))
                yield from (f"{listed}{self._line(*label, *block.runs)}", "")
            case Table():
                yield from self._table(block)
            case Figure():
                yield "```text"
                for runs in block.draw(self._width, self._charset):
                    yield plain(runs).rstrip()
                yield from ("```", "")

    def _table(self, table: Table) -> Iterator[str]:
        """A table of GitHub Flavored Markdown; its first row is the head."""
        columns = max((len(row.cells) for row in table.rows), default=0)
        for number, row in enumerate(table.rows):
            cells = [re.sub(" {2,}", " ", self._line(*cell)) for cell in row.cells]
            cells += [""] * (columns - len(cells))
            yield f"| {' | '.join([self._line(*row.runs), *cells])} |"
            if number == 0:
                yield "| --- |" + " ---: |" * columns
        yield ""

    def _line(self, *runs: Run) -> str:
        """Runs as one line that is shown as they say, whatever they hold."""
        text = "".join(map(self._run, runs)).strip()
        return _LINE_START.sub(
            lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", text
        )

    def _run(self, run: Run) -> str:
        # Folding comes first: it may make a character that Markdown would read.
        text = self._charset.fold(run.text)
        if run.role == "address":
            return f"<{text}>"
        escaped = _SPECIAL.sub(r"\\\1", text)
        words = escaped.strip()
        if run.role not in _STRONG or not words:
            return escaped
        return escaped.replace(words, f"**{words}**", 1)


FORMAT = Format("Markdown", ".md", write)
