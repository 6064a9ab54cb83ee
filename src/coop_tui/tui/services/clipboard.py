"""The clipboard of the terminal."""

from __future__ import annotations

from typing import Any

from textual.screen import Screen

from coop_tui.query.selection import GroupBy, Reading


def copy_view(
    screen: Screen[Any], reading: Reading, view: str, by: GroupBy = GroupBy.MEETING
) -> None:
    """Send a view as text to the clipboard of the terminal, and say so."""
    from coop_tui.formats.render import render

    screen.app.copy_to_clipboard(render(*reading, view, by=by).decode())
    screen.notify(f"The {view} view was sent to the clipboard of the terminal.")
