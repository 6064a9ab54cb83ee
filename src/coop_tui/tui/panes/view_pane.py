"""A pane that shows a view of the record, as the selection asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.reactive import reactive

from coop_tui.query.points import meetings
from coop_tui.query.search.index import find_matches
from coop_tui.query.selection import NOTHING, Reading, Selection
from coop_tui.record.tables import Dossier
from coop_tui.tui.keymap import ShowsKeys, hint
from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.line_view import AT_ONCE_SECONDS, LineView
from coop_tui.tui.subject import Subject
from coop_tui.views.document import layout
from coop_tui.views.document.layout import Line
from coop_tui.views.registry import VIEWS


class ViewPane(LineView, ShowsKeys):
    """A pane that shows one view; the screen binds the record and the selection to it."""

    ID: ClassVar[PaneId]
    """The pane, and the name of the view that it shows."""

    reading: reactive[Reading] = reactive(NOTHING, init=False, repaint=False)

    KEEPS_SCROLL: ClassVar[bool] = False
    """Whether the pane stays scrolled as it is when it shows something else."""

    def __init__(self) -> None:
        super().__init__(id=self.ID)
        self._shown: Reading | None = None
        """The record, and the fields of the selection on which the view depends."""
        self._width: int | None = None
        """The width for which the lines are laid out; 0 if they are out of date."""
        self._unnumbered = ("", "")
        """The titles without the key."""
        self._laid_out: Selection | None = None
        """The selection for which the lines are laid out."""

    def on_mount(self) -> None:
        """Set the titles; the pane makes its lines when it knows its width."""
        self._update_shown()

    def show_keys(self) -> None:
        """Name the key that leads to the pane."""
        self.set_titles(*self._unnumbered)

    def watch_reading(self) -> None:
        """Redraw the pane if the view shows something else now."""
        if self.is_attached and self._update_shown():
            self.redraw()

    def on_resize(self, event: events.Resize) -> None:
        """Lay out the lines for the new width."""
        if self._lay_out():
            self.show_lines(keep_scroll=True)

    def redraw(self) -> None:
        """Make the lines again."""
        if self._width:
            self._width = 0
        if self._lay_out():
            self.show_lines(keep_scroll=self.KEEPS_SCROLL)

    def prepare(self) -> None:
        """Lay out the lines of the first frame, before the first resize event.

        The first frame is then complete, and waits for no line that it does not show.
        """
        if self._width is None:
            self._lay_out(seconds=0)
            self._width = 0

    def _update_shown(self) -> bool:
        """Take over the fields on which the view depends; return whether any has changed."""
        shown = Reading(self.reading.record, VIEWS[self.ID].for_display(self.reading.selection))
        if shown == self._shown:
            return False
        self._shown = shown
        filter = shown.selection.filter
        found = find_matches(shown.dossier, filter.where, filter.now) if filter.where else None
        self.words = found.words if found else ()
        self.set_titles(*self.titles(shown.dossier, shown.selection))
        return True

    def _lay_out(self, seconds: float = AT_ONCE_SECONDS) -> bool:
        """Make the lines if they are out of date; return whether they were."""
        width = self.content_cells
        if self._shown is None or width in (0, self._width):
            return False
        self._width = width
        selection = self._shown.selection
        # In a view of all meetings, an item can be so far down that its lines take seconds.
        # So the pane seeks it only where it shows the same selection as before.
        seek = selection.meeting is not None or selection == self._laid_out
        self._laid_out = selection
        self.set_lines(self.draw(self._shown, width), self.preferred, seek=seek, seconds=seconds)
        return True

    def draw(self, shown: Reading, width: int) -> Sequence[Line] | Iterator[Line]:
        """The lines of the view, at most ``width`` cells wide."""
        return layout.body(VIEWS[self.ID].page(*shown), width)

    def set_titles(self, title: str, subtitle: str = "") -> None:
        """Say in the frame what the pane shows, after the key that leads to the pane."""
        self._unnumbered = title, subtitle
        super().set_titles(hint(self, title, f"pane.{self.ID}") or title, subtitle)

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """What the frame says in its upper edge, after the key, and in its lower edge."""
        return self.ID.capitalize(), ""

    @property
    def preferred(self) -> str | None:
        """The item that belongs under the cursor."""
        return self.cursor

    @property
    def subject(self) -> Subject | None:
        """The part of the record under the cursor, or else the selected meeting."""
        meeting = self.reading.selection.meeting
        return Subject("meeting", meeting) if meeting else None

    @property
    def subjects(self) -> list[Subject]:
        """All parts of the same kind that the cursor could be on, in order."""
        selection = Selection(filter=self.reading.selection.filter)
        found = meetings(self.reading.dossier, selection)
        return [Subject("meeting", meeting.id) for meeting in found]
