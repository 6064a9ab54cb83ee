"""The README tells the truth: what it says of the format and the command line holds."""

from __future__ import annotations

import datetime
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator
from msgspec import inspect

from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.main import run
from coop_tui.record.fields import ID_PATTERN, PROSE_PATTERN, TEXT_PATTERN, URL_PATTERN
from coop_tui.record.loading.loader import parse
from coop_tui.record.schema import json_schema
from coop_tui.record.tables import Dossier, Kind
from coop_tui.tui.commands import GROUPS
from coop_tui.tui.dialogs.help import DIALOGS, dialog_keys
from coop_tui.views.registry import VIEWS

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


SCHEMA = json_schema()
KEYS = [(name, field.encode_name) for name, struct in STRUCTS.items() for field in struct.fields]


def described(struct: str, key: str) -> dict[str, Any]:
    """What the JSON Schema says of a key, with what it refers to at hand."""
    table = SCHEMA if struct == "Dossier" else SCHEMA["$defs"][struct]
    return {**table["properties"][key], "$defs": SCHEMA["$defs"]}


def words(text: str) -> set[str]:
    """The words of a text, without marks and links."""
    return set(re.findall(r"[\w']+", re.sub(r"\]\(.*?\)", "]", text).casefold()))


def type_in_words(kind: inspect.Type) -> str:
    """How the format names a type, without what it says of the length of a list."""
    match kind:
        case inspect.Metadata(type=inspect.StrType(), extra={"refers_to": table}):
            return f"id of a{'n' * (table[0] == 'i')} {table}"
        case inspect.Metadata():
            return type_in_words(kind.type)
        case inspect.UnionType():
            (given,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
            return type_in_words(given)
        case inspect.VarTupleType():
            one = type_in_words(kind.item_type)
            if one.startswith("id of a"):
                return f"list of ids of {one.split()[-1]}s".replace("partys", "parties")
            return f"list of {one}s"
        case inspect.StrType():
            names = {ID_PATTERN: "id", PROSE_PATTERN: "prose", URL_PATTERN: "address"}
            return {**names, TEXT_PATTERN: "path"}.get(kind.pattern or "", "line")
        case inspect.IntType():
            return f"number, {kind.ge} to {kind.le}"
        case inspect.LiteralType(values=(int(),)):
            return "number"
        case inspect.LiteralType():
            return " or ".join(f'"{value}"' for value in reversed(kind.values))
        case inspect.EnumType():
            return "one of the kinds"
        case inspect.StructType():
            return kind.cls.__name__.lower()
        case inspect.CustomType():
            return "date"
    raise AssertionError(f"a type that is not documented: {kind}")


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


@pytest.mark.parametrize(("struct", "key"), KEYS)
def test_the_format_and_the_schema_say_the_same_of_a_key(struct: str, key: str) -> None:
    meaning = words(rows(section(f"### {struct}"))[key][2])
    description = words(described(struct, key)["description"].partition("\n")[0])
    assert meaning <= description or description <= meaning


@pytest.mark.parametrize(("struct", "key"), KEYS)
def test_the_format_gives_the_type_of_a_key(struct: str, key: str) -> None:
    (field,) = (one for one in STRUCTS[struct].fields if one.encode_name == key)
    cell = re.sub(r"\[(.*?)\]\(.*?\)|`", r"\1", rows(section(f"### {struct}"))[key][0])
    shown, _, length = cell.partition(", ")
    expected = type_in_words(field.type)
    if struct == "Dossier" and shown == "list of tables":
        shown = f"list of {key}s"
    if not expected.startswith("list"):
        shown, length = cell, ""
    assert shown == expected
    least = described(struct, key).get("minItems")
    assert length == ("at least one" if least else "may be empty" if key == "people" else "")


@pytest.mark.parametrize(("struct", "key"), KEYS)
def test_the_example_of_a_key_is_valid(struct: str, key: str) -> None:
    example = rows(section(f"### {struct}"))[key][3].strip("`")
    if example.startswith("["):
        assert example.strip("[]").split(".")[-1] == key
        return
    value = tomli.loads(example)[key]
    shown = value.isoformat() if isinstance(value, datetime.date) else value
    assert list(Draft202012Validator(described(struct, key)).iter_errors(shown)) == []


def test_the_tables_of_the_format_stand_under_the_format() -> None:
    for name in STRUCTS:
        assert f"\n### {name}\n" in section("## The format")


def test_the_format_documents_every_kind_with_its_step_and_meaning() -> None:
    documented = rows(section("### Kinds of a point"))
    assert documented == {kind.value: [str(kind.strength), kind.meaning] for kind in Kind}


def test_every_key_is_documented_and_no_other() -> None:
    lines = [line for line in section("## Keys").splitlines() if line.startswith("| `")]
    documented = [key for line in lines for key in re.findall("`([^`]+)`", line.split(" | ")[0])]
    shown = [key for _, commands in GROUPS for command in commands for key in command.shown.split()]
    assert sorted(documented) == sorted(shown)


@pytest.mark.parametrize("title", DIALOGS)
def test_every_key_of_a_dialog_is_documented(title: str) -> None:
    _, _, rest = section("## Keys").partition(title)
    words = re.split("|".join(DIALOGS), rest)[0]
    keys = {key for shown, _ in dialog_keys(DIALOGS[title]) for key in shown.split()}
    closing = {"Esc", "x", "o"}
    assert keys - closing <= set(re.findall("`([^`]+)`", words))


def test_every_exit_status_is_documented() -> None:
    documented = rows(section("### Streams and exit status"))
    assert set(documented) == {str(status.value) for status in ExitStatus}


def test_every_view_is_documented() -> None:
    documented = rows(section("### Export"))
    assert {name for name in documented if not name.startswith("-")} == set(VIEWS)


@pytest.mark.parametrize("command", ["", "export", "check", "new", "schema"])
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
    assert run(shlex.split(command)[1:]) == ExitStatus.OK
    written = [path for path in tmp_path.iterdir() if path.is_file()]
    silent = " -o " in command or command.startswith("coop-tui check ")
    assert bool(capsysbinary.readouterr().out) != silent
    assert bool(written) == (" -o " in command)


def test_what_is_shown_is_what_comes_out(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (shown,) = fenced("console")
    command, _, output = shown.partition("\n")
    assert run(shlex.split(command)[2:]) == ExitStatus.OK
    assert capsysbinary.readouterr().out.decode() == output


def test_the_development_command_stands_first_and_alone() -> None:
    block = fenced("sh", section("## Development"))[0]
    assert block.count("\n") == 1
    assert block.startswith("python3 -m venv .venv && .venv/bin/pip install ")
    assert block.endswith(" && .venv/bin/python -m pytest\n")
