"""The form for an export: which view, in which format, to which file."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, VerticalScroll
from textual.widgets import Button, Input, Label, Select, Static

from coop_tui.formats.atomic_write import ExistsError, WriteError, write
from coop_tui.formats.format import Part
from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import proposed_name, render_parts
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.characters import escape_controls
from coop_tui.record.record import Record
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import EXPORT
from coop_tui.tui.dialogs.base import Dialog
from coop_tui.tui.services.held_files import HoldsFiles
from coop_tui.tui.textual_fixes.option_list import Choice
from coop_tui.tui.theme import literal
from coop_tui.views.registry import VIEWS


class ExportDialog(Dialog[None]):
    """Writes a view to a file; stays open and says why if that fails."""

    # Textual does not declare this as a class variable.
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012
    BINDINGS = bindings(EXPORT)

    def __init__(
        self,
        records: Sequence[Record],
        selection: Selection,
        view: str,
        by: GroupBy = GroupBy.MEETING,
    ) -> None:
        """Propose a view by name; ``by`` is how it is grouped."""
        super().__init__()
        self._records, self._selection, self._by = records, selection, by
        self.view, self._format = view, next(iter(FORMATS))
        self._confirmed: Path | None = None
        self._proposed = ""

    def compose(self) -> ComposeResult:
        """Fields for view, format and path, a line for an error, two buttons."""
        with VerticalScroll(id="dialog", can_focus=False) as dialog:
            dialog.border_title = "Export"
            with contextlib.suppress(OSError):  # the folder may be gone
                dialog.border_subtitle = literal(f"in {escape_controls(str(Path.cwd()))}")
            with Container(id="form"):
                yield Label("View")
                views = [(view.title, name) for name, view in VIEWS.items()]
                if len(self._records) > 1:  # two meetings to compare are of one record
                    views = [(title, name) for title, name in views if name != "compare"]
                yield Choice(views, value=self.view, allow_blank=False, compact=True, id="view")
                yield Label("Format")
                formats = [(format.title, name) for name, format in FORMATS.items()]
                yield Choice(
                    formats, value=self._format, allow_blank=False, compact=True, id="format"
                )
                yield Label("File")
                yield Input(id="path", compact=True)
            yield Static(id="error", markup=False)
            with Horizontal(id="buttons"):
                yield Button("Write", variant="primary", id="write", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        """Propose a path, so that Enter writes at once."""
        self._propose()
        self.query_one("#path", Input).focus()

    @on(Select.Changed)
    def _chosen(self, event: Select.Changed) -> None:
        if event.select.id == "view":
            self.view = str(event.value)
        else:
            self._format = str(event.value)
        self._propose()

    def _propose(self) -> None:
        """Propose a path, unless one was typed."""
        path = self.query_one("#path", Input)
        if path.value in ("", self._proposed):
            self._proposed = proposed_name(
                self._records, self.view, self._selection, self._format, self._by
            )
            path.value = self._proposed
            path.cursor_position = len(path.value)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._confirmed = None
        self._show_error("", "Write")

    @on(Button.Pressed, "#cancel")
    def _cancelled(self) -> None:
        self.dismiss()

    @on(Input.Submitted)
    @on(Button.Pressed, "#write")
    def _write(self) -> None:
        name = self.query_one("#path", Input).value.strip()
        if not name:
            self._show_error("Name a file.", "Write")
            return
        path = Path(name)
        parts = [Part(record, self._selection) for record in self._records]
        data = render_parts(parts, self._selection, self.view, self._format, by=self._by)
        try:
            protected = chain(self._files_of_records(), self._files_below())
            written = write(path, data, overwrite=self._confirmed == path, protected=protected)
        except ExistsError as error:
            self._confirmed = path
            self._show_error(f"{error}. Press Enter again to overwrite it.", "Overwrite")
        except WriteError as error:
            self._show_error(str(error), "Write")
        else:
            self.dismiss()
            self.app.notify(f"Wrote {escape_controls(str(written))}", markup=False)

    def _files_of_records(self) -> Iterator[os.stat_result]:
        for record in self._records:
            yield from record.files

    def _files_below(self) -> Iterator[os.stat_result]:
        """The files of all that is open."""
        for screen in self.app.screen_stack:
            if isinstance(screen, HoldsFiles):
                yield from screen.files()

    def _show_error(self, error: str, button: str) -> None:
        line = self.query_one("#error", Static)
        line.update(literal(error))
        line.scroll_visible(animate=False)
        self.query_one("#write", Button).label = button
