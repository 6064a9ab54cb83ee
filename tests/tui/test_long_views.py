"""Views of thousands of lines: made bit by bit, and whole wherever that matters."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from threading import Event

import pytest
from tests.benchmarks.records import large_record

from coop_tui.query.search import index
from coop_tui.query.search.index import Matches
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.tui.panes import line_view
from coop_tui.tui.panes.view_pane import ViewPane
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.widgets.search_bar import SearchBar
from coop_tui.views.document import layout
from coop_tui.views.registry import VIEWS

from .conftest import Open
from .screen_text import pane, picture, until


@pytest.fixture(scope="module")
def long() -> Dossier:
    return parse(large_record(100, 3000).encode(), "long")


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave no time to make lines that nothing needs yet."""
    monkeypatch.setattr(line_view, "FILL_PAUSE", 60)


def exported(screen: ReaderScreen, shown: ViewPane) -> list[str]:
    page = VIEWS[shown.ID].page(*screen.reading)
    return [line.plain for line in layout.body(page, shown.content_cells)]


@pytest.mark.parametrize("view", ["meeting", "points"])
async def test_a_long_view_is_whole_after_a_while(
    long: Dossier, open_reader: Open, view: str
) -> None:
    async with open_reader(dossier=long) as (pilot, screen):
        await pilot.press("slash")
        shown = pane(screen, view)
        await until(pilot, lambda: shown._buffer.complete, 30)
        drawn = [line.plain for line in shown.lines]
        assert drawn == exported(screen, shown)
        assert len(drawn) == shown.virtual_size.height > 1000


async def test_no_more_is_made_than_is_shown_at_first(
    long: Dossier, open_reader: Open, hurried: None
) -> None:
    async with open_reader(dossier=long) as (pilot, screen):
        await pilot.press("slash", "e")
        await pilot.pause()
        shown = pane(screen, "points")
        assert not shown._buffer.complete
        assert shown.size.height < len(shown.lines) < 400
        assert [line.plain for line in shown.lines] == exported(screen, shown)[: len(shown.lines)]


async def test_the_end_of_a_long_view_is_one_key_away(
    long: Dossier, open_reader: Open, hurried: None
) -> None:
    async with open_reader(dossier=long) as (pilot, screen):
        screen.narrow(where="kind:agrees")
        await pilot.press("4", "G")
        await pilot.pause()
        shown = pane(screen, "points")
        body = exported(screen, shown)
        assert len(shown.lines) == len(body) > 400
        assert shown.scroll_y == len(body) - shown.scrollable_content_region.height
        assert shown.cursor == shown._buffer.keys[-1]
        assert body[-1].strip() in picture(screen)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, hurried: None) -> None:
    """Make only a few lines at a time, and only while the reader waits for the end."""
    monkeypatch.setattr(line_view, "FILL_TO_END_SECONDS", 0.0005)


async def test_the_end_of_a_very_long_view_is_gone_to_once_it_is_made(
    long: Dossier, open_reader: Open, slow: None
) -> None:
    async with open_reader(dossier=long) as (pilot, screen):
        screen.narrow(where="e")
        await pilot.press("4")
        await pilot.pause(0.3)  # a pane that is laid out after the key starts anew
        shown = pane(screen, "points")
        shown.action_move_end(1)
        assert not shown._buffer.complete
        assert shown.cursor == shown._buffer.keys[0]
        await until(pilot, lambda: shown.cursor == shown._buffer.keys[-1], 90)
        assert shown._buffer.complete
        assert shown.scroll_y == len(shown.lines) - shown.scrollable_content_region.height


@pytest.mark.parametrize("other", ["move(1)", "move_page(1)", "move_end(-1)"])
async def test_another_step_calls_the_way_to_the_end_off(
    long: Dossier,
    open_reader: Open,
    slow: None,
    monkeypatch: pytest.MonkeyPatch,
    other: str,
) -> None:
    async with open_reader(dossier=long) as (pilot, screen):
        screen.narrow(where="e")
        await pilot.press("4")
        await pilot.pause(0.3)  # a pane that is laid out after the key starts anew
        shown = pane(screen, "points")
        shown.action_move_end(1)
        await shown.run_action(other)
        here = shown.cursor
        monkeypatch.setattr(line_view, "FILL_TO_END_SECONDS", 10)
        await pilot.pause(0.2)
        assert shown.cursor == here
        assert not shown._buffer.complete


