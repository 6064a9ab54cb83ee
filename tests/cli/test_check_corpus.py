"""Broken records, one for each kind of problem, and what ``check`` says of each."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

import pytest

from coop_tui.cli.check import as_text, check

CORPUS = Path(__file__).parents[1] / "data" / "corpus"
UPDATE = "COOP_TUI_UPDATE_GOLDEN"
NAMES = sorted(path.stem for path in CORPUS.glob("*.toml"))


@pytest.fixture(autouse=True)
def within_the_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CORPUS)


@pytest.mark.parametrize("name", NAMES)
def test_check_says_what_it_said(name: str) -> None:
    found = as_text(check([f"{name}.toml"]))
    path = CORPUS / f"{name}.txt"
    if os.environ.get(UPDATE):
        path.write_bytes(found)
    expected = path.read_bytes() if path.exists() else b""
    if found != expected:
        before, after = (text.decode().splitlines() for text in (expected, found))
        diff = difflib.unified_diff(before, after, "expected", "found", lineterm="", n=1)
        pytest.fail(
            "\n".join([f"{name} differs ({UPDATE}=1 takes what is found):", *diff]), pytrace=False
        )


def test_every_broken_record_has_an_expected_text_and_the_other_way_round() -> None:
    assert sorted(path.stem for path in CORPUS.glob("*.txt")) == NAMES
    silent = [name for name in NAMES if not (CORPUS / f"{name}.txt").read_bytes()]
    assert silent == ["good"]


def test_the_whole_corpus_in_one_run_is_its_records_one_after_another() -> None:
    expected = [(CORPUS / f"{name}.txt").read_bytes() for name in NAMES]
    assert as_text(check([f"{name}.toml" for name in NAMES])) == b"".join(expected)


def test_thirty_problems_are_told_in_one_run_where_the_file_says_they_are() -> None:
    lines = Path("thirty.toml").read_text("utf-8").split("\n")
    found = check(["thirty.toml"])
    assert len(found) == 30
    assert len({(problem.path, problem.message) for problem in found}) == 30
    unexpected = []
    for problem in found:
        assert problem.line is not None
        said = re.search(" ## (.*)", lines[problem.line - 1])
        if said is None:
            unexpected.append((problem.message, lines[problem.line - 1][problem.column or 0 :]))
        else:
            assert said[1] in problem.message
    assert unexpected == [
        ("the text contains U+0007 BELL", 'u0007 here."""'),
        ("the text contains U+202E RIGHT-TO-LEFT OVERRIDE", ' that turns it round."""'),
    ]
    assert len([line for line in lines if " ## " in line]) == 28
