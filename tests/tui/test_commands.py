from __future__ import annotations

from collections import Counter

import pytest
from textual.binding import Binding

from coop_tui.tui.app import CoopApp
from coop_tui.tui.command_groups import GROUPS, READER_GROUPS, SCOPES
from coop_tui.tui.commands import APP, HELP, PANE, SCREEN, TIMELINE
from coop_tui.tui.dialog_commands import (
    CHOICE,
    COMPARE,
    COVERAGE,
    EVIDENCE,
    EXPORT,
    HELP_TEXT,
    LOADING,
    PEOPLE,
    SEARCH,
    SOURCE,
)
from coop_tui.tui.dialogs.base import Dialog
from coop_tui.tui.dialogs.choice import ChoiceDialog
from coop_tui.tui.dialogs.compare import CompareDialog
from coop_tui.tui.dialogs.coverage import CoverageDialog
from coop_tui.tui.dialogs.evidence import EvidenceDialog
from coop_tui.tui.dialogs.export import ExportDialog
from coop_tui.tui.dialogs.help import HelpDialog
from coop_tui.tui.dialogs.people import PeopleDialog
from coop_tui.tui.dialogs.source import SourceDialog
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.screens.loading import LoadingScreen
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.widgets.search_bar import SearchBar

from .conftest import Open
from .screen_text import pane

ALL = [command for _, commands in GROUPS for command in commands]
LEAVES = ("interrupt", "quit")
OF_READER = [command for _, commands in READER_GROUPS for command in commands]


def test_every_command_has_an_id_of_its_own_and_words() -> None:
    assert all(command.id and command.title and command.help for command in ALL)
    assert max(Counter(command.id for command in ALL).values()) == 1


def test_every_key_is_bound_once() -> None:
    for scope in SCOPES:
        commands = [command for group in scope for command in group]
        keys = Counter(key for command in commands for key in command.keys.split(","))
        assert max(keys.values()) == 1


def test_every_command_has_its_keys_somewhere() -> None:
    in_scopes = {command.id for scope in SCOPES for group in scope for command in group}
    assert in_scopes == {command.id for command in ALL}


def test_every_binding_comes_from_a_command() -> None:
    for owner, commands in (
        (CoopApp, APP),
        (ReaderScreen, (*SCREEN, *TIMELINE)),
        (LineView, PANE),
        (Dialog, (HELP,)),
        (ChoiceDialog, CHOICE),
        (CompareDialog, COMPARE),
        (CoverageDialog, COVERAGE),
        (EvidenceDialog, EVIDENCE),
        (ExportDialog, EXPORT),
        (HelpDialog, HELP_TEXT),
        (PeopleDialog, PEOPLE),
        (SourceDialog, SOURCE),
        (SearchBar, SEARCH),
        (LoadingScreen, LOADING),
    ):
        declared = [one for one in owner.BINDINGS if isinstance(one, Binding)]
        assert [one.id for one in declared] == [command.id for command in commands]
        assert all(one.tooltip for one in declared)


async def test_every_command_of_the_reader_is_in_the_palette(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        entries = {entry.help for entry in pilot.app.get_system_commands(screen)}
    assert {command.help for command in OF_READER} <= entries


async def test_every_command_of_the_reader_does_something_and_none_fails(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, screen):
        for command in OF_READER:
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
    (command,) = (command for command in OF_READER if command.id == name)
    async with open_reader() as (pilot, _):
        assert await pilot.app.run_action(command.action)
        await pilot.pause()
        assert not pilot.app.is_running


async def test_a_key_can_be_bound_anew(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        pilot.app.set_keymap({"meeting.previous": "f5"})
        await pilot.press("f5")
        assert screen.reading.selection.meeting == "2023-11-29"
