from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from tests.views.test_view_properties import WIDTHS, selected

from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import proposed_name, render
from coop_tui.query.coverage import Cell, Matrix, matrix
from coop_tui.query.plans import plans_on
from coop_tui.query.points import areas, points
from coop_tui.query.presence import Presence
from coop_tui.query.selection import NOTHING, Filter, GroupBy, Selection
from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE, Plan, Sector
from coop_tui.record.kinds import COMMITMENTS, Kind
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting, Point
from coop_tui.views.coverage.chart import SIGNS, CoverageChart, legend
from coop_tui.views.document.blocks import Runs
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.wrap import plain
from coop_tui.views.labels import strength_mark
from coop_tui.views.registry import VIEWS

COLUMNS = (GroupBy.MEETING, GroupBy.PLAN)


def dossier_with(
    dates: list[str],
    entries: list[tuple[int, int, Kind]],
    sectors: tuple[str, ...] = ("Trade", "Finance"),
    plans: tuple[Plan, ...] = (),
    tied: tuple[str, ...] = (),
    in_full: bool = False,
) -> Dossier:
    """A record with meetings on days, and points as (meeting, sector, kind)."""

    def meeting(number: int, date: str) -> Meeting:
        found = [
            Point(text="x", cite=(), sectors=(f"s{sector}",), by=("p",), kind=kind, plans=tied)
            for at, sector, kind in entries
            if at == number
        ]
        return Meeting(
            f"m{number}",
            Date.parse(date),
            "x",
            "meeting",
            (),
            (),
            recorded="in-full" if in_full else "in-part",
            points=tuple(found),
        )

    return Dossier(
        format=1,
        title="Record",
        about="x",
        parties=(),
        sectors=tuple(Sector(id=f"s{number}", name=name) for number, name in enumerate(sectors)),
        plans=plans,
        meetings=tuple(meeting(number, date) for number, date in enumerate(dates)),
    )


def plan(name: str, label: str, start: str, end: str) -> Plan:
    return Plan(id=name, name=label, start=Date.parse(start), end=Date.parse(end))


def at(line: Runs, cells: range) -> str:
    """What a line shows in some cells; a run lies wholly in them or wholly outside."""
    shown, end = "", 0
    for text, _ in line:
        begin, end = end, end + cell_len(text)
        if begin < cells.stop and end > cells.start:
            shown += text
    return shown.strip()


@given(what=selected())
@settings(max_examples=60)
def test_by_meeting_every_point_is_in_exactly_one_cell(what: tuple[Dossier, Selection]) -> None:
    dossier, selection = what
    found = matrix(dossier, selection)
    entries = list(points(dossier, replace(selection, meeting=None, sector=None)))
    counted = {
        (found.rows[row].sector.id, found.columns[column].id): cell.points
        for (row, column), cell in found.cells.items()
    }
    expected = Counter(
        (topic, entry.meeting.id) for entry in entries for topic in entry.point.topics
    )
    named = {
        (sector, meeting.id)
        for meeting, of_meeting in areas(dossier, selection.only("filter"))
        for area in of_meeting
        for sector in area.sectors
    }
    assert counted == {**dict.fromkeys(named, 0), **expected}
    assert found.total == len(entries)
    assert [column.id for column in found.columns] == list(dossier.meeting)
    for number, shown in enumerate(found.rows):
        cells = [found.at(number, column) for column in range(len(found.columns))]
        assert shown.total == sum(cell.points for cell in cells)
    for column in found.columns:
        assert column.total == sum(entry.meeting.id == column.id for entry in entries)


@given(what=selected())
@settings(max_examples=60)
def test_by_plan_a_cell_holds_what_a_selection_of_the_plan_finds(
    what: tuple[Dossier, Selection],
) -> None:
    dossier, selection = what
    found = matrix(dossier, selection, GroupBy.PLAN)
    entries = list(points(dossier, replace(selection, meeting=None, sector=None)))
    shown: set[str] = set()
    for number, column in enumerate(found.columns):
        if column.id is None:
            under = [
                entry
                for entry in entries
                if not entry.point.plans
                and not plans_on(dossier, entry.meeting.date, entry.meeting.end)
            ]
            assert under
        else:
            keys = {
                entry.key for entry in points(dossier, Selection(filter=Filter(plans=(column.id,))))
            }
            under = [entry for entry in entries if entry.key in keys]
        shown |= {entry.key for entry in under}
        kinds: dict[str, list[Kind]] = {}
        for entry in under:
            for topic in entry.point.topics:
                kinds.setdefault(topic, []).append(entry.point.kind)
        for row, sector in enumerate(dossier.topics):
            expected = kinds.get(sector.id, [])
            cell = found.at(row, number)
            assert cell.points == len(expected)
            strongest = max(expected, key=lambda kind: kind.strength, default=Kind.NOTES)
            assert cell.strongest is (strongest if strongest.strength else None)
        assert column.total == len(under)
    assert shown == {entry.key for entry in entries}
    assert found.total == len(entries)
    assert sum(row.total for row in found.rows) == sum(len(one.point.topics) for one in entries)


