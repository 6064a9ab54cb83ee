"""The app: themes, colours, and the actions that work on every screen."""

from __future__ import annotations

import datetime
import gc
import threading
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, SystemCommand
from textual.command import Provider
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.errors import NoWidget
from textual.filter import LineFilter
from textual.reactive import Reactive
from textual.screen import Screen
from textual.theme import Theme, ThemeProvider
from textual.widgets import Input

from coop_tui.record.characters import strip_controls
from coop_tui.record.record import Record
from coop_tui.tui.command_groups import LIST_GROUPS, READER_GROUPS
from coop_tui.tui.commands import APP, bindings
from coop_tui.tui.keymap import KeymapApp, keys_of
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.sizes import MIN_COLUMNS
from coop_tui.tui.textual_fixes.driver import Terminal
from coop_tui.tui.textual_fixes.quiet_crash import QuietCrash
from coop_tui.tui.theme import DARK, LIGHT, NoColour, missing_variables

if TYPE_CHECKING:
    from coop_tui.record.diagnostics.problem import RecordError
    from coop_tui.record.loading.loader_process import LoaderProcess
    from coop_tui.tui.screens.loading import LoadingScreen
    from coop_tui.tui.screens.records import RecordsScreen
    from coop_tui.tui.services.collection_reader import Files
    from coop_tui.tui.services.file_watcher import FileIdentity

INTERRUPTED = 130


def _go_to() -> type[Provider]:
    """The provider of names for the palette, imported when it is first opened."""
    from coop_tui.tui.screens.palette import GoTo

    return GoTo


def _list_of(files: Files, today: datetime.date) -> RecordsScreen:
    from coop_tui.tui.screens.records import RecordsScreen

    return RecordsScreen(files, today)


