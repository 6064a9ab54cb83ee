"""Asks which of several things is meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList

from coop_tui.tui.dialogs.base import Dialog
from coop_tui.tui.textual_fixes.option_list import Options
from coop_tui.tui.theme import literal

Chosen = TypeVar("Chosen")


class ChoiceDialog(Dialog[Chosen | None], Generic[Chosen]):
    """A list to choose from; gives what was chosen, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="choice.cancel", tooltip="Choose nothing."),
        Binding("j", "cursor('down')", "Down", id="choice.down", tooltip="Go down."),
        Binding("k", "cursor('up')", "Up", id="choice.up", tooltip="Go up."),
    ]

    def __init__(self, title: str, choices: Sequence[tuple[str, Chosen]]) -> None:
        """Make the dialog.

        Args:
            title: What is asked.
            choices: What there is to choose from, each with its name.
        """
        super().__init__()
        self._title, self._choices = title, choices

    def compose(self) -> ComposeResult:
        """The list alone."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = literal(self._title)
            dialog.border_subtitle = "Enter chooses  Esc back"
            yield Options(*(literal(name) for name, _ in self._choices), compact=True)

    def action_cursor(self, way: str) -> None:
        """Go up or down; the list may not be there yet."""
        for choices in self.query(OptionList):
            getattr(choices, f"action_cursor_{way}")()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give what was chosen."""
        self.dismiss(self._choices[event.option_index][1])
