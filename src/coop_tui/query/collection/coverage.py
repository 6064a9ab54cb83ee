"""The sectors that several records share against the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.collection.shared import Shared, shared_sectors
from coop_tui.query.collection.titles import short_titles
from coop_tui.query.coverage import Cell, Column, Grouping, Matrix, MatrixRow, counted
from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.presence import Presence, presence_without_points
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.dates import Window
from coop_tui.record.entries import WHOLE, Sector
from coop_tui.record.tables import Dossier, Meeting

_NO_SUCH_SECTOR = Cell(Presence.NO_SUCH_SECTOR)


class Coverage(Struct, frozen=True):
    """Sectors against records.

    Attributes:
        matrix: A row for each sector that is the same in several records, and one for the
            relationships as a whole if any record has a point on its own; a column for each
            record, with its place from 0 as its id. Totals count the points of these rows.
        sectors: What the records share, what they do not, and what only has the same id.
        meetings: The meetings of each record that fall in the plans and the span selected.
    """

    matrix: Matrix
    sectors: Shared
    meetings: tuple[tuple[Meeting, ...], ...]


def coverage(dossiers: Sequence[Dossier], selection: Selection) -> Coverage:
    """Count the points of a selection by sector and record.

    A plan is that of its id in each record, and a meeting falls in it as in the matrix by plan;
    a record without such a plan has no meeting in it. What a query names and a record does
    not know selects nothing there.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    shared = shared_sectors(dossiers)
    rows: list[Sector] = [
        entry for name in shared.in_several if isinstance(entry := shared.entries[name], Sector)
    ]
    if any(WHOLE in dossier.topics for dossier in dossiers):
        rows.append(WHOLE)
    of_records = tuple(_meetings_of(dossier, selection) for dossier in dossiers)
    every = zip(dossiers, short_titles(dossiers), of_records, strict=True)
    counts = [
        _counted(dossier, selection, Column(str(number), name, None, None, gap), meetings, rows)
        for number, (dossier, name, meetings) in enumerate(every)
        for gap in [_gap(selection, meetings)]
    ]
    cells = {
        (row, number): cell
        for number, found in enumerate(counts)
        for (row, _), cell in found.cells.items()
    }
    cells |= {
        (row, number): _NO_SUCH_SECTOR
        for row, sector in enumerate(rows)
        for number in range(len(dossiers))
        if sector is not WHOLE and number not in shared.records[sector.id]
    }
    matrix = Matrix(
        GroupBy.RECORD,
        selection.open,
        tuple(map(_row, zip(*(found.rows for found in counts), strict=True))),
        tuple(column for found in counts for column in found.columns),
        cells,
        sum(found.total for found in counts),
        {},
    )
    return Coverage(matrix.marked(selection.only("sector")), shared, of_records)


def _counted(
    dossier: Dossier,
    selection: Selection,
    column: Column,
    meetings: Iterable[Meeting],
    rows: Sequence[Sector],
) -> Matrix:
    """A matrix of one column, which is a record."""
    ids = (column.id or "",)
    # A point that ties to a selected plan counts wherever it was said, as under a filter.
    of_meeting = {
        meeting.id: ids for meeting in dossier.meetings if _is_in(meeting, selection.window)
    }
    grouping = Grouping([column], of_meeting, lambda meeting, _: of_meeting[meeting.id])
    return counted(dossier, selection, GroupBy.RECORD, grouping, rows)


def _gap(selection: Selection, meetings: Iterable[Meeting]) -> Cell:
    """The cell of a sector without points and areas; a plan says only which meetings count."""
    return Cell(presence_without_points(meetings, replace(selection.filter, plans=())))


def _row(rows: tuple[MatrixRow, ...]) -> MatrixRow:
    """The row of a sector from its rows in the records."""
    by_date = attrgetter("date")
    return MatrixRow(
        rows[0].sector,
        sum(row.total for row in rows),
        min((row.first for row in rows if row.first), key=by_date, default=None),
        max((row.last for row in rows if row.last), key=by_date, default=None),
    )


def _meetings_of(dossier: Dossier, selection: Selection) -> tuple[Meeting, ...]:
    """The meetings of a record that fall in the plans and the span of a selection."""
    plans, running = set(selection.filter.plans), plans_of_meetings(dossier)
    return tuple(
        meeting
        for meeting in dossier.meetings
        if _is_in(meeting, selection.window)
        and (not plans or not plans.isdisjoint(running[meeting.id]))
    )


def _is_in(meeting: Meeting, window: Window | None) -> bool:
    """Whether any of the time that a meeting may have taken is in a window."""
    if window is None:
        return True
    first, last = meeting.date.first.toordinal(), meeting.last.last.toordinal()
    return first < window.end and last >= window.start
