"""How many points each sector has at each meeting or under each plan, and the strongest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.points import points_by_meeting
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.dates import Date
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import Dossier, Meeting, Point, Sector

_STRENGTH = attrgetter("strength")


class Cell(Struct, frozen=True):
    """The number of points on a sector in one column, and the kind of the strongest."""

    points: int = 0
    strongest: Kind | None = None

    @classmethod
    def of(cls, kinds: Collection[Kind]) -> Cell:
        """The cell of the points of some kinds."""
        return cls(len(kinds), max(kinds, key=_STRENGTH, default=None))


EMPTY_CELL = Cell()


class MatrixRow(Struct, frozen=True):
    """A sector, the number of its points, and the first and last meeting that discussed it."""

    sector: Sector
    total: int
    first: Meeting | None
    last: Meeting | None


class Column(Struct, frozen=True):
    """A meeting with its date, or a plan period, and the number of points in the column.

    The column of points under no plan has neither id nor dates.
    """

    id: str | None
    name: str
    start: Date | None
    end: Date | None
    total: int = 0


class Matrix(Struct, frozen=True):
    """Every sector against every meeting or every plan.

    Attributes:
        by: Whether the columns are meetings or plans.
        rows: The sectors, in the order of the record.
        columns: The meetings by date, or the plans by start; then a column for the points
            under no plan, if there are any.
        cells: The cells that are not empty, by row and column.
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


class _Grouping(NamedTuple):
    """The columns, and the ids of the columns of a meeting and of a point of it."""

    columns: list[Column]
    of_meeting: Mapping[str, tuple[str, ...]]
    of_point: Callable[[Meeting, Point], Iterable[str | None]]


def _by_meeting(dossier: Dossier) -> _Grouping:
    columns = [
        Column(meeting.id, str(meeting.date), meeting.date, meeting.date)
        for meeting in dossier.meetings
    ]
    of_meeting = {meeting.id: (meeting.id,) for meeting in dossier.meetings}
    return _Grouping(columns, of_meeting, lambda meeting, _: of_meeting[meeting.id])


def _by_plan(dossier: Dossier) -> _Grouping:
    plans = sorted(dossier.plans, key=attrgetter("start"))
    columns = [Column(plan.id, plan.label, plan.start, plan.end) for plan in plans]
    under_no_plan = Column(None, "", None, None)
    running = plans_of_meetings(dossier)
    return _Grouping(
        [*columns, under_no_plan],
        running,
        lambda meeting, point: {*running[meeting.id], *point.plans} or (under_no_plan.id,),
    )


def matrix(dossier: Dossier, selection: Selection, by: GroupBy = GroupBy.MEETING) -> Matrix:
    """Count the points of a selection by sector and column.

    By plan, a point counts under every plan that ran on the day of its meeting, and under
    every plan to which it ties, as it does for a filter by plan.

    Args:
        dossier: The record.
        selection: Its filter says which points count; its meeting and sector are marked.
        by: Whether the columns are meetings or plans.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    columns, of_meeting, of_point = (_by_plan if by is GroupBy.PLAN else _by_meeting)(dossier)
    kinds: defaultdict[tuple[str, str | None], list[Kind]] = defaultdict(list)
    meetings: dict[str, list[Meeting]] = {sector.id: [] for sector in dossier.sectors}
    for meeting, numbers in points_by_meeting(dossier, Selection(filter=selection.filter)):
        for number in numbers:
            point = meeting.points[number - 1]
            meetings[point.sector].append(meeting)
            for column in of_point(meeting, point):
                kinds[point.sector, column].append(point.kind)
    totals: Counter[str | None] = Counter()
    for (_, column), found in kinds.items():
        totals[column] += len(found)
    rows = tuple(
        MatrixRow(sector, len(found), *((found[0], found[-1]) if found else (None, None)))
        for sector, found in zip(dossier.sectors, meetings.values(), strict=True)
    )
    row_of = {sector: number for number, sector in enumerate(meetings)}
    column_of = {column.id: number for number, column in enumerate(columns)}
    return Matrix(
        by,
        rows,
        tuple(
            replace(column, total=totals[column.id])
            for column in columns
            if column.id is not None or totals[None]
        ),
        {
            (row_of[row], column_of[column]): Cell.of(found)
            for (row, column), found in kinds.items()
        },
        sum(row.total for row in rows),
        {meeting: column_of[ids[0]] for meeting, ids in of_meeting.items() if ids},
    ).marked(selection)
