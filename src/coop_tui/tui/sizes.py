"""The sizes of the screen that the reader needs."""

from __future__ import annotations

from textual.geometry import Size

MIN_COLUMNS, MIN_ROWS = 40, 10
"""On a smaller screen, the reader draws nothing."""
MANY_COLUMNS, MANY_ROWS = 80, 20
"""On a smaller screen, it draws one pane at a time."""


def too_small(size: Size) -> bool:
    """Whether a screen is too small for the reader."""
    return size.width < MIN_COLUMNS or size.height < MIN_ROWS
