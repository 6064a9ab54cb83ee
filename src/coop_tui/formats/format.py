"""A format: it writes an export as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.selection import Selection
from coop_tui.record.characters import escape_controls
from coop_tui.record.record import Record, file_names
from coop_tui.views.collection.joint import joint_id
from coop_tui.views.collection.words import different_things
from coop_tui.views.document.blocks import Block, Gap, Heading, Page, Paragraph, Run, Table
from coop_tui.views.document.charset import Charset
from coop_tui.views.labels import counted
from coop_tui.views.registry import TOGETHER
from coop_tui.views.view import View


class Part(Struct, frozen=True):
    """One record of an export.

    Attributes:
        selection: What is shown of it, in the fields that the view takes; None if the record
            has nothing of the kind.
        unknown: What was asked for and is not in the record: the kind and the id of each.
    """

    record: Record
    selection: Selection | None
    unknown: tuple[tuple[str, str], ...] = ()


class Export(Struct, frozen=True):
    """A view of one record or several, to be written.

    Attributes:
        parts: The records, at least one; if it is one, with its selection.
        name: The name of the view.
        width: Cells for a line of text, and for a drawing.
        charset: The characters to draw with.
        selection: What is shown of several records by a view that has them on one page.
    """

    parts: tuple[Part, ...]
    name: str
    view: View
    width: int
    charset: Charset
    selection: Selection = Selection()

    @property
    def records(self) -> list[Record]:
        """The records of all parts."""
        return [part.record for part in self.parts]

    @property
    def page(self) -> Page:
        """The page of the view."""
        if len(self.parts) > 1:
            return page_of_several(self)
        (part,) = self.parts
        assert part.selection is not None
        return self.view.page(part.record, part.selection)


def page_of_several(export: Export) -> Page:
    """The page of several records: the view's own, or the page of each, one after the other."""
    if together := TOGETHER.get(export.name):
        page = together.page(export.records, export.selection)
    else:
        page = Page(export.parts[0].record, (export.view.title,))
        conflicts = different_things(export.records, export.selection)
        page.preface += [Paragraph((Run(words),)) for words in conflicts]
        page.rest = _add_parts(page, export)
    page.title = counted(len(export.parts), "record")
    return page


def _add_parts(page: Page, export: Export) -> Iterator[None]:
    """Add each record under its title and file; the pages are made one by one."""
    named = zip(export.parts, file_names(export.records), strict=True)
    for number, (part, file) in enumerate(named):
        title = Run(part.record.dossier.title, "title")
        page.add_gap()
        page.blocks.append(Heading((title, Run(f" ({file})", "muted")), 1, ruled=True))
        own = None
        if part.selection is not None:
            own = export.view.page(part.record, part.selection, page.numbering)
            name, *selected = own.scope
            if words := selected if name == export.view.title else own.scope:
                page.add_text(Run(" · ".join(words), "muted"))
        for kind, id in part.unknown:
            missing = f"There is no {kind} {escape_controls(id)!r} in this record."
            page.add_text(Run(missing, "muted"))
        if own is None:
            continue
        page.blocks += [Gap(), *own.preface, Gap()]
        for block in own.body():
            if isinstance(block, Heading):  # it stands below the title of the record
                block = replace(block, level=block.level + 1)
            page.blocks.append(_of_record(number, block))
            yield


def _of_record(number: int, block: Block) -> Block:
    """A block whose items are told from those of the other records."""
    match block:
        case Paragraph(key=str(key)):
            return replace(block, key=joint_id(number, key))
        case Table():
            rows = (replace(one, key=one.key and joint_id(number, one.key)) for one in block.rows)
            return replace(block, rows=tuple(rows))
        case _:
            return block


class Format(Struct, frozen=True):
    r"""A format of export; ``suffix`` begins with a dot, ``write`` ends every line with ``\n``."""

    title: str
    suffix: str
    write: Callable[[Export], str]
