"""What a record knows of each sector at each meeting or under each plan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.commitments.status import Status, statuses
from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.points import areas, points_by_meeting
from coop_tui.query.presence import Presence, presence_without_points
from coop_tui.query.sectors import strongest_commitment
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE, Sector
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import Dossier, Meeting, Point, ordinal


class Cell(Struct, frozen=True):
    """A sector in one column.

    Attributes:
        presence: What the record knows of the sector there.
        points: The number of points on it, or of those that are open commitments.
        strongest: The strongest commitment among those; None if there is none.
    """

    presence: Presence
    points: int = 0
    strongest: Kind | None = None

    @classmethod
    def of(cls, kinds: Collection[Kind]) -> Cell:
        """The cell of a sector that was discussed, with the kinds of the points that count."""
        return cls(Presence.DISCUSSED, len(kinds), strongest_commitment(kinds))


_ON_NO_SECTOR = Cell(Presence.NO_MATCH)
"""No meeting without a point on the relationship as a whole lacks anything."""


class MatrixRow(Struct, frozen=True):
    """A sector, how many count there, and the first and last meeting with it on record."""

    sector: Sector
    total: int
    first: Meeting | None
    last: Meeting | None


class Column(Struct, frozen=True):
    """A meeting with its date, a plan period or a record, and how many count in the column.

    The column of points under no plan has neither id nor dates.

    Attributes:
        name: The label of a plan; the short name of a record; of a meeting, its ordinal, or
            else its kind if it is one in particular.
        gap: A cell of the column without points and without areas.
    """

    id: str | None
    name: str
    start: Date | None
    end: Date | None
    gap: Cell
    total: int = 0


class Matrix(Struct, frozen=True):
    """Every sector against every meeting, every plan or every record.

    Attributes:
        by: Whether the columns are meetings, plans or records.
        open: Whether open commitments are counted, and not points.
        rows: The sectors, in the order of the record.
        columns: The meetings by date, or the plans by start; then a column for the points
            under no plan, if there are any.
        cells: The cells that are not the gap of their column, by row and column.
        total: The points or the open commitments, each counted once.
        column_of: The column of each meeting, by id; under its first plan, if by plan; empty
            if by record.
        row: The number of the selected row.
        column: The number of the selected column.
    """

    by: GroupBy
    open: bool
    rows: tuple[MatrixRow, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[int, int], Cell]
    total: int
    column_of: Mapping[str, int]
    row: int | None = None
    column: int | None = None

    def at(self, row: int, column: int) -> Cell:
        """The cell of a row and a column, both from 0."""
        gap = _ON_NO_SECTOR if self.rows[row].sector is WHOLE else self.columns[column].gap
        return self.cells.get((row, column), gap)

    def marked(self, selection: Selection) -> Matrix:
        """The same counts with the row and the column of another selection marked."""
        sectors = [row.sector.id for row in self.rows]
        row = sectors.index(selection.sector) if selection.sector in sectors else None
        return replace(self, row=row, column=self.column_of.get(selection.meeting or ""))


class Grouping(NamedTuple):
    """The columns, and the ids of the columns of a meeting and of a point of it."""

    columns: list[Column]
    of_meeting: Mapping[str, tuple[str, ...]]
    of_point: Callable[[Meeting, Point], Iterable[str | None]]


def _by_meeting(dossier: Dossier, selection: Selection) -> Grouping:
    columns = [
        Column(
            meeting.id,
            _short_name(meeting),
            meeting.date,
            meeting.last,
            Cell(presence_without_points([meeting], selection.filter)),
        )
        for meeting in dossier.meetings
    ]
    of_meeting = {meeting.id: (meeting.id,) for meeting in dossier.meetings}
    return Grouping(columns, of_meeting, lambda meeting, _: of_meeting[meeting.id])


def _short_name(meeting: Meeting) -> str:
    if meeting.ordinal:
        return ordinal(meeting.ordinal)
    return "" if meeting.kind == "meeting" else meeting.description


def _by_plan(dossier: Dossier, selection: Selection) -> Grouping:
    running = plans_of_meetings(dossier)

    def gap(plan: str) -> Cell:
        meetings = [meeting for meeting in dossier.meetings if plan in running[meeting.id]]
        return Cell(presence_without_points(meetings, selection.filter))

    columns = [
        Column(plan.id, plan.label, plan.start, plan.end, gap(plan.id))
        for plan in sorted(dossier.plans, key=attrgetter("start"))
    ]
    under_no_plan = Column(None, "", None, None, Cell(Presence.NO_MATCH))
    return Grouping(
        [*columns, under_no_plan],
        running,
        lambda meeting, point: {*running[meeting.id], *point.plans} or (under_no_plan.id,),
    )


def matrix(dossier: Dossier, selection: Selection, by: GroupBy = GroupBy.MEETING) -> Matrix:
    """Count the points and find the areas of a selection by sector and column.

    Open commitments can be counted in their place: those without a later point linked to them.
    A point on several sectors counts in the row of each, and once in every total.

    By plan, a point counts under every plan that ran on the day of its meeting, and under
    every plan to which it ties, as it does for a filter by plan.

    Args:
        dossier: The record.
        selection: Its filter says which points count, and whether open commitments alone do;
            its meeting and sector are marked.
        by: Whether the columns are meetings or plans.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    grouping = (_by_plan if by is GroupBy.PLAN else _by_meeting)(dossier, selection)
    return counted(dossier, selection, by, grouping, dossier.topics).marked(selection)


