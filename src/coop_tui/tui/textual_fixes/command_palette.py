"""Textual's command palette, made to bear being used in a hurry."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette
from textual.css.query import NoMatches

from coop_tui.tui.textual_fixes.closed_once import ClosedOnce
from coop_tui.tui.textual_fixes.option_list import Options


class PaletteList(CommandList, Options, can_focus=False):
    """The list of commands, which is filled and emptied as one types."""


class Palette(CommandPalette, ClosedOnce[None]):
    """A palette that does not fail when it is closed while its list is being made.

    A letter typed right before ``Esc`` begins another list, for which there is no room
    any more by then.
    """

    def compose(self) -> ComposeResult:
        """What Textual has, with a list of our own."""
        for widget in super().compose():
            yield PaletteList() if type(widget) is CommandList else widget

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        gather = CommandPalette._gather_commands.__wrapped__  # type: ignore[attr-defined]
        try:
            await gather(self, search_value)
        except NoMatches:
            if self.is_active:
                raise
