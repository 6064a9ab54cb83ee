from __future__ import annotations

from operator import attrgetter

from msgspec.structs import replace
from textual import events
from textual.command import CommandList
from textual.pilot import Pilot
from textual.widgets import Input

from coop_tui.formats.render import render
from coop_tui.query.search.index import find_matches
from coop_tui.record.dates import Date
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import Dossier
from coop_tui.tui.panes.points import PointsPane
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.subject import Subject
from coop_tui.tui.widgets.search_bar import SearchBar

from .conftest import Open
from .screen_text import pane, picture, row_of, until


async def test_search_narrows_the_panes_as_one_types_and_escape_gives_all_back(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("down", "1", "down", "down")
        await pilot.pause()
        before, scroll = screen.reading, pane(screen, "meeting").scroll_y
        await pilot.press("slash", *"hetao")
        await pilot.pause()
        shown = picture(screen)
        assert screen.reading.selection.filter.where == "hetao"
        assert "where hetao" in shown
        assert "1 of 16 with a match" in shown
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading == before
        assert screen.focused is pane(screen, "meeting")
        assert pane(screen, "meeting").scroll_y == scroll
        assert not screen.query(SearchBar)


async def test_n_walks_the_matches_across_meetings_and_back(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("slash", *"kind:agrees youth", "enter")
        await pilot.pause()
        found = find_matches(screen.reading.dossier, "kind:agrees youth").by_meeting
        matches = [(meeting, number) for meeting, numbers in found.items() for number in numbers]
        assert len({meeting for meeting, _ in matches}) > 1
        points = screen.query_one(PointsPane)
        for place, key in zip(
            (*matches, matches[0], matches[-1]), (*"n" * len(matches), "N", "n"), strict=True
        ):
            assert points.point == Subject("point", *place)
            assert points.cursor == "{}/{}".format(*place)
            await pilot.press(key)
            await pilot.pause()
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert screen.reading.selection.filter.where == ""


async def test_a_wrong_query_says_so_and_leaves_nothing_out(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("slash", *"tourism", "space", *"colour:red")
        await pilot.pause()
        assert "there is no field 'colour'" in picture(screen)
        assert screen.reading.selection.filter.where == ""


async def test_enter_leaves_a_wrong_query_to_be_corrected(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("slash", *"kind:agreed", "enter")
        await pilot.pause()
        assert "'agreed'" in row_of(screen, " / ")
        assert screen.query_one("SearchBar Input", Input).value == "kind:agreed"
        await pilot.press("backspace", "s", "enter")
        await pilot.pause()
        assert not screen.query("SearchBar")
        assert screen.reading.selection.filter.where == "kind:agrees"


async def test_matches_are_highlighted_in_the_panes(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("slash", *"fintech")
        await pilot.pause()
        points = pane(screen, "points")
        highlighted = [
            segment.text
            for y in range(points.size.height)
            for segment in points.render_line(y)
            if segment.style and segment.style.reverse
        ]
        assert highlighted
        assert {text.casefold() for text in highlighted} == {"fintech"}


async def test_chinese_is_found(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("slash")
        await pilot.pause()
        for character in "創科":
            await pilot.press(character)
        await pilot.pause()
        assert "Innovation and technology" in picture(screen)
        assert "1 of 16 with a match" in picture(screen)


async def test_what_a_search_shows_is_what_is_exported(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("slash", *"tourism", "enter", "y")
        await pilot.pause()
        assert pilot.app.clipboard == render(*screen.reading, "points").decode()
        assert "where tourism" in pilot.app.clipboard


async def choose_in_palette(pilot: Pilot[None], screen: ReaderScreen, words: str) -> None:
    await pilot.press("ctrl+p")
    await pilot.pause()
    pilot.app.post_message(events.Paste(words))
    found = pilot.app.screen.query_one(CommandList)
    await until(pilot, lambda: found.option_count == 1)
    await pilot.press("enter")
    await until(pilot, lambda: screen.is_current)


async def test_the_palette_goes_to_what_the_record_names(open_reader: Open) -> None:
    for words, chosen, value in (
        ("healthcare", attrgetter("sector"), "healthcare"),
        ("李家超", attrgetter("filter.where"), "person:john-lee"),
        ("十四五", attrgetter("filter.plans"), ("14",)),
        ("Fifth plenary", attrgetter("meeting"), "2023-11-29"),
    ):
        async with open_reader() as (pilot, screen):
            await choose_in_palette(pilot, screen, words)
            assert chosen(screen.reading.selection) == value


async def test_the_search_can_be_left_from_anywhere(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        before = screen.reading
        await pilot.press("slash", *"park", "tab", "escape")
        await pilot.pause()
        assert not screen.query(SearchBar)
        assert screen.reading == before
        await pilot.press("z", "slash", *"park", "escape")
        await pilot.pause()
        assert screen.reading == before


async def test_a_pasted_control_character_is_left_out(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("slash")
        await pilot.pause()
        pilot.app.post_message(events.Paste("tou\x1b[31m\u202eri\tsm\nsecond line"))
        await pilot.pause()
        assert screen.reading.selection.filter.where == "tou[31mrism"
        assert "\x1b" not in picture(screen)


async def test_what_is_overdue_today_is_found(shipped: Dossier, open_reader: Open) -> None:
    last = shipped.meetings[-1]
    due = replace(last.points[0], kind=Kind.HOPES, due=Date(2026, 10))
    late = replace(last, points=(due, *last.points[1:]))
    record = replace(shipped, meetings=(*shipped.meetings[:-1], late))
    async with open_reader(dossier=record) as (pilot, screen):
        await pilot.press("slash", *"status:ov")
        await pilot.pause()
        assert "1 point" in row_of(screen, " / ")
        await pilot.press("enter", "4", "y")
        await pilot.pause()
        assert screen.reading.selection.meeting == last.id
        assert pilot.app.clipboard == render(*screen.reading, "points").decode()
        assert "where status:ov · now 22 Nov 2026" in " ".join(pilot.app.clipboard.split())


async def test_a_value_is_offered_and_taken_with_the_right_arrow(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("slash", *"tourism kind:ag")
        await until(pilot, lambda: "kind:agrees" in row_of(screen, " / "))
        assert screen.reading.selection.filter.where == "tourism kind:ag"
        offered = screen.query_one(Input).get_component_styles("input--suggestion")
        assert offered.text_style.italic  # nothing by colour alone
        await pilot.press("right")
        await until(pilot, lambda: screen.reading.selection.filter.where == "tourism kind:agrees")


async def test_a_value_that_names_nothing_is_reported(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("slash", *"sector:helthcare")
        await pilot.pause()
        assert "did you mean 'healthcare'" in " ".join(picture(screen).split())
