"""The app: themes, colours, signals, and what is the same on every screen."""

from __future__ import annotations

import contextlib
import datetime
import gc
import os
import threading
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.command import Provider
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.errors import NoWidget
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES, ThemeProvider
from textual.widgets import Input
from textual.worker import WorkerFailed

from coop_tui.record.characters import strip_controls
from coop_tui.record.record import Record
from coop_tui.tui.commands import APP, READER_GROUPS, bindings
from coop_tui.tui.keymap import KeymapApp, keys_of
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.sizes import MIN_COLUMNS
from coop_tui.tui.textual_fixes.driver import Terminal
from coop_tui.tui.theme import DARK, FALLBACKS, LIGHT, NoColour, theme_defaults

if TYPE_CHECKING:
    from rich.console import RenderableType

    from coop_tui.record.diagnostics.problem import RecordError
    from coop_tui.record.loading.loader_process import LoaderProcess
    from coop_tui.tui.screens.loading import LoadingScreen
    from coop_tui.tui.services.file_watcher import FileIdentity

INTERRUPTED = 130

# Known before the app is made, so that the style sheet is read once, in the right colours.
BUILTIN_THEMES.update({theme.name: theme for theme in (DARK, LIGHT)})


def _go_to() -> type[Provider]:
    """The provider of names, imported when the palette is first opened."""
    from coop_tui.tui.dialogs.palette import GoTo

    return GoTo


class CoopApp(KeymapApp):
    """The reader of one record."""

    TITLE = "coop-tui"
    CSS_PATH = "coop.tcss"
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(APP))

    COMMANDS = App.COMMANDS | {_go_to}

    theme: Reactive[str] = Reactive(DARK.name)

    def __init__(
        self,
        record: Record | LoaderProcess,
        *,
        colour: bool = True,
        today: datetime.date | None = None,
        seen: FileIdentity | None = None,
    ) -> None:
        """Make the reader.

        Args:
            record: The record, or the process that reads it.
            colour: Whether to draw in colours.
            today: What counts as now on the timeline; the present day if not given.
            seen: The file as it was before it was read; None if it is not to be followed.
        """
        super().__init__()
        self._today, self._seen = today or datetime.date.today(), seen
        self._record = record
        self.refused: RecordError | None = None
        """What is wrong with the record, if that came out only after the start."""
        self._colour = colour
        self._no_colour = NoColour()

    def get_default_screen(self) -> Screen[None]:
        """The reader's screen, or what is shown while the record is read."""
        if isinstance(self._record, Record):
            return self._reader(self._record)
        from coop_tui.tui.screens.loading import LoadingScreen

        return LoadingScreen(self._record)

    def _reader(self, record: Record) -> ReaderScreen:
        return ReaderScreen(record, self._today, self._seen)

    async def on_loading_screen_loaded(self, event: LoadingScreen.Loaded) -> None:
        """Show the record, or leave if it is none."""
        if isinstance(event.outcome, Record):
            await self.push_screen(self._reader(event.outcome))
        else:
            self.refused = event.outcome
            self.exit()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that do not give them."""
        if FALLBACKS.keys() <= self.current_theme.variables.keys():
            return {}
        return theme_defaults(self.current_theme.to_color_system().generate())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to every line before it is written."""
        filters = list(super().get_line_filters())
        return filters if self._colour else [*filters, self._no_colour]

    def get_driver_class(self) -> type[Driver]:
        """Our own way to a terminal, unless the environment names another."""
        usual = super().get_driver_class()
        return Terminal if usual is LinuxDriver else usual

    def on_mount(self) -> None:
        """Begin what is not needed for the first frame."""
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
        for _, commands in READER_GROUPS:
            for command in commands:
                keys = " ".join(keys_of(self, command.id))
                yield SystemCommand(
                    f"{command.title} ({keys})" if keys else command.title,
                    command.help,
                    partial(self._perform, command.action),
                )
        yield SystemCommand("Theme", "Choose another theme.", self.action_change_theme)

    def action_command_palette(self) -> None:
        """Open the palette where there is room: Textual's fails in a few columns."""
        from coop_tui.tui.textual_fixes.command_palette import Palette

        if self.size.width >= MIN_COLUMNS and not isinstance(self.screen, Palette):
            self.push_screen(Palette())  # the last one may be there still, so none has an id

    def search_themes(self) -> None:
        """Choose a theme in a palette."""
        from coop_tui.tui.textual_fixes.command_palette import Palette

        self.push_screen(Palette([ThemeProvider], placeholder="Search for themes…"))

    async def _perform(self, action: str) -> None:
        """Do what was chosen in the palette; a pane has the focus again by then."""
        if self.screen.focused is None:
            self.screen.focus_next()
        await self.run_action(action)

    def action_toggle_theme(self) -> None:
        """Change between light and dark."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    async def on_event(self, event: events.Event) -> None:
        """Let nothing be pasted that could act on the terminal, and no ghost be clicked.

        Args:
            event: Any event.
        """
        if isinstance(event, events.Paste):
            event.text = strip_controls("".join(event.text.splitlines()[:1]))
        if not (isinstance(event, events.MouseEvent) and self._is_gone(event)):
            await super().on_event(event)

    def _is_gone(self, event: events.MouseEvent) -> bool:
        """Whether what the mouse is on is drawn still but has been removed: Textual fails then."""
        try:
            widget, _ = self.get_widget_at(event.x, event.y)
        except NoWidget:
            return False
        return not (widget.is_attached or isinstance(widget, Screen))

    def action_help(self) -> None:
        """List every key."""
        from coop_tui.tui.dialogs.help import HelpDialog

        self.push_screen(HelpDialog())

    def action_interrupt(self) -> None:
        """Copy what is selected; with nothing selected, leave at once."""
        field = self.focused if isinstance(self.focused, Input) else None
        if chosen := (field and field.selected_text) or self.screen.get_selected_text():
            self.copy_to_clipboard(chosen)
            self.screen.clear_selection()
            if field:  # once more leaves
                field.cursor_position = field.selection.end
        else:
            self.exit(return_code=INTERRUPTED)

    @property
    def crash(self) -> BaseException | None:
        """The first exception that nobody handled."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def panic(self, *renderables: RenderableType) -> None:
        """Leave with nothing drawn: ``run_reader`` passes on what was raised.

        Args:
            renderables: What Textual would draw.
        """
        self.exit(return_code=1)

    def _handle_exception(self, error: Exception) -> None:
        """Leave, unless that is under way: then messages ask in vain for what is gone."""
        if not self._exit:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self.panic()

    def _crashed_in_thread(self, what: threading.ExceptHookArgs) -> None:
        if isinstance(what.exc_value, Exception):
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                self.call_later(self._handle_exception, what.exc_value)


def run_reader(record: Record | LoaderProcess, *, colour: bool, seen: FileIdentity | None) -> int:
    """Open the reader and return the exit status when it is left.

    Args:
        record: The record, or the process that reads it.
        colour: Whether to draw in colours.
        seen: The file as it was before it was read; None if it is not to be followed.

    Raises:
        RecordError: If what is read turns out to be no record.
        Exception: What nobody handled; the terminal is handed back by then.
    """
    # Textual takes even an empty NO_COLOR as set, and then still draws in greys.
    os.environ.pop("NO_COLOR", None)
    app = CoopApp(record, colour=colour, seen=seen)
    threading.excepthook = app._crashed_in_thread
    app.run()
    if app.crash:
        raise app.crash
    if app.refused:
        raise app.refused
    return app.return_code or 0
