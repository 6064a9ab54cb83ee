from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.query.test_threads import meeting, point, record
from textual.widgets import Input

from coop_tui.record.tables import Dossier
from coop_tui.tui.dialogs.compare import CompareDialog
from coop_tui.tui.dialogs.coverage import CoverageDialog, CoveragePane
from coop_tui.tui.dialogs.export import ExportDialog

from .conftest import Open
from .screen_text import cell_of, pane, picture, row_of


async def test_moving_in_the_matrix_moves_the_selection_and_enter_shows_its_points(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("x", "down", "left", "left")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CoverageDialog)
        assert screen.reading.selection.sector == "trade"
        assert screen.reading.selection.meeting == "2018-10-24"
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen_stack == [screen]
        assert screen.focused is pane(screen, "points")
        assert "4 Trade and investment" in picture(screen)


async def test_escape_leads_back_to_where_the_matrix_was_opened(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        before = screen.reading
        await pilot.press("x", "down", "left", "G", "escape")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert screen.reading == before


async def test_the_matrix_counts_by_plan_at_a_key(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("x", "p")
        await pilot.pause()
        assert "sectors by plan" in picture(pilot.app.screen)
        assert screen.reading.selection.filter.plans == ("14",)
        await pilot.press("enter")
        await pilot.pause()
        assert "under or tied to the 14th Five-Year Plan" in picture(screen)


async def test_a_click_in_the_matrix_goes_to_its_cell(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("x")
        await pilot.pause()
        x, _ = cell_of(pilot.app.screen, "2010 2017")
        _, y = cell_of(pilot.app.screen, "Healthcare")
        await pilot.click(offset=(x + 2, y))
        await pilot.pause()
        assert screen.reading.selection.sector == "healthcare"
        assert screen.reading.selection.meeting == "2010-11-25"


async def test_two_meetings_are_compared_and_the_other_can_be_another(open_reader: Open) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press("c")
        await pilot.pause()
        assert isinstance(pilot.app.screen, CompareDialog)
        shown = picture(pilot.app.screen)
        assert "29 Nov 2023, 5th plenary and 12 Nov 2025" in shown
        assert "12 Nov 2025: Recorded in part." in shown
        assert "Weaker on record" in shown
        await pilot.press("comma")
        await pilot.pause()
        assert "24 Oct 2018, 4th plenary and 12 Nov 2025" in picture(pilot.app.screen)


async def test_matrix_and_comparison_offer_their_own_export(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        for key, view in (("x", "coverage"), ("c", "compare")):
            await pilot.press(key, "e")
            await pilot.pause()
            dialog = pilot.app.screen
            assert isinstance(dialog, ExportDialog)
            assert dialog.view == view
            await pilot.press("escape", "escape")
            await pilot.pause()
        assert pilot.app.screen is screen


@pytest.mark.parametrize("size", [(40, 10), (120, 36)])
async def test_the_matrix_shows_how_complete_the_record_is_and_scrolls_to_all_of_it(
    open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(size) as (pilot, _):
        await pilot.press("x")
        await pilot.pause()
        matrix = pilot.app.screen.query_one(CoveragePane)
        assert "Innovation and" in picture(pilot.app.screen)
        said = " ".join(line.plain for line in matrix.lines)
        assert said.startswith("Every meeting is recorded in part: ")
        assert "What is known of the meetings" in said
        await pilot.press("G", *["down"] * len(matrix.lines))
        await pilot.pause()
        assert matrix.lines[-1].plain in picture(pilot.app.screen)
        await pilot.press("g")
        await pilot.pause()
        assert "Innovation and" in picture(pilot.app.screen)


async def test_a_click_finds_the_cell_under_the_lines_above_the_matrix(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("x")
        await pilot.pause()
        _, y = cell_of(pilot.app.screen, "Trade and investment")
        column, _ = cell_of(pilot.app.screen, "2004")
        await pilot.click(offset=(column + 2, y))
        await pilot.pause()
        assert screen.reading.selection.sector == "trade"
        assert screen.reading.selection.meeting == screen.reading.dossier.meetings[0].id


@pytest.mark.parametrize("size", [(40, 10), (80, 16)])
async def test_the_heads_of_the_columns_stay_while_the_rows_scroll(
    open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(size) as (pilot, screen):
        await pilot.press("x", "G")
        await pilot.pause()
        drawn = picture(pilot.app.screen)
        assert "Innovation" not in drawn
        column, line = cell_of(pilot.app.screen, "2025")
        assert line == 1
        _, y = cell_of(pilot.app.screen, "Environmental")
        await pilot.click(offset=(column + 3, y))
        await pilot.pause()
        assert screen.reading.selection.sector == "environment"
        assert screen.reading.selection.meeting == "2025-11-12"


async def test_the_matrix_opens_with_the_heads_of_the_block_that_the_meeting_is_in(
    open_reader: Open,
) -> None:
    async with open_reader((40, 10)) as (pilot, _):
        await pilot.press("x")
        await pilot.pause()
        await pilot.pause()  # the pane scrolls once it has been drawn
        drawn = picture(pilot.app.screen).splitlines()
        assert "2025 total" in drawn[1]
        assert "Innovation" in drawn[2]


async def test_that_a_meeting_is_recorded_in_part_stands_over_what_was_discussed(
    open_reader: Open, shipped: Dossier
) -> None:
    in_full = (replace(one, recorded="in-full") for one in shipped.meetings[:1])
    dossier = replace(shipped, meetings=(*in_full, *shipped.meetings[1:]))
    async with open_reader((80, 24), dossier) as (pilot, screen):
        frame = row_of(screen, "2 Sectors")
        assert "2 Sectors · recorded in part" in frame
        assert "discussed on record" in picture(screen)
        screen.select(meeting=dossier.meetings[0].id)
        await pilot.pause()
        assert "2 Sectors ─" in row_of(screen, "2 Sectors")
        await pilot.press("slash")
        await pilot.pause()
        assert "2 Sectors · recorded in part" in row_of(screen, "2 Sectors")
        await pilot.press(*"trade")
        await pilot.pause()
        assert "2 Sectors ─" in row_of(screen, "2 Sectors")
        await pilot.press("escape")
        screen.narrow(plans=("10", "11"))
        await pilot.pause()
        assert "2 Sectors ─" in row_of(screen, "2 Sectors")


async def test_open_commitments_are_counted_at_a_key_and_points_again(open_reader: Open) -> None:
    dossier = record(
        meeting("a", "2018", point("signs"), point("agrees")),
        meeting("b", "2020", point("hopes", "a/p1"), point("notes")),
    )
    async with open_reader(dossier=dossier) as (pilot, screen):
        before = screen.reading
        await pilot.press("x", "left")
        await pilot.pause()
        assert "2▆" in row_of(pilot.app.screen, "Trade")
        await pilot.press("s")
        await pilot.pause()
        shown = row_of(pilot.app.screen, "Trade")
        assert "1▅" in shown
        assert "1▂" in shown
        assert "by meeting · open commitments" in picture(pilot.app.screen)
        assert "commitments without a later point" in picture(pilot.app.screen)
        assert screen.reading.selection.meeting == "a", "the cursor stays"
        await pilot.press("e")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ExportDialog)
        assert pilot.app.screen.query_one("#path", Input).value == "record-coverage-open.txt"
        await pilot.press("escape", "s")
        await pilot.pause()
        assert "2▆" in row_of(pilot.app.screen, "Trade")
        assert "open commitments ─" not in picture(pilot.app.screen)
        await pilot.press("s", "escape")
        await pilot.pause()
        assert screen.reading == before
