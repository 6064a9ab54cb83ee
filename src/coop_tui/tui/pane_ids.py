"""The panes, in reading order."""

from __future__ import annotations

from enum import StrEnum


class PaneId(StrEnum):
    """The id of a pane, which is the name of its view."""

    MEETING = "meeting"
    SECTORS = "sectors"
    POINTS = "points"
    TIMELINE = "timeline"

    def neighbour(self, step: int) -> PaneId:
        """The pane after so many steps in reading order; the first follows the last."""
        panes = list(PaneId)
        return panes[(panes.index(self) + step) % len(panes)]
