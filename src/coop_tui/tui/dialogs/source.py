"""What claims rest on: their sources, the passages, and whether a quotation stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.tui.dialogs.base import Dialog
from coop_tui.tui.dialogs.choice import ChoiceDialog
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.services.browser import BrowserError, open_in_browser
from coop_tui.tui.theme import literal
from coop_tui.views.document import layout
from coop_tui.views.document.blocks import Page
from coop_tui.views.document.layout import Line
from coop_tui.views.registry import VIEWS

_MANY_CELLS = 70


class SourcePane(LineView):
    """Draws what is selected and what its sources say."""

    def __init__(self, record: Record, selection: Selection) -> None:
        """Make the pane.

        Args:
            record: The record.
            selection: What is shown.
        """
        super().__init__(id="source")
        self.record, self.selection = record, selection

    @property
    def page(self) -> Page:
        """What is drawn."""
        return VIEWS["source"].page(self.record, self.selection)

    def on_resize(self, event: events.Resize) -> None:
        """The room is another."""
        self.redraw(keep_scroll=True)

    def redraw(self, *, keep_scroll: bool) -> None:
        """Draw it anew.

        Args:
            keep_scroll: Whether the view stays where it was scrolled to.
        """
        page = self.page
        self.border_title = literal(f"Source: {', '.join(page.scope[1:])}")
        more = "  , . before, after" if self.size.width >= _MANY_CELLS else ""
        self.border_subtitle = f"Esc back{more}  b browser  a address  y copy  e export"
        if width := self.content_cells:
            self.set_lines([Line(line.runs) for line in layout.body(page, width)])
            self.show_lines(keep_scroll=keep_scroll)


class SourceDialog(Dialog[Selection]):
    """What something rests on, over the whole screen; gives what was shown last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,o", "back", "Back", id="source.back", tooltip="Go back."),
        Binding("comma", "step(-1)", "Before", id="source.before", tooltip="Show the one before."),
        Binding("full_stop", "step(1)", "After", id="source.after", tooltip="Show the one after."),
        Binding("b", "browser", "Browser", id="source.browser", tooltip="Open the address."),
        Binding("a", "address", "Address", id="source.address", tooltip="Copy the address."),
        Binding("y", "copy", "Copy", id="source.copy", tooltip="Copy the view."),
        Binding("e", "export", "Export", id="source.export", tooltip="Write it to a file."),
    ]

    def __init__(
        self,
        record: Record,
        order: Sequence[Selection],
        chosen: Selection,
        export: Callable[[str, Selection], None],
    ) -> None:
        """Make the dialog.

        Args:
            record: The record.
            order: What can be gone through, in order.
            chosen: The one of them that is shown first.
            export: Called with the name of the view and the selection, to write it.
        """
        super().__init__()
        self._order = order
        self._pane = SourcePane(record, chosen)
        self._export = export

    def compose(self) -> ComposeResult:
        """The pane alone."""
        yield self._pane

    def action_back(self) -> None:
        """Go back, to what is shown."""
        self.dismiss(self._pane.selection)

    def action_step(self, step: int) -> None:
        """Show the one after this (1) or before it (-1)."""
        wanted = self._order.index(self._pane.selection) + step
        if 0 <= wanted < len(self._order):
            self._pane.selection = self._order[wanted]
            self._pane.redraw(keep_scroll=False)

    def action_browser(self) -> None:
        """Open the address of a source in a browser."""
        self._with_address(self._open)

    def action_address(self) -> None:
        """Send the address of a source to the clipboard of the terminal."""
        self._with_address(self._copy_address)

    def _with_address(self, use: Callable[[str | None], None]) -> None:
        """Use the address that there is; of several, the one that is chosen."""
        sources = self._pane.page.sources
        choices = [(source.title, source.url) for source in sources if source.url]
        if not choices:
            self.notify("The record gives no address of this source.")
        elif len(choices) == 1:
            use(choices[0][1])
        else:
            self.app.push_screen(ChoiceDialog("Which source", choices), use)

    def _open(self, address: str | None) -> None:
        if address is None:
            return
        try:
            open_in_browser(self.app, address)
        except BrowserError as error:
            self.notify(f"{error} The address can be copied: a.", severity="error", markup=False)
        else:
            self.notify(f"Opening {address}", markup=False)

    def _copy_address(self, address: str | None) -> None:
        if address is not None:
            self.app.copy_to_clipboard(address)
            self.notify(f"{address} was sent to the clipboard of the terminal.", markup=False)

    def action_copy(self) -> None:
        """Send the view to the clipboard of the terminal."""
        from coop_tui.formats.render import render

        data = render(self._pane.record, self._pane.selection, "source")
        self.app.copy_to_clipboard(data.decode())
        self.notify("The source view was sent to the clipboard of the terminal.")

    def action_export(self) -> None:
        """Write the view to a file."""
        self._export("source", self._pane.selection)
