"""The views by name, in the order of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coop_tui.lazy_registry import LazyRegistry

if TYPE_CHECKING:
    from coop_tui.views.view import Together, View

VIEWS: LazyRegistry[View] = LazyRegistry(
    "VIEW",
    {
        "meeting": "coop_tui.views.meeting",
        "sectors": "coop_tui.views.sectors",
        "points": "coop_tui.views.points",
        "source": "coop_tui.views.source",
        "evidence": "coop_tui.views.evidence",
        "timeline": "coop_tui.views.timeline.page",
        "coverage": "coop_tui.views.coverage.page",
        "compare": "coop_tui.views.compare",
        "follow-up": "coop_tui.views.follow_up.page",
        "agenda": "coop_tui.views.follow_up.agenda",
        "people": "coop_tui.views.people.page",
        "dossier": "coop_tui.views.dossier",
    },
)

TOGETHER: LazyRegistry[Together] = LazyRegistry(
    "TOGETHER",
    {
        "timeline": "coop_tui.views.collection.timeline",
        "coverage": "coop_tui.views.collection.coverage",
        "people": "coop_tui.views.people.page",
    },
)
"""The views of several records on one page; of any other view, each record has a page."""
