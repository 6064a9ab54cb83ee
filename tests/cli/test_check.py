from __future__ import annotations

import errno
import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from coop_tui.cli.check import as_json, as_text, check
from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.main import run
from coop_tui.paths import shipped_record
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.loading.files import read_bytes

GOOD = (Path(__file__).parents[1] / "data" / "corpus" / "good.toml").read_bytes()
BROKEN = GOOD.replace(b'"agrees"', b'"agree"')
UNUSED = GOOD + b'[[sector]]\nid = "fishing"\nname = "Fishing"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of records, which is the current one."""
    for name, data in {
        "b.toml": BROKEN,
        "a.toml": UNUSED,
        "notes.txt": b"no record",
        "below/c.toml": b"",
        "below/d.toml": GOOD,
        ".hidden/e.toml": b"",
        ".f.toml": b"",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_shipped_record_passes_even_if_warnings_are_problems() -> None:
    assert check([str(shipped_record())], strict=True) == []
    assert run(["check", "--strict", str(shipped_record().parent)]) == ExitStatus.OK


def test_a_folder_stands_for_every_record_in_it_and_below(folder: Path) -> None:
    found = check(["."])
    assert [(one.file, one.warning) for one in found] == [
        ("./a.toml", True),
        ("./b.toml", False),
        ("./below/c.toml", False),
    ]
    assert [one.file for one in check([str(folder / "below")])] == [str(folder / "below/c.toml")]


def test_files_and_folders_come_in_order_of_name(tmp_path: Path) -> None:
    names = [f"{folder}/{file}.toml" for folder in "ebgafcd" for file in "cab"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [one.file for one in check([str(tmp_path)])] == [
        str(tmp_path / name) for name in sorted(names)
    ]


def test_a_link_to_a_folder_is_not_followed_but_one_to_a_file_is(folder: Path) -> None:
    (folder / "below/round").symlink_to(folder)
    (folder / "b.toml").rename(folder / "below/b.txt")
    (folder / "below/x.toml").symlink_to(folder / "below/b.txt")
    (folder / "below/y.toml").symlink_to(folder / "below/gone")
    found = check(["below"])
    assert [(one.file, one.message[:15]) for one in found] == [
        ("below/c.toml", "the file is emp"),
        ("below/x.toml", "'agree' is not "),
        ("below/y.toml", "there is no suc"),
    ]


def test_what_is_no_file_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "below/pipe.toml")
    assert [str(one) for one in check(["below"])][1:] == [
        "below/pipe.toml: this is a pipe, and no file"
    ]


def test_a_folder_without_a_record_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("")
    (problem,) = check([str(tmp_path)])
    assert problem.file == str(tmp_path)
    assert "no record" in problem.message


def test_a_folder_that_cannot_be_listed_is_a_problem_and_stops_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if path.endswith("below"):
            raise PermissionError(errno.EACCES, "refused", path)
        return scandir(path)

    (folder / "last").mkdir()
    (folder / "last/z.toml").write_bytes(b"")
    monkeypatch.setattr(os, "scandir", refuse)
    found = [str(one) for one in check(["."])]
    assert found[2:] == [
        "./below: cannot be read: Permission denied",
        "./last/z.toml: the file is empty (a record begins with: format = 1)",
    ]


def test_a_file_that_cannot_be_read_stops_no_other(folder: Path) -> None:
    assert [one.file for one in check(["absent.toml", "a\0b", "b.toml"])] == [
        "absent.toml",
        "a<U+0000>b",
        "b.toml",
    ]


def test_what_is_named_twice_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []

    def counted(path: str) -> tuple[bytes, str]:
        names.append(path)
        return read_bytes(path)

    monkeypatch.setattr("coop_tui.cli.check.read_bytes", counted)
    check(["b.toml", "b.toml", "a.toml", "below"])
    assert names == ["b.toml", "a.toml", "below/c.toml", "below/d.toml"]


def test_standard_input_is_checked_beside_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "-").mkdir()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(BROKEN)))
    assert [str(one)[:12] for one in check(["-", "b.toml"])] == ["<stdin>:59:1", "b.toml:59:1:"]


@pytest.mark.parametrize(
    ("names", "status", "strict"),
    [
        (["below/d.toml"], ExitStatus.OK, ExitStatus.OK),
        (["a.toml"], ExitStatus.OK, ExitStatus.FOUND),
        (["b.toml"], ExitStatus.FOUND, ExitStatus.FOUND),
        (["a.toml", "b.toml"], ExitStatus.FOUND, ExitStatus.FOUND),
        (["."], ExitStatus.FOUND, ExitStatus.FOUND),
    ],
)
@pytest.mark.usefixtures("folder")
def test_only_problems_make_the_exit_status_1(
    names: list[str], status: ExitStatus, strict: ExitStatus
) -> None:
    for form in ([], ["--json"]):
        assert run(["check", *names, *form]) == status
        assert run(["check", "--strict", *form, *names]) == strict


