"""Panes that show a view of the record for the selection in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from textual import events
from textual.reactive import reactive

from coop_tui.record.model import Dossier
from coop_tui.record.query import NOTHING, Reading, Selection, touches
from coop_tui.tui.panes.lines import AT_ONCE_SECONDS, LinesPane
from coop_tui.views import layout
from coop_tui.views.catalogue import VIEWS
from coop_tui.views.layout import Line
from coop_tui.views.points import in_order
from coop_tui.views.wording import counted


class ViewPane(LinesPane):
    """A pane that shows one view; the screen binds the record and the selection to it."""

    VIEW: ClassVar[str]
    """The name of the view in the catalogue."""

    reading: reactive[Reading] = reactive(NOTHING, init=False, repaint=False)

    KEEPS_SCROLL: ClassVar[bool] = False
    """Whether the pane stays scrolled as it is when it shows something else."""

    def __init__(self) -> None:
        super().__init__(id=self.VIEW)
        self._seen: Reading | None = None
        self._width: int | None = None
        """The width that the lines are laid out for; 0 if they are out of date."""
        self._laid: Selection | None = None
        """What of the record the lines show."""

    def on_mount(self) -> None:
        """Find out what to show; lines are made when the width is known."""
        self._look()

    def watch_reading(self) -> None:
        """Show what is to be shown now."""
        if self.is_attached and self._look():
            self.redraw()

    def on_resize(self, event: events.Resize) -> None:
        """The room is another."""
        if self._lay_out():
            self.settle(keep_scroll=True)

    def redraw(self) -> None:
        """Make the lines anew."""
        if self._width:
            self._width = 0
        if self._lay_out():
            self.settle(keep_scroll=self.KEEPS_SCROLL)

    def prepare(self) -> None:
        """Lay out what is shown first, before anything has told the pane its size.

        So the first frame is whole, and nothing is waited for that it does not show.
        """
        if self._width is None:
            self._lay_out(seconds=0)
            self._width = 0

    def _look(self) -> bool:
        """Take over as much of what is read as the view heeds; return whether it is new."""
        seen = Reading(self.reading.dossier, VIEWS[self.VIEW].seen(self.reading.selection))
        if seen == self._seen:
            return False
        self._seen = seen
        where = seen.selection.where
        self.words = seen.dossier.search.find(where).words if where else ()
        self.entitle(*self.titles(*seen))
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
        return layout.body(VIEWS[self.VIEW].page(*seen), width)

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """What the frame says, in its upper and in its lower edge.

        Args:
            dossier: The record.
            selection: As much of the selection as the view heeds.
        """
        raise NotImplementedError

    @property
    def preferred(self) -> str | None:
        """The item that belongs under the cursor."""
        return self.cursor


class MeetingPane(ViewPane):
    """The summary of the meeting."""

    VIEW = "meeting"

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """The number and the name of the pane."""
        return "1 Meeting", ""


class SectorsPane(ViewPane):
    """The list of sectors; its cursor is the sector of the selection."""

    VIEW = "sectors"

    def watch_reading(self) -> None:
        """Follow the selected sector."""
        super().watch_reading()
        self.move_to(self.preferred)

    def _choose(self, key: str) -> None:
        if key == self.cursor and self.reading.selection.sector is None:
            self.post_message(self.Moved(self, key))
        super()._choose(key)

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """How many sectors are touched."""
        touched = sum(1 for touch in touches(dossier, selection) if touch.points)
        return "2 Sectors", f"{touched} of {len(dossier.sectors)} touched"

    @property
    def preferred(self) -> str | None:
        """The selected sector."""
        return self.reading.selection.sector


class PointsPane(ViewPane):
    """What was said at the meeting on the selected sector."""

    VIEW = "points"
    CURSOR: ClassVar[Literal["row", "edge"]] = "edge"

    place: tuple[str, int] | None = None
    """The meeting and the number of the point that belongs under the cursor."""

    @property
    def preferred(self) -> str | None:
        """The point that was gone to, else the one that is under the cursor."""
        return "{}/{}".format(*self.place) if self.place else self.cursor

    def watch_reading(self) -> None:
        """Follow the point that was gone to."""
        super().watch_reading()
        if self.reading.selection.meeting is not None:
            self.move_to(self.preferred)

    def _choose(self, key: str) -> None:
        self.place = _place(key)
        super()._choose(key)

    @property
    def order(self) -> list[Selection]:
        """Every point that is shown, as they stand."""
        return [_point(said.key) for said in in_order(*(self._seen or NOTHING))]

    @property
    def point(self) -> Selection | None:
        """The point under the cursor; the first if the pane has not been drawn yet."""
        order = self.order
        key = self.preferred
        here = _point(key) if key else None
        return here if here in order else next(iter(order), None)

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """The sector, and how many points are on it."""
        name = dossier.sector[selection.sector].name if selection.sector else "All sectors"
        count = sum(
            len(touch.points)
            for touch in touches(dossier, selection)
            if selection.sector in (None, touch.sector.id)
        )
        return f"4 {name}", counted(count, "point")

    def tell_hit(self, number: int, count: int) -> None:
        """Say which of the hits of a search the cursor is on."""
        self.entitle(self._titles[0], f"hit {number} of {count}")


def _point(key: str) -> Selection:
    """The point that a key names, as a selection."""
    meeting, number = _place(key)
    return Selection(meeting=meeting, point=number)


def _place(key: str) -> tuple[str, int]:
    """The meeting and the number of the point that a key names."""
    meeting, _, number = key.rpartition("/")
    return meeting, int(number)
