"""The reader's screen, which owns the selection and binds the panes to it."""

from __future__ import annotations

import datetime
from pathlib import Path

from msgspec.structs import replace
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal

from coop_tui.query.navigation import step_match, step_meeting
from coop_tui.query.points import points
from coop_tui.query.sectors import opening
from coop_tui.query.selection import Reading, Selection
from coop_tui.record.loading.files import STDIN
from coop_tui.record.record import Record
from coop_tui.tui.commands import PANE, SCREEN, TIMELINE, bindings
from coop_tui.tui.keymap import advice
from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.panes.meeting import MeetingPane
from coop_tui.tui.panes.points import PointsPane
from coop_tui.tui.panes.sectors import SectorsPane
from coop_tui.tui.panes.timeline import TimelinePane
from coop_tui.tui.screens.history import keep_existing
from coop_tui.tui.screens.reading_screen import ReadingScreen
from coop_tui.tui.services.clipboard import copy_view
from coop_tui.tui.services.file_watcher import FileIdentity
from coop_tui.tui.subject import Subject
from coop_tui.tui.widgets.file_banner import FileBanner
from coop_tui.tui.widgets.key_bar import KeyBar
from coop_tui.tui.widgets.search_bar import SearchBar
from coop_tui.tui.widgets.title_bar import TitleBar
from coop_tui.views.timeline.items import Item, name_of


