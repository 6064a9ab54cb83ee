"""Who met whom, how often and when last."""

from __future__ import annotations

from textual import on

from coop_tui.query.collection.people import people
from coop_tui.query.selection import Reading, Selection
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import PEOPLE
from coop_tui.tui.dialogs.page_dialog import PageDialog, PagePane
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.services.clipboard import copy_view


class PeoplePane(PagePane):
    """Draws the people, with a cursor on them."""

    VIEW = "people"
    HAS_CURSOR = True
    HINTS = (
        ("back", "people.back"),
        ("latest meeting", "open"),
        ("copy", "people.copy"),
        ("export", "people.export"),
    )


class PeopleDialog(PageDialog[str | None, PagePane]):
    """The people over the whole screen; returns the id of the meeting to go to, or None."""

    BINDINGS = bindings(PEOPLE)

    def __init__(self, reading: Reading) -> None:
        selection = Selection(filter=reading.selection.filter)
        super().__init__(PeoplePane(Reading(reading.record, selection)))

    def action_copy(self) -> None:
        """Send the view to the clipboard of the terminal."""
        copy_view(self, self.pane.reading, self.pane.VIEW)

    @on(LineView.Opened)
    def _opened(self, message: LineView.Opened) -> None:
        """Go to the latest meeting of a person."""
        found = people([self.pane.reading.dossier], self.pane.reading.selection)
        attendee = next(one for one in found if one.key == message.key)
        self.dismiss(attendee.meetings.latest.meeting.id)
