"""What became of each commitment, and what the next meeting could take up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace
from textual import on
from textual.screen import Screen

from coop_tui.query.commitments.links import PointKey
from coop_tui.query.follow_up.threads import threads_of
from coop_tui.query.selection import GroupBy, Reading, Selection
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import AGENDA, FOLLOW_UP, THREAD
from coop_tui.tui.dialogs.page_dialog import PageDialog, PagePane
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.services.clipboard import copy_view
from coop_tui.tui.subject import Subject
from coop_tui.views.follow_up.page import GROUPINGS
from coop_tui.views.follow_up.words import NO_THREAD


class _PointsPane(PagePane):
    """A page with a cursor on its points."""

    HAS_CURSOR = True


class FollowUpPane(_PointsPane):
    """Draws every thread in short."""

    VIEW = "follow-up"
    by = GroupBy.STATUS
    HINTS = (
        ("back", "follow-up.back"),
        ("thread", "open"),
        ("group otherwise", "follow-up.by"),
        ("source", "follow-up.source"),
        ("export", "follow-up.export"),
    )


class AgendaPane(_PointsPane):
    """Draws what the next meeting could take up."""

    VIEW = "agenda"
    HINTS = (
        ("back", "agenda.back"),
        ("thread", "open"),
        ("source", "agenda.source"),
        ("export", "agenda.export"),
    )


class ThreadPane(_PointsPane):
    """Draws the threads of one point in full."""

    VIEW = "follow-up"
    by = GroupBy.STATUS
    HINTS = (
        ("back", "thread.back"),
        ("go to the point", "open"),
        ("source", "thread.source"),
        ("export", "thread.export"),
    )


class _PointsDialog(PageDialog[str | None, PagePane]):
    """A page over the whole screen; returns the key of the point to go to, or None."""

    def action_source(self) -> None:
        """Show what the source of the point under the cursor says."""
        from coop_tui.tui.dialogs.source import SourceDialog

        if self.pane.cursor is not None:
            point = Subject.of_point(self.pane.cursor)
            self.app.push_screen(SourceDialog(self.pane.reading.record, [point], point))

    def action_copy(self) -> None:
        """Send the view to the clipboard of the terminal."""
        copy_view(self, self.pane.reading, self.pane.VIEW, self.pane.by)

    @on(LineView.Opened)
    def _opened(self, message: LineView.Opened) -> None:
        """Show the thread of a point, and go where it leads."""
        open_thread(self, self.pane.reading, message.key, self._leave)

    def _leave(self, key: str | None) -> None:
        if key is not None:
            self.dismiss(key)


class FollowUpDialog(_PointsDialog):
    """The follow-up of all that the filter leaves.

    Args:
        key: The point whose thread is under the cursor at first; None for the first thread.
    """

    BINDINGS = bindings(FOLLOW_UP)

    def __init__(self, reading: Reading, key: str | None = None) -> None:
        selection = Selection(filter=reading.selection.filter, now=reading.selection.now)
        super().__init__(FollowUpPane(Reading(reading.record, selection)))
        if key and (found := _threads(reading, key)):
            self.pane.cursor = found[0].first.key

    def action_group_by_next(self) -> None:
        """Group by what comes next after what it is grouped by."""
        following = GROUPINGS.index(self.pane.by) + 1
        self.pane.by = GROUPINGS[following % len(GROUPINGS)]
        self.pane.cursor = None
        self.pane.redraw(keep_scroll=False)


class AgendaDialog(_PointsDialog):
    """The agenda."""

    BINDINGS = bindings(AGENDA)

    def __init__(self, reading: Reading) -> None:
        selection = Selection(filter=reading.selection.filter, now=reading.selection.now)
        super().__init__(AgendaPane(Reading(reading.record, selection)))


class ThreadDialog(_PointsDialog):
    """The threads of one point in full."""

    BINDINGS = bindings(THREAD)

    def __init__(self, reading: Reading, point: Subject) -> None:
        selection = replace(point.selection, now=reading.selection.now)
        super().__init__(ThreadPane(Reading(reading.record, selection)))
        self.pane.cursor = point.point_key

    @on(LineView.Opened)
    def _opened(self, message: LineView.Opened) -> None:
        """Go to a point."""
        message.prevent_default()  # the dialog that this one is derived from opens a thread
        self.dismiss(message.key)


def _threads(reading: Reading, key: str) -> list[Any]:
    point = Subject.of_point(key)
    return threads_of(reading.dossier, PointKey(point.id, point.number), reading.selection.now)


def open_thread(
    screen: Screen[Any], reading: Reading, key: str, leave: Callable[[str | None], None]
) -> None:
    """Open the thread of a point over a screen, or say that it is in none."""
    if _threads(reading, key):
        screen.app.push_screen(ThreadDialog(reading, Subject.of_point(key)), leave)
    else:
        screen.notify(NO_THREAD)
