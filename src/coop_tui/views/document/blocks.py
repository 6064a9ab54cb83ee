"""A view before it is laid out: blocks of cited text that know no width.

A page is built once from the record and a selection; text, Markdown and the screen
are made from it. What a run of text *is* is said by a role, never by a colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct
from rich.cells import cell_len

from coop_tui.record.record import Record
from coop_tui.record.tables import Citation, Dossier, Remark, Source, Statement
from coop_tui.views.document.charset import Charset


class Run(NamedTuple):
    """A piece of text and its role."""

    text: str
    role: str = "text"


Runs = tuple[Run, ...]

DASH = Run("–", "muted")
_DASH_CELLS = 2


class Heading(Struct, frozen=True):
    """A heading.

    Attributes:
        runs: The words.
        level: 1 for the largest.
        ruled: Whether it stands in a rule across the page.
    """

    runs: Runs
    level: int = 2
    ruled: bool = False


class Paragraph(Struct, frozen=True):
    """Text that wraps, after an optional label that stands in a column before it.

    Attributes:
        runs: The text.
        indent: Cells before the label.
        label: Stands before the first line.
        label_width: Cells that the label column takes, the gap included.
        key: Names the item of the view to which the lines belong.
    """

    runs: Runs
    indent: int = 0
    label: Runs = ()
    label_width: int = 0
    key: str | None = None


class TableRow(Struct, frozen=True):
    """A row of a table: a text that wraps, and cells at the right that do not."""

    runs: Runs
    cells: tuple[Runs, ...] = ()
    key: str | None = None


class Table(Struct, frozen=True):
    """Rows with right-aligned cells; where room is short the first columns go."""

    rows: tuple[TableRow, ...]


class Figure(Struct, frozen=True):
    """Something drawn for a width, in cells."""

    draw: Callable[[int, Charset], list[Runs]]


class Gap(Struct, frozen=True):
    """One blank line; several in a row, or one at an end, count as one or none."""


Block = Heading | Paragraph | Table | Figure | Gap


class Page:
    """A view of a record.

    Attributes:
        record: The record.
        scope: What is shown: the view, then each selection in force.
        blocks: The body, as far as it has been made; ``body`` gives all of it.
    """

    def __init__(self, record: Record, scope: tuple[str, ...]) -> None:
        self.record = record
        self.scope = scope
        self.blocks: list[Block] = []
        self._numbers: dict[str, int] = {}
        self._rest: Iterator[None] = iter(())

    def goes_on(self, parts: Iterator[None]) -> None:
        """Make the rest of the body only as it is asked for.

        Args:
            parts: Adds a part to the page at each step.
        """
        self._rest = parts

    def body(self) -> Iterator[Block]:
        """The blocks, each made when it is needed; by then, the sources cited so far are too."""
        given = 0
        while True:
            while given < len(self.blocks):
                yield self.blocks[given]
                given += 1
            for _ in self._rest:
                break
            else:
                if given == len(self.blocks):
                    return

    @property
    def dossier(self) -> Dossier:
        """The tables of the record."""
        return self.record.dossier

    @property
    def sources(self) -> list[Source]:
        """The sources cited so far, in the order of their numbers."""
        return [self.dossier.source[name] for name in self._numbers]

    def gap(self) -> None:
        """Leave a blank line."""
        self.blocks.append(Gap())

    def heading(self, text: str, level: int = 2, after: Run | None = None) -> None:
        """Begin a section.

        Args:
            text: The heading.
            level: 1 for the largest.
            after: What follows it on its line.
        """
        self.gap()
        run = Run(text, "heading" if level > 1 else "title")
        self.blocks.append(Heading((run, after) if after else (run,), level))

    def part(self, text: str) -> None:
        """Begin a part: a heading of level 1 in a rule across the page."""
        self.gap()
        self.blocks.append(Heading((Run(text, "title"),), 1, ruled=True))
        self.gap()

    def text(self, *runs: Run, indent: int = 0, key: str | None = None) -> None:
        """Add a paragraph."""
        self.blocks.append(Paragraph(runs, indent, key=key))

    def labelled(self, rows: Iterable[tuple[Run, Runs]], indent: int = 0) -> None:
        """Add paragraphs with a column of labels before them."""
        rows = list(rows)
        width = max((cell_len(label.text) for label, _ in rows), default=0) + 2
        for label, runs in rows:
            self.blocks.append(Paragraph(runs, indent, (label,), width))

    def cited(self, statement: Statement, *, indent: int = 0, key: str | None = None) -> None:
        """Add a claim with the numbers of its sources, and the editor's remark on it.

        Args:
            statement: The claim.
            indent: Cells before the text; with two or more, a dash stands in them.
            key: Names the item of the view to which the lines belong.
        """
        dash = indent >= _DASH_CELLS
        label, label_width = ((DASH,), _DASH_CELLS) if dash else ((), 0)
        start = indent - label_width
        self.blocks.append(Paragraph(self.claim(statement), start, label, label_width, key))
        if statement.remark:
            self.remark(statement.remark, indent=indent, key=key)

    def claim(self, statement: Statement) -> Runs:
        """The runs of a claim: its text, a mark if it has a remark, its citations."""
        mark = (Run(" †", "remark.mark"),) if statement.remark else ()
        return (Run(reflowed(statement.text)), *mark, *self.cite(statement.cite))

    def remark(self, remark: Remark, *, indent: int = 0, key: str | None = None) -> None:
        """Add an editor's remark, set apart from what the sources say."""
        self.text(*self.remark_runs(remark), indent=indent, key=key)

    def remark_runs(self, remark: Remark) -> Runs:
        """The runs of an editor's remark."""
        words = Run(f"Editor's remark: {reflowed(remark.text)}", "remark")
        return (Run("† ", "remark.mark"), words, *self.cite(remark.cite))

    def cite(self, citations: Iterable[Citation]) -> Runs:
        """The numbered notes of citations: `` [1¶7][2]``."""
        notes = "".join(
            f"[{self._number(citation.source)}{_place(citation)}]" for citation in citations
        )
        return (Run(" "), Run(notes, "cite")) if notes else ()

    def _number(self, source: str) -> int:
        if source not in self._numbers:
            self._numbers[source] = len(self._numbers) + 1
            if remark := self.dossier.source[source].remark:
                for citation in remark.cite:
                    self._number(citation.source)
        return self._numbers[source]


def reflowed(text: str) -> str:
    """Prose as one paragraph: every run of white space is one blank."""
    return " ".join(text.split())


def _place(citation: Citation) -> str:
    if not citation.at:
        return ""
    return citation.at if citation.at.startswith(("¶", "§")) else f" {citation.at}"


def source_runs(source: Source, *, address: bool = True) -> Runs:
    """The bibliographic line of a source: title, publisher, date, address.

    Args:
        source: The source.
        address: Whether its address belongs to the line.
    """
    runs = [Run(source.title), Run(f". {source.publisher}", "muted")]
    if source.date:
        runs.append(Run(f", {source.date}", "muted"))
    runs.append(Run(".", "muted"))
    if source.url and address:
        runs += [Run(" "), Run(source.url, "address")]
    return tuple(runs)
