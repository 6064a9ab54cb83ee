"""The reader's screen: owns the selection, to which the panes are bound."""

from __future__ import annotations

import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.reactive import reactive

from coop_tui.query.points import meetings, points
from coop_tui.query.sectors import opening
from coop_tui.query.selection import NOTHING, Filter, Reading, Selection, TimelineView
from coop_tui.record.loading.loader import STDIN
from coop_tui.record.record import Record
from coop_tui.tui.commands import SCREEN, TIMELINE, bindings
from coop_tui.tui.keymap import advice
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.panes.meeting import MeetingPane
from coop_tui.tui.panes.points import PointsPane
from coop_tui.tui.panes.sectors import SectorsPane
from coop_tui.tui.panes.timeline import TimelinePane
from coop_tui.tui.panes.view_pane import ViewPane
from coop_tui.tui.screens.history import History, ViewState, held
from coop_tui.tui.screens.pane_layout import PanesScreen
from coop_tui.tui.widgets.file_banner import FileBanner
from coop_tui.tui.widgets.key_bar import KeyBar
from coop_tui.tui.widgets.title_bar import TitleBar
from coop_tui.views.timeline.items import Item, name_of

if TYPE_CHECKING:
    from coop_tui.tui.services.file_watcher import FileIdentity
    from coop_tui.tui.widgets.search_bar import SearchBar