class CoopApp(KeymapApp, QuietCrash):
    """The reader of one record, or of several from a list."""

    TITLE = "coop-tui"
    CSS_PATH = "coop.tcss"
    BINDINGS = bindings(APP)

    COMMANDS = App.COMMANDS | {_go_to}

    theme: Reactive[str] = Reactive(DARK.name)

    def __init__(
        self,
        record: Record | LoaderProcess | None,
        *,
        files: Files | None = None,
        colour: bool = True,
        today: datetime.date | None = None,
        identity: FileIdentity | None = None,
    ) -> None:
        """Make the reader.

        Args:
            record: The record, or the process that loads it; None to begin with a list.
            files: The files of that list.
            colour: Whether to draw in colours.
            today: The day of "now" on the timeline; None for the present day.
            identity: The state of the file before it was read; None if nothing watches it.
        """
        super().__init__()
        self._today = today or datetime.date.today()
        self._identity = identity
        self._record, self._files = record, files
        self._list: RecordsScreen | None = None
        self.refused: RecordError | None = None
        """The error of a record that could not be loaded after the start."""
        self._filters = [] if colour else [NoColour()]

    def get_default_screen(self) -> Screen[None]:
        """The screen of the reader, or the one that is shown while the record loads."""
        # The app must not keep the record, which a newer version of its file may replace.
        record, self._record = self._record, None
        if record is None:
            assert self._files is not None, "there is a record or a list, and this is asked once"
            self._list = _list_of(self._files, self._today)
            return self._list
        if isinstance(record, Record):
            return ReaderScreen(record, self._today, self._identity)
        from coop_tui.tui.screens.loading import LoadingScreen

        return LoadingScreen(record)

    async def on_loading_screen_loaded(self, event: LoadingScreen.Loaded) -> None:
        """Show the record that was loaded, or leave with the error."""
        if isinstance(event.outcome, Record):
            await self.push_screen(ReaderScreen(event.outcome, self._today, self._identity))
        else:
            self.refused = event.outcome
            self.exit()

    def action_records(self) -> None:
        """Go back to the list of records, or list those in the folder of the record."""
        reader = self.screen
        if not isinstance(reader, ReaderScreen):
            return
        if reader.over_list:
            reader.dismiss()
            return
        path = reader.reading.record.path
        if path is None:
            self.notify("There is no list: the record came through a pipe.")
            return
        if self._list is None:
            from coop_tui.tui.services.collection_reader import Files

            self._list = _list_of(Files.beside(path), self._today)
            self.install_screen(self._list, "records")
        self.push_screen("records")

    async def on_records_screen_chosen(self, event: RecordsScreen.Chosen) -> None:
        """Open a record of the list, or go back to it if the list lies over it."""
        listed, record = self._list, event.entry.record
        if listed is None or record is None or isinstance(self.screen, ReaderScreen):
            return
        below = self.screen_stack[-2] if self.screen is listed and self._files is None else None
        if isinstance(below, ReaderScreen) and below.reading.record.path == record.path:
            listed.dismiss()
            reader = below
        else:
            reader = ReaderScreen(record, self._today, event.entry.state, over_list=True)
            await self.push_screen(reader)
        reader.open_at(event.selection)

    @property
    def available_themes(self) -> dict[str, Theme]:
        """All themes, by name.

        Textual reads the colours before ``register_theme`` can be called, and would parse
        the style sheet a second time for a theme that is registered after that.
        """
        return {**super().available_themes, DARK.name: DARK, LIGHT.name: LIGHT}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Values of our variables for the themes that do not define them."""
        return missing_variables(self.current_theme)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters that every line passes before it is written."""
        return [*super().get_line_filters(), *self._filters]

    def get_driver_class(self) -> type[Driver]:
        """Our driver for a terminal, unless the environment names another driver."""
        usual = super().get_driver_class()
        return Terminal if usual is LinuxDriver else usual

    def on_mount(self) -> None:
        """Turn on the garbage collector, which ``cli.startup`` turned off for the first frame."""
        self.call_after_refresh(gc.enable)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The entries of the palette: every command of the screen, and the choice of a theme."""
        for _, commands in LIST_GROUPS if screen is self._list else READER_GROUPS:
            for command in commands:
                keys = " ".join(keys_of(self, command.id))
                yield SystemCommand(
                    f"{command.title} ({keys})" if keys else command.title,
                    command.help,
                    partial(self._perform, command.action),
                )
        yield SystemCommand("Theme", "Choose another theme.", self.action_change_theme)

    def action_command_palette(self) -> None:
        """Open the palette, unless the terminal is so narrow that Textual's palette fails."""
        from coop_tui.tui.textual_fixes.command_palette import Palette

        if self.size.width >= MIN_COLUMNS and not isinstance(self.screen, Palette):
            self.push_screen(Palette())  # without an id: the last palette may not be gone yet

    def search_themes(self) -> None:
        """Choose a theme in a palette."""
        from coop_tui.tui.textual_fixes.command_palette import Palette

        self.push_screen(Palette([ThemeProvider], placeholder="Search for themes…"))

    async def _perform(self, action: str) -> None:
        """Run the action that was chosen in the palette, with a pane in focus again."""
        if self.screen.focused is None:
            self.screen.focus_next()
        await self.run_action(action)

    def action_toggle_theme(self) -> None:
        """Change between light and dark."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    async def on_event(self, event: events.Event) -> None:
        """Remove control characters from a paste; ignore clicks on widgets that are gone."""
        if isinstance(event, events.Paste):
            event.text = strip_controls("".join(event.text.splitlines()[:1]))
        if not (isinstance(event, events.MouseEvent) and self._is_gone(event)):
            await super().on_event(event)

    def _is_gone(self, event: events.MouseEvent) -> bool:
        """Whether the widget under the mouse is drawn but removed: Textual fails on it."""
        try:
            widget, _ = self.get_widget_at(event.x, event.y)
        except NoWidget:
            return False
        return not (widget.is_attached or isinstance(widget, Screen))

    def action_help(self) -> None:
        """Open the list of all keys."""
        from coop_tui.tui.dialogs.help import HelpDialog

        self.push_screen(HelpDialog(LIST_GROUPS if self.screen is self._list else ()))

    def action_interrupt(self) -> None:
        """Copy the selected text; leave at once if nothing is selected."""
        field = self.focused if isinstance(self.focused, Input) else None
        if text := (field and field.selected_text) or self.screen.get_selected_text():
            self.copy_to_clipboard(text)
            self.screen.clear_selection()
            if field:  # so that the same key leaves next time
                field.cursor_position = field.selection.end
        else:
            self.exit(return_code=INTERRUPTED)


def run_reader(app: CoopApp) -> int:
    """Run the reader until the user leaves it, and return its exit status.

    Raises:
        RecordError: If the record is invalid.
        Exception: An unhandled exception; the terminal is restored by then.
    """
    threading.excepthook = app.crashed_in_thread
    app.run()
    if error := app.crash or app.refused:
        raise error
    return app.return_code or 0
