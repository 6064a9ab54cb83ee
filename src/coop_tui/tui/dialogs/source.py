"""What a point rests on: its sources, the passages, and whether a quotation stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from coop_tui.record.model import Dossier, Source
from coop_tui.record.query import Selection
from coop_tui.tui.browser import BrowserError, open_in_browser
from coop_tui.tui.dialogs.choice import ChoiceDialog
from coop_tui.tui.paint import literal
from coop_tui.tui.panes.lines import LinesPane
from coop_tui.views import layout
from coop_tui.views.catalogue import VIEWS
from coop_tui.views.layout import Line
from coop_tui.views.wording import meeting_name

_MANY_CELLS = 70

PointPlace = tuple[str, int]
"""The id of a meeting and the number of a point in it, from 1."""


class SourcePane(LinesPane):
    """Draws a point and what its sources say."""

    def __init__(self, dossier: Dossier, point: PointPlace) -> None:
        """Make the pane.

        Args:
            dossier: The record.
            point: The point.
        """
        super().__init__(id="source")
        self.dossier, self.point = dossier, point

    @property
    def selection(self) -> Selection:
        """The point, as a selection."""
        meeting, number = self.point
        return Selection(meeting=meeting, point=number)

    def on_resize(self, event: events.Resize) -> None:
        """The room is another."""
        self.redraw(keep_scroll=True)

    def redraw(self, *, keep_scroll: bool) -> None:
        """Draw it anew.

        Args:
            keep_scroll: Whether the view stays where it was scrolled to.
        """
        meeting, number = self.point
        name = meeting_name(self.dossier.meeting[meeting])
        self.border_title = literal(f"Source: {name}, point {number}")
        more = ", . another point  " if self.size.width >= _MANY_CELLS else ""
        self.border_subtitle = f"{more}b browser  a address  e export  Esc back"
        if width := self.content_cells:
            page = VIEWS["source"].page(self.dossier, self.selection)
            self.set_lines([Line(line.runs) for line in layout.body(page, width)])
            self.settle(keep_scroll=keep_scroll)


class SourceDialog(ModalScreen[PointPlace]):
    """The sources of a point over the whole screen; gives the point that was shown last."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,o", "back", "Back", id="source.back", tooltip="Go back."),
        Binding("comma", "step(-1)", "Before", id="source.before", tooltip="The point before."),
        Binding("full_stop", "step(1)", "After", id="source.after", tooltip="The point after."),
        Binding("b", "browser", "Browser", id="source.browser", tooltip="Open the address."),
        Binding("a", "address", "Address", id="source.address", tooltip="Copy the address."),
        Binding("y", "copy", "Copy", id="source.copy", tooltip="Copy the view."),
        Binding("e", "export", "Export", id="source.export", tooltip="Write it to a file."),
    ]

    def __init__(
        self,
        dossier: Dossier,
        order: Sequence[PointPlace],
        point: PointPlace,
        export: Callable[[str, Selection], None],
    ) -> None:
        """Make the dialog.

        Args:
            dossier: The record.
            order: The points that can be gone through, in order.
            point: The one of them that is shown first.
            export: Called with the name of the view and the selection, to write it.
        """
        super().__init__()
        self._order = order
        self._pane = SourcePane(dossier, point)
        self._export = export

    def compose(self) -> ComposeResult:
        """The pane alone."""
        yield self._pane

    @property
    def _sources(self) -> list[Source]:
        """The sources that the point and the remark on it cite, each once."""
        dossier = self._pane.dossier
        meeting, number = self._pane.point
        point = dossier.meeting[meeting].points[number - 1]
        cited = (*point.cite, *(point.remark.cite if point.remark else ()))
        return [dossier.source[name] for name in dict.fromkeys(one.source for one in cited)]

    def action_back(self) -> None:
        """Go back, to the point that is shown."""
        self.dismiss(self._pane.point)

    def action_step(self, step: int) -> None:
        """Show the point after this (1) or before it (-1)."""
        wanted = self._order.index(self._pane.point) + step
        if 0 <= wanted < len(self._order):
            self._pane.point = self._order[wanted]
            self._pane.redraw(keep_scroll=False)

    def action_browser(self) -> None:
        """Open the address of a source in a browser."""
        self._with_address(self._open)

    def action_address(self) -> None:
        """Send the address of a source to the clipboard of the terminal."""
        self._with_address(self._copy_address)

    def _with_address(self, use: Callable[[str | None], None]) -> None:
        """Use the address that there is; of several, the one that is chosen."""
        choices = [(source.title, source.url) for source in self._sources if source.url]
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
        from coop_tui.export import render

        data = render(self._pane.dossier, self._pane.selection, "source")
        self.app.copy_to_clipboard(data.decode())
        self.notify("The source view was sent to the clipboard of the terminal.")

    def action_export(self) -> None:
        """Write the view to a file."""
        self._export("source", self._pane.selection)
