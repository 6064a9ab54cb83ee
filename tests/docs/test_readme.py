from __future__ import annotations

import re
from itertools import pairwise

import pytest

from coop_tui.record.kinds import Kind

from .pages import PAGES, ROOT, fenced, page, rows, section

README = "README.md"
MODULES = [
    (name, line)
    for name in PAGES
    for block in fenced("sh", page(name))
    for line in block.splitlines()
    if " -m " in line
]


def test_the_readme_is_short() -> None:
    assert page(README).count("\n") <= 200


def test_two_commands_set_up_and_test() -> None:
    assert fenced("sh", section(README, "## Development"))[0] == "make setup\nmake test\n"


def test_there_are_six_recipes_on_the_shipped_record() -> None:
    recipes = fenced("sh", section(README, "## Six recipes"))
    assert len(recipes) == 6
    assert all(recipe.startswith("coop-tui ") for recipe in recipes)


def test_the_kinds_stand_in_their_order_with_their_meanings() -> None:
    documented = rows(section(README, "## Points and kinds"))
    assert list(documented.items()) == [(kind.value, [kind.meaning]) for kind in Kind]


def test_every_target_of_make_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    named = {
        word
        for name in PAGES
        for word in re.findall(r"(?:^|`)make ([a-z]+)", page(name), flags=re.MULTILINE)
    }
    assert {"setup", "test"} <= named
    assert named <= targets


def test_there_are_modules_to_run() -> None:
    assert MODULES


@pytest.mark.parametrize(("name", "line"), MODULES)
def test_every_module_that_is_run_exists(name: str, line: str) -> None:
    modules = [word for flag, word in pairwise(line.split()) if flag == "-m"]
    assert all((ROOT / word.replace(".", "/") / "__main__.py").is_file() for word in modules)