@given(
    what=selected(),
    width=WIDTHS,
    charset=st.sampled_from(Charset),
    by=st.sampled_from(COLUMNS),
)
@settings(max_examples=60)
def test_the_drawing_shows_every_cell_in_its_place(
    what: tuple[Dossier, Selection], width: int, charset: Charset, by: GroupBy
) -> None:
    dossier, selection = what
    found = matrix(dossier, selection, by)
    if not found.columns:
        return
    chart = CoverageChart(found, width, charset)
    assert chart.height == len(chart.lines)
    assert [line for line in chart.lines if cell_len(plain(line)) > width] == []
    assert charset is Charset.UNICODE or all(plain(line).isascii() for line in chart.lines)
    for row in range(len(found.rows)):
        for column in range(len(found.columns)):
            cell = found.at(row, column)
            line, cells = chart.place(row, column)
            shown = at(chart.line(line), cells)
            if cell.points:
                mark = strength_mark(cell.strongest, charset) if cell.strongest else ""
                assert shown == f"{cell.points}{mark}"
            elif found.rows[row].sector is WHOLE:
                assert shown == ""
            else:
                assert shown == charset.fold(SIGNS[cell.presence])
            assert {chart.cells[line, place] for place in cells} == {(row, column)}
    size = len(found.rows) * len(found.columns)
    assert len(set(chart.cells.values())) == size


def test_the_strongest_kind_is_the_cells_and_the_count_is_of_all() -> None:
    entries = [(0, 1, Kind.URGES), (0, 1, Kind.DELIVERS), (0, 1, Kind.BRINGS), (1, 0, Kind.HOPES)]
    found = matrix(dossier_with(["2001", "2005", "2009"], entries), Selection())
    assert found.at(1, 0) == Cell(Presence.DISCUSSED, 3, Kind.DELIVERS)
    assert found.at(0, 1) == Cell(Presence.DISCUSSED, 1, Kind.HOPES)
    assert found.at(0, 0) == found.at(1, 2) == Cell(Presence.NOT_RECORDED)


def test_a_row_says_where_its_sector_was_first_and_last_discussed() -> None:
    entries = [(1, 0, Kind.NOTES), (2, 0, Kind.NOTES)]
    first, second = matrix(dossier_with(["2001", "2005", "2009"], entries), Selection()).rows
    assert first.first
    assert first.last
    assert (first.first.id, first.last.id) == ("m1", "m2")
    assert (second.first, second.last) == (None, None)


def test_a_point_that_ties_to_another_plan_counts_under_both_and_once_in_all() -> None:
    plans = (plan("q", "Next", "2026", "2030"), plan("p", "This", "2021", "2025"))
    dossier = dossier_with(["2023", "1999"], [(0, 0, Kind.NOTES)], plans=plans, tied=("q",))
    found = matrix(dossier, Selection(), GroupBy.PLAN)
    assert [column.id for column in found.columns] == ["p", "q"]
    assert [column.total for column in found.columns] == [1, 1]
    assert found.rows[0].total == found.total == 1


def test_what_was_said_under_no_plan_has_a_column_of_its_own() -> None:
    entries = [(0, 0, Kind.NOTES), (1, 0, Kind.NOTES)]
    dossier = dossier_with(
        ["1999", "2023"], entries, plans=(plan("p", "This plan", "2021", "2025"),)
    )
    found = matrix(dossier, Selection(), GroupBy.PLAN)
    assert [(column.id, column.total) for column in found.columns] == [("p", 1), (None, 1)]
    head = [plain(line).split() for line in CoverageChart(found, 80).lines[:2]]
    assert head == [["This", "no"], ["plan", "plan", "total", "first", "last"]]


def test_only_what_a_selection_leaves_in_is_counted(shipped: Dossier) -> None:
    whole, agreed = (
        matrix(shipped, Selection(filter=Filter(where=where))) for where in ("", "kind:agrees")
    )
    assert agreed.columns[0].id == whole.columns[0].id
    assert 0 < agreed.total < whole.total
    assert {cell.strongest for cell in agreed.cells.values()} == {Kind.AGREES}


