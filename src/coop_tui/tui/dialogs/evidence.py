"""What the points of every meeting rest on."""

from __future__ import annotations

from coop_tui.query.selection import Reading
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import EVIDENCE
from coop_tui.tui.dialogs.page_dialog import PageDialog, PagePane


class EvidencePane(PagePane):
    """Draws the counts of the points of each meeting, and what stands out."""

    VIEW = "evidence"
    HINTS = (("back", "evidence.back"), ("export", "evidence.export"))


class EvidenceDialog(PageDialog[None, PagePane]):
    """The evidence over the whole screen."""

    BINDINGS = bindings(EVIDENCE)

    def __init__(self, reading: Reading) -> None:
        super().__init__(EvidencePane(reading))
