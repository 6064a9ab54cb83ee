"""The screen that is shown while a large record is loaded."""

from __future__ import annotations

import contextlib
import threading
import time

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

from coop_tui.record.diagnostics.problem import RecordError
from coop_tui.record.loading.files import mebibytes
from coop_tui.record.loading.loader_process import LoadCancelled, LoaderProcess
from coop_tui.record.record import Record
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import LOADING
from coop_tui.tui.keymap import hint
from coop_tui.tui.theme import literal

_SECONDS = 0.1
"""The time between two drawings."""


class Progress(Widget):
    """The name and size of the file, and the time since its loading began."""

    def __init__(self, record: LoaderProcess) -> None:
        super().__init__()
        self._record, self._begin = record, time.monotonic()

    def on_mount(self) -> None:
        """Draw the time, and the key in force, again and again."""
        self.set_interval(_SECONDS, self.refresh)

    def render(self) -> Content:
        """The lines, taken literally, since the name of a file may look like markup."""
        seconds = int(time.monotonic() - self._begin)
        name, size = self._record.file.rpartition("/")[2], mebibytes(self._record.size)
        stop = hint(self, "stops", "loading.stop")
        return literal(f"Reading {name}\n{size} · {seconds} s\n\n{stop}")


class LoadingScreen(ModalScreen[None]):
    """Shown until the record is loaded; the commands of the reader do nothing yet."""

    DEFAULT_CSS = """
    LoadingScreen {
        align: center middle;
        background: $background;
        Progress { height: auto; text-align: center; }
    }
    """
    BINDINGS = bindings(LOADING)

    class Loaded(Message):
        """The record was loaded, or cannot be; posted by another thread."""

        def __init__(self, outcome: Record | RecordError) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, record: LoaderProcess) -> None:
        super().__init__()
        self._record = record

    def compose(self) -> ComposeResult:
        """The progress alone."""
        yield Progress(self._record)

    def on_mount(self) -> None:
        """Wait for the record in a daemon thread, which does not keep the program from ending."""
        threading.Thread(target=self._wait, name="coop-tui-load", daemon=True).start()

    async def on_screen_suspend(self) -> None:
        """Stop the clock; this screen stays below the reader, as Textual keeps its first one."""
        await self.query_one(Progress).remove()

    def _wait(self) -> None:
        outcome: Record | RecordError
        try:
            outcome = self._record.result()
        except RecordError as error:
            outcome = error
        except LoadCancelled:
            return
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self.post_message(self.Loaded(outcome))
