from __future__ import annotations

import pytest
from textual.geometry import Offset

from coop_tui.formats.render import render
from coop_tui.record.tables import Dossier
from coop_tui.tui.panes.row import GUTTER
from coop_tui.tui.panes.view_pane import ViewPane
from coop_tui.tui.screens.reader import ReaderScreen

from .conftest import Open
from .screen_text import cell_of, pane, picture, row_of


def displayed(screen: ReaderScreen) -> list[str | None]:
    return [pane.id for pane in screen.query(ViewPane) if pane.display]


async def test_it_opens_on_the_latest_meeting_and_its_foremost_sector(open_reader: Open) -> None:
    async with open_reader() as (_, screen):
        shown = picture(screen)
    assert "7 of 7" in shown
    assert "12 Nov 2025" in shown.splitlines()[0]
    assert "John Lee, Chief" in shown
    assert "5 of 16 discussed" in shown
    assert "4 Innovation and technology" in shown
    assert "Hong Kong and Beijing note" in shown


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50), (79, 24), (40, 10)])
async def test_what_a_pane_shows_is_a_window_of_its_export(
    open_reader: Open, shipped: Dossier, size: tuple[int, int]
) -> None:
    async with open_reader(size) as (pilot, screen):
        for key, name in (("1", "meeting"), ("2", "sectors"), ("4", "points"), ("3", "timeline")):
            await pilot.press(key)
            await pilot.pause()
            shown = pane(screen, name)
            width = max(40, shown.content_cells)
            if width != shown.content_cells:
                continue
            export = render(*screen.reading, name, width=width).decode()
            body = export.split("─\n\n", 1)[1].splitlines()
            assert [line.plain.rstrip() for line in shown.lines] == body
            drawn = [shown.render_line(y).text[GUTTER:].rstrip() for y in range(shown.size.height)]
            top = round(shown.scroll_y)
            assert [line for line in drawn if line] == [
                line for line in body[top : top + shown.size.height] if line
            ]


