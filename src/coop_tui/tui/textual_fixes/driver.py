"""The driver for a terminal, which restores the terminal however the reader ends.

Textual could draw on standard output, leave on SIGTERM, SIGHUP and a closed terminal,
survive a failed write, and turn off every mouse mode that it turns on.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, TextIO

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The signals that end the reader; its exit status is then 128 plus their number."""
HUNG_UP = 128 + signal.SIGHUP


class Terminal(LinuxDriver):
    """The terminal on standard output, with the keyboard on standard input."""

    def __init__(
        self,
        app: App[Any],
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        """Prepare the terminal; nothing is written before ``start_application_mode``."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # Textual draws on standard error, which may be a file or closed.
        assert sys.__stdout__ is not None, "the reader is opened only where it can draw"
        self._file: Any = NonRaisingStdout(sys.__stdout__, self._hung_up)
        for number in STOPPING:
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
                signal.signal(number, self._leave_on_signal)
        threading.Thread(target=self._await_hang_up, name="coop-tui-hang-up", daemon=True).start()

    def start_application_mode(self) -> None:
        """Take the terminal; restore it if that fails half way."""
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        except BaseException:
            if self._writer_thread is not None:
                self.stop_application_mode()
            raise

    def _disable_mouse_support(self) -> None:
        """Turn off every mouse mode; Textual leaves the one for pixels on."""
        if self._mouse_pixels:
            self.write("\x1b[?1016l")
        super()._disable_mouse_support()

    def _run_input_thread(self) -> None:
        """Read keys; leave if reading fails."""
        try:
            self.run_input_thread()
        except OSError:
            self._hung_up()

    def _await_hang_up(self) -> None:
        """Leave when the terminal is closed, even if no signal comes.

        A read does not fail then: it returns nothing, again and again.
        """
        poll = select.poll()
        poll.register(self.fileno, 0)
        with contextlib.suppress(OSError):
            if any(events & (select.POLLHUP | select.POLLERR) for _, events in poll.poll()):
                self._hung_up()

    def _hung_up(self) -> None:
        """Leave; called in a thread."""
        self._call(self._app.exit, None, HUNG_UP)

    def _leave_on_signal(self, number: int, _: FrameType | None) -> None:
        if not self._call(self._app.exit, None, 128 + number):
            os._exit(128 + number)  # the app has ended and restored the terminal

    def _call(self, function: Callable[..., object], *arguments: object) -> bool:
        """Call a function in the thread of the app; False if the app has ended."""
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            return False
        return True


class NonRaisingStdout:
    """Standard output for a thread that must not die: it reports a failure, and raises none.

    A thread that waits for room in the queue of a dead thread would wait for ever.
    """

    def __init__(self, file: TextIO, report_write_error: Callable[[], None]) -> None:
        """Make the output.

        Args:
            file: The output; characters that its encoding lacks become question marks.
            report_write_error: Called, in the thread that writes, when writing fails.
        """
        self._fileno, self._encoding = file.fileno(), file.encoding
        self.report_write_error = report_write_error
        self._waiting: list[str] = []
        self._failed = False

    def fileno(self) -> int:
        """The number of the file."""
        return self._fileno

    def write(self, text: str) -> None:
        """Keep text until the next flush."""
        self._waiting.append(text)

    def flush(self) -> None:
        """Write the text since the last flush."""
        data = "".join(self._waiting).encode(self._encoding, "replace")
        self._waiting.clear()
        while data and not self._failed:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:  # another program with this terminal made it non-blocking
                select.select([], [self._fileno], [])
            except OSError:
                self._failed = True
                self.report_write_error()
