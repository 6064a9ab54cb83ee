"""The views by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from coop_tui.record.model import Dossier
from coop_tui.record.query import Selection
from coop_tui.views import dossier, meeting, points, sectors, timeline
from coop_tui.views.page import Page


class View(NamedTuple):
    """A view: for people as a page, for machines as plain data."""

    title: str
    page: Callable[[Dossier, Selection], Page]
    data: Callable[[Dossier, Selection], Any]


VIEWS = {
    "meeting": View(meeting.NAME, meeting.page, meeting.data),
    "sectors": View(sectors.NAME, sectors.page, sectors.data),
    "points": View(points.NAME, points.page, points.data),
    "timeline": View(timeline.NAME, timeline.page, timeline.data),
    "dossier": View(dossier.NAME, dossier.page, dossier.data),
}
