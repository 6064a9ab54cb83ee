from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import pytest
from rich.cells import cell_len

from coop_tui.query.selection import Selection
from coop_tui.record.dates import Date, Window
from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.wrap import plain
from coop_tui.views.timeline.chart import Chart
from coop_tui.views.timeline.items import whole_range
from coop_tui.views.timeline.lane import Lane
from coop_tui.views.timeline.scale import Scale

Make = Callable[..., Dossier]

HEAD = """\
format = 1
title = "T"
about = "A"
party = [{ id = "a", name = "A" }]
sector = [{ id = "s", name = "S" }, { id = "t", name = "T" }]
source = [{ id = "r", title = "R", publisher = "P" }]
place = [{ id = "p", name = "P" }]
"""


@pytest.fixture
def make() -> Make:
    """A record of plans ``(start, end)``, meetings and the milestones of initiatives.

    A meeting of several days is ``first/last``; milestones of plans are given by plan.
    """

    def made(
        plans: Sequence[tuple[int, int]] = (),
        meetings: Sequence[str] = (),
        initiatives: Sequence[Sequence[str]] = (),
        milestones: Sequence[Sequence[str]] = (),
    ) -> Dossier:
        text = HEAD
        for number, (start, end) in enumerate(plans):
            text += f'[[plan]]\nid = "{number}"\nname = "Plan {number}"\n'
            text += f"start = {start}\nend = {end}\n"
            for date in milestones[number] if number < len(milestones) else ():
                text += f'[[plan.milestone]]\ndate = "{date}"\ntext = "x"\ncite = "r"\n'
        for number, dates in enumerate(initiatives):
            text += f'[[initiative]]\nid = "i{number}"\nname = "Initiative {number}"\n'
            for date in dates:
                text += f'[[initiative.milestone]]\ndate = "{date}"\ntext = "x"\n'
                text += 'cite = [{ source = "r" }]\n'
        for number, dates in enumerate(meetings):
            date, _, last = dates.partition("/")
            text += f'[[meeting]]\nid = "m{number}"\ndate = "{date}"\ntitle = "T"\nplaces = ["p"]\n'
            text += f'end = "{last}"\n' if last else ""
            text += 'kind = "meeting"\npeople = []\nsources = ["r"]\n'
            text += '[[meeting.point]]\nsectors = ["s"]\nby = ["a"]\nkind = "notes"\ntext = "x"\n'
            text += 'cite = [{ source = "r" }]\n'
        return parse(text.encode(), "r")

    return made


def drawn(
    dossier: Dossier,
    width: int = 100,
    selection: Selection | None = None,
    window: Window | None = None,
    charset: Charset = Charset.UNICODE,
) -> Chart:
    window = window or whole_range(dossier)
    assert window is not None
    return Chart(dossier, selection or Selection(), window, width, charset)


def text_of(chart: Chart) -> list[str]:
    return [plain(line).rstrip() for line in chart.lines]


def meetings_by_place(chart: Chart) -> dict[tuple[int, int], list[str]]:
    """The ids of meetings, by the line and the cell of their mark."""
    return {
        (line, chart.names_cells + mark.cell): [item.id for item in mark.items]
        for line, marks in chart.marks.items()
        for mark in marks
        if mark.items[0].kind == "meeting"
    }


def line_of(chart: Chart, name: str) -> str:
    (line,) = (line for line in text_of(chart) if line.startswith(name))
    return line


def over(first: str, last: str) -> Window:
    return Window.over(Date.parse(first), Date.parse(last))


def test_a_mark_stands_where_the_chart_says_it_does(shipped: Dossier) -> None:
    chart = drawn(shipped, 120)
    assert {one for ids in meetings_by_place(chart).values() for one in ids} == set(shipped.meeting)
    for (line, cell), ids in meetings_by_place(chart).items():
        mark = text_of(chart)[line][cell]
        assert mark == ("◆" if len(ids) == 1 else str(len(ids)))


def test_later_meetings_stand_further_right(shipped: Dossier) -> None:
    cells = sorted((cell, ids) for (_, cell), ids in meetings_by_place(drawn(shipped, 160)).items())
    assert [one for _, ids in cells for one in ids] == list(shipped.meeting)


def test_meetings_in_one_cell_are_a_count(make: Make) -> None:
    days = [f"2010-06-{day:02d}" for day in range(10, 14)]
    chart = drawn(make([(2001, 2020)], days))
    ((place, ids),) = meetings_by_place(chart).items()
    assert ids == ["m0", "m1", "m2", "m3"]
    assert text_of(chart)[place[0]][place[1]] == "④"


