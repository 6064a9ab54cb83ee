"""The pane of the meeting."""

from __future__ import annotations

from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.view_pane import ViewPane
from coop_tui.tui.subject import Subject
from coop_tui.views.timeline.items import Item, lanes


class MeetingPane(ViewPane):
    """The summary of the meeting; of an initiative, what it is and its meetings."""

    ID = PaneId.MEETING

    milestone: Item | None = None
    """The milestone through which the reader came to an initiative."""

    @property
    def subject(self) -> Subject | None:
        """The selected meeting; without one, the initiative, or the milestone that led to it."""
        initiative = self.reading.selection.filter.initiative
        if initiative is None or self.reading.selection.meeting is not None:
            return super().subject
        milestone = self.milestone
        if milestone is None or milestone.id != initiative:
            return Subject("initiative", initiative)
        # A save of the record can have removed it.
        if all(milestone not in lane.items for lane in lanes(self.reading.dossier)):
            return Subject("initiative", initiative)
        return Subject("milestone", initiative, milestone.number)
