"""The pane of the meeting."""

from __future__ import annotations

from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.view_pane import ViewPane


class MeetingPane(ViewPane):
    """The summary of the meeting."""

    ID = PaneId.MEETING
