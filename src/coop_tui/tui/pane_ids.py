"""The panes, in reading order."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class PaneId(StrEnum):
    """The id of a pane, which is the name of its view.

    Attributes:
        key: The key that leads to the pane.
        help: What the key does, in a sentence.
    """

    MEETING = "meeting", "1", "Go to the meeting."
    SECTORS = "sectors", "2", "Go to the list of sectors."
    POINTS = "points", "4", "Go to the points of the sector."
    TIMELINE = "timeline", "3", "Go to the timeline."

    key: str
    help: str

    def __new__(cls, name: str, key: str = "", help: str = "") -> Self:
        """Make a member; its value is the name alone."""
        pane = str.__new__(cls, name)
        pane._value_, pane.key, pane.help = name, key, help
        return pane

    def neighbour(self, step: int) -> PaneId:
        """The pane after so many steps in reading order; the first follows the last."""
        panes = list(PaneId)
        return panes[(panes.index(self) + step) % len(panes)]
