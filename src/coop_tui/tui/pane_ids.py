"""The panes, in reading order."""

from __future__ import annotations

from enum import StrEnum


class PaneId(StrEnum):
    """A pane, by the name of the view that it shows."""

    MEETING = "meeting"
    SECTORS = "sectors"
    POINTS = "points"
    TIMELINE = "timeline"

    def neighbour(self, step: int) -> PaneId:
        """The pane so many steps on in reading order, round from the last to the first."""
        panes = list(PaneId)
        return panes[(panes.index(self) + step) % len(panes)]
