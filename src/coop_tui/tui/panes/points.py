"""The pane of the points."""

from __future__ import annotations

from typing import ClassVar, Literal

from coop_tui.query.sectors import points_by_sector
from coop_tui.query.selection import NOTHING, Selection
from coop_tui.record.tables import Dossier
from coop_tui.tui.panes.view_pane import ViewPane
from coop_tui.views.labels import counted
from coop_tui.views.points import display_order


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
        seen = self._seen or NOTHING
        return [_point(said.key) for said in display_order(seen.dossier, seen.selection)]

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
            for touch in points_by_sector(dossier, selection)
            if selection.sector in (None, touch.sector.id)
        )
        return name, counted(count, "point")

    def show_match(self, number: int, count: int) -> None:
        """Say which of the matches of a search the cursor is on."""
        self.set_titles(self._unnumbered[0], f"match {number} of {count}")


def _point(key: str) -> Selection:
    """The point that a key names, as a selection."""
    meeting, number = _place(key)
    return Selection(meeting=meeting, point=number)


def _place(key: str) -> tuple[str, int]:
    """The meeting and the number of the point that a key names."""
    meeting, _, number = key.rpartition("/")
    return meeting, int(number)
