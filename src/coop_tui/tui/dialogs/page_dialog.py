"""The base of the dialogs that show a page of the record over the whole screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult

from coop_tui.query.selection import GroupBy, Reading, Selection
from coop_tui.record.record import Record
from coop_tui.tui.dialogs.base import Dialog, Result
from coop_tui.tui.keymap import hint
from coop_tui.tui.panes.line_view import AT_ONCE_SECONDS, LineView
from coop_tui.views.document import layout
from coop_tui.views.document.blocks import Page
from coop_tui.views.document.layout import Line
from coop_tui.views.registry import VIEWS

_FRAME_CELLS = 6
"""Cells of the lower edge that are taken by corners and by spaces round the text."""
_GAP = "  "
_SEEK_SECONDS = 0.05
"""How long a page is made at first to reach the item that belongs under the cursor."""


class DialogPane(LineView):
    """A pane over the whole screen, with a title and the keys in its frame."""

    VIEW: ClassVar[str]
    """The name of the view, which is exported too."""
    HINTS: ClassVar[Sequence[tuple[str, ...]]]
    """Words for the lower edge, each with the ids of the commands whose keys it names; the
    first are the most important."""

    by = GroupBy.MEETING
    """How the view is grouped."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(id=self.VIEW)
        self.reading = reading

    @property
    def records(self) -> Sequence[Record]:
        """The records that are drawn."""
        return (self.reading.record,)

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new width."""
        self.redraw(keep_scroll=True)

    def redraw(self, *, keep_scroll: bool) -> None:
        """Draw title, keys and lines, scrolled as before or to the start."""
        raise NotImplementedError

    def show_frame(self, title: str) -> None:
        """Draw the title, and the keys in force as far as there is room for them."""
        shown, room = "", self.outer_size.width - _FRAME_CELLS
        for words in self.HINTS:
            longer = _GAP.join(filter(None, (shown, hint(self, *words))))
            if len(longer) > room:
                break
            shown = longer
        self.set_titles(title, shown)


class PagePane(DialogPane):
    """A pane that draws the page of a view."""

    HAS_CURSOR: ClassVar[bool] = False
    """Whether a cursor moves over the points of the page, which can then be opened."""
    CURSOR = "edge"

    @property
    def page(self) -> Page:
        """The page."""
        view = VIEWS[self.VIEW].grouped(self.by)
        return view.page(self.reading.record, view.for_display(self.reading.selection))

    def title(self, page: Page) -> str:
        """The title of the pane: the view, and what narrows it."""
        return " · ".join(page.scope)

    def lines_of(self, page: Page, width: int) -> Iterator[Line]:
        """The lines of the page."""
        return layout.body(page, width)

    def redraw(self, *, keep_scroll: bool) -> None:
        """Draw title, keys and page, scrolled as before or to the start."""
        page = self.page
        self.show_frame(self.title(page))
        if not (width := self.content_cells):
            return
        lines = self.lines_of(page, width)
        if self.HAS_CURSOR:
            # At first a long page is made only as far down as there is time.
            seek = self.cursor in self._buffer.first
            seconds = AT_ONCE_SECONDS if seek or not self.cursor else _SEEK_SECONDS
            self.set_lines(lines, self.cursor, seek=seek, seconds=seconds)
        else:
            self.set_lines([Line(line.runs) for line in lines])
        self.show_lines(keep_scroll=keep_scroll)

    def show(self, selection: Selection) -> None:
        """Show something else of the record, from the start of its page."""
        self.reading = Reading(self.reading.record, selection)
        self.redraw(keep_scroll=False)


Pane = TypeVar("Pane", bound=DialogPane)


class PageDialog(Dialog[Result], Generic[Result, Pane]):
    """A pane over the whole screen, which can be exported."""

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self.pane = pane

    def compose(self) -> ComposeResult:
        """The pane alone."""
        yield self.pane

    def show_keys(self) -> None:
        """Name the keys in the frame of the pane."""
        self.pane.redraw(keep_scroll=True)

    def action_export(self) -> None:
        """Ask in which format and where to write the view."""
        from coop_tui.tui.dialogs.export import ExportDialog

        pane = self.pane
        # At once, not by a message: what is typed next belongs to the dialog that opens.
        self.app.push_screen(ExportDialog(pane.records, pane.reading.selection, pane.VIEW, pane.by))


class SteppingDialog(PageDialog[Result, PagePane]):
    """A page in a row of pages, to go through one by one."""

    def __init__(self, pane: PagePane, order: Sequence[Selection]) -> None:
        super().__init__(pane)
        self._order = order

    def action_step(self, step: int) -> None:
        """Show the next page (1) or the one before (-1), if there is one."""
        order, shown = self._order, self.pane.reading.selection
        wanted = order.index(shown) + step if shown in order else -1
        if 0 <= wanted < len(order):
            self.pane.show(order[wanted])