def test_meeting_and_sector_are_marked_and_leave_nothing_out(shipped: Dossier) -> None:
    plainly = matrix(shipped, Selection())
    marked = matrix(shipped, Selection("2010-11-25", "finance"))
    assert (marked.row, marked.column) == (2, 2)
    assert replace(marked, row=None, column=None) == plainly
    assert plainly.marked(Selection("2010-11-25", "finance")) == marked
    chart, other = CoverageChart(marked, 80), CoverageChart(plainly, 80)
    assert list(map(plain, chart.lines)) == list(map(plain, other.lines))
    roles = [
        run.text
        for line in chart.lines
        for run in line
        if run.role in ("coverage.selected", "coverage.cursor")
    ]
    assert roles == ["2010", "Finance", "1 "]
    assert not any(run.role == "coverage.selected" for line in other.lines for run in line)


def test_by_plan_the_plan_of_the_meeting_is_marked(shipped: Dossier) -> None:
    found = matrix(shipped, Selection("2010-11-25"), GroupBy.PLAN)
    assert found.column is not None
    assert found.columns[found.column].id == "11"


@pytest.mark.parametrize("form", list(FORMATS))
def test_an_export_is_the_same_whatever_is_marked(shipped: Dossier, form: str) -> None:
    plainly = render(Record(shipped), Selection(), "coverage", form)
    assert render(Record(shipped), Selection("2010-11-25", "finance"), "coverage", form) == plainly
    assert VIEWS["coverage"].for_display(Selection("2010-11-25", "finance")).meeting == "2010-11-25"


@pytest.mark.parametrize(
    ("dates", "upper", "lower"),
    [
        (["2004", "2006-05-01"], "2004 2006", ""),
        (["2004-03-02", "2004-05-01", "2006"], "2004 2004 2006", "Mar May"),
        (["2004-03-02", "2004-03-09", "2004-05"], "2004 2004 2004", "2 Mar 9 Mar May"),
        (["2004", "2004-03"], "2004 2004", "Mar"),
    ],
)
def test_a_column_is_headed_by_as_much_of_its_date_as_tells_it_apart(
    dates: list[str], upper: str, lower: str
) -> None:
    chart = CoverageChart(matrix(dossier_with(dates, []), Selection()), 80)
    rest = "total first last"
    heads = [" ".join(plain(line).split()) for line in chart.lines[:2]]
    assert heads == ([upper, f"{lower} {rest}"] if lower else [f"{upper} {rest}", heads[1]])


@pytest.mark.parametrize(
    ("label", "head"),
    [
        ("14th FYP", ["14th", "FYP"]),
        ("Outline", ["", "Outline"]),
        ("Five-Year Plan for the economy", ["2021–", "2025"]),
        ("Extraordinarily", ["2021–", "2025"]),
        ("十四五", ["", "十四五"]),
    ],
)
def test_a_plan_is_headed_by_its_label_or_its_years(label: str, head: list[str]) -> None:
    plans = (plan("a", "Two words", "2001", "2005"), plan("p", label, "2021", "2025"))
    found = matrix(dossier_with(["2021"], [], plans=plans), Selection(), GroupBy.PLAN)
    chart = CoverageChart(found, 80)
    _, cells = chart.place(0, 1)
    shown = [at(chart.line(line), cells) for line in (0, 1)]
    assert shown == head or shown == head[::-1]


def many(meetings: int) -> Matrix:
    entries = [(number, number % 3, list(Kind)[number % 7]) for number in range(meetings)]
    dates = [str(1980 + number) for number in range(meetings)]
    sectors = ("Innovation and technology", "Trade and investment", "Finance")
    return matrix(dossier_with(dates, entries, sectors), Selection())


@pytest.mark.parametrize("width", [40, 41, 60, 80, 120, 200])
def test_forty_columns_are_stacked_and_none_is_lost(width: int) -> None:
    found = many(40)
    chart = CoverageChart(found, width)
    lines = [plain(line) for line in chart.lines]
    assert max(map(cell_len, lines)) <= width
    years = [word for line in lines for word in line.split() if word.isdecimal() and len(word) == 4]
    heads = {str(1980 + number) for number in range(40)}
    assert heads <= set(years)
    blocks = "\n".join(line.rstrip() for line in lines).split("\n\n")
    assert len(blocks) > 1 or width == 200
    words = [block.split() for block in blocks]
    assert all({"Innovation", "Finance", "Total"} <= set(block) for block in words)
    assert ["total" in block for block in words] == [*[False] * (len(blocks) - 1), True]


def test_the_years_at_the_right_go_first_when_room_is_short() -> None:
    whole = 25 + 7 * 5 + 6  # names, columns, total
    for width, years in ((whole + 12, True), (whole + 11, False), (whole - 1, False)):
        text = "\n".join(plain(line) for line in CoverageChart(many(7), width).lines)
        assert ("first" in text, "last" in text) == (years, years)
        assert text.count("Total") == 1
        assert " total" in text


