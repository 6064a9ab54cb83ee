"""Textual's lists of options, corrected for input that comes faster than they draw.

Where a class has two bases, the one of Textual comes first: style sheets only match that.
Textual could let a subclass of ``Select`` choose the class of the list.
"""

from __future__ import annotations

from typing import Literal, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import OptionList, Select
from textual.widgets._select import SelectOverlay

Value = TypeVar("Value")


class Options(OptionList):
    """A list that ignores clicks and page moves for options that are gone or not laid out."""

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        """Ignore a click on an option that is gone but still drawn."""
        if event.style.meta.get("option", -1) >= self.option_count:
            event.prevent_default()

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        """Stay in place until the options have been laid out."""
        if (self.highlighted or 0) in self._index_to_line:
            super()._move_page(direction)


class Overlay(SelectOverlay, Options):
    """The options of a ``Choice``."""


class Choice(Select[Value]):
    """One of several values, from a list that opens."""

    def compose(self) -> ComposeResult:
        """The widgets of Textual, with our list."""
        current, _ = super().compose()
        yield current
        yield Overlay(self._type_to_search).data_bind(compact=Select.compact)