def test_more_meetings_in_a_cell_than_a_digit_can_tell_are_still_one_mark(make: Make) -> None:
    days = [f"2010-06-{day:02d}" for day in range(1, 13)]
    chart = drawn(make([(1901, 2020)], days))
    assert [len(ids) for ids in meetings_by_place(chart).values()] == [12]


def test_a_crowd_opens_under_zoom(make: Make) -> None:
    dossier = make([(2001, 2020)], [f"2010-06-{day:02d}" for day in range(10, 14)])
    chart = drawn(dossier, window=over("2010-06-08", "2010-06-16"))
    assert [len(ids) for ids in meetings_by_place(chart).values()] == [1, 1, 1, 1]


def test_the_selected_meeting_is_labelled_with_its_date(make: Make) -> None:
    dossier = make([(2001, 2020)], ["2005-03", "2010-06-10"])
    assert "10 Jun 2010" in line_of(drawn(dossier, selection=Selection("m1")), "Meetings")
    assert "Mar 2005" in line_of(drawn(dossier, selection=Selection("m0")), "Meetings")
    plain = line_of(drawn(dossier), "Meetings")
    assert "2005" in plain
    assert "Mar" not in plain


def test_a_meeting_without_a_point_on_the_selected_sector_is_hollow(make: Make) -> None:
    dossier = make([(2001, 2020)], ["2010-06-10"])
    assert "◆" in line_of(drawn(dossier, selection=Selection(sector="s")), "Meetings")
    hollow = line_of(drawn(dossier, selection=Selection(sector="t")), "Meetings")
    assert "◇" in hollow
    assert "◆" not in hollow


def test_the_plan_of_the_selected_meeting_is_marked_by_more_than_colour(make: Make) -> None:
    dossier = make([(2001, 2005), (2006, 2010)], ["2007-01-01"])
    marked = line_of(drawn(dossier, selection=Selection("m0")), "Plans")
    plain = line_of(drawn(dossier), "Plans")
    half = len(plain) // 2
    assert marked[: half - 2] == plain[: half - 2]
    assert marked[half:] != plain[half:]


def test_a_date_of_year_precision_is_shaded_over_its_year(make: Make) -> None:
    dossier = make([(2001, 2010)], ["2005"])
    line = line_of(drawn(dossier), "Meetings")
    assert 7 <= line.count("░") <= 11
    exact = line_of(drawn(make([(2001, 2010)], ["2005-06-30"])), "Meetings")
    assert "░" not in exact


def test_the_present_day_is_marked_if_it_is_in_the_window(make: Make) -> None:
    dossier = make([(2001, 2020)], ["2010-06-10"], [["2005-01-01", "2018-01-01"]])
    inside = text_of(drawn(dossier, selection=Selection(now=datetime.date(2015, 6, 1))))
    assert any("▲ now" in line for line in inside)
    assert any("┊" in line for line in inside)
    for now in (datetime.date(2000, 12, 31), datetime.date(2031, 1, 1), None):
        outside = text_of(drawn(dossier, selection=Selection(now=now)))
        assert not any("now" in line or "┊" in line or "▲" in line for line in outside)


def test_what_is_past_and_what_is_ahead_differ_by_more_than_colour(make: Make) -> None:
    dossier = make([(2001, 2020)], [], [["2005-01-01", "2018-01-01"]])
    selection = Selection(now=datetime.date(2010, 1, 1))
    assert "●" in line_of(drawn(dossier, selection=selection), "Initiative")
    assert "▷" in line_of(drawn(dossier, selection=selection), "Initiative")
    assert "▷" not in line_of(drawn(dossier), "Initiative")


def test_a_bar_that_begins_off_screen_keeps_its_label(make: Make) -> None:
    dossier = make([(1990, 2020)])
    assert "Plan 0" in line_of(drawn(dossier, window=over("2010", "2011")), "Plans")


def test_a_plan_outside_the_window_leaves_no_trace(make: Make) -> None:
    dossier = make([(1990, 1995), (2010, 2011)])
    assert "Plan 0" not in "\n".join(text_of(drawn(dossier, window=over("2010", "2011"))))


def test_bars_of_plans_that_follow_each_other_do_not_run_into_each_other(make: Make) -> None:
    line = line_of(drawn(make([(2001, 2005), (2006, 2010)])), "Plans")
    assert line.count("Plan") == 3
    assert line.index("Plan 0") < line.index("Plan 1")