async def test_keys_lead_to_each_pane(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        for key, name in (("1", "meeting"), ("3", "timeline"), ("4", "points"), ("2", "sectors")):
            await pilot.press(key)
            await pilot.pause()
            assert screen.focused is pane(screen, name)


async def test_tab_goes_round_and_shift_tab_back(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        panes = []
        for _ in range(4):
            await pilot.press("tab")
            await pilot.pause()
            panes.append(screen.current)
        assert panes == ["points", "timeline", "meeting", "sectors"]
        await pilot.press("shift+tab")
        await pilot.pause()
        assert screen.current == "meeting"


async def test_moving_in_the_sectors_changes_the_points(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("down")
        assert screen.reading.selection.sector == "trade"
        await pilot.press("j", "j", "k")
        assert screen.reading.selection.sector == "finance"
        await pilot.press("G")
        last = screen.reading.selection.sector
        await pilot.press("g")
        assert screen.reading.selection.sector == "innovation-technology"
        await pilot.press("pagedown")
        assert screen.reading.selection.sector not in ("innovation-technology", "trade")
        await pilot.press("end")
        assert screen.reading.selection.sector == last
        await pilot.pause()
        assert "Not recorded. It may have" in picture(screen)


async def test_another_meeting_changes_every_pane_and_keeps_the_sector(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("down", "comma")
        await pilot.pause()
        assert screen.reading.selection.meeting == "2023-11-29"
        assert screen.reading.selection.sector == "trade"
        shown = picture(screen)
        assert "6 of 7" in shown
        assert "Fifth plenary" in shown
        assert "8 of 16 discussed" in shown
        await pilot.press("full_stop", "full_stop")
        assert screen.reading.selection.meeting == "2025-11-12"


async def test_arrows_step_through_the_meetings_on_the_timeline(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3")
        await pilot.pause()
        await pilot.press("left", "h")
        assert screen.reading.selection.meeting == "2018-10-24"
        await pilot.press("right", "l", "l")
        assert screen.reading.selection.meeting == "2025-11-12"


async def test_a_sector_fills_the_meetings_that_discussed_it(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("G")
        await pilot.pause()
        meetings = row_of(screen, "Meetings")
        assert meetings.count("◆") == 1  # environment: only in 2006
        assert meetings.count("◇") == 5


async def test_left_and_right_step_between_the_panes_beside_each_other(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        for key, name in (("left", "meeting"), ("left", "meeting"), ("right", "sectors")):
            await pilot.press(key)
            await pilot.pause()
            assert screen.current == name


async def test_enter_opens_the_points_and_escape_leads_back(open_reader: Open) -> None:
    async with open_reader((80, 24)) as (pilot, screen):
        everything = ["meeting", "sectors", "points", "timeline"]
        assert displayed(screen) == everything
        await pilot.press("enter")
        await pilot.pause()
        assert screen.focused is pane(screen, "points")
        await pilot.press("escape")
        await pilot.pause()
        assert screen.focused is pane(screen, "sectors")
        assert displayed(screen) == everything


async def test_zoom_gives_a_pane_the_whole_screen_and_takes_it_back(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("1", "z")
        await pilot.pause()
        assert displayed(screen) == ["meeting"]
        assert pane(screen, "meeting").region.width == 120
        await pilot.press("3")
        await pilot.pause()
        assert displayed(screen) == ["timeline"]
        await pilot.press("escape")
        await pilot.pause()
        assert len(displayed(screen)) == 4


@pytest.mark.parametrize("size", [(79, 24), (40, 10), (120, 19)])
async def test_with_little_room_one_pane_is_shown_at_a_time(
    open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(size) as (pilot, screen):
        for key, name in (("1", "meeting"), ("2", "sectors"), ("enter", "points")):
            await pilot.press(key)
            await pilot.pause()
            assert displayed(screen) == [name]
            assert screen.focused is pane(screen, name)


@pytest.mark.parametrize("size", [(39, 24), (80, 9), (5, 1), (1, 1)])
async def test_with_too_little_room_it_says_what_is_needed(
    open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(size) as (pilot, screen):
        assert not any(pane.is_on_screen for pane in screen.query(ViewPane))
        if size[0] > 30:
            assert "40 columns and 10 rows" in picture(screen).replace("\n", " ")
        await pilot.resize_terminal(100, 30)
        await pilot.pause()
        assert "John Lee" in picture(screen)


async def test_any_sequence_of_sizes_is_survived(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        for width, height in ((1, 1), (500, 200), (40, 10), (79, 11), (80, 24), (3, 90), (120, 36)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
        assert "5 of 16 discussed" in picture(screen)


async def test_a_click_selects_and_a_second_opens(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        x, y = cell_of(screen, "Finance")
        await pilot.click(offset=Offset(x, y))
        assert screen.reading.selection.sector == "finance"
        await pilot.click(offset=Offset(x, y), times=2)
        await pilot.pause()
        assert screen.current == "points"


async def test_a_click_on_a_mark_shows_its_meeting(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        x, y = cell_of(screen, "◆ 2010")
        await pilot.click(offset=Offset(x, y))
        await pilot.pause()
        assert screen.reading.selection.meeting == "2010-11-25"


async def test_the_bars_can_be_clicked(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.click(offset=Offset(*cell_of(screen, "‹ 7 of 7")))
        await pilot.pause()
        assert screen.reading.selection.meeting == "2023-11-29"
        await pilot.click(offset=Offset(*cell_of(screen, "zoom")))
        await pilot.pause()
        assert screen.zoomed


async def test_the_mouse_selects_text_as_it_stands(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        x, y = cell_of(screen, "Chief Executive and Mayor")
        await pilot.mouse_down(offset=Offset(x, y))
        await pilot.hover(offset=Offset(x + 14, y))
        await pilot.mouse_up(offset=Offset(x + 14, y))
        await pilot.pause()
        assert screen.get_selected_text() == "Chief Executive"


async def test_copy_sends_the_export_of_the_pane(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("y")
        await pilot.pause()
        assert pilot.app.clipboard == render(*screen.reading, "sectors").decode()
        assert "sent" in "".join(note.message for note in pilot.app._notifications)


async def test_quit_is_status_0_and_interrupt_130(open_reader: Open) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press("q")
    assert pilot.app.return_code == 0
    async with open_reader() as (pilot, _):
        await pilot.press("ctrl+c")
    assert pilot.app.return_code == 130


async def test_a_record_of_nothing_can_be_read(open_reader: Open, shipped: Dossier) -> None:
    import msgspec

    empty = msgspec.structs.replace(
        shipped, meetings=(), plans=(), initiatives=(), persons=(), places=(), sources=()
    )
    async with open_reader(dossier=empty) as (pilot, screen):
        assert "no meeting" in picture(screen)
        for key in ("1", "2", "3", "4", "comma", "full_stop", "down", "G", "enter", "y", "escape"):
            await pilot.press(key)
            await pilot.pause()
        assert "The record holds no meeting." in picture(screen)


async def test_after_too_little_room_the_keys_work_as_before(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        await pilot.press("down")
        assert screen.reading.selection.sector == "trade"


async def test_the_timeline_is_drawn_at_any_width(open_reader: Open) -> None:
    async with open_reader((1, 1)) as (pilot, screen):
        for width, height in ((6, 30), (41, 30), (2, 12), (120, 36)):
            await pilot.press("3")
            await pilot.resize_terminal(width, height)
            await pilot.pause()
        assert "14th" in picture(screen)


async def test_keys_typed_in_one_go_reach_the_pane_that_they_are_meant_for(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("1", "down", "down")
        await pilot.pause()
        assert screen.reading.selection.sector == "innovation-technology"
        assert pane(screen, "meeting").scroll_y == 2


async def test_the_palette_waits_for_room(open_reader: Open) -> None:
    async with open_reader((6, 30)) as (pilot, screen):
        await pilot.press("ctrl+p", "e")
        await pilot.pause()
        await pilot.press("escape", "escape")
        await pilot.resize_terminal(120, 36)
        await pilot.pause()
        assert "5 of 16 discussed" in picture(screen)
