"""How much room the reader needs."""

from __future__ import annotations

from textual.geometry import Size

MIN_COLUMNS, MIN_ROWS = 40, 10
"""With less, nothing is drawn."""
MANY_COLUMNS, MANY_ROWS = 80, 20
"""With less, one pane is drawn at a time."""


def too_small(size: Size) -> bool:
    """Whether a screen has too little room for anything to be drawn."""
    return size.width < MIN_COLUMNS or size.height < MIN_ROWS
