from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.record.test_git_revision import git

from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.main import run
from coop_tui.tui.services.editor import VARIABLES
from coop_tui.views.registry import VIEWS

from .pages import PAGES, ROOT, fenced, page, rows, section

COMMAND_LINE = "docs/command-line.md"
BLOCKS = [
    pytest.param(block, id=f"{name}: {block.splitlines()[0]}")
    for name in PAGES
    for block in fenced("sh", page(name))
    if block.startswith("coop-tui")
]
TRANSCRIPTS = [
    pytest.param(block, id=f"{name}: {block.splitlines()[0]}")
    for name in PAGES
    for block in fenced("console", page(name))
]


def test_every_view_is_documented() -> None:
    documented = rows(section(COMMAND_LINE, "## Export"))
    assert {name for name in documented if not name.startswith("-")} == set(VIEWS)


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_is_described(view: str) -> None:
    assert re.search(rf"^`{view}` ", page("docs/views.md"), flags=re.MULTILINE)


@pytest.mark.parametrize(
    ("command", "heading"),
    [
        ("", "## The reader"),
        ("export", "## Export"),
        ("check", "## Check"),
        ("new", "## New"),
        ("diff", "## Diff"),
        ("schema", "## Schema"),
    ],
)
def test_every_option_is_documented_and_no_other(
    command: str, heading: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run([*command.split(), "--help"])
    shown = re.findall(r"^  (?:-\w[^,]*, )?(--[a-z-]+)", capsys.readouterr().out, re.MULTILINE)
    options = set(shown)
    assert "--help" in options
    tables = [line for line in section(COMMAND_LINE, heading).splitlines() if line[:3] == "| `"]
    documented = {
        option for line in tables for option in re.findall("--[a-z-]+", line.split(" | ")[0])
    }
    assert documented == options - {"--help"}


def test_every_exit_status_is_documented() -> None:
    documented = rows(section(COMMAND_LINE, "## Streams and exit status"))
    assert set(documented) == {str(status.value) for status in ExitStatus}


def test_the_variables_that_name_an_editor_are_documented() -> None:
    documented = section(COMMAND_LINE, "## Environment")
    assert ", ".join(f"`{name}`" for name in VARIABLES) in documented


def test_there_are_commands_to_try() -> None:
    assert len(BLOCKS) > 5


@pytest.mark.parametrize("block", BLOCKS)
def test_every_command_works(
    block: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    found = ExitStatus.OK
    if block.startswith("coop-tui diff"):
        edit_in_a_repository(tmp_path, monkeypatch)
        found = ExitStatus.FOUND
    for line in block.splitlines():
        files = set(tmp_path.rglob("*"))
        words = shlex.split(line.partition(" > ")[0])[1:]
        assert run(words) == found, line
        in_place = "--in-place" in words
        writes = "-o" in words or (words[:1] == ["new"] and not in_place)
        assert bool(set(tmp_path.rglob("*")) - files) == writes, line
        silent = writes or in_place or words[:1] == ["check"]
        assert bool(capsysbinary.readouterr().out) != silent, line


def edit_in_a_repository(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commit the shipped record, an edit of it, and leave another that is not committed."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    path = folder / "data/hong-kong-beijing.toml"
    git(folder, "init", "-q")
    for title in ("One", "Another"):
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", title)
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace('\ntitle = "', f'\ntitle = "{title}: ', 1), "utf-8")


@pytest.mark.parametrize("transcript", TRANSCRIPTS)
def test_a_transcript_shows_what_comes_out(
    transcript: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    command, _, output = transcript.partition("\n")
    assert run(shlex.split(command)[2:]) == ExitStatus.OK
    assert capsysbinary.readouterr().out.decode() == output


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("## Coverage", "export coverage"),
        ("## Source", f"export source {ROOT / 'tests/golden/texts/record.toml'} --meeting all"),
        ("## People", "export people"),
        ("## Evidence", f"export evidence {ROOT / 'tests/golden/texts/record.toml'}"),
    ],
)
def test_an_excerpt_from_a_view_is_true(
    heading: str, words: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (excerpt,) = fenced("text", section("docs/views.md", heading))
    assert run(words.split()) == ExitStatus.OK
    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert [line for line in excerpt.splitlines() if line not in lines] == []


def test_the_problems_that_are_shown_read_so(
    tmp_path: Path, edited: Callable[[str, str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    (shown,) = fenced("text", section(COMMAND_LINE, "## Check"))
    problem, warning = (line.partition(":1: ")[2] for line in shown.splitlines())

    record = (ROOT / "data/hong-kong-beijing.toml").read_text(encoding="utf-8")
    before, meeting, after = record.partition('[[meeting]]\nid = "2018-10-24"\n')
    mistaken = before + meeting + after.replace('kind = "agrees"', 'kind = "agree"', 1)
    shutil.copytree(ROOT / "data", tmp_path, dirs_exist_ok=True)  # the record includes files
    (tmp_path / "mistaken.toml").write_text(mistaken, encoding="utf-8")
    unused = edited('id = "finance"', 'id = "tourism"')
    (tmp_path / "unused.toml").write_text(unused, encoding="utf-8")

    run(["check", *(str(tmp_path / name) for name in ("mistaken.toml", "unused.toml"))])
    lines = [line.split(":1: ", 1)[-1] for line in capsys.readouterr().out.splitlines()]
    assert problem in lines
    assert warning in lines
