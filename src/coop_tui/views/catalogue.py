"""The views by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from coop_tui.record.coverage import By
from coop_tui.record.model import Dossier
from coop_tui.record.query import Selection
from coop_tui.views import compare, coverage, dossier, meeting, points, sectors, source, timeline
from coop_tui.views.page import Page


class View(NamedTuple):
    """A view: for people as a page, for machines as plain data.

    Attributes:
        title: Its name for people.
        page: Makes the page.
        data: Makes the plain data.
        heeds: The fields of a selection that make a difference to what it says.
        marks: Those that only make a difference to how it looks.
    """

    title: str
    page: Callable[[Dossier, Selection], Page]
    data: Callable[[Dossier, Selection], Any]
    heeds: tuple[str, ...]
    marks: tuple[str, ...] = ()

    def seen(self, selection: Selection) -> Selection:
        """As much of a selection as can be seen in the view."""
        return _part(selection, (*self.heeds, *self.marks))

    def said(self, selection: Selection) -> Selection:
        """As much of a selection as the view heeds: what an export is made from."""
        return _part(selection, self.heeds)


def _part(selection: Selection, names: tuple[str, ...]) -> Selection:
    return Selection(**{name: getattr(selection, name) for name in names})


_NARROWING = ("plans", "initiative", "where")

VIEWS = {
    "meeting": View(meeting.NAME, meeting.page, meeting.data, ("meeting", *_NARROWING)),
    "sectors": View(sectors.NAME, sectors.page, sectors.data, ("meeting", *_NARROWING)),
    "points": View(points.NAME, points.page, points.data, ("meeting", "sector", *_NARROWING)),
    "source": View(
        source.NAME, source.page, source.data, ("meeting", "sector", *_NARROWING, "point")
    ),
    "timeline": View(
        timeline.NAME,
        timeline.page,
        timeline.data,
        ("meeting", "sector", *_NARROWING, "window", "now"),
    ),
    "coverage": View(
        coverage.NAME, coverage.page, coverage.data, _NARROWING, ("meeting", "sector")
    ),
    "compare": View(compare.NAME, compare.page, compare.data, ("meeting", "against", *_NARROWING)),
    "dossier": View(dossier.NAME, dossier.page, dossier.data, ("now",)),
}

BY_PLAN = {
    "coverage": VIEWS["coverage"]._replace(
        page=partial(coverage.page, by=By.PLAN), data=partial(coverage.data, by=By.PLAN)
    )
}
"""The views that can have plan periods for columns, as they are then."""
