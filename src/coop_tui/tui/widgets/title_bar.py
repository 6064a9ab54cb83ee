"""The line above the panes."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from textual.reactive import reactive
from textual.timer import Timer

from coop_tui.query.points import meetings
from coop_tui.query.selection import NOTHING, Reading, Selection
from coop_tui.tui.widgets.bar import GAP, Bar, Part
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import truncate
from coop_tui.views.labels import counted, narrowing

_RELOADED = "reloaded  "
_RELOADED_SECONDS = 3.0
_LEAST_TITLE = 10
"""Cells of the title that stay while it says that the record was reloaded."""


class TitleBar(Bar):
    """The record at the left; which of its meetings is shown at the right."""

    reading: reactive[Reading] = reactive(NOTHING)
    complaint: reactive[str] = reactive("")
    """What keeps the reader from being drawn; stands in the place of all else."""
    reloaded: reactive[bool] = reactive(False)
    """Whether the record was reloaded a moment ago."""

    _forgetting: Timer | None = None

    def watch_read_again(self, reloaded: bool) -> None:
        """Say it for a moment only."""
        if self._forgetting:
            self._forgetting.stop()
        if reloaded:
            self._forgetting = self.set_timer(_RELOADED_SECONDS, self._forget)

    def _forget(self) -> None:
        self.reloaded = False

    def parts(self) -> Iterator[Part]:
        """Share out the width at hand; the title gives way."""
        if self.complaint:
            yield Part(self.complaint)
            return
        where = list(_where(self.reading))
        room = self.size.width - sum(cell_len(part.text) for part in where) - 2
        if self.reloaded and room >= _LEAST_TITLE + len(_RELOADED):
            where.insert(0, Part(_RELOADED, "$role-muted"))
            room -= len(_RELOADED)
        in_force = narrowing(self.reading.dossier, self.reading.selection.filter)
        words = (
            " · ".join((*in_force, "Esc leads back")) if in_force else self.reading.dossier.title
        )
        title = truncate(words, max(0, room - GAP), Charset.UNICODE)
        yield Part(" ")
        yield Part(title, "bold $role-selected" if in_force else "bold")
        yield Part(" " * (room - cell_len(title)))
        yield from where


def _where(reading: Reading) -> Iterator[Part]:
    dossier, selection = reading.dossier, reading.selection
    ids = [one.id for one in meetings(dossier, Selection(filter=selection.filter))]
    if selection.meeting not in ids:
        yield Part(counted(len(ids), "meeting") if ids else "no meeting", "$role-muted")
        return
    number = ids.index(selection.meeting) + 1
    for words, step, alive in (("‹ ", -1, number > 1), (" ›", 1, number < len(ids))):
        look = "bold" if alive else "$role-absent"
        yield Part(words, look, f"screen.step_meeting({step})")
        if step < 0:
            yield Part(f"{number} of {len(ids)}", "$role-muted")
    yield Part(f"  {dossier.meeting[selection.meeting].date}", "bold")
