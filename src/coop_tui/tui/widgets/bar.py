"""One line of parts, some of which can be clicked."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

GAP = 2
"""Cells between two parts of a bar."""


class Part(Struct, frozen=True):
    """A piece of a bar.

    Attributes:
        text: What it says.
        style: How it looks.
        action: What a click on it does; empty if nothing.
    """

    text: str
    style: str = ""
    action: str = ""


class Bar(Widget):
    """One line of parts, some of which can be clicked."""

    def parts(self) -> Iterator[Part]:
        """The parts, from left to right."""
        raise NotImplementedError

    def render(self) -> Content:
        """Put the parts side by side."""
        return Content.assemble(*((part.text, part.style) for part in self.parts()))

    async def on_click(self, event: events.Click) -> None:
        """Do what was clicked; a dialog may have opened above it meanwhile."""
        if not self.screen.is_active:
            return
        end = 0
        for part in self.parts():
            end += cell_len(part.text)
            if event.x < end:
                if part.action:
                    if self.screen.focused is None:
                        self.screen.focus_next()
                    await self.app.run_action(part.action)
                return
