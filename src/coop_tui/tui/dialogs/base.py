"""What all dialogs have in common."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual import events
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widget import Widget

from coop_tui.tui.commands import HELP
from coop_tui.tui.sizes import too_small
from coop_tui.tui.textual_fixes.closed_once import ClosedOnce

Result = TypeVar("Result")


class Dialog(ModalScreen[Result], ClosedOnce[Result]):
    """A screen over the reader; where there is too little room it gives way.

    What is seen then is the reader beneath, which says how much room is needed.
    """

    CSS_PATH = "dialogs.tcss"
    # Textual lets no binding of the app through to a dialog.
    BINDINGS: ClassVar[list[BindingType]] = [HELP.binding]

    _had_focus: Widget | None = None
    """What had the focus when there was room last."""

    def on_resize(self, event: events.Resize) -> None:
        """Show the dialog, or what is beneath."""
        small = too_small(event.size)
        if small == self.has_class("-too-small"):
            return
        if small:
            self._had_focus = self.focused
        elif self._had_focus:
            self.call_after_refresh(self._had_focus.focus)
        self.set_class(small, "-too-small")