def test_plans_that_overlap_have_a_row_each_and_keep_their_length(make: Make) -> None:
    chart = drawn(make([(2001, 2010), (2006, 2015), (2011, 2020), (2008, 2009)]), 99)
    lines = text_of(chart)
    assert [line[:5] for line in lines] == ["     ", "Plans", "     ", "     ", "Meeti"]
    rows = [[mark.items[0].id for mark in chart.marks[line]] for line in (1, 2, 3)]
    assert rows == [["0", "2"], ["1"], ["3"]]
    begin, end = lines[2].index("█"), len(lines[2])
    assert end - begin == pytest.approx(90 / 20 / 1.08 * 10, abs=1)


def test_plans_without_overlap_have_one_row(make: Make) -> None:
    assert len(drawn(make([(2001, 2005), (2006, 2010)])).lines) == 3


def test_the_last_bar_and_one_that_goes_on_are_drawn_to_their_ends(make: Make) -> None:
    dossier = make([(2001, 2005), (2006, 2010)])
    assert line_of(drawn(dossier, 49, window=over("2001", "2010")), "Plans").endswith("██")
    cut = line_of(drawn(dossier, 49, window=over("2001", "2004")), "Plans")
    assert cut.endswith("██")
    assert cell_len(cut) == 49


def test_the_label_of_a_plan_that_is_too_short_for_it_stands_beside_its_bar(make: Make) -> None:
    dossier = make([(2001, 2020), (2010, 2010)])
    assert text_of(drawn(dossier, 80))[2].endswith("▐██▉ Plan 1")


def test_a_plan_shorter_than_a_cell_is_still_there(make: Make) -> None:
    dossier = make([(1001, 2020), (2020, 2020)])
    chart = drawn(dossier, 80, window=over("1001", "2020"))
    assert [mark.items[0].id for mark in chart.marks[2]] == ["1"]
    assert text_of(chart)[2].strip() == "Plan 1 ▐"


def test_the_milestones_of_plans_are_one_lane_under_the_meetings(make: Make) -> None:
    days = ["2010-06-01", "2010-06-02"]
    dossier = make([(2001, 2020), (2005, 2020)], ["2015-01-01"], (), [days, ["2017-03-01"]])
    chart = drawn(dossier)
    names = [line[:15].strip() for line in text_of(chart)]
    assert names == ["", "Plans", "", "Meetings", "Plan milestones"]
    assert "② 2010" in text_of(chart)[4]
    assert "▷ 2017" in text_of(chart)[4]
    first, second = chart.marks[4]
    assert [(item.kind, item.id, item.number) for item in (*first.items, *second.items)] == [
        ("plan.milestone", "0", 1),
        ("plan.milestone", "0", 2),
        ("plan.milestone", "1", 1),
    ]


def test_a_meeting_of_several_days_is_drawn_over_its_days(make: Make) -> None:
    dossier = make([(2001, 2020)], ["2010-06-10/2010-06-14"])
    chart = drawn(dossier, 69, window=over("2010-06-01", "2010-06-30"))
    scale_begin = chart.names_cells + 9 * 2
    line = line_of(chart, "Meetings")
    assert line[scale_begin : scale_begin + 10] == "═════◆════"
    assert line[scale_begin + 10 :].strip() == "10–14 Jun 2010"
    far = line_of(drawn(dossier, 69), "Meetings")
    assert "═" not in far
    assert "◆ 2010" in far


def test_a_meeting_of_several_days_is_marked_wherever_one_of_its_days_is(make: Make) -> None:
    dossier = make([(2001, 2020)], ["2005-01-01/2010-12-31", "2010-03-01"])
    for first, last in (("2005", "2005"), ("2010-12-30", "2011-05-01"), ("2007", "2009")):
        marks = meetings_by_place(drawn(dossier, 80, window=over(first, last)))
        assert "m0" in [one for ids in marks.values() for one in ids]
    assert not meetings_by_place(drawn(dossier, 80, window=over("2011", "2012")))


def test_milestones_in_one_cell_leave_one_mark(make: Make) -> None:
    line = line_of(drawn(make([(1901, 2020)], [], [["2005-01-01", "2005-01-09"]])), "Initiative")
    assert line.count("2005") == 1
    assert "② " in line.removeprefix("Initiative 0")


def test_an_initiative_without_milestones_has_no_lane(make: Make) -> None:
    chart = drawn(make([(2001, 2020)], [], [[], ["2005"]]))
    names = [line.split("  ")[0] for line in text_of(chart)]
    assert "Initiative 1" in names
    assert "Initiative 0" not in names


