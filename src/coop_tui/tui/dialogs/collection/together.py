"""Views of several records over the whole screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec.structs import replace
from textual import on

from coop_tui.formats.format import Export, Part
from coop_tui.query.collection.people import people
from coop_tui.query.selection import Reading, Selection
from coop_tui.record.record import Record
from coop_tui.tui.commands import TIMELINE, bindings
from coop_tui.tui.dialog_commands import RECORDS_VIEW
from coop_tui.tui.dialogs.page_dialog import PageDialog, PagePane
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.subject import Subject
from coop_tui.views.collection.joint import joint_dossier, record_and_id
from coop_tui.views.document.blocks import Page
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import VIEWS
from coop_tui.views.timeline.items import whole_range
from coop_tui.views.timeline.scale import centred, panned, zoomed


class TogetherPane(PagePane):
    """Draws a view of several records, on one page or one record after the other."""

    HAS_CURSOR = True
    HINTS: ClassVar[Sequence[tuple[str, ...]]] = (
        ("back", "together.back"),
        ("open the record", "open"),
        ("export", "together.export"),
    )

    def __init__(self, view: str, records: Sequence[Record], selection: Selection) -> None:
        self.VIEW = view  # type: ignore[misc]  # one pane draws any of these views
        self._records = tuple(records)
        super().__init__(Reading(records[0], selection))

    @property
    def records(self) -> Sequence[Record]:
        """The records."""
        return self._records

    @property
    def page(self) -> Page:
        """The page."""
        view, selection = VIEWS[self.VIEW], self.reading.selection
        parts = tuple(Part(one, view.for_export(selection)) for one in self.records)
        return Export(parts, self.VIEW, view, 0, Charset.UNICODE, selection).page


class RecordsTimelinePane(TogetherPane):
    """Draws the timeline of several records."""

    HINTS = (
        ("back", "together.back"),
        ("zoom", "timeline.in", "timeline.out"),
        ("earlier, later", "timeline.earlier", "timeline.later"),
        ("all", "timeline.fit"),
        ("export", "together.export"),
    )


OpenRecord = Callable[[int, Selection], None]
"""Opens a record, by its number from 0, over a dialog, at what is to be shown of it."""


class TogetherDialog(PageDialog[None, TogetherPane]):
    """A view of several records, from which each can be opened; it leads back to the view."""

    BINDINGS = bindings(RECORDS_VIEW)

    PANE: ClassVar[type[TogetherPane]] = TogetherPane

    def __init__(
        self, view: str, records: Sequence[Record], selection: Selection, open_record: OpenRecord
    ) -> None:
        super().__init__(self.PANE(view, records, selection))
        self._open_record = open_record

    @on(LineView.Opened)
    def _opened(self, message: LineView.Opened) -> None:
        """Go to a point, or to the latest meeting of a person."""
        pane = self.pane
        if pane.VIEW == "people":
            selection = pane.reading.selection.only("filter")
            found = people([record.dossier for record in pane.records], selection)
            latest = next(one for one in found if one.key == message.key).meetings.latest
            self._open_record(latest.record, Selection(latest.meeting.id))
        else:
            several = len(pane.records) > 1  # only then a key says of which record it is
            number, key = record_and_id(message.key) if several else (0, message.key)
            self._open_record(number, Subject.of_point(key).selection)


class RecordsTimelineDialog(TogetherDialog):
    """The timeline of several records, which can be zoomed."""

    BINDINGS = bindings((*RECORDS_VIEW, *TIMELINE))
    PANE = RecordsTimelinePane

    def __init__(
        self, records: Sequence[Record], selection: Selection, open_record: OpenRecord
    ) -> None:
        super().__init__("timeline", records, selection, open_record)
        joint = joint_dossier([record.dossier for record in records], "")
        self._bounds = whole_range(joint)

    def action_timeline(self, change: str, amount: float = 0) -> None:
        """Show another stretch of time."""
        selection = self.pane.reading.selection
        if self._bounds is None:
            return
        window = selection.window or self._bounds
        match change:
            case "zoom":
                found = zoomed(window, amount, self._bounds.start - 1, self._bounds)
            case "pan":
                days = amount * (window.end - window.start)
                found = panned(window, days, None, self._bounds)
            case "show_now" if selection.now:
                found = centred(window, selection.now.toordinal() + 0.5, self._bounds)
            case _:
                found = self._bounds
        self.pane.show(replace(selection, window=None if found == self._bounds else found))
