from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coop_tui.record.dates import Date, Window
from coop_tui.record.loading.loader import load, parse
from coop_tui.tui.dialogs.choice import ChoiceDialog
from coop_tui.tui.panes.timeline import TimelinePane
from coop_tui.tui.subject import Subject
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
        assert screen.reading.selection.window is None or row_of(screen, "▌ Meetings").index("◈")


async def test_zooming_in_and_out_again_leads_back(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "plus")
        await pilot.pause()
        window = screen.reading.selection.window
        await pilot.press("plus", "minus")
        await pilot.pause()
        assert screen.reading.selection.window == window
        await pilot.press("0")
        await pilot.pause()
        assert screen.reading.selection.window is None


async def test_panning_keeps_the_selected_meeting_in_view(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "plus", "plus")
        for _ in range(30):
            await pilot.press("L")
            await pilot.pause()
        window = screen.reading.selection.window
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
        assert screen.reading.selection.window == Window.over(Date(2021), Date(2025))
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
        assert "under or tied to the 14th Five-Year Plan" in shown
        assert "2 meetings" in shown
        assert "9 of 16 with a match" in shown
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading == before


async def test_a_second_plan_makes_a_span_and_the_same_lets_go(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "up", "enter", "left", "left", "enter")
        await pilot.pause()
        assert screen.reading.selection.filter.plans == ("12", "13", "14")
        assert "under or tied to the 12th Five-Year Plan to the 14th Five-Year Plan" in picture(
            screen
        )
        for keys, plans in ((["enter"], ["14"]), (["right", "right", "enter"], [])):
            await pilot.press(*keys)
            await pilot.pause()
            assert list(screen.reading.selection.filter.plans) == plans


async def test_an_initiative_shows_what_it_is_and_the_points_that_name_it(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, screen):
        before = screen.reading
        await pilot.press("3", *("down",) * 4, "enter")
        await pilot.pause()
        assert screen.reading.selection.filter.initiative == "hetao"
        shown = picture(screen)
        assert "tied to the initiative “Hetao HK Park” · Esc" in shown
        assert "It covers 87 hectares" in shown
        assert "Opened, some weeks after" in shown
        assert "1 point" in str(pane(screen, "points").border_subtitle)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading == before


async def test_an_initiative_that_no_point_names_shows_what_it_is_and_its_meetings(
    open_reader: Open, edited: Callable[..., str]
) -> None:
    milestone = """[[initiative.milestone]]
date = 2017
text = "Set up"
cite = "report ¶3"

[[initiative.about]]
text = "It is a park."
cite = "report"

[[source]]"""
    text = edited("[[source]]", milestone).replace('initiatives = ["hetao"]', "")
    for size in ((120, 36), (80, 24), (60, 16)):
        async with open_reader(size, dossier=parse(text.encode(), "r")) as (pilot, screen):
            await pilot.press("3", "down", "down", "enter")
            await pilot.pause()
            shown = pane(screen, "meeting")
            assert shown.region.height > 3
            lines = "\n".join(line.plain for line in shown.lines)
            for words in ("Hong Kong Park at Hetao", "It is a park.", "2017  Set up", "Earlier"):
                assert words in lines
            assert "Later meeting" not in lines
            await pilot.press("escape")
            await pilot.pause()
            assert screen.reading.selection.meeting == "later"


async def test_several_in_one_place_open_into_a_list_that_leads_to_one_of_them(
    open_reader: Open,
) -> None:
    async with open_reader((80, 40)) as (pilot, screen):
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
        assert screen.pane.subject == Subject("milestone", "going-global", 2)
        await pilot.press("o")
        await pilot.pause()
        shown = picture(pilot.app.screen)
        assert "milestone of 6 Oct 2025" in shown
        assert "Announced in the Policy Address" not in shown


async def test_on_a_small_screen_a_milestone_leads_to_its_initiative_and_its_source(
    open_reader: Open,
) -> None:
    async with open_reader((60, 20)) as (pilot, screen):
        await pilot.press("3", *("down",) * 3, "enter")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert screen.current == "meeting"
        assert "GoGlobal Task Force" in picture(screen)
        await pilot.press("o")
        await pilot.pause()
        assert "milestone of 6 Oct 2025" in picture(pilot.app.screen)
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert screen.current == "timeline"
        assert screen.reading.selection.meeting


