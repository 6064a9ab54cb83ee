"""The pane of the sectors."""

from __future__ import annotations

from coop_tui.query.points import meetings
from coop_tui.query.sectors import points_by_sector
from coop_tui.query.selection import Selection
from coop_tui.record.entries import WHOLE
from coop_tui.record.tables import Dossier
from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.view_pane import ViewPane
from coop_tui.tui.subject import Subject


class SectorsPane(ViewPane):
    """The list of sectors; its cursor is the sector of the selection."""

    ID = PaneId.SECTORS

    def watch_reading(self) -> None:
        """Move the cursor to the selected sector."""
        super().watch_reading()
        self.move_to(self.preferred)

    def _choose(self, key: str) -> None:
        if key == self.cursor and self.reading.selection.sector is None:
            self.post_message(self.Moved(self, key))
        super()._choose(key)

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """How many sectors are discussed or match a search, and whether that is all there was."""
        found = points_by_sector(dossier, selection)
        discussed = sum(1 for entry in found if entry.points and entry.sector is not WHOLE)
        count = f"{discussed} of {len(dossier.sectors)}"
        if selection.filter:
            return "Sectors", f"{count} with a match"
        if all(meeting.in_full for meeting in meetings(dossier, selection)):
            return "Sectors", f"{count} discussed"
        # More may have been discussed.
        return "Sectors · recorded in part", f"{count} discussed on record"

    @property
    def preferred(self) -> str | None:
        """The selected sector."""
        return self.reading.selection.sector

    @property
    def subject(self) -> Subject | None:
        """The selected sector, or else the meeting, also for the relationship as a whole."""
        sector = self.reading.selection.sector
        return Subject("sector", sector) if sector not in (None, WHOLE.id) else super().subject
