"""The base of all dialogs."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from textual import events
from textual.screen import ModalScreen
from textual.widget import Widget

from coop_tui.tui.commands import HELP, bindings
from coop_tui.tui.keymap import ShowsKeys
from coop_tui.tui.sizes import too_small
from coop_tui.tui.textual_fixes.closed_once import ClosedOnce

Result = TypeVar("Result")


class Dialog(ModalScreen[Result], ClosedOnce[Result], ShowsKeys):
    """A screen over the reader that hides itself where there is too little room.

    The reader is then seen beneath it, and says how much room is needed.
    """

    # Textual would look for it beside the dialog, which may be in a folder below.
    CSS_PATH = Path(__file__).with_name("dialogs.tcss")
    # Textual passes no key of a dialog on to the bindings of the app.
    BINDINGS = bindings((HELP,))

    _had_focus: Widget | None = None
    """The widget that had the focus when the dialog hid itself."""

    def on_mount(self) -> None:
        """Name the keys in force."""
        self.show_keys()

    def show_keys(self) -> None:
        """Name the keys in the frame, if the dialog does so."""

    def on_resize(self, event: events.Resize) -> None:
        """Hide where there is too little room; show again with the same focus."""
        small = too_small(event.size)
        if small == self.has_class("-too-small"):
            return
        if small:
            self._had_focus = self.focused
        elif self._had_focus:
            self.call_after_refresh(self._had_focus.focus)
        self.set_class(small, "-too-small")
