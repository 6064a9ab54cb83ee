"""The views by name."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.tables import Dossier
from coop_tui.views.document.blocks import Page


class View(Struct, frozen=True):
    """A view: for people as a page, for machines as plain data.

    Its module is imported when something of it is first wanted: few are at the start.

    Attributes:
        module: The name of its module, which has a ``NAME``, ``page`` and ``data``.
        heeds: The fields of a selection that make a difference to what it says.
        marks: Those that only make a difference to how it looks.
        by: What its columns are, for one that can have several.
    """

    module: str
    filter_fields: tuple[str, ...]
    marks: tuple[str, ...] = ()
    by: GroupBy | None = None

    def _get(self, name: str) -> Any:
        return getattr(import_module(f"coop_tui.views.{self.module}"), name)

    @property
    def _options(self) -> dict[str, GroupBy]:
        return {"by": self.by} if self.by else {}

    @property
    def title(self) -> str:
        """Its name for people."""
        return str(self._get("NAME"))

    def page(self, dossier: Dossier, selection: Selection) -> Page:
        """Make the page."""
        page: Page = self._get("page")(dossier, selection, **self._options)
        return page

    def data(self, dossier: Dossier, selection: Selection) -> Any:
        """Make the plain data."""
        return self._get("data")(dossier, selection, **self._options)

    def seen(self, selection: Selection) -> Selection:
        """As much of a selection as can be seen in the view."""
        return _part(selection, (*self.filter_fields, *self.marks))

    def said(self, selection: Selection) -> Selection:
        """As much of a selection as the view heeds: what an export is made from."""
        return _part(selection, self.filter_fields)


def _part(selection: Selection, names: tuple[str, ...]) -> Selection:
    return Selection(**{name: getattr(selection, name) for name in names})


_NARROWING = ("plans", "initiative", "where")

VIEWS = {
    view.module: view
    for view in (
        View("meeting", ("meeting", *_NARROWING)),
        View("sectors", ("meeting", *_NARROWING)),
        View("points", ("meeting", "sector", *_NARROWING)),
        View("source", ("meeting", "sector", *_NARROWING, "point")),
        View("timeline", ("meeting", "sector", *_NARROWING, "window", "now")),
        View("coverage", _NARROWING, ("meeting", "sector")),
        View("compare", ("meeting", "against", *_NARROWING)),
        View("dossier", ("now",)),
    )
}

BY_PLAN = {"coverage": replace(VIEWS["coverage"], by=GroupBy.PLAN)}
"""The views that can have plan periods for columns, as they are then."""
