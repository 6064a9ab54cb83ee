"""Coverage by record: what counts, and what no record can show."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.query.collection.records import dossier, four, meeting
from tests.views.test_view_properties import dossiers

from coop_tui.query.collection.coverage import coverage
from coop_tui.query.coverage import Cell
from coop_tui.query.points import points
from coop_tui.query.presence import Presence
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.dates import Date, Window
from coop_tui.record.entries import WHOLE
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import Dossier

NO_SUCH = Cell(Presence.NO_SUCH_SECTOR)
NOT_RAISED = Cell(Presence.NOT_RAISED)
NOT_RECORDED = Cell(Presence.NOT_RECORDED)
NAMED = Cell(Presence.NAMED)
NO_MATCH = Cell(Presence.NO_MATCH)


def cells(records: list[Dossier], selection: Selection | None = None) -> dict[str, list[Cell]]:
    found = coverage(records, selection or Selection()).matrix
    columns = range(len(found.columns))
    return {
        row.sector.id: [found.at(number, column) for column in columns]
        for number, row in enumerate(found.rows)
    }


def said(count: int, strongest: Kind | None) -> Cell:
    return Cell(Presence.DISCUSSED, count, strongest)


def test_each_record_says_what_it_knows_of_each_shared_sector() -> None:
    assert cells(four()) == {
        "trade": [said(2, Kind.AGREES), said(2, Kind.SIGNS), NAMED, NO_SUCH],
        "health": [NOT_RAISED, NO_SUCH, NOT_RECORDED, NOT_RECORDED],
        WHOLE.id: [said(1, Kind.AGREES), *[NO_MATCH] * 3],
    }


def test_what_is_not_shared_is_told_apart() -> None:
    found = coverage(four(), Selection()).sectors
    assert list(found.conflicts) == ["it"]
    assert [name for name in found.entries if len(found.records[name]) == 1] == ["food"]


def test_a_plan_is_that_of_its_id_in_each_record() -> None:
    found = coverage(four(), Selection(filter=Filter(plans=("14",))))
    assert [[one.id for one in of_record] for of_record in found.meetings] == [
        ["2022-05-01"],
        ["2023-05-01"],
        [],
        [],
    ]
    assert cells(four(), Selection(filter=Filter(plans=("14",)))) == {
        "trade": [said(1, Kind.HOPES), said(1, Kind.SIGNS), NOT_RECORDED, NO_SUCH],
        "health": [NOT_RAISED, NO_SUCH, NOT_RECORDED, NOT_RECORDED],
        WHOLE.id: [said(1, Kind.AGREES), *[NO_MATCH] * 3],
    }


def test_only_meetings_in_the_span_count() -> None:
    until = Selection(window=Window.over(Date(2012), Date(2018)))
    assert cells(four(), until)["trade"] == [
        said(1, Kind.AGREES),
        said(1, None),
        NOT_RECORDED,
        NO_SUCH,
    ]
    in_2024 = Selection(window=Window.over(Date(2024, 3), Date(2024, 3)))
    assert cells(four(), in_2024)["health"] == [NOT_RECORDED, NO_SUCH, NOT_RAISED, NOT_RECORDED]


def test_the_totals_count_each_point_of_the_rows_once_in_what_is_selected() -> None:
    found = coverage(four(), Selection()).matrix
    assert [column.total for column in found.columns] == [3, 2, 0, 0]
    assert found.total == 5
    assert [row.total for row in found.rows] == [4, 0, 1]
    span = coverage(four(), Selection(window=Window.over(Date(2018), Date(2018)))).matrix
    assert (span.total, [row.total for row in span.rows]) == (1, [1, 0, 0])
    (trade, *_) = span.rows
    assert trade.first is trade.last
    assert trade.first is not None
    assert trade.first.id == "2018-05-01"


def test_a_value_that_one_record_does_not_know_selects_nothing_there() -> None:
    found = cells(four(), Selection(filter=Filter(where="sector:food")))
    assert found["trade"] == [NO_MATCH, NO_MATCH, NO_MATCH, NO_SUCH]
    only_one = cells(four(), Selection(filter=Filter(where="plan:14 sector:trade")))
    assert only_one["trade"] == [said(1, Kind.HOPES), said(1, Kind.SIGNS), NO_MATCH, NO_SUCH]


def test_open_commitments_can_be_counted() -> None:
    found = cells(four(), Selection(open=True))["trade"]
    assert found[:2] == [said(2, Kind.AGREES), said(1, Kind.SIGNS)]


def test_a_sector_is_not_raised_only_if_all_meetings_that_count_are_in_full() -> None:
    sectors = {"trade": "Trade", "health": "Health"}
    whole = dossier("A x", sectors, [meeting("2020-01-01", in_full=True)])
    mixed = dossier("B x", sectors, [meeting("2020-01-01", in_full=True), meeting("2021-01-01")])
    assert cells([whole, mixed])["trade"] == [NOT_RAISED, NOT_RECORDED]
    before = Selection(window=Window.over(Date(2020), Date(2020)))
    assert cells([whole, mixed], before)["trade"] == [NOT_RAISED, NOT_RAISED]


@given(
    several=st.lists(dossiers(), min_size=2, max_size=4),
    years=st.none() | st.tuples(st.integers(1990, 2030), st.integers(0, 10)),
    plans=st.sampled_from([(), ("f0",), ("f0", "f1")]),
)
@settings(max_examples=40)
def test_no_absence_is_claimed_of_a_record_in_part(
    several: list[Dossier], years: tuple[int, int] | None, plans: tuple[str, ...]
) -> None:
    same = {"s0": "Trade", "s1": "Finance"}
    records = [with_names(one, same) for one in several]
    window = Window.over(Date(years[0]), Date(sum(years))) if years else None
    selection = Selection(filter=Filter(plans=plans), window=window)
    found = coverage(records, selection)
    for number, of_record in enumerate(found.meetings):
        for row, shown in enumerate(found.matrix.rows):
            cell = found.matrix.at(row, number)
            if cell.presence is Presence.NOT_RAISED:
                assert of_record
                assert all(one.in_full for one in of_record)
            listed = shown.sector is WHOLE or shown.sector.id in records[number].sector
            assert (cell.presence is Presence.NO_SUCH_SECTOR) == (not listed)
    if not selection.filter and window is None:
        rows = {row.sector.id for row in found.matrix.rows}
        for record, column in zip(records, found.matrix.columns, strict=True):
            every = points(record, Selection())
            assert column.total == sum(bool(rows & set(one.point.topics)) for one in every)


def with_names(one: Dossier, names: dict[str, str]) -> Dossier:
    sectors = tuple(
        replace(sector, name=names.get(sector.id, sector.name)) for sector in one.sectors
    )
    return replace(one, sectors=sectors)
