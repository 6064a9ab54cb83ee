"""The dialog that shows who met whom."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from coop_tui.formats.render import render
from coop_tui.paths import shipped_record
from coop_tui.query.selection import Selection
from coop_tui.record.loading.loader import load
from coop_tui.tui.dialogs.people import PeoplePane
from coop_tui.tui.pane_ids import PaneId

from .conftest import Open
from .screen_text import picture

RECORD = load(shipped_record())


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_is_drawn_is_what_is_exported(open_reader: Open, size: tuple[int, int]) -> None:
    async with open_reader(size, record=RECORD) as (pilot, screen):
        await pilot.press("P", "G", "g")
        await pilot.pause()
        shown = pilot.app.screen.query_one(PeoplePane)
        exported = render(RECORD, Selection(), "people", width=shown.content_cells).decode()
        assert [line.plain for line in shown.lines] == exported.splitlines()[4:]
        await pilot.press("P")
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_enter_goes_to_the_latest_meeting_of_a_person_and_esc_leads_back(
    open_reader: Open,
) -> None:
    async with open_reader(record=RECORD) as (pilot, screen):
        before = screen.reading.selection
        await pilot.press("P", "down", "down")
        await pilot.pause()
        assert pilot.app.screen.query_one(PeoplePane).cursor == "donald-tsang Donald Tsang"
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert screen.reading.selection.meeting == "2010-11-25"
        assert screen.current is PaneId.MEETING
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading.selection == before


async def test_it_respects_what_narrows_the_reader_and_is_exported(open_reader: Open) -> None:
    async with open_reader(record=RECORD) as (pilot, screen):
        screen.narrow(where="person:qiu-hong")
        await pilot.press("P")
        await pilot.pause()
        drawn = picture(pilot.app.screen)
        assert "╭─ People · where person:qiu-hong ─" in drawn
        assert "1 matching meeting on record, 24 Oct 2018" in drawn
        assert "John Lee" not in drawn
        await pilot.press("y")
        await pilot.pause()
        assert "Met guests: Qiu Hong and Song Zhe" in pilot.app.clipboard
        await pilot.press("e")
        await pilot.pause()
        assert pilot.app.screen.query_one("#path", Input).value.endswith("-people.txt")
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_where_nobody_is_on_record_there_is_nothing_to_open(open_reader: Open) -> None:
    async with open_reader(record=RECORD) as (pilot, screen):
        screen.narrow(where="nothing-has-this")
        await pilot.press("P", "down", "enter")
        await pilot.pause()
        assert "No attendance on record matches." in picture(pilot.app.screen)
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen
