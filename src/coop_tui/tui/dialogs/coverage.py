"""The matrix of sectors and meetings, or plans."""

from __future__ import annotations

from msgspec.structs import replace
from textual import on
from textual.reactive import reactive

from coop_tui.query.coverage import matrix
from coop_tui.query.selection import GroupBy, Reading, Selection
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import COVERAGE
from coop_tui.tui.dialogs.compare import open_comparison
from coop_tui.tui.dialogs.matrix_pane import MatrixPane
from coop_tui.tui.dialogs.page_dialog import PageDialog
from coop_tui.tui.panes.line_view import LineView
from coop_tui.views.coverage.page import add_above_matrix, add_below_matrix
from coop_tui.views.document.blocks import Page

_NOTHING = "The record has no meeting and no plan to count by."


class CoveragePane(MatrixPane):
    """The sectors of a record against its meetings or plans."""

    VIEW = "coverage"
    HINTS = (
        ("back", "coverage.back"),
        ("points", "open"),
        ("plans or meetings", "coverage.by"),
        ("open commitments", "coverage.open"),
        ("compare", "coverage.compare"),
        ("export", "coverage.export"),
    )

    cell: reactive[Selection] = reactive(Selection(), repaint=False)
    """What the cell under the cursor stands for: a sector, and a meeting or a plan."""

    def __init__(self, reading: Reading) -> None:
        super().__init__(reading, matrix(reading.dossier, reading.selection, self.by))
        self.set_reactive(CoveragePane.cell, reading.selection)

    @property
    def title(self) -> str:
        """What the matrix counts, or that there is nothing to count."""
        if not self._matrix.columns:
            return _NOTHING
        what = " · open commitments" if self._matrix.open else ""
        return f"Coverage: sectors by {self.by.value}{what}"

    def add_around(self, above: Page, below: Page) -> None:
        """Add how complete the record is."""
        add_above_matrix(above)
        add_below_matrix(below, self._matrix)

    def went(self) -> None:
        """Take the selection to the cell."""
        sector = self._matrix.rows[self._row].sector.id
        name = self._matrix.columns[self._column].id
        selection = replace(self.reading.selection, sector=sector)
        if self.by is GroupBy.MEETING:
            selection = replace(selection, meeting=name)
        else:
            plans = (name,) if name else ()
            narrower = replace(selection.filter, plans=plans)
            selection = replace(selection, meeting=None, filter=narrower)
        self.cell = selection

    def count_by(self, by: GroupBy) -> None:
        """Count by meeting or by plan."""
        self.by = by
        self._matrix = matrix(self.reading.dossier, self.reading.selection, by)
        self.go(self._row, self._selected_column)
        self.redraw(keep_scroll=True)

    def count_open(self) -> None:
        """Count open commitments in the place of points, or points again."""
        record, selection = self.reading
        self.reading = Reading(record, replace(selection, open=not selection.open))
        self._matrix = matrix(record.dossier, self.reading.selection, self.by)
        self.go(self._row, self._column)
        self.redraw(keep_scroll=True)

    @property
    def meeting(self) -> str | None:
        """The meeting of the cell under the cursor; None if plans are counted by."""
        if self.by is not GroupBy.MEETING or not self._matrix.columns:
            return None
        return self._matrix.columns[self._column].id


class CoverageDialog(PageDialog[bool, CoveragePane]):
    """The matrix over the whole screen; returns whether to show the points of the cell."""

    BINDINGS = bindings(COVERAGE)

    def __init__(self, reading: Reading) -> None:
        super().__init__(CoveragePane(reading))

    @on(LineView.Opened)
    def _opened(self) -> None:
        self.dismiss(True)

    def action_count_by(self) -> None:
        """Count by plan in place of by meeting, or the other way round."""
        self.pane.count_by(GroupBy.PLAN if self.pane.by is GroupBy.MEETING else GroupBy.MEETING)

    def action_count_open(self) -> None:
        """Count open commitments in the place of points, or the other way round."""
        self.pane.count_open()

    def action_compare(self) -> None:
        """Compare the meeting under the cursor, or the one that was shown, with another."""
        record, selection = self.pane.reading
        meeting = self.pane.meeting or selection.meeting
        open_comparison(self, Reading(record, replace(selection, meeting=meeting)))
