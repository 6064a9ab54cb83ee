from __future__ import annotations

import pytest

from coop_tui.tui.commands import GROUPS
from coop_tui.tui.dialogs.help import DIALOGS, dialog_keys

from .pages import keys, page, section

KEYS = "docs/keys.md"
SHOWN = [key for _, commands in GROUPS for command in commands for key in command.shown.split()]


def test_every_key_is_documented_and_no_other() -> None:
    first_dialog = min(page(KEYS).index(f"\n## {title}\n") for title in DIALOGS)
    assert sorted(keys(page(KEYS)[:first_dialog])) == sorted(SHOWN)


@pytest.mark.parametrize("title", DIALOGS)
def test_every_key_of_a_dialog_is_documented_and_no_other(title: str) -> None:
    documented = keys(section(KEYS, f"## {title}"))
    shown = [key for pair, _ in dialog_keys(DIALOGS[title]) for key in pair.split()]
    assert sorted(documented) == sorted(shown)


def test_the_keys_in_the_readme_exist() -> None:
    documented = section("README.md", "## Ten keys")
    assert len([line for line in documented.splitlines() if line.startswith("| `")]) == 10
    assert set(keys(documented)) <= set(SHOWN)
