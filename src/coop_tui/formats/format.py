"""A format: it writes an export as text."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.views.document.blocks import Page
from coop_tui.views.document.charset import Charset
from coop_tui.views.view import View


class Export(Struct, frozen=True):
    """A view to be written, for a selection that has only the parts which the view takes.

    Attributes:
        name: The name of the view.
        width: Cells for a line of text, and for a drawing.
        charset: The characters to draw with.
    """

    record: Record
    selection: Selection
    name: str
    view: View
    width: int
    charset: Charset

    @property
    def page(self) -> Page:
        """The page of the view."""
        return self.view.page(self.record, self.selection)


class Format(Struct, frozen=True):
    r"""A format of export; ``suffix`` begins with a dot, ``write`` ends every line with ``\n``."""

    title: str
    suffix: str
    write: Callable[[Export], str]
