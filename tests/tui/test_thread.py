"""The thread of the point under the cursor, on the timeline of the reader."""

from __future__ import annotations

import pytest
from tests.query.test_threads import HEAD, meeting, point, record
from tests.views.test_thread import threads

from coop_tui.query.selection import Selection
from coop_tui.record.loading.loader import parse
from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.timeline import TimelinePane
from coop_tui.tui.screens.history import ViewState
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.subject import Subject

from .conftest import Open
from .screen_text import pane, picture, row_of


def lane(screen: ReaderScreen) -> str:
    """The lane of the thread on the screen; empty if there is none."""
    return next((line for line in picture(screen).splitlines() if " Thread " in line), "")


async def test_the_lane_is_there_while_a_point_of_a_thread_is_selected(open_reader: Open) -> None:
    dossier = record(
        meeting("a", "2018", point()), meeting("b", "2020", point(), point("hopes", "a/p1"))
    )
    async with open_reader(dossier=dossier) as (pilot, screen):
        assert not lane(screen)
        await pilot.press("4")
        await pilot.pause()
        assert screen.reading.selection.thread is None
        assert not lane(screen)
        await pilot.press("down")
        await pilot.pause()
        assert screen.reading.selection.thread == ("b", 2)
        assert "■" in lane(screen)
        assert "▣" in lane(screen)
        await pilot.press("up")
        await pilot.pause()
        assert not lane(screen)


async def test_the_thread_follows_the_points_to_another_meeting(open_reader: Open) -> None:
    async with open_reader(dossier=threads()) as (pilot, screen):
        await pilot.press("4", "comma")
        await pilot.pause()
        assert screen.reading.selection.thread == ("c", 1)
        await pilot.press("full_stop")
        await pilot.pause()
        assert screen.reading.selection.thread is None
        assert not lane(screen)


async def test_the_thread_follows_the_matches_of_a_search(open_reader: Open) -> None:
    async with open_reader(dossier=threads()) as (pilot, screen):
        await pilot.press("slash", *"kind:agrees", "enter")
        await pilot.pause()
        assert screen.reading.selection.thread == ("b", 1)
        await pilot.press("escape")
        await pilot.pause()
        assert not lane(screen)


async def test_without_a_meeting_the_point_under_the_cursor_counts(open_reader: Open) -> None:
    async with open_reader(dossier=threads()) as (pilot, screen):
        await pilot.press("4")
        screen.narrow(where="trade")
        await pilot.pause()
        assert screen.reading.selection.meeting is None
        await pilot.press("down")
        await pilot.pause()
        assert screen.reading.selection.thread == ("c", 1)


async def test_another_sector_or_meeting_ends_the_thread(open_reader: Open) -> None:
    dossier = record(
        meeting("a", "2018", point()),
        meeting("b", "2020", point("hopes", "a/p1", sectors='"trade", "health"')),
        meeting("c", "2021", point(sectors='"health"'), point("hopes", "b/p1")),
    )
    async with open_reader(dossier=dossier) as (pilot, screen):
        screen.select(meeting="b", sector="trade")
        await pilot.press("4")
        await pilot.pause()
        assert lane(screen)
        await pilot.press("2")
        screen.select(sector="health")
        await pilot.pause()
        assert lane(screen), "the point is on both sectors"
        screen.select(meeting="c")
        await pilot.pause()
        assert not lane(screen)


async def test_the_lane_is_walked_along_and_leads_to_its_points(open_reader: Open) -> None:
    async with open_reader(dossier=threads()) as (pilot, screen):
        await pilot.press("4", "comma", "3", "down")
        await pilot.pause()
        timeline = screen.query_one(TimelinePane)
        assert timeline.cursor == "thread"
        assert timeline.subject == Subject("point", "c", 1)
        found = []
        for _ in range(4):
            item = timeline.current
            assert item is not None
            found.append((item.kind, item.id))
            await pilot.press("left")
            await pilot.pause()
        assert found == [("point", "c"), ("due", "b"), ("point", "b"), ("point", "a")]
        assert [one.id for one in timeline.subjects] == ["a", "b", "c"]
        await pilot.press("enter")
        await pilot.pause()
        assert screen.focused is pane(screen, "points")
        assert screen.reading.selection.meeting == "a"
        assert pane(screen, "points").subject == Subject("point", "a", 1)
        assert screen.reading.selection.thread == ("a", 1)


async def test_a_point_outside_the_filter_is_reached_and_escape_leads_back(
    open_reader: Open,
) -> None:
    async with open_reader(dossier=threads()) as (pilot, screen):
        screen.narrow(where="kind:agrees")
        await pilot.press("4", "3", "down", *("left",) * 5, "enter")
        await pilot.pause()
        assert screen.reading.selection.meeting == "a"
        assert not screen.reading.selection.filter
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading.selection.filter.where == "kind:agrees"
        assert screen.reading.selection.thread == ("b", 1)
        assert screen.focused is pane(screen, "timeline")


async def test_the_source_steps_along_the_thread(open_reader: Open) -> None:
    async with open_reader(dossier=threads()) as (pilot, screen):
        await pilot.press("4", "comma", "3", "down", "o", "comma", "escape")
        await pilot.pause()
        timeline = screen.query_one(TimelinePane)
        assert timeline.subject == Subject("point", "b", 1)
        assert screen.focused is timeline


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_lane_is_in_view_and_the_panes_keep_their_size(
    open_reader: Open, size: tuple[int, int]
) -> None:
    dossier = record(
        '[[plan]]\nid = "13"\nname = "A plan"\nstart = 2016\nend = 2025\n',
        meeting("a", "2018", point()),
        meeting("b", "2020", point("hopes", "a/p1"), point()),
    )
    async with open_reader(size, dossier=dossier) as (pilot, screen):
        height = pane(screen, "timeline").outer_size.height
        assert row_of(screen, " Plans ")
        await pilot.press("4")
        await pilot.pause()
        assert lane(screen)
        assert row_of(screen, " Meetings ")
        assert pane(screen, "timeline").outer_size.height == height
        await pilot.press("down")
        await pilot.pause()
        assert not lane(screen)
        assert row_of(screen, " Plans ")
        assert row_of(screen, " Meetings ")


async def test_what_is_exported_is_the_thread_on_the_screen(open_reader: Open) -> None:
    async with open_reader(dossier=threads()) as (pilot, _):
        await pilot.press("4", "comma", "3", "y")
        await pilot.pause()
        assert "thread of point 1" in pilot.app.clipboard
        assert "▣" in pilot.app.clipboard


def test_a_newer_version_shows_the_thread_of_the_same_point_while_it_is_there() -> None:
    first, second = point(), point("agrees", "a/p1")
    old = record(meeting("a", "2018", point()), meeting("b", "2020", first, second))
    text = HEAD + meeting("a", "2018", point()) + meeting("b", "2020", second, first)
    begin = text.index("[[meeting]]", text.index("[[meeting]]") + 1)
    swapped = text[begin:].replace('id = "p1"', 'id = "x"').replace('id = "p2"', 'id = "p1"')
    new = parse((text[:begin] + swapped.replace('id = "x"', 'id = "p2"')).encode(), "r")
    shown = ViewState(Selection("b", thread=("b", 2)), PaneId.TIMELINE, None, {})
    assert shown.transferred(old, new).selection.thread == ("b", 1)
    gone = record(meeting("a", "2018", point()))
    assert shown.transferred(old, gone).selection == Selection("a")
