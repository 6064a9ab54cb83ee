"""Two meetings side by side: what is stronger, weaker or raised at one of them only."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace
from textual.screen import Screen

from coop_tui.query.comparison import compare
from coop_tui.query.selection import Reading
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import COMPARE
from coop_tui.tui.dialogs.page_dialog import PagePane, SteppingDialog
from coop_tui.views.document.blocks import Page
from coop_tui.views.labels import meeting_name, narrowing


class ComparePane(PagePane):
    """Draws the comparison."""

    VIEW = "compare"
    HINTS = (
        ("back", "compare.back"),
        ("another meeting", "compare.earlier", "compare.later"),
        ("export", "compare.export"),
    )

    def title(self, page: Page) -> str:
        """The two meetings, and what narrows the view."""
        dossier, selection = self.reading.dossier, self.reading.selection
        names = ""
        if found := compare(dossier, selection):
            names = (
                f"{meeting_name(dossier, found.earlier)} and {meeting_name(dossier, found.later)}"
            )
        return f"Comparison: {' · '.join((names, *narrowing(dossier, selection.filter)))}"


class CompareDialog(SteppingDialog[None]):
    """The comparison over the whole screen."""

    BINDINGS = bindings(COMPARE)

    def __init__(self, reading: Reading) -> None:
        """Compare the meeting of a selection with the one before it, or the one it names."""
        dossier, selection = reading.dossier, reading.selection
        if found := compare(dossier, selection):
            meeting = selection.meeting or found.later.id
            other = found.earlier.id if found.later.id == meeting else found.later.id
            selection = replace(selection, meeting=meeting, against=other)
        others = (name for name in dossier.meeting if name != selection.meeting)
        order = [replace(selection, against=name) for name in others]
        super().__init__(ComparePane(Reading(reading.record, selection)), order)


def open_comparison(screen: Screen[Any], reading: Reading) -> None:
    """Open the comparison over a screen, or say that there are no two meetings."""
    if len(reading.dossier.meetings) < 2:
        screen.notify("There are no two meetings to compare.")
    else:
        screen.app.push_screen(CompareDialog(reading))