class ReaderScreen(PanesScreen):
    """The three panes and the points of the selected sector."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings((*SCREEN, *TIMELINE)))
    reading: reactive[Reading] = reactive(NOTHING, repaint=False)

    def __init__(self, record: Record, today: datetime.date, seen: FileIdentity | None) -> None:
        super().__init__()
        self._seen = seen
        self._trail = History()
        """Where the reader was before each narrowing of the view."""
        self._next: Record | None = None
        """The record as it was saved while a dialog was open."""
        beginning = replace(opening(record.dossier), timeline=TimelineView(now=today))
        self.set_reactive(ReaderScreen.reading, Reading(record, beginning))

    def compose(self) -> ComposeResult:
        """The bars and the panes, each pane bound to the record and the selection."""
        yield TitleBar().data_bind(ReaderScreen.reading)
        yield FileBanner(self.reading.record.path or Path(STDIN), self._seen, self._searches)
        with Horizontal(id="top"):
            for pane in (MeetingPane, SectorsPane, PointsPane):
                yield pane().data_bind(ReaderScreen.reading)
        yield TimelinePane().data_bind(ReaderScreen.reading)
        yield KeyBar()

    async def action_back(self) -> None:
        """Leave the search, the zoom, what narrows the view; else go to the sectors."""
        from coop_tui.tui.widgets.search_bar import SearchBar

        if bars := self.query(SearchBar):
            bars.first().action_leave()
        elif self.zoomed:
            self.zoomed = False
        elif self._trail:
            self._restore()
        else:
            self.points_open = False
            self.go_to("sectors")

    def _restore(self) -> None:
        """Go back to where the reader was before the last narrowing."""
        place = self._trail.back()
        window = self.reading.selection.timeline.window
        timeline = replace(place.selection.timeline, window=window)
        self._show(replace(place.selection, timeline=timeline))
        self.query_one(PointsPane).place = place.point
        self.go_to(place.current)
        self.call_after_refresh(self._scroll, place.scrolled)

    def action_timeline(self, action: str, *parameters: float) -> None:
        """Do something on the timeline, whichever pane is in front."""
        getattr(self.query_one(TimelinePane), f"action_{action}")(*parameters)

    @property
    def _here(self) -> ViewState:
        scrolled = {pane.VIEW: pane.scroll_y for pane in self.query(ViewPane)}
        point = self.query_one(PointsPane).place
        return ViewState(self.reading.selection, self.current, point, scrolled)

    def _remember(self) -> None:
        """Remember where the reader is, for ``Esc`` to lead back to."""
        self._trail.remember(self._here)

    def _scroll(self, scrolled: dict[str, float]) -> None:
        for pane in self.query(ViewPane):
            pane.scroll_to(y=scrolled[pane.VIEW], animate=False, immediate=True)

    def _show(self, selection: Selection) -> None:
        """Look at something; what is offered by name may be gone by the time it is chosen."""
        record = self.reading.record
        self.reading = Reading(record, held(record.dossier, selection))

    def _searches(self) -> bool:
        """Whether a search is in force, or will be when ``Esc`` has led back."""
        here = self.has_class("-searching") or bool(self.reading.selection.filter.where)
        return here or self._trail.searched

    def on_file_banner_file_checked(self, event: FileBanner.FileChecked) -> None:
        """What is reloaded and broken since is not told as reloaded."""
        if not isinstance(event.news, Record):
            self.query_one(TitleBar).reloaded = False

    def on_file_banner_record_reloaded(self, event: FileBanner.RecordReloaded) -> None:
        """The record was saved anew; a dialog keeps the one that it was opened with."""
        self._next = event.record
        self._take_over()

    def on_screen_resume(self) -> None:
        """No dialog is open any more; what it has chosen comes first."""
        self.call_later(self._take_over)

    def _take_over(self) -> None:
        """Show the record as it was saved last, at the same place."""
        old, record = self.reading.dossier, self._next
        if record is None or self.app.screen is not self:
            return
        self._next, new = None, record.dossier
        here = self._here.carried(old, new)
        self._trail = self._trail.carried(old, new)
        if self.has_class("-searching"):
            from coop_tui.tui.widgets.search_bar import SearchBar

            self.query_one(SearchBar).search_in(new)
        with self.app.batch_update():
            self.query_one(PointsPane).place = here.point
            self.reading = Reading(record, here.selection)
            self.update_layout()
            self._scroll(here.scrolled)
        self.query_one(TitleBar).reloaded = True

    def action_edit(self) -> None:
        """Open the record in an editor, at what is selected; read it again after that."""
        from coop_tui.tui.services.editor import EditorError, edit, selected

        path = self.reading.record.path
        if self._seen is None or path is None:
            self.notify("There is no file to edit: it came through a pipe.")
            return
        banner = self.query_one(FileBanner)
        try:
            with banner.held():
                edit(self.app, path, selected(self), banner.line)
        except EditorError as error:
            self.notify(str(error), severity="error", markup=False)

    def select(self, *, meeting: str | None = None, sector: str | None = None) -> None:
        """Look at another meeting or sector; what is not given stays.

        Args:
            meeting: The id of a meeting.
            sector: The id of a sector.
        """
        selection = self.reading.selection
        self._show(
            replace(
                selection,
                meeting=meeting or selection.meeting,
                sector=sector or selection.sector,
            )
        )

    def narrow(
        self, *, plans: tuple[str, ...] = (), initiative: str | None = None, where: str = ""
    ) -> None:
        """Look, at every meeting, only at what plans, an initiative or a query leave.

        ``Esc`` leads back to what was looked at before.

        Args:
            plans: The ids of plans.
            initiative: The id of an initiative.
            where: A query.
        """
        selection = self.reading.selection
        narrower = replace(
            selection,
            meeting=None,
            sector=selection.sector if plans else None,
            filter=Filter(plans, initiative, where),
        )
        if narrower != selection:
            self._remember()
            self._show(narrower)

    def action_step_meeting(self, step: int) -> None:
        """Show the next meeting (1) or the one before (-1) of those that are in view."""
        dossier, selection = self.reading.dossier, self.reading.selection
        ids = [one.id for one in meetings(dossier, Selection(filter=selection.filter))]
        if not ids:
            return
        if selection.meeting in ids:
            wanted = ids.index(selection.meeting) + step
        else:
            wanted = 0 if step > 0 else len(ids) - 1
        if 0 <= wanted < len(ids):
            self.select(meeting=ids[wanted])

    def on_line_view_moved(self, event: LineView.Moved) -> None:
        """A sector or a meeting was chosen in its pane."""
        if event.pane.id == "sectors":
            self.select(sector=event.key)
        elif event.pane.id == "timeline":
            self.select(meeting=event.key)

    def on_line_view_opened(self, event: LineView.Opened) -> None:
        """A sector opens into its points."""
        if event.pane.id == "sectors":
            self.select(sector=event.key)
            self.go_to("points")

    def on_timeline_pane_windowed(self, event: TimelinePane.Windowed) -> None:
        """The timeline shows another stretch of time."""
        selection = self.reading.selection
        timeline = replace(selection.timeline, window=event.window)
        self._show(replace(selection, timeline=timeline))

    def on_timeline_pane_picked(self, event: TimelinePane.Picked) -> None:
        """Something on the timeline was opened; several in one place become a list."""
        if len(event.items) == 1:
            self._pick(event.items[0])
            return
        from coop_tui.tui.dialogs.choice import ChoiceDialog

        dossier = self.reading.dossier
        choices = [(name_of(dossier, item), item) for item in event.items]
        self.app.push_screen(ChoiceDialog("In this place", choices), self._pick)

    def _pick(self, item: Item | None) -> None:
        if item is None:
            return
        if item.kind == "meeting":
            self.select(meeting=item.id)
            self.go_to("meeting")
        elif item.kind == "initiative":
            self.narrow(initiative=item.id)
            self.points_open = True
        else:
            self.pick_plan(item.id)

    def pick_plan(self, name: str) -> None:
        """Look at what was said under a plan; with another selected, at all between them.

        Args:
            name: The id of the plan; if it is selected already, the last step is taken back.
        """
        chosen = self.reading.selection.filter.plans
        if name in chosen:
            self._restore()
            return
        ids = [plan.id for plan in sorted(self.reading.dossier.plans, key=lambda p: p.start)]
        places = [ids.index(one) for one in (name, *chosen)]
        self.narrow(plans=tuple(ids[min(places) : max(places) + 1]))

    async def action_search(self) -> None:
        """Search as one types; what was looked at before comes back on Esc."""
        from coop_tui.tui.widgets.search_bar import SearchBar

        if bars := self.query(SearchBar):
            bars.first().type()
            return
        selection = self.reading.selection
        self._remember()
        self.add_class("-searching")
        # First, since what is typed meanwhile would go to the pane.
        await self.mount(SearchBar(selection.filter.where, self.reading.dossier))
        self._show(replace(selection, meeting=None, sector=None))

    def on_search_bar_changed(self, event: SearchBar.Changed) -> None:
        """Something else is looked for; what was typed last may be told after the line is left."""
        if self.has_class("-searching"):
            here = self.reading.selection
            narrower = replace(here.filter, where=event.query)
            self._show(replace(here, meeting=None, sector=None, filter=narrower))

    async def on_search_bar_left(self, event: SearchBar.Left) -> None:
        """The search is done with: kept, or everything as it was before."""
        if not self.has_class("-searching"):  # Esc was pressed once more meanwhile
            return
        self.remove_class("-searching")
        await event.bar.remove()
        if event.kept and self.reading.selection.filter.where:
            self.action_step_match(1)
        else:
            self._restore()

    def action_step_match(self, step: int) -> None:
        """Go to the next match (1) or the one before (-1), whichever meeting it is of."""
        dossier, selection = self.reading.dossier, self.reading.selection
        if not selection.filter.where:
            search = advice(self, "start one", "search")
            self.notify(f"There is no search.{search}", markup=False)
            return
        every = points(dossier, Selection(filter=selection.filter))
        matches = [(said.meeting.id, said.number) for said in every]
        if not matches:
            self.notify("Nothing was found.")
            return
        points_pane = self.query_one(PointsPane)
        here = points_pane.place
        if here in matches:
            wanted = (matches.index(here) + step) % len(matches)
        else:
            near = (place for place, match in enumerate(matches) if match[0] == self._trail.meeting)
            wanted = next(near, 0 if step > 0 else len(matches) - 1)
        name, number = matches[wanted]
        points_pane.place = name, number
        self.select(meeting=name, sector=dossier.meeting[name].points[number - 1].sector)
        points_pane.move_to(points_pane.preferred)
        points_pane.show_match(wanted + 1, len(matches))
        self.go_to("points")

    def action_copy(self) -> None:
        """Send the view in the pane to the clipboard of the terminal."""
        from coop_tui.formats.render import render

        self.app.copy_to_clipboard(
            render(self.reading.record, self.reading.selection, self.current).decode()
        )
        self.notify(
            f"The {self.current} view was sent to the clipboard of the terminal.", markup=False
        )

    def action_export(self) -> None:
        """Ask what to export and where to."""
        from coop_tui.tui.dialogs.export import ExportDialog

        self.app.push_screen(ExportDialog(self.reading, self.current))

    def action_source(self) -> None:
        """Show what the sources of what is under the cursor say."""
        from coop_tui.tui.dialogs.source import SourceDialog, selected

        chosen, order = selected(self)
        if chosen is None:
            points_shown = self.current in ("sectors", "points")
            self.notify(
                "There is no point here: choose a sector that was discussed."
                if points_shown
                else "There is no meeting here."
            )
            return
        dialog = SourceDialog(self.reading.record, order, chosen)
        self.app.push_screen(dialog, partial(self._leave_source, chosen))

    def _leave_source(self, opened: Selection, shown: Selection | None) -> None:
        """Go to what was shown last, if that is another than at first."""
        if shown is None or shown == opened or shown.meeting is None:
            return
        if shown.point is None:
            self.select(meeting=shown.meeting)
            return
        points_pane = self.query_one(PointsPane)
        points_pane.place = shown.meeting, shown.point
        points_pane.move_to(points_pane.preferred)

    def action_coverage(self) -> None:
        """Move in the matrix of sectors and meetings, the selection with it."""
        from coop_tui.tui.dialogs.coverage import CoverageDialog

        self._remember()
        dialog = CoverageDialog(self.reading)
        self.watch(dialog.pane, "cell", self._show, init=False)
        self.app.push_screen(dialog, self._leave_coverage)

    def _leave_coverage(self, points: bool | None) -> None:
        if points:
            self.go_to("points")
        else:
            self._restore()

    def action_compare(self) -> None:
        """Compare the meeting with the one before it, or with any other."""
        from coop_tui.tui.dialogs.compare import open_comparison

        open_comparison(self, self.reading)
