from __future__ import annotations

import pytest

from coop_tui.tui.command_groups import GROUPS
from coop_tui.tui.commands import Command
from coop_tui.tui.keymap import default_names

from .pages import keys, page, section

KEYS = "docs/keys.md"


@pytest.mark.parametrize(("title", "commands"), GROUPS, ids=[title for title, _ in GROUPS])
def test_every_key_is_documented_and_no_other(title: str, commands: tuple[Command, ...]) -> None:
    shown = [key for command in commands for key in default_names()[command.id]]
    assert sorted(keys(section(KEYS, f"## {title}"))) == sorted(shown)


def test_no_keys_are_documented_elsewhere() -> None:
    in_groups = sum(len(keys(section(KEYS, f"## {title}"))) for title, _ in GROUPS)
    assert len(keys(page(KEYS))) == in_groups


def test_the_keys_in_the_readme_exist() -> None:
    documented = section("README.md", "## The main keys")
    assert len([line for line in documented.splitlines() if line.startswith("| `")]) == 12
    shown = {key for names in default_names().values() for key in names}
    assert set(keys(documented)) <= shown