class ReaderScreen(ReadingScreen):
    """The panes of one record."""

    BINDINGS = bindings((*SCREEN, *TIMELINE))

    def __init__(
        self,
        record: Record,
        today: datetime.date,
        read: FileIdentity | None,
        *,
        over_list: bool = False,
    ) -> None:
        """Make the screen.

        Args:
            record: The record.
            today: The day that counts as now.
            read: The state of the file when the record was read; None if it cannot be watched.
            over_list: Whether the screen lies over the list of records, and leads back to it.
        """
        super().__init__(Reading(record, replace(opening(record.dossier), now=today)))
        self._read = read
        self.over_list = over_list
        self._reloaded: Record | None = None
        """A record that was saved while a dialog was open."""

    def compose(self) -> ComposeResult:
        """The bars and the panes, each pane bound to the record and the selection."""
        yield TitleBar().data_bind(ReaderScreen.reading)
        record = self.reading.record
        path = record.path or Path(STDIN)
        yield FileBanner(path, self._read, self._search_in_force, record.includes)
        with Horizontal(id="top"):
            with Container(id="left"):
                yield MeetingPane().data_bind(ReaderScreen.reading)
                yield SectorsPane().data_bind(ReaderScreen.reading)
            yield PointsPane().data_bind(ReaderScreen.reading)
        yield TimelinePane().data_bind(ReaderScreen.reading)
        yield KeyBar((*PANE, *SCREEN))

    async def action_back(self) -> None:
        """Leave the search, the zoom, the last narrowing, or the pane; then go to the list."""
        if bars := self.query(SearchBar):
            bars.first().action_leave()
        elif self.zoomed:
            self.zoomed = False
        elif self._history:
            self._go_back()
        elif self.over_list and self.current is PaneId.SECTORS:
            self.dismiss()
        else:
            self.go_to(PaneId.SECTORS)

    def on_mount(self) -> None:
        """Follow the cursor of the points, and which pane is in front."""
        for part, name in ((self.query_one(PointsPane), "cursor"), (self, "current")):
            self.watch(part, name, self._follow_points, init=False)

    def _follow_points(self) -> None:
        # Not at once: the cursor may move while a selection reaches the panes one by one.
        self.call_later(self._show_thread)

    def _show_thread(self) -> None:
        """Show the thread of the point under the cursor, while the points are in front."""
        old, thread = self.reading.selection, self.query_one(PointsPane).thread
        if self.current is PaneId.POINTS and thread != old.thread:
            self._show(replace(old, thread=thread))

    def action_timeline(self, change: str, *amount: float) -> None:
        """Show another stretch of time: ``change`` is a method of the timeline."""
        getattr(self.query_one(TimelinePane), change)(*amount)

    def _search_in_force(self) -> bool:
        """Whether a search is in force, or will be after ``Esc``."""
        searching = self.has_class("-searching") or bool(self.reading.selection.filter.where)
        return searching or any(state.selection.filter.where for state in self._history)

    @on(FileBanner.FileChecked)
    def _reload(self, message: FileBanner.FileChecked) -> None:
        """Show the saved record, or clear the "reloaded" note when the file is invalid or gone."""
        if isinstance(message.event, Record):
            self._reloaded = message.event
            self._show_reloaded()
        else:
            self.query_one(TitleBar).reloaded = False

    def on_screen_resume(self) -> None:
        """Show the record that was saved while a dialog was open, after the dialog's choice."""
        self.call_later(self._show_reloaded)

    def _show_reloaded(self) -> None:
        """Show the reloaded record in the same state, unless a dialog is open."""
        old, record = self.reading.dossier, self._reloaded
        if record is None or self.app.screen is not self:
            return
        self._reloaded, new = None, record.dossier
        state = self._view_state.transferred(old, new)
        self._history = [earlier.transferred(old, new) for earlier in self._history]
        if self.has_class("-searching"):
            self.query_one(SearchBar).search_in((new,))
        with self.app.batch_update():
            self.query_one(PointsPane).point = state.point
            self.reading = Reading(record, state.selection)
            self.update_layout()
            self._scroll(state.scroll)
        self.query_one(TitleBar).reloaded = True

    def action_edit(self) -> None:
        """Open the record in an editor, at the part under the cursor."""
        from coop_tui.tui.services.editor import EditorError, edit

        record = self.reading.record
        if self._read is None or record.path is None:
            self.notify("There is no file to edit: it came through a pipe.")
            return
        banner = self.query_one(FileBanner)
        try:
            with banner.paused():
                edit(self.app, record.path, record.includes, self.pane.subject, banner.place)
        except EditorError as error:
            self.notify(str(error), severity="error", markup=False)

    def action_step_meeting(self, step: int) -> None:
        """Show the next meeting (1) or the one before (-1) that the filter leaves."""
        meeting = step_meeting(self.reading.dossier, self.reading.selection, step)
        if meeting:
            self.select(meeting=meeting.id)

    @on(LineView.Moved, f"#{PaneId.SECTORS}")
    def _select_sector(self, message: LineView.Moved) -> None:
        self.select(sector=message.key)

    @on(LineView.Moved, f"#{PaneId.TIMELINE}")
    def _select_meeting(self, message: LineView.Moved) -> None:
        self.select(meeting=message.key)

    @on(LineView.Opened, f"#{PaneId.SECTORS}")
    def _open_sector(self, message: LineView.Opened) -> None:
        """Go to the points of a sector."""
        self.select(sector=message.key)
        self.go_to(PaneId.POINTS)

    @on(TimelinePane.WindowChanged)
    def _change_window(self, message: TimelinePane.WindowChanged) -> None:
        """Show another stretch of time."""
        selection = self.reading.selection
        self._show(replace(selection, window=message.window))

    @on(TimelinePane.Picked)
    def _pick_on_timeline(self, message: TimelinePane.Picked) -> None:
        """Go to an item of the timeline; if several are in one place, offer a list."""
        if len(message.items) == 1:
            self._pick(message.items[0])
            return
        from coop_tui.tui.dialogs.choice import ChoiceDialog

        dossier = self.reading.dossier
        choices = [(name_of(dossier, item), item) for item in message.items]
        self.app.push_screen(ChoiceDialog("In this place", choices), self._pick)

    def _pick(self, item: Item | None) -> None:
        if item is None:
            return
        if item.kind == "meeting":
            self.select(meeting=item.id)
            self.go_to(PaneId.MEETING)
            return
        subject = Subject.of_item(item)
        if subject.kind == "point":
            self._visit_point(subject)
            return
        self.query_one(TimelinePane).put_cursor_on(subject)
        if item.kind == "plan":
            self.pick_plan(item.id)
        elif item.kind == "plan.milestone":
            self.narrow(plans=(item.id,))
        else:
            self._show_initiative(item)

    def _show_initiative(self, milestone: Item) -> None:
        """Show what the initiative of a milestone is, and its meetings; ``Esc`` leads back."""
        self.narrow(initiative=milestone.id)
        self.query_one(MeetingPane).milestone = milestone
        if self.has_class("-alone"):
            self.go_to(PaneId.MEETING)

    async def action_search(self) -> None:
        """Search while the reader types; ``Esc`` leads back."""
        if bars := self.query(SearchBar):
            bars.first().take_focus()
            return
        selection = self.reading.selection
        self._history.append(self._view_state)
        self.add_class("-searching")
        # The bar comes first: keys typed before it is there would go to the pane.
        bar = SearchBar(selection.filter.where, (self.reading.dossier,), selection.now)
        await self.mount(bar)
        self._show(replace(selection, meeting=None, sector=None))

    @on(SearchBar.Changed)
    def _search_for(self, message: SearchBar.Changed) -> None:
        """Filter by a query, unless the bar was closed meanwhile."""
        if self.has_class("-searching"):
            old = self.reading.selection
            filter = old.filter.with_query(message.query, old.now)
            self._show(replace(old, meeting=None, sector=None, filter=filter))

    @on(SearchBar.Closed)
    async def _close_search(self, message: SearchBar.Closed) -> None:
        """Keep the search and go to its first match, or undo it."""
        if not self.has_class("-searching"):  # Esc was pressed twice
            return
        self.remove_class("-searching")
        await message.bar.remove()
        if message.keep and self.reading.selection.filter.where:
            self.action_step_match(1)
        else:
            self._go_back()

    def action_step_match(self, step: int) -> None:
        """Go to the next match (1) or the one before (-1), in any meeting."""
        dossier, filter = self.reading.dossier, self.reading.selection.filter
        if not filter.where:
            search = advice(self, "start one", "search")
            self.notify(f"There is no search.{search}", markup=False)
            return
        pane = self.query_one(PointsPane)
        current = pane.point.point_key if pane.point else None
        before = self._history[-1].selection.meeting if self._history else None
        match = step_match(dossier, filter, step, current, before)
        if match is None:
            self.notify("Nothing was found.")
            return
        self._go_to_point(Subject.of_point(match.point.key))
        pane.show_match(match.number, match.count)

    def open_at(self, selection: Selection) -> None:
        """Narrow by a filter, and go to a point, a meeting or a sector; ``Esc`` leads back.

        At a meeting, that is the first point that the filter leaves there.
        """
        dossier = self.reading.dossier
        selection = keep_existing(dossier, selection)  # it was chosen in another version
        filter = selection.filter
        if filter:
            self.narrow(plans=filter.plans, where=filter.where)
        if selection.meeting:
            found = next(points(dossier, selection.only("meeting", "filter", "point")), None)
            if found:
                self._go_to_point(Subject.of_point(found.key))
            else:
                self.select(meeting=selection.meeting)
        elif selection.sector:
            if not filter:
                self._history.append(self._view_state)
            self._show(replace(self.reading.selection, meeting=None, sector=selection.sector))
            self.go_to(PaneId.POINTS)

    def action_copy(self) -> None:
        """Send the view in the pane to the clipboard of the terminal."""
        copy_view(self, self.reading, self.current)

    def action_export(self) -> None:
        """Ask what to export and where to."""
        from coop_tui.tui.dialogs.export import ExportDialog

        self.app.push_screen(
            ExportDialog([self.reading.record], self.reading.selection, self.current)
        )

    def action_source(self) -> None:
        """Show what the sources of what is under the cursor say."""
        from coop_tui.tui.dialogs.source import SourceDialog

        of_points = self.current in (PaneId.SECTORS, PaneId.POINTS)
        pane = self.query_one(PointsPane) if of_points else self.pane
        subjects = pane.subjects
        subject = pane.subject or next(reversed(subjects), None)
        if subject is None:
            self.notify(
                "There is no point here: choose a sector that was discussed."
                if of_points
                else "There is no meeting here."
            )
            return
        dialog = SourceDialog(self.reading.record, subjects, subject)
        self.app.push_screen(dialog, self._leave_source)

    def _leave_source(self, last: Subject | None) -> None:
        """Go to what was shown last, if that is another than at first."""
        if last is None:
            return
        if last.kind == "meeting":
            self.select(meeting=last.id)
        elif last.kind == "point" and self.current is not PaneId.TIMELINE:
            self.query_one(PointsPane).go_to(last)
        else:
            self.query_one(TimelinePane).put_cursor_on(last)

    def action_coverage(self) -> None:
        """Move in the matrix of sectors and meetings, the selection with it."""
        from coop_tui.tui.dialogs.coverage import CoverageDialog

        self._history.append(self._view_state)
        dialog = CoverageDialog(self.reading)
        self.watch(dialog.pane, "cell", self._show, init=False)
        self.app.push_screen(dialog, self._leave_coverage)

    def _leave_coverage(self, points: bool | None) -> None:
        if points:
            self.go_to(PaneId.POINTS)
        else:
            self._go_back()

    def action_compare(self) -> None:
        """Compare the meeting with the one before it, or with any other."""
        from coop_tui.tui.dialogs.compare import open_comparison

        open_comparison(self, self.reading)

    def action_evidence(self) -> None:
        """Show what the points of every meeting rest on."""
        from coop_tui.tui.dialogs.evidence import EvidenceDialog

        self.app.push_screen(EvidenceDialog(self.reading))

    def action_follow_up(self) -> None:
        """Show what became of each commitment, from the thread of the point in front."""
        from coop_tui.tui.dialogs.follow_up import FollowUpDialog

        subject = self.query_one(PointsPane).subject
        dialog = FollowUpDialog(self.reading, subject.point_key if subject else None)
        self.app.push_screen(dialog, self._leave_follow_up)

    def action_agenda(self) -> None:
        """Show what the next meeting could take up."""
        from coop_tui.tui.dialogs.follow_up import AgendaDialog

        self.app.push_screen(AgendaDialog(self.reading), self._leave_follow_up)

    def action_people(self) -> None:
        """Show who met whom."""
        from coop_tui.tui.dialogs.people import PeopleDialog

        self.app.push_screen(PeopleDialog(self.reading), self._visit_meeting)

    @on(LineView.Opened, f"#{PaneId.POINTS}")
    def _open_point(self, message: LineView.Opened) -> None:
        """Show the thread of a point."""
        from coop_tui.tui.dialogs.follow_up import open_thread

        open_thread(self, self.reading, message.key, self._leave_follow_up)

    def _leave_follow_up(self, key: str | None) -> None:
        """Go to the point that was chosen, if any."""
        if key:
            self._visit_point(Subject.of_point(key))
