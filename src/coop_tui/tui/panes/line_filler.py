"""Makes the rest of a long view bit by bit, so that the pane answers keys in between."""

from __future__ import annotations

from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget

FILL_SECONDS, FILL_PAUSE = 0.008, 0.016
"""How long lines are made at a time, and how long other events come first."""
FILL_TO_END_SECONDS, FILL_TO_END_PAUSE = 0.1, 0.001
"""The same while the reader waits for the end."""


class LineFiller:
    """Decides when a pane makes more of its lines."""

    def __init__(self, pane: Widget, fill: Callable[[float], None]) -> None:
        """Take the pane, for its timers, and what makes its lines for so many seconds."""
        self.to_end = False
        """Whether the reader waits for the last line."""
        self._pane, self._fill = pane, fill
        self._timer: Timer | None = None

    def schedule(self) -> None:
        """Make more lines after a pause, unless that is scheduled already."""
        if self._timer is None:
            pause = FILL_TO_END_PAUSE if self.to_end else FILL_PAUSE
            self._timer = self._pane.set_timer(pause, self._make_lines)

    def hurry_to_end(self) -> None:
        """Make lines now, and go on with shorter pauses until all are made."""
        self.to_end = True
        if self._timer:
            self._timer.stop()
        self._make_lines()

    def _make_lines(self) -> None:
        self._timer = None
        self._fill(FILL_TO_END_SECONDS if self.to_end else FILL_SECONDS)
