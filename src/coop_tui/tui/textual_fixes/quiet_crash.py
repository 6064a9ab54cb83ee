"""An app that draws nothing when it crashes, so that its caller can report the crash.

Textual draws a traceback with the values of all variables, which may hold text from a
record, and keeps the exception to itself. It could offer the exception, and a hook in
place of the drawing.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from textual.app import App
from textual.worker import WorkerFailed

if TYPE_CHECKING:
    from rich.console import RenderableType


class QuietCrash(App[None]):
    """An app that draws nothing when it crashes and keeps the exception."""

    @property
    def crash(self) -> BaseException | None:
        """The first exception that nobody handled."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def panic(self, *renderables: RenderableType) -> None:
        """Leave without drawing anything."""
        self.exit(return_code=1)

    def crashed_in_thread(self, details: threading.ExceptHookArgs) -> None:
        """Leave because of an exception in another thread; a ``threading.excepthook``."""
        if isinstance(details.exc_value, Exception):
            with contextlib.suppress(RuntimeError):  # the loop may be closed by now
                self.call_later(self._handle_exception, details.exc_value)

    def _handle_exception(self, error: Exception) -> None:
        """Leave, unless the app exits already: messages then fail because widgets are gone."""
        if not self._exit:
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        self.panic()
