"""Input for widgets that are not there yet, or not any more."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.command import CommandList
from textual.strip import Strip
from textual.style import Style
from textual.widgets import OptionList, Static

from coop_tui.tui.dialogs.choice import ChoiceDialog
from coop_tui.tui.dialogs.help import HelpDialog
from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.points import PointsPane
from coop_tui.tui.panes.row import apply_style_to_span
from coop_tui.tui.textual_fixes.command_palette import Palette
from coop_tui.tui.textual_fixes.option_list import Options
from coop_tui.tui.widgets.key_bar import KeyBar
from coop_tui.tui.widgets.search_bar import SearchBar
from coop_tui.views.document.blocks import Run
from coop_tui.views.document.layout import Line

from .conftest import Open
from .screen_text import row_of, until


async def test_a_dialog_is_closed_once(open_reader: Open) -> None:
    given: list[str | None] = []
    async with open_reader() as (pilot, screen):
        below, above = HelpDialog(), ChoiceDialog("Which", [("one", "1")])
        pilot.app.push_screen(below)
        pilot.app.push_screen(above, given.append)
        await pilot.pause()
        below.dismiss()  # something else is on top of it
        assert pilot.app.screen_stack == [screen, below, above]
        above.dismiss("1")
        above.dismiss("2")
        await pilot.pause()
        assert pilot.app.screen_stack == [screen, below]
        assert given == ["1"]
        below.dismiss()
        below.dismiss()
        await pilot.pause()
        assert pilot.app.screen_stack == [screen]


@pytest.fixture(autouse=True)
def few_frames() -> None:
    """Here frames come as often as for a person, and the keys come between them."""


async def test_keys_are_heard_by_dialogs_in_which_nothing_has_the_focus(open_reader: Open) -> None:
    async with open_reader() as (pilot, _):
        pilot.app.push_screen(ChoiceDialog("Which", [("one", 1), ("two", 2)]))
        await pilot.pause()
        pilot.app.screen.set_focus(None)
        await pilot.press("j")
        assert pilot.app.screen.query_one(OptionList).highlighted == 1
        await pilot.press("k", "escape", "?")
        await pilot.pause()
        pilot.app.screen.set_focus(None)
        await pilot.press("G", "k")
        text = pilot.app.screen.query_one("#dialog")
        assert text.scroll_y == text.max_scroll_y - 1
        await pilot.press("g", "j")
        assert text.scroll_y == 1


async def test_no_page_is_turned_in_a_list_that_is_not_laid_out_yet(open_reader: Open) -> None:
    async with open_reader() as (_, screen):
        options = Options("one", "two")
        options.display = False
        await screen.mount(options)
        options.highlighted = 0
        options._move_page(1)
        assert options.highlighted == 0


async def test_a_click_on_an_option_that_is_gone_is_passed_over(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        options = Options("one", "two")
        await screen.mount(options)
        gone = Style.from_meta({"option": 2}).rich_style
        options.post_message(events.Click(options, 0, 0, 0, 0, 1, False, False, False, style=gone))
        await pilot.pause()
        assert options.highlighted == 0


async def test_the_palette_can_be_closed_while_its_list_is_made(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("ctrl+p")
        palette = pilot.app.screen
        assert isinstance(palette, Palette)
        await palette.query_one(CommandList).remove()
        palette.dismiss()
        palette._gather_commands("a")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert pilot.app.is_running


async def test_the_palette_can_be_opened_before_the_last_one_is_gone(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        pilot.app.action_command_palette()
        await pilot.pause()
        last = pilot.app.screen
        last.dismiss()
        pilot.app.action_command_palette()
        assert pilot.app.screen is not last
        pilot.app.action_command_palette()  # there is one already
        assert len(pilot.app.screen_stack) == 2
        await pilot.pause()
        await pilot.press("escape")
        assert pilot.app.screen_stack == [screen]


async def test_the_palette_can_be_as_narrow_as_the_terminal_becomes(open_reader: Open) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press("ctrl+p")
        await until(pilot, lambda: pilot.app.screen.query_one(CommandList).option_count)
        for width in range(20, 0, -1):
            await pilot.resize_terminal(width, 24)
        assert pilot.app.is_running


async def test_what_was_typed_last_is_not_searched_for_once_the_search_is_left(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("/", "escape")
        screen.post_message(SearchBar.Changed("trade"))
        await pilot.pause()
        assert screen.reading.selection.filter.where == ""


async def test_a_click_on_the_keys_counts_no_more_once_a_dialog_is_open(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        x = row_of(screen, "help").index("open")
        dialog = HelpDialog()
        await pilot.app.push_screen(dialog)
        await pilot.pause()
        dialog.set_focus(None)
        screen.query_one(KeyBar).post_message(
            events.Click(None, x, 0, 0, 0, 1, False, False, False)
        )
        await pilot.pause()
        assert pilot.app.screen_stack == [screen, dialog]
        assert screen.current == "sectors"


async def test_what_has_been_removed_cannot_be_clicked(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        note = Static("note", id="note")
        await screen.mount(note, before=0)
        await pilot.pause()
        note._detach()  # as when it is removed, until the screen is laid out anew
        assert pilot.app.get_widget_at(0, 0)[0] is note
        driver = pilot.app._driver
        assert driver is not None
        driver.process_message(events.MouseDown(None, 0, 0, 0, 0, 1, False, False, False, 0, 0))
        await pilot.pause()
        note._attach(screen)
        assert pilot.app.is_running


def test_a_highlight_ends_where_its_strip_does() -> None:
    strip, reverse = Strip([Segment("  harbour")]), RichStyle(reverse=True)
    line = Line((Run("harbour and bay"),))
    for begin, end, shown in ((2, 5, "har"), (6, 14, "our"), (9, 11, ""), (6, -1, "our")):
        segments = list(apply_style_to_span(strip, line, begin, end, reverse))
        assert "".join(segment.text for segment in segments) == "  harbour"
        assert "".join(segment.text for segment in segments if segment.style == reverse) == shown


async def test_esc_gives_the_sectors_the_focus_whatever_had_it(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        screen.query_one("#timeline").focus()
        await pilot.pause()
        with screen.prevent():
            screen.current = PaneId.SECTORS
        await pilot.press("escape")
        await pilot.pause()
        assert screen.pane.has_focus


@pytest.mark.parametrize("size", [(120, 40), (100, 40)])
async def test_keys_typed_at_once_go_to_the_pane_that_was_gone_to(
    open_reader: Open, size: tuple[int, int]
) -> None:
    async with open_reader(size) as (pilot, screen):
        sector = screen.reading.selection.sector
        points = screen.query_one(PointsPane)
        for key in "4jj":
            pilot.app.post_message(events.Key(key, key))
        await until(pilot, lambda: points.cursor != points._buffer.keys[0])
        await pilot.pause()
        assert points.cursor == points._buffer.keys[2]
        assert screen.reading.selection.sector == sector
