"""A line of parts; some of them can be clicked."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.widget import Widget

from coop_tui.tui.keymap import ShowsKeys

GAP = 2
"""Cells between two parts of a bar."""


class Part(Struct, frozen=True):
    """A piece of a bar."""

    text: str
    style: str = ""
    """A style of Textual, with variables of the theme."""
    action: str = ""
    """The action that a click on it runs; empty if none."""


class Bar(Widget, ShowsKeys):
    """A line of parts; some of them can be clicked."""

    def show_keys(self) -> None:
        """Name the keys in force."""
        self.refresh()

    def parts(self) -> Iterator[Part]:
        """The parts, from left to right."""
        raise NotImplementedError

    def render(self) -> Content:
        """The parts side by side."""
        return Content.assemble(*((part.text, part.style) for part in self.parts()))

    async def on_click(self, event: events.Click) -> None:
        """Run the action of the part that was clicked, unless a dialog has opened meanwhile."""
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
