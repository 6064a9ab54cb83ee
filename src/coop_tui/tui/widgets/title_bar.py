"""The line above the panes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.cells import cell_len
from textual.reactive import reactive
from textual.timer import Timer

from coop_tui.query.points import meetings
from coop_tui.query.selection import NOTHING, Reading, Selection
from coop_tui.tui.keymap import hint
from coop_tui.tui.widgets.bar import GAP, Bar, Part
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import truncate
from coop_tui.views.labels import between, counted, narrowing

_RELOADED = "reloaded  "
_RELOADED_SECONDS = 3.0
_LEAST_TITLE = 10
"""With fewer cells for the title, the bar does not show that the record was reloaded."""


class TitleBar(Bar):
    """The title of the record at the left, the place of the meeting at the right."""

    reading: reactive[Reading] = reactive(NOTHING)
    complaint: reactive[str] = reactive("")
    """Why the reader cannot be drawn; shown in place of everything else."""
    reloaded: reactive[bool] = reactive(False)
    """Whether the record was reloaded a moment ago."""

    _reloaded_timer: Timer | None = None

    def watch_reloaded(self, reloaded: bool) -> None:
        """Show for a moment only that the record was reloaded."""
        if self._reloaded_timer:
            self._reloaded_timer.stop()
        if reloaded:
            end = partial(setattr, self, "reloaded", False)
            self._reloaded_timer = self.set_timer(_RELOADED_SECONDS, end)

    def parts(self) -> Iterator[Part]:
        """The title, shortened where the width is small, and the place of the meeting."""
        if self.complaint:
            yield Part(self.complaint)
            return
        where = list(_where(self.reading))
        room = self.size.width - sum(cell_len(part.text) for part in where) - 2
        if self.reloaded and room >= _LEAST_TITLE + len(_RELOADED):
            where.insert(0, Part(_RELOADED, "$role-muted"))
            room -= len(_RELOADED)
        in_force = narrowing(self.reading.dossier, self.reading.selection.filter)
        back = filter(None, [hint(self, "goes back", "back")])
        words = " · ".join((*in_force, *back)) if in_force else self.reading.dossier.title
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
    meeting = dossier.meeting[selection.meeting]
    yield Part(f"  {between(meeting.date, meeting.last)}", "bold")
