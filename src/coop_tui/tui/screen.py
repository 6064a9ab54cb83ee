"""The reader's screen: owns the selection, to which the panes are bound."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.reactive import reactive
from textual.screen import Screen

from coop_tui.record.coverage import By
from coop_tui.record.model import Dossier
from coop_tui.record.query import NOTHING, Reading, Selection, meetings, opening, points
from coop_tui.tui.bars import KeyBar, TitleBar
from coop_tui.tui.commands import SCREEN, TIMELINE, bindings
from coop_tui.tui.panes.lines import LinesPane
from coop_tui.tui.panes.timeline import TimelinePane
from coop_tui.tui.panes.view import MeetingPane, PointsPane, SectorsPane, ViewPane
from coop_tui.views.moments import Item, name_of

if TYPE_CHECKING:
    from coop_tui.tui.search import SearchBar

MIN_COLUMNS, MIN_ROWS = 40, 10
"""With less, nothing is drawn."""
MANY_COLUMNS, MANY_ROWS = 80, 20
"""With less, one pane is drawn at a time."""
ORDER = ("meeting", "sectors", "points", "timeline")
_FRAME = 2
_MOST_OF_SCREEN = 0.45


class Place(NamedTuple):
    """Where a reader is: what is looked at, in which pane, at which point, how scrolled."""

    selection: Selection
    current: str
    point: tuple[str, int] | None
    scrolled: dict[str, float]


class ReaderScreen(Screen[None]):
    """The three panes and the points of the selected sector."""

    BINDINGS: ClassVar[list[BindingType]] = list(bindings((*SCREEN, *TIMELINE)))
    # Textual does not declare this as a class variable.
    HORIZONTAL_BREAKPOINTS = [(0, "-two"), (120, "-three")]  # noqa: RUF012
    AUTO_FOCUS = "#sectors"
    """From the sectors everything is one key away."""

    reading: reactive[Reading] = reactive(NOTHING)
    current: reactive[str] = reactive("sectors")
    """The pane that is in front, by its view."""
    zoomed: reactive[bool] = reactive(False)
    points_open: reactive[bool] = reactive(False)
    """Whether the points stand in the place of the meeting where there is no room for both."""

    def __init__(self, dossier: Dossier, path: Path, today: datetime.date) -> None:
        super().__init__()
        self._path = path
        self._trail: list[Place] = []
        """Where the reader was before each narrowing of the view."""
        beginning = replace(opening(dossier), now=today)
        self.set_reactive(ReaderScreen.reading, Reading(dossier, beginning))

    def compose(self) -> ComposeResult:
        """The bars and the panes, each pane bound to the record and the selection."""
        yield TitleBar().data_bind(ReaderScreen.reading)
        with Horizontal(id="top"):
            for pane in (MeetingPane, SectorsPane, PointsPane):
                yield pane().data_bind(ReaderScreen.reading)
        yield TimelinePane().data_bind(ReaderScreen.reading)
        yield KeyBar()

    @property
    def pane(self) -> ViewPane:
        """The pane that is in front."""
        return self.query_one(f"#{self.current}", ViewPane)

    def watch_current(self) -> None:
        """Put another pane in front."""
        for pane in self.query(ViewPane):
            pane.set_class(pane.id == self.current, "-current")
        self._arrange()

    def watch_zoomed(self) -> None:
        """Give the pane the whole screen, or take it back."""
        self._arrange()

    def watch_points_open(self, points_open: bool) -> None:
        """Show the points where only two panes stand side by side."""
        self.set_class(points_open, "-points")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A pane that has the focus is the one in front."""
        if isinstance(event.widget, ViewPane) and event.widget.id:
            self.current = event.widget.id

    def on_resize(self, event: events.Resize) -> None:
        """Share out the room anew."""
        self._arrange()

    def _arrange(self) -> None:
        """Share out the room; say what is needed if there is too little of it."""
        width, height = self.size
        if not width or not self.is_mounted:
            return
        small = width < MIN_COLUMNS or height < MIN_ROWS
        self.query_one(TitleBar).complaint = (
            f"Too small: {MIN_COLUMNS} columns and {MIN_ROWS} rows are needed." if small else ""
        )
        alone = self.zoomed or width < MANY_COLUMNS or height < MANY_ROWS
        if self.has_class("-too-small") and not small:
            self.call_after_refresh(self.pane.focus)
        self.set_class(small, "-too-small")
        self.set_class(alone, "-alone")
        self.query_one("#top").display = not (small or (alone and self.current == "timeline"))
        timeline = self.query_one(TimelinePane)
        wanted = timeline.chart_height + _FRAME
        timeline.styles.height = "1fr" if alone else min(wanted, int(height * _MOST_OF_SCREEN))

    def go_to(self, name: str) -> None:
        """Put a pane in front and give it the focus.

        Args:
            name: The view that it shows.
        """
        self.points_open = name == "points" or (self.points_open and name == "sectors")
        self.current = name
        if self.pane.display:
            self.pane.focus()
        else:  # once it is shown
            self.call_after_refresh(self.pane.focus)

    def action_pane(self, name: str) -> None:
        """Go to a pane."""
        self.go_to(name)

    def action_next_pane(self, step: int) -> None:
        """Go round the panes, in reading order."""
        self.go_to(ORDER[(ORDER.index(self.current) + step) % len(ORDER)])

    async def action_back(self) -> None:
        """Leave the search, the zoom, what narrows the view; else go to the sectors."""
        from coop_tui.tui.search import SearchBar

        if bars := self.query(SearchBar):
            bars.first().action_leave()
        elif self.zoomed:
            self.zoomed = False
        elif self._trail:
            self._restore()
        elif self.current != "sectors":
            self.points_open = False
            self.go_to("sectors")
        else:
            self.points_open = False

    def _restore(self) -> None:
        """Go back to where the reader was before the last narrowing."""
        place = self._trail.pop()
        self._show(replace(place.selection, window=self.reading.selection.window))
        self.query_one(PointsPane).place = place.point
        self.go_to(place.current)
        self.call_after_refresh(self._scroll, place.scrolled)

    def action_timeline(self, action: str, *parameters: float) -> None:
        """Do something on the timeline, whichever pane is in front."""
        getattr(self.query_one(TimelinePane), f"action_{action}")(*parameters)

    def action_zoom(self) -> None:
        """Give the pane the whole screen, or take it back."""
        self.zoomed = not self.zoomed

    def _remember(self) -> None:
        """Remember where the reader is, for ``Esc`` to lead back to."""
        scrolled = {pane.VIEW: pane.scroll_y for pane in self.query(ViewPane)}
        point = self.query_one(PointsPane).place
        self._trail.append(Place(self.reading.selection, self.current, point, scrolled))

    def _scroll(self, scrolled: dict[str, float]) -> None:
        for pane in self.query(ViewPane):
            pane.scroll_to(y=scrolled[pane.VIEW], animate=False, immediate=True)

    def _show(self, selection: Selection) -> None:
        self.reading = Reading(self.reading.dossier, selection)

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
            plans=plans,
            initiative=initiative,
            where=where,
        )
        if narrower != selection:
            self._remember()
            self._show(narrower)

    def action_step_meeting(self, step: int) -> None:
        """Show the next meeting (1) or the one before (-1) of those that are in view."""
        dossier, selection = self.reading
        ids = [one.id for one in meetings(dossier, replace(selection, meeting=None))]
        if not ids:
            return
        if selection.meeting in ids:
            wanted = ids.index(selection.meeting) + step
        else:
            wanted = 0 if step > 0 else len(ids) - 1
        if 0 <= wanted < len(ids):
            self.select(meeting=ids[wanted])

    def on_lines_pane_moved(self, event: LinesPane.Moved) -> None:
        """A sector or a meeting was chosen in its pane."""
        if event.pane.id == "sectors":
            self.select(sector=event.key)
        elif event.pane.id == "timeline":
            self.select(meeting=event.key)

    def on_lines_pane_opened(self, event: LinesPane.Opened) -> None:
        """A sector opens into its points."""
        if event.pane.id == "sectors":
            self.select(sector=event.key)
            self.go_to("points")

    def on_lines_pane_sideways(self, event: LinesPane.Sideways) -> None:
        """A step to the pane beside."""
        wanted = ORDER.index(self.current) + event.step
        if 0 <= wanted < ORDER.index("timeline"):
            self.go_to(ORDER[wanted])

    def on_timeline_pane_windowed(self, event: TimelinePane.Windowed) -> None:
        """The timeline shows another stretch of time."""
        self._show(replace(self.reading.selection, window=event.window))

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
        chosen = self.reading.selection.plans
        if name in chosen:
            self._restore()
            return
        ids = [plan.id for plan in sorted(self.reading.dossier.plans, key=lambda p: p.start)]
        places = [ids.index(one) for one in (name, *chosen)]
        self.narrow(plans=tuple(ids[min(places) : max(places) + 1]))

    async def action_search(self) -> None:
        """Search as one types; what was looked at before comes back on Esc."""
        from coop_tui.tui.search import SearchBar

        if bars := self.query(SearchBar):
            bars.first().type()
            return
        selection = self.reading.selection
        self._remember()
        self._show(replace(selection, meeting=None, sector=None))
        self.add_class("-searching")
        await self.mount(SearchBar(selection.where, self.reading.dossier.search))

    def on_search_bar_changed(self, event: SearchBar.Changed) -> None:
        """Something else is looked for."""
        self._show(replace(self.reading.selection, meeting=None, sector=None, where=event.query))

    async def on_search_bar_left(self, event: SearchBar.Left) -> None:
        """The search is done with: kept, or everything as it was before."""
        self.remove_class("-searching")
        await event.bar.remove()
        if event.kept and self.reading.selection.where:
            self.action_step_hit(1)
        else:
            self._restore()

    def action_step_hit(self, step: int) -> None:
        """Go to the next hit (1) or the one before (-1), whichever meeting it is of."""
        dossier, selection = self.reading
        if not selection.where:
            self.notify("Nothing is searched for: / begins a search.")
            return
        every = points(dossier, replace(selection, meeting=None, sector=None))
        hits = [(said.meeting.id, said.number) for said in every]
        if not hits:
            self.notify("Nothing was found.")
            return
        points_pane = self.query_one(PointsPane)
        here = points_pane.place
        if here in hits:
            wanted = (hits.index(here) + step) % len(hits)
        else:
            came_from = self._trail[-1].selection.meeting if self._trail else None
            near = (place for place, hit in enumerate(hits) if hit[0] == came_from)
            wanted = next(near, 0 if step > 0 else len(hits) - 1)
        name, number = hits[wanted]
        points_pane.place = name, number
        self.select(meeting=name, sector=dossier.meeting[name].points[number - 1].sector)
        points_pane.move_to(points_pane.preferred)
        points_pane.border_subtitle = f"hit {wanted + 1} of {len(hits)}"
        self.go_to("points")

    def action_copy(self) -> None:
        """Send the view in the pane to the clipboard of the terminal."""
        from coop_tui.export import render

        self.app.copy_to_clipboard(render(*self.reading, self.current).decode())
        self.notify(
            f"The {self.current} view was sent to the clipboard of the terminal.", markup=False
        )

    def action_export(self) -> None:
        """Ask what to export and where to."""
        self.export(self.current, self.reading.selection)

    def export(self, view: str, selection: Selection, by: By = By.MEETING) -> None:
        """Ask in which format and where to write a view.

        Args:
            view: Its name.
            selection: What is looked at.
            by: What a matrix counts by.
        """
        from coop_tui.tui.dialogs.export import ExportDialog

        reading = Reading(self.reading.dossier, selection)
        self.app.push_screen(ExportDialog(reading, view, self._path, by))

    def action_coverage(self) -> None:
        """Move in the matrix of sectors and meetings, the selection with it."""
        from coop_tui.tui.dialogs.coverage import CoverageDialog

        self._remember()
        opened = self.reading.selection
        dialog = CoverageDialog(
            self.reading,
            self._show,
            lambda name: self.compare(replace(opened, meeting=name or opened.meeting)),
            lambda by: self.export("coverage", opened, by),
        )
        self.app.push_screen(dialog, self._leave_coverage)

    def _leave_coverage(self, points: bool | None) -> None:
        if points:
            self.go_to("points")
        else:
            self._restore()

    def action_compare(self) -> None:
        """Compare the meeting with the one before it, or with any other."""
        self.compare(self.reading.selection)

    def compare(self, selection: Selection) -> None:
        """Compare the meeting of a selection with another.

        Args:
            selection: What is looked at.
        """
        from coop_tui.tui.dialogs.compare import CompareDialog

        dossier = self.reading.dossier
        if len(dossier.meetings) < 2:
            self.notify("There are no two meetings to compare.")
            return
        self.app.push_screen(CompareDialog(Reading(dossier, selection), self.export))
