from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandList
from textual.widgets import Button, Input, Select, Static

from coop_tui.formats.render import render
from coop_tui.tui.command_groups import GROUPS
from coop_tui.tui.dialogs.export import ExportDialog
from coop_tui.tui.dialogs.help import HelpDialog, HelpText
from coop_tui.tui.keymap import default_names

from .conftest import Open
from .screen_text import picture, until


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


async def test_export_proposes_a_name_and_writes_what_is_seen(
    open_reader: Open, tmp_path: Path
) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("4", "e")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        written = tmp_path / "record-points-2025-11-12-innovation-technology.txt"
        assert written.read_bytes() == render(*screen.reading, "points")
        assert str(written) in "".join(str(one.message) for one in pilot.app._notifications)


async def test_export_overwrites_only_after_a_second_yes(open_reader: Open, tmp_path: Path) -> None:
    target = tmp_path / "record-sectors-2025-11-12.txt"
    target.write_text("mine")
    async with open_reader() as (pilot, screen):
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        _, dialog = pilot.app.screen_stack
        assert isinstance(dialog, ExportDialog)
        assert target.read_text() == "mine"
        assert "exists already" in str(dialog.query_one("#error", Static).content)
        assert str(dialog.query_one("#write", Button).label) == "Overwrite"
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert target.read_bytes() == render(*screen.reading, "sectors")


async def test_the_record_itself_is_not_overwritten(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        record = screen.reading.record.path
        assert record is not None
        record.write_text("kept")
        await pilot.press("e")
        await pilot.pause()
        pilot.app.screen.query_one("#path", Input).value = str(record)
        await pilot.press("enter", "enter")
        await pilot.pause()
        said = str(pilot.app.screen.query_one("#error", Static).content)
        assert "is a file of the record" in said
        assert record.read_text() == "kept"


async def test_a_yes_to_one_file_is_no_yes_to_another(open_reader: Open, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a")
    (tmp_path / "b").write_text("b")
    async with open_reader() as (pilot, _):
        await pilot.press("e")
        await pilot.pause()
        path = pilot.app.screen.query_one("#path", Input)
        path.value = "a"
        await pilot.press("enter")
        path.value = "b"
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ExportDialog)
    assert (tmp_path / "b").read_text() == "b"


async def test_a_failed_export_says_why_and_keeps_the_dialog(
    open_reader: Open, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    async with open_reader() as (pilot, _):
        await pilot.press("e")
        await pilot.pause()
        _, dialog = pilot.app.screen_stack
        path = dialog.query_one("#path", Input)
        for name, why in (("file/[b]x", "Not a directory"), (".", "is a folder"), ("", "Name a")):
            path.value = name
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            assert pilot.app.screen is dialog
            assert why in str(dialog.query_one("#error", Static).content)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, ExportDialog)


async def test_view_and_format_change_the_proposed_name_but_not_a_typed_one(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press("e")
        await pilot.pause()
        _, dialog = pilot.app.screen_stack
        path = dialog.query_one("#path", Input)
        dialog.query_one("#format", Select).value = "markdown"
        dialog.query_one("#view", Select).value = "dossier"
        await pilot.pause()
        assert path.value == "record-dossier.md"
        path.value = "mine.txt"
        await pilot.pause()
        dialog.query_one("#format", Select).value = "json"
        await pilot.pause()
        assert path.value == "mine.txt"


async def test_the_export_dialog_fits_the_smallest_screen(open_reader: Open) -> None:
    async with open_reader((40, 10)) as (pilot, _):
        await pilot.press("e")
        await pilot.pause()
        drawn = picture(pilot.app.screen)
        for words in ("sectors-2025-11-12.txt", "Write", "Cancel"):
            assert words in drawn


@pytest.mark.parametrize("keys", ["e", "o", "x", "c", "v", "question_mark"])
@pytest.mark.parametrize("size", [(39, 12), (60, 9)])
async def test_where_there_is_too_little_room_it_says_so_in_place_of_a_dialog(
    open_reader: Open, keys: str, size: tuple[int, int]
) -> None:
    async with open_reader((100, 30)) as (pilot, screen):
        await pilot.press(keys)
        await pilot.pause(0.2)  # until its scroll bar is there
        roomy, focused = picture(pilot.app.screen), pilot.app.focused
        await pilot.resize_terminal(*size)
        await pilot.pause()
        drawn = " ".join(picture(pilot.app.screen).split())
        assert drawn == "Too small: 40 columns and 10 rows are needed."
        await pilot.resize_terminal(100, 30)
        await pilot.pause(0.2)
        assert (picture(pilot.app.screen), pilot.app.focused) == (roomy, focused)
        await pilot.press("escape")
        await pilot.resize_terminal(*size)
        await pilot.press(keys)
        await pilot.pause()
        assert " ".join(picture(pilot.app.screen).split()) == drawn
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_help_lists_every_command_and_closes(open_reader: Open) -> None:
    async with open_reader((100, 60)) as (pilot, screen):
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HelpDialog)
        text = str(pilot.app.screen.query_one(HelpText).render())
        for title, commands in GROUPS:
            _, heading, rows = f"\n{text}".partition(f"\n{title}\n")
            assert heading
            for row, command in zip(rows.split("\n"), commands, strict=False):
                keys = default_names()[command.id]
                assert row.split() == [*keys, *command.help.split()]
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen_stack == [screen]


@pytest.mark.parametrize("opens", ["x", "c", "o"])
async def test_help_opens_over_a_dialog_and_closes_on_it(open_reader: Open, opens: str) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press(opens)
        _, dialog = pilot.app.screen_stack
        await pilot.press("question_mark")
        assert isinstance(pilot.app.screen, HelpDialog)
        await pilot.press("question_mark")
        assert pilot.app.screen is dialog


async def test_the_palette_finds_a_command_and_does_it(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"previous meeting")
        found = pilot.app.screen.query_one(CommandList)
        await until(pilot, lambda: found.option_count == 1)
        await pilot.press("enter")
        await until(pilot, lambda: screen.is_current)
        assert screen.reading.selection.meeting == "2023-11-29"


async def test_interrupt_copies_what_is_selected_in_a_field_and_then_leaves(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert pilot.app.clipboard.startswith("record-sectors")
        assert pilot.app.is_running
        await pilot.press("ctrl+c")
        await pilot.pause()
        assert pilot.app.return_code == 130
