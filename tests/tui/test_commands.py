from __future__ import annotations

from collections import Counter

import pytest
from textual.binding import Binding

from coop_tui.tui.app import CoopApp
from coop_tui.tui.commands import APP, GROUPS, PANE, SCREEN, TIMELINE
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.screens.reader import ReaderScreen

from .conftest import Open
from .screen_text import pane

ALL = [command for _, commands in GROUPS for command in commands]
LEAVES = ("interrupt", "quit")


def test_every_command_has_an_id_of_its_own_and_words() -> None:
    assert all(command.id and command.title and command.help for command in ALL)
    assert max(Counter(command.id for command in ALL).values()) == 1


def test_every_key_is_bound_once() -> None:
    keys = Counter(key for command in ALL for key in command.keys.split(","))
    assert max(keys.values()) == 1


def test_every_binding_comes_from_a_command() -> None:
    for owner, commands in (
        (CoopApp, APP),
        (ReaderScreen, (*SCREEN, *TIMELINE)),
        (LineView, PANE),
    ):
        declared = [one for one in owner.BINDINGS if isinstance(one, Binding)]
        assert [one.id for one in declared] == [command.id for command in commands]
        assert all(one.tooltip for one in declared)


async def test_every_command_is_in_the_palette(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        entries = {entry.help for entry in pilot.app.get_system_commands(screen)}
    assert {command.help for command in ALL} <= entries


async def test_every_command_does_something_and_none_fails(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        for command in ALL:
            if command.id not in LEAVES:
                pilot.app.set_focus(pane(screen, "sectors"))
                assert await pilot.app.run_action(command.action), command.id
                await pilot.pause()
                assert pilot.app.is_running, command.id
                while len(pilot.app.screen_stack) > 1:
                    pilot.app.pop_screen()
                await pilot.pause()


@pytest.mark.parametrize("name", LEAVES)
async def test_a_command_that_leaves_does(open_reader: Open, name: str) -> None:
    (command,) = (command for command in ALL if command.id == name)
    async with open_reader() as (pilot, _):
        assert await pilot.app.run_action(command.action)
        await pilot.pause()
        assert not pilot.app.is_running


async def test_a_key_can_be_bound_anew(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        pilot.app.set_keymap({"meeting.previous": "f5"})
        await pilot.press("f5")
        assert screen.reading.selection.meeting == "2023-11-29"
