"""The matrix of sectors and records."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace
from textual import on

from coop_tui.query.collection.coverage import Coverage, coverage
from coop_tui.query.collection.shared import shared_plans
from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.selection import GroupBy, Reading, Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import RECORDS_COVERAGE
from coop_tui.tui.dialogs.collection.together import OpenRecord
from coop_tui.tui.dialogs.matrix_pane import MatrixPane
from coop_tui.tui.dialogs.page_dialog import PageDialog
from coop_tui.tui.panes.line_view import LineView
from coop_tui.views.collection.coverage import (
    NAME,
    NO_SECTOR,
    add_above_matrix,
    add_below_matrix,
    add_plenaries,
)
from coop_tui.views.collection.joint import joint_dossier
from coop_tui.views.collection.words import dossiers_of, scope_of_several, title_of
from coop_tui.views.coverage.chart import legend
from coop_tui.views.document.blocks import Figure, Page, Run


class RecordsCoveragePane(MatrixPane):
    """The sectors that records share, against the records."""

    VIEW = "coverage"
    by = GroupBy.RECORD
    HINTS = (
        ("back", "records.coverage.back"),
        ("open the record", "open"),
        ("plan", "records.coverage.plan"),
        ("open commitments", "records.coverage.open"),
        ("export", "records.coverage.export"),
    )

    def __init__(self, records: Sequence[Record], selection: Selection) -> None:
        self._records = tuple(records)
        self._dossiers = dossiers_of(records)
        self._plans = _plans_with_meetings(self._dossiers)
        self._coverage: Coverage = coverage(self._dossiers, selection)
        joint = Record(joint_dossier(self._dossiers, title_of(records)))
        super().__init__(Reading(joint, selection), self._coverage.matrix)
        self._column = 0

    @property
    def records(self) -> Sequence[Record]:
        """The records, which are the columns."""
        return self._records

    @property
    def title(self) -> str:
        """What the matrix counts."""
        shown = self.reading.selection.only("filter", "open")
        return " · ".join(scope_of_several(self.records, NAME, shown))

    def add_around(self, above: Page, below: Page) -> None:
        """Add which records these are, what is not in the matrix, and the plenaries."""
        add_above_matrix(above, self.records, self.reading.selection, self._coverage)
        if self._matrix.rows:
            below.blocks.append(Figure(partial(legend, self._matrix)))
        else:
            below.add_text(Run(NO_SECTOR, "muted"))
        add_below_matrix(below, self.records, self._coverage)
        add_plenaries(below, self.records, self.reading.selection, self._coverage)

    def count(self, selection: Selection) -> None:
        """Count for another selection, with the cursor in its place."""
        self.reading = Reading(self.reading.record, selection)
        self._coverage = coverage(self._dossiers, selection)
        self._matrix, self._chart = self._coverage.matrix, None
        self.redraw(keep_scroll=True)

    def narrow_to_next_plan(self) -> None:
        """Narrow to the latest plan, then to those before it, then to none."""
        selection = self.reading.selection
        names = [None, *self._plans]
        (current,) = selection.filter.plans or (None,)
        following = names[(names.index(current) + 1) % len(names)]
        plans = (following,) if following else ()
        self.count(replace(selection, filter=replace(selection.filter, plans=plans)))

    @property
    def place(self) -> tuple[int, str] | None:
        """The number of the record and the sector of the cell under the cursor."""
        if not self._matrix.rows:
            return None
        return self._column, self._matrix.rows[self._row].sector.id


def _plans_with_meetings(dossiers: Sequence[Dossier]) -> dict[str, str]:
    """The names of the plans in which a meeting of any record falls, the latest first."""
    shared = shared_plans(dossiers)
    running = {
        plan
        for dossier in dossiers
        for plans in plans_of_meetings(dossier).values()
        for plan in plans
    }
    plans = [dossier.plan[name] for dossier in dossiers for name in running & dossier.plan.keys()]
    latest_first = sorted(plans, key=lambda plan: plan.start, reverse=True)
    return {plan.id: plan.name for plan in latest_first if plan.id in shared.entries}


class RecordsCoverageDialog(PageDialog[None, RecordsCoveragePane]):
    """The matrix over the whole screen, from which a record can be opened; it leads back to it."""

    BINDINGS = bindings(RECORDS_COVERAGE)

    def __init__(
        self, records: Sequence[Record], selection: Selection, open_record: OpenRecord
    ) -> None:
        super().__init__(RecordsCoveragePane(records, selection))
        self._open_record = open_record

    @on(LineView.Opened)
    def _opened(self) -> None:
        pane = self.pane
        if pane.place is not None:
            number, sector = pane.place
            narrowed = pane.reading.selection.only("filter")
            self._open_record(number, replace(narrowed, sector=sector))

    def action_plan(self) -> None:
        """Narrow to the next plan, or to none."""
        self.pane.narrow_to_next_plan()

    def action_count_open(self) -> None:
        """Count open commitments in the place of points, or the other way round."""
        selection = self.pane.reading.selection
        self.pane.count(replace(selection, open=not selection.open))
