from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from coop_tui.record.dates import Window
from coop_tui.views.timeline.scale import LEAST_DAYS, centred, panned, scrolled_to, zoomed

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


@given(windows(), days)
def test_zoom_keeps_the_day_in_its_place(window: Window, day: float) -> None:
    assume(holds(window, day))
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
