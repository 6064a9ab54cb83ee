"""Every key that is named on the screen is the one in force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from textual.screen import Screen

from coop_tui.tui.app import CoopApp
from coop_tui.tui.command_groups import GROUPS, SCOPES
from coop_tui.tui.dialogs.choice import ChoiceDialog
from coop_tui.tui.dialogs.help import HelpText
from coop_tui.tui.keymap import default_names, key_name, names_in_force

from .conftest import Open
from .screen_text import picture

ALL = [command for _, commands in GROUPS for command in commands]
LETTERS = (
    "αβγδεζηθικλμνξοπρστυφχψωбвгджзийлпуфцчшщъыьэюяБГДЖЗИЙЛПУФЦЧШ"
    "ЩЪЫЬЭЮЯÀÁÂÃÄÅÆÈÉÊËÌÍÎÏÑÒÓÔÖŒŠŽþğłňøßաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփքօֆ"
)
KEYMAP = {command.id: letter for command, letter in zip(ALL, LETTERS, strict=False)}
"""Every command on a key that no command has by default."""
HINTS = {
    "reader": (
        *("{pane.meeting} Meeting", "{pane.sectors} Sectors", "{pane.timeline} Plan periods"),
        *("{pane.points} Innovation", "{open} open", "{pane.next} panes", "{search} search"),
        *("{source} source", "{follow-up} follow-up", "{export} export"),
        *("{zoom} zoom", "{coverage} coverage", "{help} help", "{quit} quit"),
    ),
    "coverage": (
        *("{coverage.back} back", "{open} points", "{coverage.by} plans or meetings"),
        *("{coverage.compare} compare", "{coverage.export} export"),
    ),
    "compare": (
        *("{compare.back} back", "{compare.earlier} {compare.later} another meeting"),
        "{compare.export} export",
    ),
    "source": (
        *("{source.back} back", "{source.before} {source.after} before, after"),
        *("{source.browser} browser", "{source.address} address"),
        *("{source.copy} copy", "{source.export} export"),
    ),
    "follow-up": (
        *("{follow-up.back} back", "{open} thread", "{follow-up.by} group otherwise"),
        *("{follow-up.source} source", "{follow-up.export} export"),
    ),
    "agenda": (
        *("{agenda.back} back", "{open} thread"),
        *("{agenda.source} source", "{agenda.export} export"),
    ),
    "people": (
        *("{people.back} back", "{open} latest meeting"),
        *("{people.copy} copy", "{people.export} export"),
    ),
    "evidence": ("{evidence.back} back", "{evidence.export} export"),
    "help": ("{help.close} closes",),
    "choice": ("Enter chooses", "{choice.cancel} back"),
}


def hints(of: str, keys: dict[str, str]) -> Iterator[str]:
    for hint in HINTS[of]:
        for command, key in keys.items():
            hint = hint.replace(f"{{{command}}}", key)
        yield hint


DEFAULTS = {command: names[0] for command, names in default_names().items()}


async def opened(app: CoopApp, of: str) -> Screen[Any]:
    if of == "choice":
        app.push_screen(ChoiceDialog("Which", [("one", 1), ("two", 2)]))
    elif of != "reader":
        await app.run_action(
            "app.help" if of == "help" else f"screen.{of.replace('-', '_')}", app.screen
        )
    return app.screen


def test_there_are_enough_letters() -> None:
    assert len(KEYMAP) == len(ALL)
    assert len(set(KEYMAP.values())) == len(ALL)


@pytest.mark.parametrize("of", HINTS)
@pytest.mark.parametrize("live", [False, True])
async def test_keys_of_a_keymap_are_shown_in_place_of_the_defaults(
    open_reader: Open, of: str, live: bool
) -> None:
    async with open_reader((130, 40)) as (pilot, _):
        app = pilot.app
        assert isinstance(app, CoopApp)
        if not live:
            app.set_keymap(KEYMAP)
        screen = await opened(app, of)
        await pilot.pause()
        if live:
            for hint in hints(of, DEFAULTS):
                assert hint in picture(screen)
            app.set_keymap(KEYMAP)
            await pilot.pause()
        drawn = picture(screen)
        for hint in hints(of, KEYMAP):
            assert hint in drawn
        for hint in set(hints(of, DEFAULTS)) - set(hints(of, KEYMAP)):
            assert hint not in drawn
        app.set_keymap({})
        await pilot.pause()
        for hint in hints(of, DEFAULTS):
            assert hint in picture(screen)


async def test_the_reader_beneath_a_dialog_follows_too(open_reader: Open) -> None:
    async with open_reader((130, 40)) as (pilot, screen):
        await pilot.press("x")
        pilot.app.set_keymap({"pane.sectors": "f7", "export": "f5", "coverage.back": "f6"})
        await pilot.press("f6")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert "F7 Sectors" in picture(screen)
        assert "F5 export" in picture(screen)


async def test_what_narrows_the_view_is_shown_with_the_key_that_goes_back(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, screen):
        screen.narrow(plans=("14",))
        await pilot.pause()
        assert " · Esc goes back" in picture(screen)
        pilot.app.set_keymap({"back": "f5"})
        await pilot.pause()
        assert " · F5 goes back" in picture(screen)
        assert "Esc" not in picture(screen)


async def test_the_number_of_a_match_stays_when_keys_change(open_reader: Open) -> None:
    async with open_reader((130, 40)) as (pilot, screen):
        await pilot.press("slash", *"ranking", "enter")
        await pilot.pause()
        assert "match 1 of 1" in picture(screen)
        pilot.app.set_keymap({"pane.points": "f7"})
        await pilot.pause()
        assert "match 1 of 1" in picture(screen)


async def test_help_lists_the_keys_in_force_in_every_group(open_reader: Open) -> None:
    async with open_reader((100, 60)) as (pilot, _):
        pilot.app.set_keymap(KEYMAP)
        await pilot.press(KEYMAP["help"])
        await pilot.pause()
        rows = str(pilot.app.screen.query_one(HelpText).render()).split("\n")
        for command in ALL:
            assert [KEYMAP[command.id], *command.help.split()] in [row.split() for row in rows]


async def test_the_palette_names_the_keys_in_force(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        pilot.app.set_keymap({"export": "f5,ctrl+e", "copy": "z"})
        titles = [entry.title for entry in pilot.app.get_system_commands(screen)]
    assert {"Export (F5 Ctrl+E)", "Copy (z)", "Zoom", "Up (↑ k)"} <= set(titles)


async def test_messages_name_the_key_in_force(open_reader: Open) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press("n")
        pilot.app.set_keymap({"search": "f5"})
        await pilot.press("n")
        pilot.app.set_keymap({"copy": "slash"})
        await pilot.press("n")
        await pilot.pause()
        assert [one.message for one in pilot.app._notifications] == [
            "There is no search. Press / to start one.",
            "There is no search. Press F5 to start one.",
            "There is no search.",
        ]


async def test_a_command_without_a_key_is_not_hinted_at(open_reader: Open) -> None:
    async with open_reader((130, 40)) as (pilot, screen):
        pilot.app.set_keymap({"zoom": "e", "theme": "1", "search": "2"})
        await pilot.pause()
        drawn = picture(screen)
        assert "e zoom" in drawn
        assert "export" not in drawn
        assert "╭─ Sectors" in drawn


@pytest.mark.parametrize(
    "keymap",
    [
        {},
        {"export": "f5"},
        {"export": "y", "copy": "e"},
        {"export": "y"},
        {"export": "j", "help": "k"},
        {"up": "e", "open": "ctrl+o, f2", "search": "?"},
        {"coverage.export": "x", "coverage.back": "e", "theme": "p"},
        {"help": "e"},
    ],
)
async def test_the_keys_shown_are_the_keys_that_work(
    open_reader: Open, keymap: dict[str, str]
) -> None:
    async with open_reader() as (pilot, _):
        app = pilot.app
        assert isinstance(app, CoopApp)
        app.set_keymap(keymap)
        for of, scope in (("reader", SCOPES[0]), ("coverage", SCOPES[1])):
            await opened(app, of)
            await pilot.pause()
            working: dict[str, set[str]] = {}
            for key, active in app.active_bindings.items():
                working.setdefault(str(active.binding.id), set()).add(key_name(key))
            for command in (command for commands in scope for command in commands):
                if of == "reader" or command.id.startswith(of):
                    assert working.get(command.id, set()) == set(app.key_names[command.id])


async def test_a_keymap_can_be_added_to(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        pilot.app.update_keymap({"export": "f5"})
        pilot.app.update_keymap({"zoom": "f6"})
        await pilot.pause()
        assert "F5 export  F6 zoom" in picture(screen)


@pytest.mark.parametrize(
    ("key", "name"),
    [
        *(("escape", "Esc"), ("question_mark", "?"), ("comma", ","), ("full_stop", ".")),
        *(("ctrl+p", "Ctrl+P"), ("shift+tab", "Shift+Tab"), ("shift+left", "Shift+←")),
        *(("f5", "F5"), ("T", "T"), ("t", "t"), ("pageup", "PgUp"), ("space", "Space")),
        *(("plus", "+"), ("minus", "-"), ("delete", "Del"), ("home", "Home"), ("ä", "ä")),
    ],
)
def test_keys_are_written_as_people_write_them(key: str, name: str) -> None:
    assert key_name(key) == name


def test_without_a_keymap_the_defaults_are_in_force() -> None:
    assert names_in_force({}) == default_names()
    assert names_in_force({"no.such.id": "f5", "export": " "}) == default_names()
