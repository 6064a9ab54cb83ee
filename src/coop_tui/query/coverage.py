"""How many points each sector has at each meeting or under each plan, and the strongest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.plans import plans_on
from coop_tui.query.points import points
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.dates import Date
from coop_tui.record.tables import Dossier, Kind, Meeting, Sector

_STRENGTH = attrgetter("strength")


class Cell(Struct, frozen=True):
    """What was said on a sector in one column.

    Attributes:
        points: How many points.
        strongest: The kind of the strongest; None if there is no point.
    """

    points: int = 0
    strongest: Kind | None = None

    @classmethod
    def of(cls, kinds: Sequence[Kind]) -> Cell:
        """The cell of points of some kinds, at least one."""
        return cls(len(kinds), max(kinds, key=_STRENGTH))


EMPTY_CELL = Cell()
"""What was not discussed."""


class MatrixRow(Struct, frozen=True):
    """A sector in a matrix.

    Attributes:
        sector: The sector.
        total: Its points, each counted once.
        first: The first meeting that discussed it.
        last: The last one.
    """

    sector: Sector
    total: int
    first: Meeting | None
    last: Meeting | None


class Column(Struct, frozen=True):
    """A meeting or a plan period in a matrix.

    Attributes:
        id: Its id; None for what was said under no plan.
        name: The date of a meeting, the label of a plan.
        start: The date of a meeting, the start of a plan.
        end: The date of a meeting, the end of a plan.
        total: The points in the column.
    """

    id: str | None
    name: str
    start: Date | None
    end: Date | None
    total: int


class Matrix(Struct, frozen=True):
    """Every sector, and every meeting or every plan.

    Attributes:
        by: What the columns are.
        rows: The sectors, in the order of the record.
        columns: The meetings by date, or the plans by start; then, if anything was said
            under no plan, a column for that.
        cells: What is not a gap, by row and column.
        total: The points, each counted once.
        column_of: The column of each meeting, by id; under its first plan, if by plan.
        row: The number of the selected row.
        column: The number of the selected column.
    """

    by: GroupBy
    rows: tuple[MatrixRow, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[int, int], Cell]
    total: int
    column_of: Mapping[str, int]
    row: int | None = None
    column: int | None = None

    def at(self, row: int, column: int) -> Cell:
        """The cell of a row and a column, both from 0."""
        return self.cells.get((row, column), EMPTY_CELL)

    def marked(self, selection: Selection) -> Matrix:
        """The same counts with the row and the column of another selection marked."""
        sectors = [row.sector.id for row in self.rows]
        row = sectors.index(selection.sector) if selection.sector in sectors else None
        return replace(self, row=row, column=self.column_of.get(selection.meeting or ""))


def matrix(dossier: Dossier, selection: Selection, by: GroupBy = GroupBy.MEETING) -> Matrix:
    """Count the points of a selection by sector and column, in one pass over them.

    A point stands in the column of its meeting. By plan it stands in that of every plan
    which ran on the day, and of every plan to which it ties, as it does where a selection
    narrows by plan.

    Args:
        dossier: The record.
        selection: Its plans, initiative and query say which points count; its meeting
            and its sector are marked.
        by: What the columns are.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    plans = sorted(dossier.plans, key=lambda plan: plan.start)
    number_of = {plan.id: number for number, plan in enumerate(plans)}
    under = {
        meeting.id: [number_of[plan.id] for plan in plans_on(dossier, meeting.date)]
        if by is GroupBy.PLAN
        else [number]
        for number, meeting in enumerate(dossier.meetings)
    }
    row_of = {sector.id: number for number, sector in enumerate(dossier.sectors)}
    kinds: defaultdict[tuple[int, int], list[Kind]] = defaultdict(list)
    row_totals, column_totals = [0] * len(row_of), [0] * (max(len(plans), len(under)) + 1)
    first: dict[int, Meeting] = {}
    last: dict[int, Meeting] = {}
    for said in points(dossier, Selection(filter=selection.filter)):
        meeting, point = said.meeting, said.point
        row = row_of[point.sector]
        row_totals[row] += 1
        first.setdefault(row, meeting)
        last[row] = meeting
        columns: Iterable[int] = under[meeting.id]
        if by is GroupBy.PLAN:
            tied = {number_of[plan] for plan in point.plans}
            columns = tied.union(columns) or (len(plans),)
        for column in columns:
            column_totals[column] += 1
            kinds[row, column].append(point.kind)
    if by is GroupBy.PLAN:
        heads = [(plan.id, plan.label, plan.start, plan.end) for plan in plans]
        drawn = [Column(*head, total) for head, total in zip(heads, column_totals, strict=False)]
        if outside := column_totals[len(plans)]:
            drawn.append(Column(None, "", None, None, outside))
    else:
        drawn = [
            Column(meeting.id, str(meeting.date), meeting.date, meeting.date, total)
            for meeting, total in zip(dossier.meetings, column_totals, strict=False)
        ]
    rows = tuple(
        MatrixRow(sector, row_totals[number], first.get(number), last.get(number))
        for number, sector in enumerate(dossier.sectors)
    )
    cells = {place: Cell.of(found) for place, found in kinds.items()}
    column_of = {name: numbers[0] for name, numbers in under.items() if numbers}
    counted = Matrix(by, rows, tuple(drawn), cells, sum(row_totals), column_of)
    return counted.marked(selection)
