"""What is tested is the working tree, whatever else is installed or on the path."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import coop_tui

from .conftest import SLOW, TESTS

ROOT = TESTS.parent
SOURCE = ROOT / "src" / "coop_tui"


def test_it_is_imported_from_the_working_tree() -> None:
    assert Path(coop_tui.__file__).parent == SOURCE


def test_programs_that_are_started_import_it_from_there(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import coop_tui; print(coop_tui.__file__)"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()).parent == SOURCE


@pytest.mark.slow
def test_an_older_copy_on_the_path_is_not_tested(tmp_path: Path) -> None:
    older = tmp_path / "coop_tui"
    older.mkdir()
    (older / "__init__.py").write_text("raise SystemExit('an older copy was imported')\n")
    run = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider"),
            *("-k", "imported_from_the_working_tree or programs_that", str(Path(__file__))),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert " 2 passed" in run.stdout, run.stdout + run.stderr


@pytest.mark.parametrize("name", SLOW)
def test_what_is_marked_as_slow_is_there(name: str) -> None:
    assert (TESTS / name).exists()
