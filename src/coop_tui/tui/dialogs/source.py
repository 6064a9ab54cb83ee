"""The sources of a point, a meeting, a plan or an initiative, with the passages cited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coop_tui.query.selection import Reading
from coop_tui.record.record import Record
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import SOURCE
from coop_tui.tui.dialogs.choice import ChoiceDialog
from coop_tui.tui.dialogs.page_dialog import PagePane, SteppingDialog
from coop_tui.tui.keymap import advice
from coop_tui.tui.services.browser import BrowserError, open_in_browser
from coop_tui.tui.services.clipboard import copy_view
from coop_tui.tui.subject import Subject
from coop_tui.views.document.blocks import Page


class SourcePane(PagePane):
    """Draws what is selected and what its sources say."""

    VIEW = "source"
    HINTS = (
        ("back", "source.back"),
        ("browser", "source.browser"),
        ("address", "source.address"),
        ("copy", "source.copy"),
        ("export", "source.export"),
        ("before, after", "source.before", "source.after"),
    )

    def title(self, page: Page) -> str:
        """What is selected."""
        return f"Source: {', '.join(page.scope[1:])}"


class SourceDialog(SteppingDialog[Subject]):
    """The sources of a part of the record; returns the part shown last, if it is another.

    Args:
        record: The record.
        subjects: What can be gone through, in order.
        chosen: What is shown first.
    """

    BINDINGS = bindings(SOURCE)

    def __init__(self, record: Record, subjects: Sequence[Subject], chosen: Subject) -> None:
        order = [subject.selection for subject in subjects]
        super().__init__(SourcePane(Reading(record, chosen.selection)), order)
        self._subjects, self._chosen = subjects, chosen

    def action_back(self) -> None:
        """Go back, and return what is shown."""
        shown = self.pane.reading.selection
        others = (one for one in self._subjects if one != self._chosen)
        self.dismiss(next((one for one in others if one.selection == shown), None))

    def action_browser(self) -> None:
        """Open the address of a source in a browser."""
        self._with_address(self._open)

    def action_address(self) -> None:
        """Send the address of a source to the clipboard of the terminal."""
        self._with_address(self._copy_address)

    def _with_address(self, use: Callable[[str | None], None]) -> None:
        """Use the address of the source; of several sources, of the one that is chosen."""
        sources = self.pane.page.sources
        choices = [(source.title, source.url) for source in sources if source.url]
        if not choices:
            self.notify("The record gives no address of this source.")
        elif len(choices) == 1:
            use(choices[0][1])
        else:
            self.app.push_screen(ChoiceDialog("Which source", choices), use)

    def _open(self, address: str | None) -> None:
        if address is None:
            return
        try:
            open_in_browser(self.app, address)
        except BrowserError as error:
            copy = advice(self, "copy the address", "source.address")
            self.notify(f"{error}{copy}", severity="error", markup=False)
        else:
            self.notify(f"Opening {address}", markup=False)

    def _copy_address(self, address: str | None) -> None:
        if address is not None:
            self.app.copy_to_clipboard(address)
            self.notify(f"{address} was sent to the clipboard of the terminal.", markup=False)

    def action_copy(self) -> None:
        """Send the view to the clipboard of the terminal."""
        copy_view(self, self.pane.reading, self.pane.VIEW)
