"""A list of things to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList

from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import CHOICE
from coop_tui.tui.dialogs.base import Dialog
from coop_tui.tui.keymap import hint
from coop_tui.tui.textual_fixes.option_list import Options
from coop_tui.tui.theme import literal

Chosen = TypeVar("Chosen")


class ChoiceDialog(Dialog[Chosen | None], Generic[Chosen]):
    """A list of names; returns the value of the one that was chosen, or None."""

    BINDINGS = bindings(CHOICE)

    def __init__(self, title: str, choices: Sequence[tuple[str, Chosen]]) -> None:
        super().__init__()
        self._title, self._choices = title, choices

    def compose(self) -> ComposeResult:
        """The list alone."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = literal(self._title)
            yield Options(*(literal(name) for name, _ in self._choices), compact=True)

    def show_keys(self) -> None:
        """Name the keys that choose and close; Enter is a key of Textual's list."""
        back = hint(self, "back", "choice.cancel")
        self.query_one("#dialog").border_subtitle = literal(f"Enter chooses  {back}".rstrip())

    def action_go(self, direction: str) -> None:
        """Go ``down`` or ``up`` in the list, unless it is not there yet."""
        for options in self.query(OptionList):
            getattr(options, f"action_cursor_{direction}")()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return what was chosen."""
        self.dismiss(self._choices[event.option_index][1])