def test_a_meeting_partly_in_the_window_has_its_mark_on_the_lane(make: Make) -> None:
    dossier = make([(2001, 2020)], ["2010"])
    for window in (over("2010-10-01", "2012"), over("2008", "2010-02-01")):
        chart = drawn(dossier, 80, window=window)
        ((place, _),) = meetings_by_place(chart).items()
        assert text_of(chart)[place[0]][place[1]] == "◆"


def test_a_vague_date_between_exact_ones_loses_no_meeting(make: Make) -> None:
    dossier = make([(2001, 2020)], ["2010", "2010-02-01", "2010-07-02"])
    chart = drawn(dossier, 120)
    assert {one for ids in meetings_by_place(chart).values() for one in ids} == {"m0", "m1", "m2"}


@pytest.mark.parametrize("width", [40, 53, 80, 120, 200, 1000])
def test_ascii_draws_with_ascii_and_stays_in_the_width(shipped: Dossier, width: int) -> None:
    selection = Selection("2025-11-12", now=datetime.date(2026, 11, 22))
    for charset in Charset:
        for line in text_of(drawn(shipped, width, selection, charset=charset)):
            assert cell_len(line) <= width
            assert charset is Charset.UNICODE or line.isascii()


def test_the_cost_of_a_drawing_does_not_grow_with_the_record(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def record(first: int, last: int) -> Dossier:
        years = range(first, last + 1)
        plans = [span for year in years for span in ((year, year), (year, year + 1))]
        days = [f"{year}-{month:02d}-11" for year in years for month in (2, 7)]
        return make(plans, days, [days, days], [[day] for day in days])

    window, calls = over("2005", "2006"), list[float]()
    at = Scale.at

    def counting(scale: Scale, day: float) -> float:
        calls.append(day)
        return at(scale, day)

    monkeypatch.setattr(Scale, "at", counting)
    counts = []
    for dossier in (record(2003, 2008), record(1900, 2100)):
        drawn(dossier, 80, window=window)  # what is kept for the next drawing is made
        calls.clear()
        drawn(dossier, 80, window=window)
        counts.append(len(calls))
    assert counts[1] <= counts[0] < 400


def test_a_lane_leaves_out_what_does_not_fit_whole() -> None:
    lane = Lane("", 4)
    lane.put(-1, "ab", "r")
    lane.put(3, "香", "r")
    assert plain(lane.line(1)).rstrip() == " b"


def test_a_label_takes_the_first_side_that_is_free() -> None:
    lane = Lane("", 20)
    lane.put(10, "*", "mark")
    assert lane.label(10, 11, "right", "label")
    assert lane.label(10, 11, "left", "label")
    assert not lane.label(10, 11, "none", "label")
    assert plain(lane.line(1)).rstrip() == "      left * right"


def test_a_label_keeps_a_blank_from_what_is_there() -> None:
    lane = Lane("", 8)
    lane.put(0, "*", "mark")
    lane.put(6, "*", "mark")
    assert not lane.label(0, 1, "four", "label")
    assert lane.label(0, 1, "abc", "label", "right")


def test_a_label_of_joined_characters_takes_no_more_room_than_it_says() -> None:
    lane = Lane("", 9)
    lane.put(0, "*", "mark")
    assert not lane.label(0, 1, "👩\u200d👩\u200d👧\u200d👦", "label")
    assert lane.label(0, 1, "👩\u200d👩", "label")
    assert plain(lane.line(1)).rstrip() == " * 👩👩"


def test_what_goes_behind_stays_clear_of_labels() -> None:
    lane = Lane("", 9)
    lane.put(0, "*", "mark")
    lane.label(0, 1, "abc", "label")
    for cell in range(9):
        lane.put_behind(cell, "-", "line")
    assert plain(lane.line(1)).rstrip() == " * abc ---"


def test_a_wide_name_that_is_half_written_over_takes_no_more_room() -> None:
    lane = Lane("", 6)
    lane.put(0, "計劃計", "a")
    lane.put(1, "x", "b")
    lane.put(4, "y", "b")
    assert plain(lane.line(1)[2:]) == " x劃y "


def test_a_record_without_plans_has_no_lane_for_them(make: Make) -> None:
    chart = drawn(make(meetings=["2020-01-05", "2021-02-06"]))
    assert [line.split()[0] for line in text_of(chart)[1:]] == ["Meetings"]
