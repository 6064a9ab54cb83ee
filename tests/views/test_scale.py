from __future__ import annotations

import datetime
from itertools import pairwise

import pytest

from coop_tui.record.dates import Date, Window
from coop_tui.views.timeline.scale import Scale


def window(first: str, last: str) -> Window:
    return Window.over(Date.parse(first), Date.parse(last))


def test_a_window_holds_both_its_dates_whole() -> None:
    assert window("2025", "2025").end - window("2025", "2025").start == 365
    assert window("2025-11-12", "2025-11-12").end - window("2025-11-12", "2025-11-12").start == 1


def test_a_window_fills_the_cells() -> None:
    scale = Scale(window("2001", "2010"), 100)
    assert scale.extent(Date(2001))[0] == 0
    assert scale.extent(Date(2010))[1] == 100
    assert scale.extent(Date(2005))[1] == pytest.approx(50, abs=0.1)


def test_a_date_of_year_precision_spans_its_year() -> None:
    scale = Scale(window("2001", "2010"), 100)
    begin, end = scale.extent(Date(2003))
    assert end - begin == pytest.approx(10, abs=0.1)
    assert int(begin) < scale.cell(Date(2003)) < int(end)


def test_dates_outside_are_not_held() -> None:
    scale = Scale(window("2005", "2006"), 40)
    assert not scale.contains(Date(2004, 12, 31))
    assert scale.contains(Date(2005, 1, 1))
    assert scale.contains(Date(2006, 12, 31))
    assert not scale.contains(Date(2007))


def test_a_date_partly_inside_is_held() -> None:
    scale = Scale(window("2005-07-01", "2006"), 40)
    assert scale.contains(Date(2005))
    assert not scale.contains(Date(2005, 6))


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2001", "2035"),
        ("1000", "2999"),
        ("2025", "2025"),
        ("2025-11", "2025-11"),
        ("2025-11-12", "2025-11-12"),
        ("2025-01-31", "2025-03-01"),
        ("9999-12-01", "9999-12-31"),
        ("0001-01-01", "0001-01-07"),
        ("1900", "2100"),
    ],
)
@pytest.mark.parametrize("cells", [20, 40, 61, 120, 200, 1000])
def test_ticks_stand_clear_of_each_other_and_in_the_window(
    first: str, last: str, cells: int
) -> None:
    scale = Scale(window(first, last), cells)
    ticks = scale.ticks(2001)
    assert all(scale.window.start <= tick.day < scale.window.end for tick in ticks)
    for tick, following in pairwise(ticks):
        assert round(scale.at(tick.day)) + len(tick.label) < round(scale.at(following.day))


def test_a_wider_scale_has_no_fewer_ticks() -> None:
    counts = [len(Scale(window("2001", "2035"), cells).ticks(2001)) for cells in range(20, 400, 7)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_ticks_of_several_years_fall_on_the_anchor() -> None:
    ticks = Scale(window("1999", "2035"), 60).ticks(2001)
    years = [int(tick.label) for tick in ticks]
    assert 2001 in years
    assert len({later - earlier for earlier, later in pairwise(years)}) == 1


@pytest.mark.parametrize(
    ("first", "last", "label", "day"),
    [
        ("2025-11-10", "2025-11-13", "12 Nov", "2025-11-12"),
        ("2025-10", "2026-01", "Nov 2025", "2025-11-01"),
        ("2020", "2029", "2025", "2025-01-01"),
    ],
)
def test_a_tick_is_labelled_by_what_it_is(first: str, last: str, label: str, day: str) -> None:
    ticks = {tick.label: tick.day for tick in Scale(window(first, last), 80).ticks(2000)}
    assert ticks[label] == datetime.date.fromisoformat(day).toordinal()
