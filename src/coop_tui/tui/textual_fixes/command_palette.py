"""Textual's command palette, corrected for keys that come faster than it draws.

Textual could let a subclass choose the class of the list.
"""

from __future__ import annotations

from textual import events, work
from textual.app import ComposeResult
from textual.command import CommandList, CommandPalette
from textual.css.query import NoMatches

from coop_tui.tui.textual_fixes.closed_once import ClosedOnce
from coop_tui.tui.textual_fixes.option_list import Options


class PaletteList(CommandList, Options, can_focus=False):
    """The list of commands, filled and emptied as the user types."""


class Palette(CommandPalette, ClosedOnce[None]):
    """A palette that can be closed while it makes its list.

    A letter that is typed right before the palette closes starts another list, and the
    widget for it is gone by then.
    """

    def compose(self) -> ComposeResult:
        """The widgets of Textual, with our list."""
        for widget in super().compose():
            yield PaletteList() if type(widget) is CommandList else widget

    def _on_click(self, event: events.Click) -> None:  # type: ignore[override]
        """Ignore a click where nothing is any more, since the terminal became smaller."""
        if not self.screen.region.contains(*event.screen_offset):
            event.prevent_default()

    @work(exclusive=True, group=CommandPalette._GATHER_COMMANDS_GROUP)
    async def _gather_commands(self, search_value: str) -> None:
        gather = CommandPalette._gather_commands.__wrapped__  # type: ignore[attr-defined]
        try:
            await gather(self, search_value)
        except NoMatches:
            if self.is_active:
                raise
