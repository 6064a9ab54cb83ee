"""Views of several records over the whole screen."""

from __future__ import annotations

from collections.abc import Sequence

from coop_tui.formats.format import Export, Part
from coop_tui.query.selection import Reading, Selection
from coop_tui.record.record import Record
from coop_tui.tui.dialogs.page_dialog import PagePane
from coop_tui.views.document.blocks import Page
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import VIEWS


class TogetherPane(PagePane):
    """Draws a view of several records, on one page or one record after the other."""

    HAS_CURSOR = True
    HINTS = (
        ("back", "together.back"),
        ("open", "open"),
        ("export", "together.export"),
    )

    def __init__(self, view: str, records: Sequence[Record], selection: Selection) -> None:
        self.VIEW = view  # type: ignore[misc]  # the same pane draws several views
        self.records = tuple(records)
        super().__init__(Reading(records[0], selection))

    @property
    def page(self) -> Page:
        """The page."""
        selection, view = self.reading.selection, VIEWS[self.VIEW]
        parts = tuple(Part(one, view.for_export(selection)) for one in self.records)
        return Export(parts, self.VIEW, view, 0, Charset.UNICODE, selection).page
