"""The README tells the truth: what it says of the format and the command line holds."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import inspect

from coop_tui.cli import Status, run
from coop_tui.record.load import parse
from coop_tui.record.model import Dossier, Kind
from coop_tui.tui.commands import GROUPS
from coop_tui.views.catalogue import VIEWS

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """The text under a heading, up to the next of its level or above."""
    level = len(heading.split()[0])
    _, _, rest = README.partition(f"\n{heading}\n")
    assert rest, f"the README has no {heading!r}"
    return re.split(rf"^#{{1,{level}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def fenced(language: str, text: str = README) -> list[str]:
    """The code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def rows(text: str) -> dict[str, list[str]]:
    """The rows of the tables in a text, by the name in backticks in their first cell."""
    cells = [line[2:-2].split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in cells}


def structs(kind: inspect.Type) -> Iterator[inspect.StructType]:
    """Every struct to which a type leads, itself included."""
    match kind:
        case inspect.StructType():
            yield kind
            for field in kind.fields:
                yield from structs(field.type)
        case inspect.Metadata():
            yield from structs(kind.type)
        case inspect.UnionType():
            for one in kind.types:
                yield from structs(one)
        case inspect.VarTupleType():
            yield from structs(kind.item_type)


STRUCTS = {struct.cls.__name__: struct for struct in structs(inspect.type_info(Dossier))}
COMMANDS = [
    line.partition(" > ")[0]
    for block in fenced("sh")
    for line in block.splitlines()
    if line.startswith("coop-tui ")
]


def test_the_example_is_a_record() -> None:
    (example,) = fenced("toml")
    dossier = parse(example.encode(), "README.md")
    assert [meeting.id for meeting in dossier.meetings] == ["2025-11-12"]


def test_the_walk_finds_the_structs() -> None:
    assert {"Dossier", "Meeting", "Point", "Citation", "Remark", "Attendance"} <= set(STRUCTS)


@pytest.mark.parametrize("name", STRUCTS)
def test_the_format_documents_every_key_and_no_other(name: str) -> None:
    documented = {key: cells[1] for key, cells in rows(section(f"### {name}")).items()}
    assert documented == {
        field.encode_name: "yes" if field.required else "no" for field in STRUCTS[name].fields
    }


@pytest.mark.parametrize("name", STRUCTS)
def test_every_row_of_the_format_shows_its_key(name: str) -> None:
    for key, cells in rows(section(f"### {name}")).items():
        assert len(cells) == 4
        assert re.search(rf"\b{key}\b", cells[3]), f"the example of {key} shows something else"


def test_the_tables_of_the_format_stand_under_the_format() -> None:
    for name in STRUCTS:
        assert f"\n### {name}\n" in section("## The format")


def test_the_format_documents_every_kind_with_its_step() -> None:
    documented = {kind: cells[0] for kind, cells in rows(section("### Kinds of a point")).items()}
    assert documented == {kind.value: str(kind.firmness) for kind in Kind}


def test_every_key_is_documented_and_no_other() -> None:
    lines = [line for line in section("## Keys").splitlines() if line.startswith("| `")]
    documented = [key for line in lines for key in re.findall("`([^`]+)`", line.split(" | ")[0])]
    shown = [key for _, commands in GROUPS for command in commands for key in command.shown.split()]
    assert sorted(documented) == sorted(shown)


def test_every_exit_status_is_documented() -> None:
    documented = rows(section("### Streams and exit status"))
    assert set(documented) == {str(status.value) for status in Status}


def test_every_view_is_documented() -> None:
    documented = rows(section("### Export"))
    assert {name for name in documented if not name.startswith("-")} == set(VIEWS)


@pytest.mark.parametrize("command", ["", "export", "check", "schema"])
def test_every_option_is_documented(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run([*command.split(), "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
    assert "--help" in options
    documented = set(re.findall(r"--[a-z-]+", section("## Command line")))
    assert options <= documented


def test_there_are_commands_to_try() -> None:
    assert len(COMMANDS) > 5


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_works(
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    assert run(shlex.split(command)[1:]) == Status.OK
    written = [path for path in tmp_path.iterdir() if path.is_file()]
    silent = " -o " in command or command.startswith("coop-tui check ")
    assert bool(capsysbinary.readouterr().out) != silent
    assert bool(written) == (" -o " in command)


def test_what_is_shown_is_what_comes_out(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (shown,) = fenced("console")
    command, _, output = shown.partition("\n")
    assert run(shlex.split(command)[2:]) == Status.OK
    assert capsysbinary.readouterr().out.decode() == output


def test_the_development_command_stands_first_and_alone() -> None:
    block = fenced("sh", section("## Development"))[0]
    assert block.count("\n") == 1
    assert block.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert block.endswith(" && .venv/bin/python -m pytest\n")
