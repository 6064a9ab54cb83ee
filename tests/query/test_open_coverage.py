"""The matrix of open commitments: those without a later point linked to them."""

from __future__ import annotations

import datetime
import json

import pytest
from tests.query.test_threads import meeting, outcome, point, record

from coop_tui.formats.render import proposed_name, render
from coop_tui.query.commitments.status import Status, statuses
from coop_tui.query.coverage import Cell, matrix
from coop_tui.query.presence import Presence
from coop_tui.query.selection import Filter, GroupBy, Selection
from coop_tui.record.kinds import Kind
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.coverage.chart import CoverageChart, legend
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.wrap import plain
from coop_tui.views.registry import VIEWS

OPEN = Selection(open=True)
TRADE = 0


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    """Three meetings: what is open, what is taken up or reported, and what is none of these."""
    return record(
        meeting(
            "a",
            "2018",
            point("signs"),
            point("agrees", sectors='"trade", "health"'),
            point("hopes", due="2019"),
            point("delivers"),
            point("notes"),
        ),
        meeting(
            "b",
            "2020",
            point("intends", "a/p1"),
            point("urges", outcomes=outcome("2021", "in-part")),
        ),
        meeting("c", "2022", point("notes"), recorded="in-full"),
        meeting("d", "2023", recorded="in-full"),
    )


def test_a_cell_counts_commitments_of_which_nothing_later_is_on_record(dossier: Dossier) -> None:
    found = matrix(dossier, OPEN)
    assert [found.at(TRADE, column) for column in range(4)] == [
        Cell(Presence.DISCUSSED, 2, Kind.AGREES),
        Cell(Presence.DISCUSSED, 1, Kind.INTENDS),
        Cell(Presence.DISCUSSED, 0, None),
        Cell(Presence.NOT_RAISED),
    ]
    assert [column.total for column in found.columns] == [2, 1, 0, 0]
    assert [row.total for row in found.rows] == [3, 1]
    assert found.total == 3


def test_presence_and_years_are_those_of_all_points(dossier: Dossier) -> None:
    every, some = matrix(dossier, Selection()), matrix(dossier, OPEN)
    cells = [(row, column) for row in range(2) for column in range(4)]
    assert [every.at(*cell).presence for cell in cells] == [
        some.at(*cell).presence for cell in cells
    ]
    assert [(row.first, row.last) for row in every.rows] == [
        (row.first, row.last) for row in some.rows
    ]
    assert matrix(dossier, Selection()) != some


@pytest.mark.parametrize("by", [GroupBy.MEETING, GroupBy.PLAN])
def test_the_totals_are_those_of_the_statuses(shipped: Dossier, by: GroupBy) -> None:
    known = statuses(shipped, None)
    for filter in (Filter(), Filter(plans=("13",)), Filter(where="kind:agrees")):
        found = matrix(shipped, Selection(filter=filter, open=True), by)
        every = matrix(shipped, Selection(filter=filter), by)
        assert 0 < found.total < every.total or filter.where
        assert len(found.columns) == len(every.columns)
    everything = matrix(shipped, OPEN, by)
    assert everything.total == sum(of.count(Status.OPEN) for of in known.values())


def test_what_is_open_does_not_depend_on_the_day(dossier: Dossier) -> None:
    later = Selection(open=True, now=datetime.date(2026, 1, 1))
    assert matrix(dossier, later) == matrix(dossier, OPEN)


def test_the_drawing_tells_no_open_commitment_from_no_point(dossier: Dossier) -> None:
    (row,) = (
        plain(line)
        for line in CoverageChart(matrix(dossier, OPEN), 60).lines
        if plain(line).startswith("Trade")
    )
    assert row.split() == ["Trade", "2▅", "1▄", "0", "·", "3", "2018", "2022"]


def test_the_legend_says_what_is_counted_and_no_more(dossier: Dossier) -> None:
    for width in (40, 80, 120):
        text = " ".join(map(plain, legend(matrix(dossier, OPEN), width)))
        text = " ".join(text.split())
        assert "how many commitments without a later point" in text
        assert "That no later point is linked does not mean that nothing was done." in text
        assert "0 discussed, and no such commitment" in text
        assert "delivers" not in text
        assert "how many points" not in text
    ordinary = " ".join(map(plain, legend(matrix(dossier, Selection()), 120)))
    assert "0 discussed" not in ordinary
    assert "delivers" in ordinary


def test_in_ascii_it_is_all_ascii(dossier: Dossier) -> None:
    for selection in (OPEN, Selection()):
        data = render(Record(dossier), selection, "coverage", charset=Charset.ASCII)
        assert data.isascii()
    assert b"2a" in render(Record(dossier), OPEN, "coverage", charset=Charset.ASCII)


def test_an_export_says_what_is_counted(dossier: Dossier) -> None:
    text = render(Record(dossier), OPEN, "coverage").decode()
    assert text.split("\n")[1] == "Coverage by meeting · open commitments"
    assert "open" not in render(Record(dossier), OPEN, "points").decode().split("\n")[1]
    name = proposed_name([Record(dossier)], "coverage", OPEN, "text", GroupBy.PLAN)
    assert name == "record-coverage-by-plan-open.txt"


def test_json_names_the_counts_after_what_is_counted(dossier: Dossier) -> None:
    found = json.loads(render(Record(dossier), OPEN, "coverage", "json"))
    assert found["selection"]["open"] is True
    counted = found["coverage"]
    assert counted["open"] == 3
    assert [column["open"] for column in counted["columns"]] == [2, 1, 0, 0]
    first, *_ = counted["sectors"][TRADE]["cells"]
    assert first == {"presence": "discussed", "open": 2, "strongest": "agrees"}
    assert "points" not in counted
    usual = json.loads(render(Record(dossier), Selection(), "coverage", "json"))
    assert "open" not in usual["coverage"]


def test_only_coverage_counts_open_commitments() -> None:
    assert [name for name, view in VIEWS.items() if "open" in view.filter_fields] == ["coverage"]
