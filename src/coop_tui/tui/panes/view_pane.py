"""A pane that shows a view of the record for the selection in force."""

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
        self._seen: Reading | None = None
        self._width: int | None = None
        """The width that the lines are laid out for; 0 if they are out of date."""
        self._unnumbered = ("", "")
        """The titles without the key."""
        self._laid: Selection | None = None
        """What of the record the lines show."""

    def on_mount(self) -> None:
        """Find out what to show; lines are made when the width is known."""
        self._look()

    def show_keys(self) -> None:
        """Name the key that leads to the pane."""
        self.set_titles(*self._unnumbered)

    def watch_reading(self) -> None:
        """Show what is to be shown now."""
        if self.is_attached and self._look():
            self.redraw()

    def on_resize(self, event: events.Resize) -> None:
        """The room is another."""
        if self._lay_out():
            self.show_lines(keep_scroll=True)

    def redraw(self) -> None:
        """Make the lines anew."""
        if self._width:
            self._width = 0
        if self._lay_out():
            self.show_lines(keep_scroll=self.KEEPS_SCROLL)

    def prepare(self) -> None:
        """Lay out what is shown first, before anything has told the pane its size.

        So the first frame is whole, and nothing is waited for that it does not show.
        """
        if self._width is None:
            self._lay_out(seconds=0)
            self._width = 0

    def _look(self) -> bool:
        """Take over as much of what is read as the view heeds; return whether it is new."""
        seen = Reading(self.reading.record, VIEWS[self.ID].for_display(self.reading.selection))
        if seen == self._seen:
            return False
        self._seen = seen
        where = seen.selection.filter.where
        self.words = find_matches(seen.dossier, where).words if where else ()
        self.set_titles(*self.titles(seen.dossier, seen.selection))
        return True

    def _lay_out(self, seconds: float = AT_ONCE_SECONDS) -> bool:
        """Make the lines if they are out of date; return whether they were."""
        width = self.content_cells
        if self._seen is None or width in (0, self._width):
            return False
        self._width = width
        selection = self._seen.selection
        # In all the meetings an item can be so far down that its lines would take seconds:
        # it is gone to where the view is the same as before, and left where it is another.
        seek = selection.meeting is not None or selection == self._laid
        self._laid = selection
        self.set_lines(self.draw(self._seen, width), self.preferred, seek=seek, seconds=seconds)
        return True

    def draw(self, seen: Reading, width: int) -> Sequence[Line] | Iterator[Line]:
        """The lines of the view.

        Args:
            seen: The record, and as much of the selection as the view heeds.
            width: The cells that a line may take.
        """
        return layout.body(VIEWS[self.ID].page(*seen), width)

    def set_titles(self, title: str, subtitle: str = "") -> None:
        """Say in the frame what the pane shows, after the key that leads to the pane."""
        self._unnumbered = title, subtitle
        super().set_titles(hint(self, title, f"pane.{self.ID}") or title, subtitle)

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """What the frame says in its upper edge, after the key, and in its lower edge.

        Args:
            dossier: The record.
            selection: As much of the selection as the view heeds.
        """
        raise NotImplementedError

    @property
    def preferred(self) -> str | None:
        """The item that belongs under the cursor."""
        return self.cursor

    @property
    def subject(self) -> Subject | None:
        """What is under the cursor; the selected meeting, where nothing else is."""
        meeting = self.reading.selection.meeting
        return Subject("meeting", meeting) if meeting else None

    @property
    def subjects(self) -> list[Subject]:
        """All that the cursor could be on of the same kind, in order."""
        filter = self.reading.selection.filter
        left = meetings(self.reading.dossier, Selection(filter=filter))
        return [Subject("meeting", meeting.id) for meeting in left]
