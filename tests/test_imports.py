from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import coop_tui

SOURCE = Path(coop_tui.__file__).parents[1]


def modules_after(program: str) -> set[str]:
    """The modules of a fresh interpreter after a program, whose own output is dropped."""
    listing = "import sys; print('\\n'.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\n{listing}"],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split())


def command(*arguments: str) -> str:
    return f"""
from coop_tui.cli.main import main
from coop_tui.paths import shipped_record
try:
    main([part.format(record=shipped_record()) for part in {arguments!r}])
except SystemExit as end:
    assert not end.code, end.code
"""


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "{record}"),
        ("export", "dossier"),
        ("export", "timeline", "--format", "markdown"),
        ("export", "points", "--format", "json"),
        ("new", "-"),
        ("new", "-", "--from", "{record}"),
        ("diff", "{record}", "{record}"),
        ("schema",),
    ],
    ids=" ".join,
)
def test_only_the_reader_imports_textual(arguments: tuple[str, ...]) -> None:
    loaded = packages(modules_after(command(*arguments)))
    assert "coop_tui" in loaded
    assert not {"textual", "tree_sitter"} & loaded


def test_check_imports_neither_rich_nor_what_only_problems_need() -> None:
    loaded = modules_after(command("check", "{record}"))
    assert "rich" not in packages(loaded)
    assert (
        not {
            "coop_tui.record.diagnostics.validator",
            "coop_tui.record.diagnostics.positions",
            "difflib",
            "json",
        }
        & loaded
    )
    views = {name for name in loaded if name.startswith("coop_tui.views.")}
    assert views == {"coop_tui.views.registry"}


def test_an_export_goes_without_what_is_slow_to_import() -> None:
    loaded = modules_after(command("export", "dossier"))
    assert not {"typing_extensions", "inspect", "shutil", "asyncio"} & loaded


def test_what_was_left_out_of_one_import_can_be_imported_later() -> None:
    imported = "from coop_tui.cli.startup import without_module"
    without = f"{imported}\nwith without_module('ssl'): import asyncio\n"
    assert "ssl" not in modules_after(without)
    assert "ssl" in modules_after(f"{without}\nimport ssl\nssl.create_default_context()")


def test_views_that_are_not_shown_at_once_are_not_imported() -> None:
    views = {f"coop_tui.views.{name}" for name in ("source", "coverage", "compare", "dossier")}
    assert not views & modules_after("import coop_tui.tui.app")
    assert views & modules_after(command("export", "meeting")) == set()
    assert views & modules_after(command("export", "dossier")) == {"coop_tui.views.dossier"}


def test_a_record_knows_no_screen() -> None:
    loaded = modules_after("import coop_tui.record.loading.loader, coop_tui.query.points")
    assert not {"rich", "textual", "markdown_it"} & packages(loaded)


def test_help_and_version_import_no_record() -> None:
    loaded = modules_after(command("--version"))
    assert not {"rich", "textual", "msgspec", "tomli"} & packages(loaded)


def test_importing_the_package_imports_nothing_else() -> None:
    loaded = modules_after("import coop_tui")
    assert {name for name in loaded if name.startswith("coop_tui.")} == set()