async def test_a_milestone_of_a_plan_leads_to_its_plan_and_its_source(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "down", "right", "enter")
        await pilot.pause()
        assert screen.reading.selection.filter.plans == ("15",)
        assert screen.pane.subject == Subject("plan.milestone", "15", 2)
        await pilot.press("o")
        await pilot.pause()
        assert "Outline approved" in picture(pilot.app.screen)
        assert "Recommendations" not in picture(pilot.app.screen)


DATA = Path(__file__).parent.parent / "data"
OVERLAPPING = DATA / "overlapping-plans.toml"
BY_VIDEO = DATA / "records" / "by-video.toml"


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_the_cursor_goes_through_every_row_of_plans(
    open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(size, record=load(OVERLAPPING)) as (pilot, screen):
        timeline = screen.query_one(TimelinePane)
        assert timeline.outer_size.height <= timeline.chart_height + 2
        await pilot.press("3")
        plans = []
        for key in ("down", "up", "up", "up", "up"):
            await pilot.press(key)
            await pilot.pause()
            assert timeline.cursor is not None
            item = timeline.current
            assert item is not None
            plans.append(item.kind)
            assert size[0] == 80 or "▌" in picture(screen)
        assert plans == ["plan.milestone", "meeting", "plan", "plan", "plan"]
        subjects = [subject.id for subject in timeline.subjects]
        assert subjects == ["vision", "12", "area", "13", "trial", "14"]


async def test_the_frame_says_what_the_marks_mean_for_a_sector(open_reader: Open) -> None:
    async with open_reader(record=load(OVERLAPPING)) as (pilot, screen):
        for sector, words in (
            ("trade", ("Trade:", "○ named as an area", "◇ nothing on record")),
            ("finance", ("Finance:", "◇ nothing on record")),
        ):
            screen.select(sector=sector)
            await pilot.pause()
            subtitle = str(screen.query_one(TimelinePane).border_subtitle)
            assert subtitle.split("  ")[: len(words)] == list(words)
            assert "not discussed" not in picture(screen)


async def test_the_axis_stays_while_the_lanes_scroll(open_reader: Open) -> None:
    async with open_reader((80, 24)) as (pilot, screen):
        await pilot.press("3", "G", "pagedown", "down")
        await pilot.pause()
        timeline = screen.query_one(TimelinePane)
        assert timeline.scroll_y > 0
        assert "2001" in timeline.render_line(0).text


async def test_the_title_bar_gives_all_days_of_a_meeting(open_reader: Open) -> None:
    async with open_reader((80, 24), record=load(OVERLAPPING)) as (_, screen):
        assert picture(screen).splitlines()[0].endswith("3 of 3 ›  17–20 Jun 2024")


async def test_without_plans_the_timeline_has_neither_lane_nor_title_for_them(
    open_reader: Open,
) -> None:
    async with open_reader((80, 24), record=load(BY_VIDEO)) as (pilot, screen):
        await pilot.press("3", "up", "down", "left")
        await pilot.pause()
        assert "3 Timeline ─" in picture(screen)
        assert "Plan" not in picture(screen)
        assert screen.reading.selection.meeting == "2021-05-30"


@pytest.mark.parametrize(
    ("keys", "before", "after"),
    [
        (["down", "down", "down", "down"], ("milestone", "hetao", 2), ("milestone", "hetao", 1)),
        (["down"], ("plan.milestone", "15", 1), ("plan.milestone", "14", 1)),
        (["up"], ("plan", "14", 0), ("plan", "13", 0)),
    ],
)
async def test_the_cursor_follows_the_steps_in_the_source_of_what_is_under_it(
    open_reader: Open, keys: list[str], before: tuple[str, str, int], after: tuple[str, str, int]
) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", *keys)
        await pilot.pause()
        timeline = screen.query_one(TimelinePane)
        assert timeline.subject == Subject(*before)  # type: ignore[arg-type]
        await pilot.press("o", "comma", "escape")
        await pilot.pause()
        assert timeline.subject == Subject(*after)  # type: ignore[arg-type]
        assert screen.focused is timeline