def test_the_legend_names_every_commitment_and_the_signs_that_can_be_drawn() -> None:
    part, full = (dossier_with(["2020"], [], in_full=each) for each in (False, True))
    absent = {"·": "not raised", "?": "not recorded", "–": "no match"}
    for dossier, filter, sign in (
        (full, Filter(), "·"),
        (part, Filter(), "?"),
        (part, Filter(where="kind:agrees"), "–"),
        (full, Filter(where="kind:agrees"), "–"),
    ):
        drawn = matrix(dossier, Selection(filter=filter))
        for width in (40, 80):
            for charset in Charset:
                lines = [plain(line) for line in legend(drawn, width, charset)]
                assert max(map(len, lines)) <= width
                text = " ".join(" ".join(lines).split())
                for kind in COMMITMENTS:
                    assert f"{strength_mark(kind, charset)} {kind.value}" in text
                assert f"{charset.fold('○')} named as an area" in text
                assert f"{charset.fold(sign)} {absent[sign]}" in text
                assert [words for words in absent.values() if words in text] == [absent[sign]]


def test_in_ascii_a_commitment_is_marked_by_its_initial() -> None:
    for kind in COMMITMENTS:
        assert strength_mark(kind, Charset.ASCII) == kind.value[0]


def test_no_two_kinds_have_one_mark() -> None:
    for charset in Charset:
        marks = {strength_mark(kind, charset) for kind in COMMITMENTS}
        assert len(marks) == len(COMMITMENTS)
        assert {cell_len(mark) for mark in marks} == {1}


def test_a_record_without_meetings_or_plans_says_so() -> None:
    empty = dossier_with([], [])
    assert b"The record holds no meeting." in render(Record(empty), Selection(), "coverage")
    assert b"The record holds no plan period." in render(
        Record(empty), Selection(), "coverage", by=GroupBy.PLAN
    )


def test_json_holds_a_cell_for_every_column(shipped: Dossier) -> None:
    for by in COLUMNS:
        found = json.loads(render(Record(shipped), Selection(), "coverage", "json", by=by))[
            "coverage"
        ]
        assert found["by"] == by.value
        columns = len(found["columns"])
        assert [len(sector["cells"]) for sector in found["sectors"]] == [columns] * 16
        for number, column in enumerate(found["columns"]):
            cells = [sector["cells"][number] for sector in found["sectors"]]
            assert column["points"] == sum(cell["points"] for cell in cells if cell)
        assert found["points"] == sum(sector["points"] for sector in found["sectors"])
    assert found["sectors"][0]["first"] == "2006-11-15"


def test_a_proposed_name_says_by_what_it_is_counted() -> None:
    names = [
        proposed_name(
            [Record(NOTHING.dossier, path=Path("hk.toml"))],
            "coverage",
            Selection("m", "s"),
            "text",
            by,
        )
        for by in COLUMNS
    ]
    assert names == ["hk-coverage.txt", "hk-coverage-by-plan.txt"]


@pytest.mark.parametrize(
    ("dates", "kinds", "heads"),
    [
        (
            ["2024-01-05"] * 2,
            [("plenary", 5), ("visit", None)],
            ["2024 2024", "5 Jan 5 Jan", "5th visit"],
        ),
        (["2024-01-05"] * 2, [("visit", None)] * 2, ["2024 2024", "5 Jan 5 Jan", "(1) (2)"]),
        (
            ["2024-01-05"] * 2,
            [("plenary", 5), ("meeting", None)],
            ["2024 2024", "5 Jan 5 Jan", "5th"],
        ),
        (["2024"] * 2, [("visit", None)] * 2, ["2024 2024", "(1) (2)"]),
        (
            ["2023"] + ["2024-01"] * 2,
            [("visit", None)] * 3,
            ["2023 2024 2024", "Jan Jan", "(1) (2)"],
        ),
    ],
)
def test_meetings_of_one_day_have_heads_of_their_own(
    dates: list[str], kinds: list[tuple[str, int | None]], heads: list[str]
) -> None:
    dossier = dossier_with(dates, [(0, 0, Kind.HOPES)])
    meetings = (
        replace(meeting, kind=kind, ordinal=number)
        for meeting, (kind, number) in zip(dossier.meetings, kinds, strict=True)
    )
    chart = CoverageChart(matrix(replace(dossier, meetings=tuple(meetings)), Selection()), 80)
    drawn = [" ".join(plain(line).split()) for line in chart.lines[: chart.head_lines]]
    drawn[-1] = drawn[-1].removesuffix(" total first last")
    assert drawn == heads
