"""The views by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from coop_tui.record.model import Dossier
from coop_tui.record.query import Selection
from coop_tui.views import dossier, meeting, points, sectors, timeline
from coop_tui.views.page import Page


class View(NamedTuple):
    """A view: for people as a page, for machines as plain data.

    Attributes:
        title: Its name for people.
        page: Makes the page.
        data: Makes the plain data.
        heeds: The fields of a selection that make a difference to it.
    """

    title: str
    page: Callable[[Dossier, Selection], Page]
    data: Callable[[Dossier, Selection], Any]
    heeds: tuple[str, ...]

    def seen(self, selection: Selection) -> Selection:
        """As much of a selection as the view heeds."""
        return Selection(**{name: getattr(selection, name) for name in self.heeds})


VIEWS = {
    "meeting": View(meeting.NAME, meeting.page, meeting.data, ("meeting",)),
    "sectors": View(sectors.NAME, sectors.page, sectors.data, ("meeting", "plan")),
    "points": View(points.NAME, points.page, points.data, ("meeting", "sector", "plan")),
    "timeline": View(timeline.NAME, timeline.page, timeline.data, ("meeting", "sector", "now")),
    "dossier": View(dossier.NAME, dossier.page, dossier.data, ("now",)),
}
