"""Two meetings side by side: what came in, what dropped out, what grew stronger or weaker."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coop_tui.query.comparison import compare
from coop_tui.query.selection import Reading, Selection
from coop_tui.tui.dialogs.base import Dialog
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.theme import literal
from coop_tui.views.document import layout
from coop_tui.views.document.layout import Line
from coop_tui.views.labels import meeting_name, narrowing
from coop_tui.views.registry import VIEWS


class ComparePane(LineView):
    """Draws the comparison."""

    def __init__(self, reading: Reading) -> None:
        """Make the pane.

        Args:
            reading: The record, and the two meetings that are compared.
        """
        super().__init__(id="compare")
        self.reading = reading

    def on_resize(self, event: events.Resize) -> None:
        """The room is another."""
        self.redraw(keep_scroll=True)

    def redraw(self, *, keep_scroll: bool) -> None:
        """Draw it anew.

        Args:
            keep_scroll: Whether the view stays where it was scrolled to.
        """
        dossier, selection = self.reading.dossier, self.reading.selection
        found = compare(dossier, selection)
        if found:
            names = f"{meeting_name(found.earlier)} and {meeting_name(found.later)}"
            words = " · ".join((names, *narrowing(dossier, selection.filter)))
            self.border_title = literal(f"Comparison: {words}")
        self.border_subtitle = "Esc back  , . another meeting  e export"
        if width := self.content_cells:
            view = VIEWS["compare"]
            page = view.page(self.reading.record, view.for_display(selection))
            self.set_lines([Line(line.runs) for line in layout.body(page, width)])
            self.show_lines(keep_scroll=keep_scroll)


class CompareDialog(Dialog[None]):
    """The comparison over the whole screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss", "Back", id="compare.back", tooltip="Go back."),
        Binding(
            "comma",
            "step(-1)",
            "Earlier",
            id="compare.earlier",
            tooltip="Compare with an earlier meeting.",
        ),
        Binding(
            "full_stop",
            "step(1)",
            "Later",
            id="compare.later",
            tooltip="Compare with a later meeting.",
        ),
        Binding("e", "export", "Export", id="compare.export", tooltip="Write it to a file."),
    ]

    def __init__(self, reading: Reading, export: Callable[[str, Selection], None]) -> None:
        """Make the dialog.

        Args:
            reading: The record, and the meeting that is compared; with the one before it,
                if the selection names no other.
            export: Called with the name of the view and the selection, to write it.
        """
        super().__init__()
        dossier, selection = reading.dossier, reading.selection
        found = compare(dossier, selection)
        if found:
            meeting = selection.meeting or found.later.id
            other = found.earlier.id if found.later.id == meeting else found.later.id
            selection = replace(selection, meeting=meeting, against=other)
        self._pane = ComparePane(Reading(reading.record, selection))
        self._export = export

    def compose(self) -> ComposeResult:
        """The pane alone."""
        yield self._pane

    def action_step(self, step: int) -> None:
        """Compare with the meeting before (-1) or after (1) the one compared with now."""
        record, selection = self._pane.reading
        others = [name for name in record.dossier.meeting if name != selection.meeting]
        if selection.against in others:
            wanted = others.index(selection.against) + step
            if 0 <= wanted < len(others):
                chosen = replace(selection, against=others[wanted])
                self._pane.reading = Reading(record, chosen)
                self._pane.redraw(keep_scroll=False)

    def action_export(self) -> None:
        """Write the comparison to a file."""
        self._export("compare", self._pane.reading.selection)
