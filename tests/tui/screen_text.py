"""What stands on the screen, as text."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from coop_tui.tui.panes.view_pane import ViewPane


def pane(screen: Screen[Any], name: str) -> ViewPane:
    return screen.query_one(f"#{name}", ViewPane)


def picture(screen: Screen[Any]) -> str:
    strips = screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips)


async def until(pilot: Pilot[None], happened: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, picture(pilot.app.screen)
        await pilot.pause(0.02)


def row_of(screen: Screen[Any], words: str) -> str:
    return next(line for line in picture(screen).splitlines() if words in line)


def cell_of(screen: Screen[Any], words: str) -> tuple[int, int]:
    for y, line in enumerate(picture(screen).splitlines()):
        if words in line:
            return line.index(words), y
    raise AssertionError(f"{words!r} is not on the screen")
