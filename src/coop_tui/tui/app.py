"""The app: themes, colours, signals, and what is the same on every screen."""

from __future__ import annotations

import asyncio
import datetime
import gc
import os
import signal
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.command import Provider
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES
from textual.widgets import Input

from coop_tui.record.model import Dossier
from coop_tui.tui.commands import APP, GROUPS, bindings
from coop_tui.tui.paint import DARK, LIGHT, NoColour, theme_defaults
from coop_tui.tui.screen import MIN_COLUMNS, ReaderScreen

INTERRUPTED = 130

# Known before the app is made, so that the style sheet is read once, in the right colours.
BUILTIN_THEMES.update({theme.name: theme for theme in (DARK, LIGHT)})


def _go_to() -> type[Provider]:
    """The provider of names, imported when the palette is first opened."""
    from coop_tui.tui.goto import GoTo

    return GoTo


class CoopApp(App[None]):
    """The reader of one record."""

    TITLE = "coop-tui"
    CSS_PATH = "coop.tcss"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(APP))

    COMMANDS = App.COMMANDS | {_go_to}

    theme: Reactive[str] = Reactive(DARK.name)

    def __init__(
        self,
        dossier: Dossier,
        path: Path,
        *,
        colour: bool = True,
        today: datetime.date | None = None,
    ) -> None:
        """Make the reader.

        Args:
            dossier: The record.
            path: Its file, after which exports are named.
            colour: Whether to draw in colours.
            today: What counts as now on the timeline; the present day if not given.
        """
        super().__init__()
        self._reader = ReaderScreen(dossier, path, today or datetime.date.today())
        self._colour = colour
        self._no_colour = NoColour()

    def get_default_screen(self) -> Screen[None]:
        """The reader's screen."""
        return self._reader

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that do not give them."""
        return theme_defaults(self.current_theme.to_color_system().generate())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to every line before it is written."""
        filters = list(super().get_line_filters())
        return filters if self._colour else [*filters, self._no_colour]

    def on_mount(self) -> None:
        """Hand the terminal back also when told to stop from outside."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.exit, None, 128 + number)
        self.call_after_refresh(self._begin_collecting)

    def _begin_collecting(self) -> None:
        """Look for garbage from now on, but not in what start-up made: it stays."""
        gc.freeze()
        gc.enable()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every command of ours for the palette, and the choice of a theme.

        Args:
            screen: The screen from which the palette was opened.
        """
        for _, commands in GROUPS:
            for command in commands:
                yield SystemCommand(
                    f"{command.title} ({command.shown})",
                    command.help,
                    partial(self._perform, command.action),
                )
        yield SystemCommand("Theme", "Choose another theme.", self.action_change_theme)

    def action_command_palette(self) -> None:
        """Open the palette where there is room: Textual's fails in a few columns."""
        if self.size.width >= MIN_COLUMNS:
            super().action_command_palette()

    async def _perform(self, action: str) -> None:
        """Do what was chosen in the palette; a pane has the focus again by then."""
        if self.screen.focused is None:
            self.screen.focus_next()
        await self.run_action(action)

    def action_toggle_theme(self) -> None:
        """Change between light and dark."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def action_help(self) -> None:
        """List every key."""
        from coop_tui.tui.dialogs.help import HelpDialog

        self.push_screen(HelpDialog())

    def action_interrupt(self) -> None:
        """Copy what is selected; with nothing selected, leave at once."""
        typed = self.focused.selected_text if isinstance(self.focused, Input) else ""
        if chosen := typed or self.screen.get_selected_text():
            self.copy_to_clipboard(chosen)
        else:
            self.exit(return_code=INTERRUPTED)


def read(dossier: Dossier, path: Path, *, colour: bool) -> int:
    """Open the reader and return the exit status when it is left.

    Args:
        dossier: The record.
        path: Its file.
        colour: Whether to draw in colours.
    """
    # Textual takes even an empty NO_COLOR as set, and then still draws in greys.
    os.environ.pop("NO_COLOR", None)
    app = CoopApp(dossier, path, colour=colour)
    app.run()
    return app.return_code or 0
