from __future__ import annotations

from coop_tui.record.dates import Date, Window
from coop_tui.tui.dialogs.choice import ChoiceDialog
from coop_tui.tui.panes.timeline import TimelinePane
from coop_tui.views.timeline.scale import middle

from .conftest import Open
from .screen_text import cell_of, pane, picture, row_of


async def test_zoom_keeps_the_selected_meeting_where_it_was(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "left", "left")
        await pilot.pause()
        before = row_of(screen, "▌ Meetings").index("◈")
        for _ in range(3):
            await pilot.press("plus")
            await pilot.pause()
            assert abs(row_of(screen, "▌ Meetings").index("◈") - before) <= 1
        await pilot.press("minus", "minus", "minus")
        await pilot.pause()
        assert screen.reading.selection.timeline.window is None or row_of(
            screen, "▌ Meetings"
        ).index("◈")


async def test_zooming_in_and_out_again_leads_back(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "plus")
        await pilot.pause()
        window = screen.reading.selection.timeline.window
        await pilot.press("plus", "minus")
        await pilot.pause()
        assert screen.reading.selection.timeline.window == window
        await pilot.press("0")
        await pilot.pause()
        assert screen.reading.selection.timeline.window is None


async def test_panning_keeps_the_selected_meeting_in_view(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "plus", "plus")
        for _ in range(30):
            await pilot.press("L")
            await pilot.pause()
        window = screen.reading.selection.timeline.window
        assert window is not None
        assert window.start <= middle(Date(2025, 11, 12)) < window.end


async def test_stepping_brings_the_meeting_into_view(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "plus", "plus", "plus", "left", "left", "left")
        await pilot.pause()
        assert screen.reading.selection.meeting == "2017-11-27"
        assert "27 Nov 2017" in picture(screen)


async def test_the_plan_of_the_meeting_and_the_present_day_are_one_key_away(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("f")
        await pilot.pause()
        assert screen.reading.selection.timeline.window == Window.over(Date(2021), Date(2025))
        await pilot.press("t")
        await pilot.pause()
        assert "now" in row_of(screen, "▲")


async def test_a_plan_narrows_every_pane_and_escape_leads_back(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        before = screen.reading
        await pilot.press("3", "up", "enter")
        await pilot.pause()
        assert screen.reading.selection.filter.plans == ("14",)
        shown = picture(screen)
        assert "under the 14th Five-Year Plan" in shown
        assert "2 meetings" in shown
        assert "9 of 16 discussed" in shown
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading == before


async def test_a_second_plan_makes_a_span_and_the_same_lets_go(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "up", "enter", "left", "left", "enter")
        await pilot.pause()
        assert screen.reading.selection.filter.plans == ("12", "13", "14")
        assert "under the 12th Five-Year Plan to the 14th Five-Year Plan" in picture(screen)
        for keys, plans in ((["enter"], ["14"]), (["right", "right", "enter"], [])):
            await pilot.press(*keys)
            await pilot.pause()
            assert list(screen.reading.selection.filter.plans) == plans


async def test_an_initiative_shows_the_points_that_name_it(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "down", "down", "down", "enter")
        await pilot.pause()
        assert screen.reading.selection.filter.initiative == "hetao"
        assert "naming Hetao HK Park" in picture(screen)
        assert "1 point" in str(pane(screen, "points").border_subtitle)


async def test_several_in_one_place_open_into_a_list(open_reader: Open) -> None:
    async with open_reader((80, 30)) as (pilot, screen):
        x, y = cell_of(screen, "② 2025")
        await pilot.click(offset=(x, y))
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChoiceDialog)
        shown = picture(pilot.app.screen)
        assert "Announced in the Policy Address" in shown
        assert "Launched" in shown
        await pilot.press("down", "enter")
        await pilot.pause()
        assert screen.reading.selection.filter.initiative == "going-global"


async def test_the_axis_stays_while_the_lanes_scroll(open_reader: Open) -> None:
    async with open_reader((80, 24)) as (pilot, screen):
        await pilot.press("3", "G", "pagedown", "down")
        await pilot.pause()
        timeline = screen.query_one(TimelinePane)
        assert timeline.scroll_y > 0
        assert "2001" in timeline.render_line(0).text
