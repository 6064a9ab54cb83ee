"""A view before it is laid out: blocks of cited text that know no width.

A page is built once from the record and a selection; text, Markdown and the screen
are made from it. A run of text has a role, which says what it is, and never a colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from msgspec import Struct
from rich.cells import cell_len

from coop_tui.record.entries import Citation, Remark, Source, Statement
from coop_tui.record.record import Record
from coop_tui.record.tables import Point
from coop_tui.views.document.charset import Charset


class Run(NamedTuple):
    """A piece of text and its role."""

    text: str
    role: str = "text"


Runs = tuple[Run, ...]

_TYPES = {
    "press-release": ("Press release", "of"),
    "news": ("News report", "by"),
    "document": ("Document", "of"),
    "web-page": ("Web page", "of"),
}
"""The types of a source, each with the word before its side: a report *of* Hong Kong could
be one on it."""

DASH = Run("–", "muted")


class Heading(Struct, frozen=True):
    """A heading, of which level 1 is the largest; a ruled one stands in a rule across the page."""

    runs: Runs
    level: int = 2
    ruled: bool = False


class Paragraph(Struct, frozen=True):
    """Text that wraps, after an optional label that stands in a column before it.

    Attributes:
        indent: Cells before the label.
        label_width: Cells of the column of the label, the gap included.
        key: The item of the view to which the lines belong.
    """

    runs: Runs
    indent: int = 0
    label: Runs = ()
    label_width: int = 0
    key: str | None = None


class TableRow(Struct, frozen=True):
    """A row of a table: a text that wraps, and cells at the right that do not.

    Attributes:
        key: The item of the view to which the row belongs.
        head: Whether the cells are heads of columns, which may be wider than these; the first
            are left out where there is no room for them.
    """

    runs: Runs
    cells: tuple[Runs, ...] = ()
    key: str | None = None
    head: bool = False


class Table(Struct, frozen=True):
    """Rows with right-aligned cells; where room is short the first columns go.

    Attributes:
        keep_columns: Whether no column goes: the cells then stand under the text, and
            columns for which there is no room in a further block below.
    """

    rows: tuple[TableRow, ...]
    keep_columns: bool = False


class Figure(Struct, frozen=True):
    """Something drawn for a width, in cells."""

    draw: Callable[[int, Charset], list[Runs]]


class Gap(Struct, frozen=True):
    """One blank line; several in a row count as one, and none counts at an end of the page."""


Block = Heading | Paragraph | Table | Figure | Gap


class Numbering:
    """The numbers of the sources that are cited in a document of one page or several.

    Attributes:
        sources: The sources cited so far, in the order of their numbers, each with its record.
    """

    def __init__(self) -> None:
        self.sources: list[tuple[Record, Source]] = []
        self._numbers: dict[tuple[object, ...], int] = {}

    def number(self, record: Record, name: str) -> int:
        """The number of a source of a record, from 1.

        Two records cite the same source if their entries are equal, and what they refer to
        is: the name of the side, and the sources of the remark.
        """
        dossier = record.dossier
        source = dossier.source[name]
        cited = source.remark.cite if source.remark else ()
        side = dossier.party[source.side].name if source.side else None
        same = (source, side, *(dossier.source[citation.source] for citation in cited))
        if same not in self._numbers:
            self.sources.append((record, source))
            self._numbers[same] = len(self.sources)
        return self._numbers[same]


class Page:
    """A view of a record.

    Attributes:
        scope: What is shown: the view, then each selection in force.
        blocks: The body, as far as it has been made; ``body`` gives all of it.
        preface: What an export says before the body; a pane stands beside the meeting, which
            says it there.
        rest: Adds more blocks to the page at each step; a long view sets it.
        title: What stands over an export: the title of the record.
        numbering: The numbers of cited sources; a page of a larger document shares them.
    """

    def __init__(
        self, record: Record, scope: tuple[str, ...], numbering: Numbering | None = None
    ) -> None:
        self.record, self.dossier, self.scope = record, record.dossier, scope
        self.title = record.dossier.title
        self.numbering = numbering or Numbering()
        self.blocks: list[Block] = []
        self.preface: list[Block] = []
        self.rest: Iterator[None] = iter(())
        self._numbers: dict[str, int] = {}

    def body(self) -> Iterator[Block]:
        """The blocks, each made when it is needed; by then, the sources cited so far are too."""
        given = 0
        for _ in chain((None,), self.rest, (None,)):
            while given < len(self.blocks):
                yield self.blocks[given]
                given += 1

    @property
    def sources(self) -> list[Source]:
        """The sources that the page has cited so far, in the order in which it came to them."""
        return [self.dossier.source[name] for name in self._numbers]

    def bibliography(self) -> Iterator[tuple[Runs, Runs]]:
        """The sources cited so far in the document, by number: each as a line, and its remark."""
        for record, source in self.numbering.sources:
            page = self if record is self.record else Page(record, (), self.numbering)
            remark = page.remark_runs(source.remark) if source.remark else ()
            yield page.source_runs(source), remark

    def add_gap(self) -> None:
        """Leave a blank line."""
        self.blocks.append(Gap())

    def add_heading(self, text: str, level: int = 2, after: Run | None = None) -> None:
        """Begin a section, of which level 1 is the largest; ``after`` ends the heading's line."""
        self.add_gap()
        run = Run(text, "heading" if level > 1 else "title")
        self.blocks.append(Heading((run, after) if after else (run,), level))

    def add_part(self, text: str) -> None:
        """Begin a part: a heading of level 1 in a rule across the page."""
        self.add_gap()
        self.blocks.append(Heading((Run(text, "title"),), 1, ruled=True))
        self.add_gap()

    def add_text(self, *runs: Run, indent: int = 0, key: str | None = None) -> None:
        """Add a paragraph."""
        self.blocks.append(Paragraph(runs, indent, key=key))

    def add_labelled(self, rows: Iterable[tuple[Run, Runs]], indent: int = 0) -> None:
        """Add paragraphs with a column of labels before them."""
        rows = list(rows)
        width = max((cell_len(label.text) for label, _ in rows), default=0) + 2
        for label, runs in rows:
            self.blocks.append(Paragraph(runs, indent, (label,), width))

    def add_statement(self, statement: Statement, indent: int = 0, key: str | None = None) -> None:
        """Add a statement with its citations and remark, and a dash in the indent, if any."""
        label = (DASH,) if indent else ()
        self.blocks.append(Paragraph(self.statement_runs(statement), 0, label, indent, key))
        if statement.remark:
            self.add_text(*self.remark_runs(statement.remark), indent=indent, key=key)

    def statement_runs(self, statement: Statement) -> Runs:
        """The text of a statement, a mark if it has a remark, and its citations.

        After a point stands on how many sources it rests, if on more than one.
        """
        mark = (Run(" †", "remark.mark"),) if statement.remark else ()
        count = len(statement.sources) if isinstance(statement, Point) else 1
        more = (Run(f" · {count} sources", "muted"),) if count > 1 else ()
        return (Run(reflowed(statement.text)), *mark, *self.citation_runs(statement.cite), *more)

    def remark_runs(self, remark: Remark) -> Runs:
        """An editor's remark, which looks unlike what the sources say."""
        words = Run(f"Editor's remark: {reflowed(remark.text)}", "remark")
        return (Run("† ", "remark.mark"), words, *self.citation_runs(remark.cite))

    def citation_runs(self, citations: Iterable[Citation]) -> Runs:
        """The numbered notes of citations, each once: `` [1¶7][2]``."""
        notes = dict.fromkeys(
            f"[{self._number(citation.source)}{_place(citation)}]" for citation in citations
        )
        return (Run(" "), Run("".join(notes), "cite")) if notes else ()

    def source_runs(self, source: Source, *, address: bool = True) -> Runs:
        """The bibliographic line of a source: title, publisher, date, what it is and whose.

        After its address, which can be left out, stand the day of access and the archived copy.
        """
        date = f", {source.date}" if source.date else ""
        runs = [Run(source.title), Run(f". {source.publisher}{date}.", "muted")]
        if words := self._type_and_side(source):
            runs.append(Run(f" {words}.", "muted"))
        if address and source.url:
            runs += [Run(" "), Run(source.url, "address")]
        if address and source.accessed:
            runs.append(Run(f" Accessed {source.accessed}.", "muted"))
        if address and source.archived:
            runs += [Run(" Archived copy: ", "muted"), Run(source.archived, "address")]
        return tuple(runs)

    def _type_and_side(self, source: Source) -> str:
        """What a source is and whose side it is, as far as the record says."""
        name, by = _TYPES[source.type] if source.type else ("From", "the side of")
        if source.side:
            return f"{name} {by} {self.dossier.party[source.side].name}"
        return name if source.type else ""

    def _number(self, source: str) -> int:
        if source not in self._numbers:
            self._numbers[source] = self.numbering.number(self.record, source)
            if remark := self.dossier.source[source].remark:
                self.citation_runs(remark.cite)
        return self._numbers[source]


def reflowed(text: str) -> str:
    """Prose as one paragraph: every run of white space is one blank."""
    return " ".join(text.split())


def _place(citation: Citation) -> str:
    if not citation.at:
        return ""
    return citation.at if citation.at.startswith(("¶", "§")) else f" {citation.at}"
