from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop_tui.record.dates import Date, Window
from coop_tui.views.timeline.scale import LEAST_DAYS, Scale, centred, panned, scrolled_to, zoomed


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


BOUNDS = Window(730_000, 745_000)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    length = draw(st.integers(int(LEAST_DAYS), 15_000))
    start = draw(st.integers(730_000, 745_000 - length))
    return Window(start, start + length)


days = st.integers(730_000 * 2, 745_000 * 2 - 1).map(lambda half: half / 2)


def holds(window: Window, day: float) -> bool:
    return window.start <= day < window.end


def within_bounds(window: Window) -> bool:
    return BOUNDS.start <= window.start < window.end <= BOUNDS.end


@given(windows(), st.floats(0, 1, exclude_max=True), st.lists(st.booleans(), max_size=12))
def test_what_is_selected_stays_in_view_through_any_zoom_and_pan(
    window: Window, part: float, steps: list[bool]
) -> None:
    day = window.start + int(part * (window.end - window.start) * 2) / 2
    assert holds(window, day)
    for zoom in steps:
        for factor in (2.0, 0.5):
            window = zoomed(window, factor if zoom else 1 / factor, day, BOUNDS)
            assert holds(window, day)
            assert within_bounds(window)
        for part in (-0.25, 0.25, 5.0):
            window = panned(window, part * (window.end - window.start), day, BOUNDS)
            assert holds(window, day)
            assert within_bounds(window)


@given(windows(), days)
def test_zooming_in_then_out_returns_to_the_same_window(window: Window, day: float) -> None:
    closer = zoomed(window, 2.0, day, BOUNDS)
    if closer != window:
        assert zoomed(closer, 0.5, day, BOUNDS) == window


@given(windows(), st.floats(0, 0.999))
def test_zoom_keeps_the_day_in_its_place(window: Window, part: float) -> None:
    day = window.start + int(part * (window.end - window.start) * 2) / 2
    assert holds(window, day)
    closer = zoomed(window, 2.0, day, BOUNDS)

    def place(one: Window) -> float:
        return (day - one.start) / (one.end - one.start)

    assert abs(place(closer) - place(window)) < 1e-9


@given(windows(), days)
def test_keeping_moves_no_more_than_it_must(window: Window, day: float) -> None:
    moved = scrolled_to(window, day, BOUNDS)
    assert holds(moved, day)
    assert within_bounds(moved)
    if holds(window, day):
        assert moved == window


@given(windows(), days)
def test_centred_holds_its_day_and_its_length(window: Window, day: float) -> None:
    moved = centred(window, day, BOUNDS)
    assert holds(moved, day)
    assert within_bounds(moved)
    assert abs((moved.end - moved.start) - (window.end - window.start)) < 1e-6


def test_nothing_is_zoomed_past_the_shortest_stretch_or_the_bounds() -> None:
    short = Window(731_000, 731_000 + LEAST_DAYS)
    assert zoomed(short, 2.0, 731_003, BOUNDS) == short
    assert zoomed(BOUNDS, 0.5, 731_003, BOUNDS) == BOUNDS
