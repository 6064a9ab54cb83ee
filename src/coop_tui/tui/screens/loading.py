"""What is shown while a large record is read."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widget import Widget

from coop_tui.record.diagnostics.problem import RecordError
from coop_tui.record.loading.loader import mebibytes
from coop_tui.record.loading.loader_process import LoadCancelled, LoaderProcess
from coop_tui.record.record import Record
from coop_tui.tui.theme import literal

_SECONDS = 0.1
"""From one look at the clock to the next."""


class Progress(Widget):
    """Says what is read and for how long; nobody knows how long it will take."""

    def __init__(self, record: LoaderProcess) -> None:
        """Begin to count.

        Args:
            record: What is read.
        """
        super().__init__()
        self._record, self._begin = record, time.monotonic()

    def on_mount(self) -> None:
        """Keep the time."""
        self.set_interval(_SECONDS, self.refresh)

    def render(self) -> Content:
        """Say it literally: a file may be called anything."""
        seconds = int(time.monotonic() - self._begin)
        name, size = self._record.file.rpartition("/")[2], mebibytes(self._record.size)
        return literal(f"Reading {name}\n{size} · {seconds} s\n\nEsc stops")


class LoadingScreen(ModalScreen[None]):
    """Waits for a record; what can be done with one has to wait, too."""

    DEFAULT_CSS = """
    LoadingScreen {
        align: center middle;
        background: $background;
        Progress { height: auto; text-align: center; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "app.quit", "Stop", id="loading.stop", tooltip="Stop reading.")
    ]

    class Loaded(Message):
        """The record was read, or cannot be; comes from another thread."""

        def __init__(self, outcome: Record | RecordError) -> None:
            super().__init__()
            self.outcome = outcome

    def __init__(self, record: LoaderProcess) -> None:
        """Make the screen.

        Args:
            record: What is read.
        """
        super().__init__()
        self._record = record

    def compose(self) -> ComposeResult:
        """The progress alone."""
        yield Progress(self._record)

    def on_mount(self) -> None:
        """Wait in a thread for which whoever leaves need not wait."""
        threading.Thread(target=self._wait, name="coop-tui-load", daemon=True).start()

    async def on_screen_suspend(self) -> None:
        """The record is shown, over this screen: Textual does not part with the first."""
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