def test_the_line_that_is_not_toml_follows_its_problem(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "c.toml").write_text("format = one\n")
    hint = 'text stands in quotation marks: "one"'
    line = f"c.toml:1:10: not TOML: invalid value ({hint})"
    shown = f"{line}\n  format = one\n           ^\n"
    (problem,) = found = check(["c.toml"])
    assert str(problem) == line
    assert as_text(found).decode() == shown
    assert [row["message"] for row in json.loads(as_json(found))] == ["not TOML: invalid value"]
    assert run(["export", "dossier", "c.toml"]) == ExitStatus.UNREADABLE
    assert capsys.readouterr().err == shown


@pytest.mark.usefixtures("folder")
def test_a_warning_says_that_it_is_one_unless_it_is_a_problem() -> None:
    line = "a.toml:64:1: {}sector fishing: never used (no point is on it)\n"
    assert as_text(check(["a.toml"])).decode() == line.format("warning: ")
    assert as_text(check(["a.toml"], strict=True)).decode() == line.format("")


@pytest.mark.usefixtures("folder")
def test_problems_are_written_for_machines(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    run(["check", "--json", "a.toml", "b.toml", "below"])
    written = capsysbinary.readouterr().out
    assert json.loads(written) == [
        {
            "file": "a.toml",
            "line": 64,
            "column": 1,
            "severity": "warning",
            "where": "sector fishing",
            "message": "never used",
            "hint": "no point is on it",
        },
        {
            "file": "b.toml",
            "line": 59,
            "column": 1,
            "severity": "problem",
            "where": "meeting 2023-05-04, point 1, kind",
            "message": "'agree' is not allowed here",
            "hint": "did you mean 'agrees'? one of: "
            "brings, notes, reports, hopes, urges, intends, agrees, signs, delivers",
        },
        {
            "file": "below/c.toml",
            "line": None,
            "column": None,
            "severity": "problem",
            "where": None,
            "message": "the file is empty",
            "hint": "a record begins with: format = 1",
        },
    ]
    run(["check", "--json", "below/d.toml"])
    assert capsysbinary.readouterr().out == b"[]\n"


def test_a_list_for_machines_is_one_whatever_a_problem_holds() -> None:
    written = as_json([Problem("香", 'a "quoted"\\ text', hint="")])
    assert "香".encode() in written
    rows = json.loads(written)
    assert [(row["file"], row["message"], row["hint"]) for row in rows] == [
        ("香", 'a "quoted"\\ text', None)
    ]


def test_every_problem_of_one_long_line_has_its_column(tmp_path: Path) -> None:
    points = ", ".join('{ sectors = ["x"] }' for _ in range(4000))
    text = GOOD.decode().replace("[[meeting.point]]", f"point = [{points}]\n[[meeting.x]]")
    path = tmp_path / "long.toml"
    path.write_text(text, "utf-8")
    found = check([str(path)])
    assert len({one.column for one in found if one.line == 56}) == 8000


PERSON = '[[person]]\nid = "ada"\nname = "Ada Quay"\nparty = "harbour"\n\n'
OF_SHARED = "holds tables for records to include; their references are checked with such a record"


@pytest.fixture
def sharing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, which is the current one, of two records that include one file."""
    own = GOOD.decode().replace(PERSON, "")
    assert own != GOOD.decode()
    record = own.replace("\n\n", '\ninclude = ["shared/people.toml"]\n\n', 1)
    for name, text in {
        "a.toml": record,
        "b.toml": record,
        "shared/people.toml": f"format = 1\n\n{PERSON}",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("sharing")
@pytest.mark.parametrize("paths", [["."], ["shared/people.toml", "a.toml"]])
def test_a_file_of_shared_tables_is_no_broken_record(
    capsys: pytest.CaptureFixture[str], paths: list[str]
) -> None:
    assert run(["check", "--strict", *paths]) == ExitStatus.OK
    assert capsys.readouterr() == ("", "")


def test_a_mistake_in_a_file_that_two_records_include_is_told_once(sharing: Path) -> None:
    (sharing / "shared/people.toml").write_text(f"format = 1\n\n{PERSON}".replace("Ada Q", " Q"))
    once = "./shared/people.toml:5:1: person ada, name: ' Quay' is not one line of text"
    for paths in (["."], [".", str(sharing)], ["./a.toml", str(sharing / "b.toml")]):
        (problem,) = check(paths)
        assert str(problem).startswith(once)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format = one\n", ":1:10: not TOML"),
        (PERSON, ": 'format' is missing"),
        (f"format = 1\nabout = 'A'\n\n{PERSON}", ":2:1: about: this belongs in the record itself"),
    ],
)
def test_an_included_file_is_not_told_to_lack_what_a_record_has(
    sharing: Path, text: str, said: str
) -> None:
    (sharing / "shared/people.toml").write_text(text)
    (problem,) = check(["."])
    assert str(problem).startswith(f"./shared/people.toml{said}")


def test_a_record_that_another_includes_is_checked_as_a_record_too(sharing: Path) -> None:
    (sharing / "shared/people.toml").write_bytes(BROKEN)
    found = [str(one).partition(": this")[0] for one in check(["."])]
    assert found[:3] == [
        "./shared/people.toml:2:1: title",
        "./shared/people.toml:3:1: about",
        "./shared/people.toml:45:3: meeting",
    ]
    assert [one[:27] for one in found[3:]] == ["./shared/people.toml:59:1: "]


@pytest.mark.parametrize("form", [[], ["--json"], ["--strict"]])
def test_a_file_of_shared_tables_that_is_checked_alone_is_said_to_be_one(
    sharing: Path, capsys: pytest.CaptureFixture[str], form: list[str]
) -> None:
    nobody = '[[person]]\nid = "bo"\nname = "Bo"\nparty = "nobody"\n'
    (sharing / "shared/people.toml").write_text(f"format = 1\n\n{PERSON}{nobody}")
    assert run(["check", *form, "shared/people.toml"]) == ExitStatus.OK
    out, err = capsys.readouterr()
    assert out == ("[]\n" if form == ["--json"] else "")
    assert err == f"coop-tui: shared/people.toml {OF_SHARED}\n"


def test_a_file_of_shared_tables_has_mistakes_of_its_own(
    sharing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sharing / "shared/people.toml").write_text(f"format = 1\n\n{PERSON}{PERSON}nick = 'A'\n")
    assert run(["check", "shared"]) == ExitStatus.FOUND
    out, err = capsys.readouterr()
    assert [line.partition(" (")[0] for line in out.splitlines()] == [
        "shared/people.toml:9:1: person 2, id: the id 'ada' is already used",
        "shared/people.toml:13:1: person ada, nick: there is no such key",
    ]
    assert err == f"coop-tui: shared/people.toml {OF_SHARED}\n"


def test_a_file_of_shared_tables_with_a_title_is_said_to_be_neither_that_nor_a_record(
    sharing: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'format = 1\ntitle = "People"\n\n{PERSON}{PERSON}'
    (sharing / "shared/people.toml").write_text(text)
    assert run(["check", "shared/people.toml"]) == ExitStatus.FOUND
    assert capsys.readouterr().out.splitlines() == [
        "shared/people.toml:2:1: title: with a title it is a record, without one a file of tables "
        "for records to include (take the title away; or, for a record, add 'about', [[party]] "
        "and [[sector]])",
        "shared/people.toml:10:1: person 2, id: the id 'ada' is already used (person 1 has it; "
        "each person needs an id of its own)",
    ]
    (sharing / "shared/people.toml").write_text(text.removesuffix(PERSON))
    (problem,) = check(["."])
    assert str(problem).startswith(
        "./shared/people.toml:2:1: title: this belongs in the record itself"
    )


def test_a_record_that_lacks_only_what_it_is_about_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "record.toml"
    tables = '[[party]]\nid = "a"\nname = "A"\n[[sector]]\nid = "s"\nname = "S"\n'
    path.write_text(f'format = 1\ntitle = "T"\n{tables}')
    (problem,) = check([str(path)])
    assert problem.message == "'about' is missing"


def test_what_a_review_finds_is_placed_in_the_file_where_it_is(sharing: Path) -> None:
    source = '[[source]]\nid = "letter"\ntitle = "Letter"\npublisher = "P"\ntext = "gone.txt"\n'
    (sharing / "shared/people.toml").write_text(f"format = 1\n\n{PERSON}{source}")
    unused = PERSON.replace('"ada"', '"bo"')
    record = (sharing / "a.toml").read_text("utf-8")
    (sharing / "a.toml").write_text(f"{record}\n{unused}", "utf-8")
    assert [str(one).partition(" (")[0] for one in check(["a.toml"])] == [
        f"a.toml:{record.count(chr(10)) + 2}:1: warning: person bo: never used",
        "shared/people.toml:12:1: source letter, text: there is no file 'gone.txt' in the "
        "record's folder",
    ]