async def test_the_end_of_what_is_not_shown_any_more_is_not_gone_to(
    long: Dossier, open_reader: Open, slow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader(dossier=long) as (pilot, screen):
        screen.narrow(where="e")
        await pilot.press("4")
        await pilot.pause(0.3)  # a pane that is laid out after the key starts anew
        shown = pane(screen, "points")
        shown.action_move_end(1)
        screen.narrow(where="a")
        monkeypatch.setattr(line_view, "FILL_TO_END_SECONDS", 10)
        await pilot.pause(0.2)
        assert shown.cursor == shown._buffer.keys[0]


async def test_page_keys_go_past_what_has_been_made(
    long: Dossier, open_reader: Open, hurried: None
) -> None:
    async with open_reader(dossier=long) as (pilot, screen):
        screen.narrow(where="kind:agrees")
        await pilot.press("4", *["pagedown"] * 12)
        await pilot.pause()
        shown = pane(screen, "points")
        assert shown.cursor is not None
        assert shown._buffer.first[shown.cursor] >= 12 * (shown.size.height - 4)
        assert shown.scroll_y > 0


async def test_escape_leads_back_to_where_a_long_view_was_scrolled_to(
    long: Dossier, open_reader: Open, hurried: None
) -> None:
    async with open_reader(dossier=long) as (pilot, screen):
        screen.narrow(where="kind:agrees")
        await pilot.pause()
        shown = pane(screen, "points")
        shown.scroll_to(y=700, animate=False, immediate=True)
        assert shown.scroll_y == 700
        await pilot.press("slash", "x", "q")
        await pilot.pause()
        assert shown.scroll_y == 0
        await pilot.press("escape")
        await until(pilot, lambda: shown.scroll_y == 700)


async def test_a_resize_stays_where_a_long_view_was_scrolled_to(
    long: Dossier, open_reader: Open, hurried: None
) -> None:
    async with open_reader(dossier=long) as (pilot, screen):
        screen.narrow(where="kind:agrees")
        await pilot.press("4", *["pagedown"] * 12)
        await pilot.pause()
        shown = pane(screen, "points")
        cursor = shown.cursor
        await pilot.resize_terminal(150, 40)
        await pilot.pause()
        assert shown.cursor == cursor
        assert shown.scroll_y > 0


async def test_what_is_typed_while_the_index_is_made_is_answered_after(
    long: Dossier, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Event()
    asked: list[str] = []

    def build(dossier: Dossier) -> object:
        made.wait(20)
        return index.build_index(dossier)

    def find(dossier: Dossier, query: str, now: datetime.date | None) -> Matches:
        asked.append(query)
        return index.find_matches(dossier, query, now)

    monkeypatch.setattr("coop_tui.tui.widgets.search_bar.build_index", build)
    monkeypatch.setattr("coop_tui.query.collection.search.find_matches", find)
    async with open_reader(dossier=long) as (pilot, screen):
        try:
            await pilot.press("slash", *"park")
            await pilot.pause()
            assert "searching …" in picture(screen)
            assert "park" in picture(screen)
            assert screen.reading.selection.filter.where == ""
            assert not set(asked) & {"p", "pa", "par", "park"}
        finally:
            made.set()
        await until(pilot, lambda: screen.reading.selection.filter.where == "park")
        assert "searching" not in picture(screen)
        assert not set(asked) & {"p", "pa", "par"}


async def test_of_letters_that_wait_the_last_alone_is_answered(
    long: Dossier, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: set[str] = set()
    find = index.find_matches

    def watching(dossier: Dossier, query: str, now: datetime.date | None) -> Matches:
        asked.add(query)
        return find(dossier, query, now)

    async with open_reader(dossier=long) as (pilot, screen):
        await pilot.press("slash")
        await pilot.pause()
        monkeypatch.setattr("coop_tui.query.collection.search.find_matches", watching)
        bar = screen.query_one(SearchBar)
        for query in ("p", "pa", "par", "park"):
            bar.post_message(SearchBar.Changed(query))
        await until(pilot, lambda: screen.reading.selection.filter.where == "park")
        assert asked == {"park"}


def test_a_page_is_made_as_far_as_it_is_laid_out(long: Dossier) -> None:
    from coop_tui.query.selection import Selection

    for view in ("meeting", "points"):
        page = VIEWS[view].page(Record(long), Selection())
        body: Iterator[layout.Line] = layout.body(page, 60)
        assert not page.blocks
        next(body)
        made = len(page.blocks)
        rest = list(body)
        assert 0 < made < len(page.blocks) / 50
        assert len(rest) > 1000
        assert list(page.body()) == page.blocks
