"""The private names of Textual that the reader uses, so that a change of one is noticed."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

import coop_tui.tui

TUI = Path(coop_tui.tui.__file__).parent
FIXES = TUI / "textual_fixes"
NAMES = [
    ("textual.app", "App._exception", "QuietCrash passes on the exception that nobody handled"),
    ("textual.app", "App._exit", "QuietCrash ignores what fails because the app exits"),
    ("textual.app", "App._handle_exception", "QuietCrash ignores what fails during the exit"),
    ("textual.app", "App._fatal_error", "QuietCrash draws no traceback"),
    ("textual.command", "CommandPalette._GATHER_COMMANDS_GROUP", "Palette replaces the worker"),
    ("textual.command", "CommandPalette._gather_commands", "Palette survives a closed list"),
    ("textual.driver", "Driver._app", "Terminal exits the app on a signal"),
    ("textual.driver", "Driver._loop", "Terminal calls the app from other threads"),
    ("textual.drivers.linux_driver", "LinuxDriver._file", "Terminal draws on standard output"),
    ("textual.drivers.linux_driver", "LinuxDriver._writer_thread", "Terminal undoes half a start"),
    ("textual.drivers.linux_driver", "LinuxDriver._mouse_pixels", "Terminal turns them off"),
    ("textual.drivers.linux_driver", "LinuxDriver._disable_mouse_support", "the same"),
    ("textual.drivers.linux_driver", "LinuxDriver._run_input_thread", "Terminal hears a hang-up"),
    ("textual.command", "CommandPalette._on_click", "Palette ignores clicks where nothing is"),
    ("textual.widgets", "OptionList._on_click", "Options ignores clicks on options that are gone"),
    ("textual.widgets", "OptionList._move_page", "Options waits for the layout"),
    ("textual.widgets", "OptionList._index_to_line", "Options knows whether there is a layout"),
    ("textual.widgets._select", "SelectOverlay", "Choice has a list of ours"),
    ("textual.widgets._select", "SelectOverlay._type_to_search", "Choice passes it on"),
]
"""Module, class and attribute, and the class in ``textual_fixes`` that needs it and why."""


@pytest.mark.parametrize(("module", "name", "why"), NAMES, ids=[name for _, name, _ in NAMES])
def test_textual_still_has_the_name(module: str, name: str, why: str) -> None:
    class_name, _, attribute = name.partition(".")
    owner = getattr(importlib.import_module(module), class_name, None)
    assert owner is not None, f"Textual changed {name}: {why}"
    # What is set on instances alone is found in the source of the class or its bases.
    sources = "".join(inspect.getsource(one) for one in owner.__mro__ if one is not object)
    known = not attribute or hasattr(owner, attribute) or f"self.{attribute}" in sources
    assert known, f"Textual changed {name}: {why}"


def trees(outside: bool) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(TUI.rglob("*.py")):
        if (FIXES not in path.parents) is outside:
            yield path, ast.parse(path.read_text("utf-8"))


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def made(tree: ast.Module) -> set[str]:
    """The names that a module gives to functions, classes, variables and attributes."""
    names = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.ClassDef)}
    names |= {one.name for one in ast.walk(tree) if isinstance(one, ast.AsyncFunctionDef)}
    for one in ast.walk(tree):
        if isinstance(one, ast.Attribute | ast.Name) and isinstance(one.ctx, ast.Store):
            names.add(one.attr if isinstance(one, ast.Attribute) else one.id)
    return names


def used(tree: ast.Module) -> set[str]:
    """The private attributes that a module reads, and the private modules that it imports."""
    names = {
        one.attr for one in ast.walk(tree) if isinstance(one, ast.Attribute) and private(one.attr)
    }
    for one in ast.walk(tree):
        if isinstance(one, ast.ImportFrom) and one.module and one.module.startswith("textual"):
            names |= {part for part in one.module.split(".") if private(part)}
    return names


def overridden(outside: bool) -> Iterator[str]:
    """Private names of Textual's classes that our classes define again."""
    for path, _ in trees(outside):
        name = ".".join(path.relative_to(TUI.parents[1]).with_suffix("").parts)
        module = importlib.import_module(name.removesuffix(".__init__"))
        for ours in list(vars(module).values()):
            if isinstance(ours, type) and ours.__module__ == module.__name__:
                theirs = [base for base in ours.__mro__ if base.__module__.startswith("textual.")]
                for attribute in filter(private, set(vars(ours)) - SET_ON_CLASSES):
                    if any(attribute in vars(base) for base in theirs):
                        yield attribute


SET_ON_CLASSES = {
    *("_abc_impl", "_computes", "_css_bases", "_css_type_name", "_css_type_names"),
    *("_decorated_handlers", "_default_theme", "_inherit_bindings", "_inherit_css"),
    *("_inherit_component_classes", "_merged_bindings", "_reactives"),
}
"""What Textual and Python set on every class by themselves."""


def test_private_names_of_textual_stand_in_textual_fixes_alone() -> None:
    ours = {name for _, tree in trees(outside=True) for name in made(tree)}
    for path, tree in trees(outside=True):
        assert used(tree) <= ours, path
    assert set(overridden(outside=True)) == set()


def test_every_private_name_in_textual_fixes_is_listed() -> None:
    listed = {part for module, name, _ in NAMES for part in f"{module}.{name}".split(".")}
    for path, tree in trees(outside=False):
        assert used(tree) - made(tree) <= listed, path
    assert set(overridden(outside=False)) <= listed