def counted(
    dossier: Dossier,
    selection: Selection,
    by: GroupBy,
    grouping: Grouping,
    sectors: Sequence[Sector],
) -> Matrix:
    """Count the points and find the areas of some sectors in the columns of a grouping.

    A meeting that the grouping does not know counts nowhere, nor does a point on none of the
    sectors.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    columns, of_meeting, of_point = grouping
    kinds: defaultdict[tuple[str, str | None], list[Kind]] = defaultdict(list)
    meetings: dict[str, list[Meeting]] = {sector.id: [] for sector in sectors}
    totals: Counter[str | None] = Counter()
    sectors_points: Counter[str] = Counter()
    filter_only = selection.only("filter")
    # Without a day that counts as now nothing is overdue: what is open is so on any day.
    known = statuses(dossier, None) if selection.open else None
    count = 0
    for meeting, numbers in points_by_meeting(dossier, filter_only):
        for number in numbers if meeting.id in of_meeting else ():
            point = meeting.points[number - 1]
            topics = [topic for topic in point.topics if topic in meetings]
            if not topics:
                continue
            in_columns = tuple(of_point(meeting, point))
            counts = known is None or known[meeting.id][number - 1] is Status.OPEN
            if counts:
                count += 1
                totals.update(in_columns)
                sectors_points.update(topics)
            for sector in topics:
                meetings[sector].append(meeting)
                for column in in_columns:
                    found_kinds = kinds[sector, column]
                    if counts:
                        found_kinds.append(point.kind)
    row_of = {sector: number for number, sector in enumerate(meetings)}
    column_of = {column.id: number for number, column in enumerate(columns)}
    cells: dict[tuple[int, int], Cell] = {}
    for meeting, found in areas(dossier, filter_only):
        if meeting.id not in of_meeting:
            continue
        for sector in dict.fromkeys(name for area in found for name in area.sectors):
            if sector not in meetings:
                continue
            meetings[sector].append(meeting)
            for column in of_meeting[meeting.id]:
                cells[row_of[sector], column_of[column]] = Cell(Presence.NAMED)
    cells |= {
        (row_of[row], column_of[column]): Cell.of(found) for (row, column), found in kinds.items()
    }
    rows = tuple(
        MatrixRow(sector, sectors_points[sector.id], *_first_and_last(meetings[sector.id]))
        for sector in sectors
    )
    return Matrix(
        by,
        selection.open,
        rows,
        tuple(
            replace(column, total=totals[column.id])
            for column in columns
            if column.id is not None or any(name is None for _, name in kinds)
        ),
        cells,
        count,
        {meeting: column_of[ids[0]] for meeting, ids in of_meeting.items() if ids},
    )


def _first_and_last(meetings: list[Meeting]) -> tuple[Meeting | None, Meeting | None]:
    key = attrgetter("date")
    return min(meetings, key=key, default=None), max(meetings, key=key, default=None)
