"""The dialogs that show what became of commitments, and what the next meeting could take up."""

from __future__ import annotations

import pytest

from coop_tui.formats.render import render
from coop_tui.paths import shipped_record
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.loading.loader import load
from coop_tui.tui.dialogs.follow_up import AgendaPane, FollowUpPane, ThreadPane
from coop_tui.tui.dialogs.page_dialog import PagePane
from coop_tui.tui.panes.points import PointsPane

from .conftest import Open
from .screen_text import picture

RECORD = load(shipped_record())


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
@pytest.mark.parametrize(("key", "pane"), [("F", FollowUpPane), ("A", AgendaPane)])
async def test_what_is_drawn_is_what_is_exported(
    open_reader: Open, size: tuple[int, int], key: str, pane: type[PagePane]
) -> None:
    async with open_reader(size, record=RECORD) as (pilot, screen):
        await pilot.press(key, "G", "g")
        await pilot.pause()
        shown = pilot.app.screen.query_one(pane)
        selection = Selection(now=screen.reading.selection.now)
        exported = render(RECORD, selection, pane.VIEW, width=shown.content_cells).decode()
        assert [line.plain for line in shown.lines] == exported.splitlines()[4:]
        await pilot.press(key)
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_the_follow_up_is_grouped_in_four_ways(open_reader: Open) -> None:
    async with open_reader(record=RECORD) as (pilot, _):
        await pilot.press("F")
        for words in ("by sector", "by the party addressed", "by due date", "by status"):
            await pilot.press("p")
            await pilot.pause()
            assert f"╭─ Follow-up {words} · now " in picture(pilot.app.screen)


async def test_from_a_point_to_its_thread_and_to_another_point_of_it(open_reader: Open) -> None:
    async with open_reader(record=RECORD) as (pilot, screen):
        screen.select(meeting="2018-10-24", sector="mainland-life")
        await pilot.press("4", "enter")
        await pilot.pause()
        pane = pilot.app.screen.query_one(ThreadPane)
        drawn = picture(pilot.app.screen)
        assert pane.cursor is not None
        assert pane.cursor.startswith("2018-10-24/")
        assert "27 Nov 2017 · Hong Kong urges Beijing" in drawn
        assert "24 Oct 2018, 4th plenary · Hong Kong and Beijing agree" in drawn
        await pilot.press("up", "enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert screen.reading.selection.meeting == "2017-11-27"
        subject = screen.query_one(PointsPane).subject
        assert subject is not None
        assert RECORD.dossier.meeting[subject.id].points[subject.number - 1].id == "mainland-life"
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading.selection.meeting == "2018-10-24"


async def test_a_statement_that_nothing_takes_up_has_no_thread(open_reader: Open) -> None:
    async with open_reader(record=RECORD) as (pilot, screen):
        await pilot.press("4", "enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        (notification,) = pilot.app._notifications
        assert notification.message.startswith("This point is a statement")


async def test_a_point_is_reached_from_the_follow_up_by_way_of_its_thread(
    open_reader: Open,
) -> None:
    async with open_reader(record=RECORD) as (pilot, screen):
        await pilot.press("F", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.focused, ThreadPane)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.focused, FollowUpPane)
        opened = pilot.app.focused.cursor
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        subject = screen.query_one(PointsPane).subject
        assert subject is not None
        assert subject.point_key == opened


async def test_the_thread_of_the_point_in_front_is_under_the_cursor(open_reader: Open) -> None:
    async with open_reader(record=RECORD) as (pilot, screen):
        screen.select(meeting="2018-10-24", sector="mainland-life")
        await pilot.press("F")
        await pilot.pause()
        pane = pilot.app.screen.query_one(FollowUpPane)
        assert pane.cursor is not None
        assert pane.cursor.startswith("2017-11-27/")


async def test_the_follow_up_is_exported_as_it_is_grouped(open_reader: Open) -> None:
    async with open_reader(record=RECORD) as (pilot, _):
        await pilot.press("F", "p", "e")
        await pilot.pause()
        assert "hong-kong-beijing-follow-up-by-sector.txt" in picture(pilot.app.screen)


async def test_before_a_call_what_was_asked_agreed_and_not_heard_of_since(
    open_reader: Open,
) -> None:
    """What Hong Kong asked of Beijing in 2017, agreed in 2018: in at most four keys."""
    async with open_reader((80, 24), record=RECORD) as (pilot, _):
        await pilot.press("F", "p", "p")
        await pilot.pause()
        drawn = " ".join(line.strip("│▌ ") for line in picture(pilot.app.screen).splitlines())
        assert "Addressed to Beijing" in drawn
        assert "27 Nov 2017 · Hong Kong urges Beijing" in drawn
        assert "24 Oct 2018, 4th plenary: Hong Kong and Beijing agree" in drawn
        assert "Last on record: 24 Oct 2018, 4th plenary. Whether it was raised" in drawn
        assert pilot.app.screen.query_one(FollowUpPane).by is GroupBy.PARTY
