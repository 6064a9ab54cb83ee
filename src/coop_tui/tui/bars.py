"""The line above the panes and the line under them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace
from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from coop_tui.record.query import NOTHING, Reading, meetings
from coop_tui.tui.commands import APP, PANE, SCREEN, Command
from coop_tui.views.charset import Charset
from coop_tui.views.layout import truncate
from coop_tui.views.wording import counted, narrowing

_GAP = 2
_READ_AGAIN = "read again  "
_READ_AGAIN_SECONDS = 3.0
_LEAST_TITLE = 10
"""Cells of the title that stay while it says that the record was read again."""


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


class TitleBar(Bar):
    """The record at the left; which of its meetings is shown at the right."""

    reading: reactive[Reading] = reactive(NOTHING)
    complaint: reactive[str] = reactive("")
    """What keeps the reader from being drawn; stands in the place of all else."""
    read_again: reactive[bool] = reactive(False)
    """Whether the record was read again a moment ago."""

    _forgetting: Timer | None = None

    def watch_read_again(self, read_again: bool) -> None:
        """Say it for a moment only."""
        if self._forgetting:
            self._forgetting.stop()
        if read_again:
            self._forgetting = self.set_timer(_READ_AGAIN_SECONDS, self._forget)

    def _forget(self) -> None:
        self.read_again = False

    def parts(self) -> Iterator[Part]:
        """Share out the width at hand; the title gives way."""
        if self.complaint:
            yield Part(self.complaint)
            return
        where = list(_where(self.reading))
        room = self.size.width - sum(cell_len(part.text) for part in where) - 2
        if self.read_again and room >= _LEAST_TITLE + len(_READ_AGAIN):
            where.insert(0, Part(_READ_AGAIN, "$look-muted"))
            room -= len(_READ_AGAIN)
        in_force = narrowing(*self.reading)
        words = (
            " · ".join((*in_force, "Esc leads back")) if in_force else self.reading.dossier.title
        )
        title = truncate(words, max(0, room - _GAP), Charset.UNICODE)
        yield Part(" ")
        yield Part(title, "bold $look-selected" if in_force else "bold")
        yield Part(" " * (room - cell_len(title)))
        yield from where


def _where(reading: Reading) -> Iterator[Part]:
    dossier, selection = reading
    ids = [one.id for one in meetings(dossier, replace(selection, meeting=None))]
    if selection.meeting not in ids:
        yield Part(counted(len(ids), "meeting") if ids else "no meeting", "$look-muted")
        return
    number = ids.index(selection.meeting) + 1
    for words, step, alive in (("‹ ", -1, number > 1), (" ›", 1, number < len(ids))):
        look = "bold" if alive else "$look-absent"
        yield Part(words, look, f"screen.step_meeting({step})")
        if step < 0:
            yield Part(f"{number} of {len(ids)}", "$look-muted")
    yield Part(f"  {dossier.meeting[selection.meeting].date}", "bold")


class KeyBar(Bar):
    """The keys that are most used, as many as the width holds; help and quit always."""

    def parts(self) -> Iterator[Part]:
        """A key and a word for each command that has a short name."""
        yield Part(" ")
        room = self.size.width - 1 - sum(_cells(command) for command in APP)
        for command in (*PANE, *SCREEN):
            room -= _cells(command)
            if room < -_GAP:
                break
            yield from _parts(command)
        for command in APP:
            yield from _parts(command)


def _cells(command: Command) -> int:
    return cell_len(f"{command.shown} {command.short}") + _GAP if command.short else 0


def _parts(command: Command) -> Iterator[Part]:
    if command.short:
        yield Part(command.shown, "bold $primary", command.action)
        yield Part(f" {command.short}{' ' * _GAP}", "", command.action)
