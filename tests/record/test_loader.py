from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import astuple

from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.loader import load, parse

Problems = Callable[[str | bytes], list[Problem]]


def refusal(path: Path | str) -> Problem:
    with pytest.raises(RecordError) as caught:
        load(path)
    (problem,) = caught.value.problems
    return problem


def test_a_record_is_read_from_its_file(tmp_path: Path, small: str) -> None:
    path = tmp_path / "记录.toml"
    path.write_text(small, encoding="utf-8")
    assert load(path).dossier.title == "Small record"
    assert astuple(load(str(path)).dossier) == astuple(load(path).dossier)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "absent.toml"
    problem = refusal(path)
    assert problem.file == str(path)
    assert "no such file" in problem.message
    assert problem.line is None


def test_a_folder_is_no_record(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path).message


def test_a_path_below_a_file_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "ot a directory" in refusal(tmp_path / "file" / "record.toml").message


@pytest.mark.parametrize(
    "name", ["a\0b", "\ud800.toml", "x" * 5000], ids=["null", "surrogate", "long"]
)
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    problem = refusal(name)
    assert problem.message
    assert "\0" not in str(problem)
    str(problem).encode()


def test_a_file_name_is_shown_without_its_control_characters(tmp_path: Path) -> None:
    problem = refusal(tmp_path / "a\x1b[31mb\nc.toml")
    assert "\x1b" not in str(problem)
    assert "\n" not in str(problem)


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch, small: str) -> None:
    stdin = SimpleNamespace(buffer=io.BytesIO(small.encode()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert load("-").dossier.title == "Small record"


def test_a_problem_in_standard_input_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"= 1")))
    problem = refusal("-")
    assert (problem.file, problem.line) == ("<stdin>", 1)


@pytest.mark.parametrize("data", [b"", b"\n", b" \r\n\t\n"])
def test_an_empty_file_is_called_empty(problems: Problems, data: bytes) -> None:
    (problem,) = problems(data)
    assert "empty" in problem.message
    assert "format = 1" in problem.hint


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"f\0o\0r\0m\0"])
def test_a_binary_file_is_no_text_file_and_has_no_lines(problems: Problems, data: bytes) -> None:
    (problem,) = problems(data)
    assert "no text" in problem.message
    assert (problem.line, problem.column) == (None, None)


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-32"])
@pytest.mark.parametrize("order", ["-LE", "-BE"])
def test_another_encoding_is_named(problems: Problems, encoding: str, order: str) -> None:
    (problem,) = problems("\ufeffformat = 1".encode(encoding + order))
    assert f"in {encoding}," in problem.message
    assert "UTF-8" in problem.hint


def test_a_file_without_a_name_is_not_taken_for_a_folder() -> None:
    assert str(refusal("")) == '"": the name of the file is empty (name a record)'


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b'format = 1\ntitle = "caf\xe9"\n', (2, 13)),
        ('about = "香港 '.encode() + b"\xe9", (1, 13)),
        (b"\xe9", (1, 1)),
        (b"a = 1\r\n\xe9", (2, 1)),
    ],
)
def test_a_byte_that_is_not_utf8_is_placed(
    problems: Problems, data: bytes, place: tuple[int, int]
) -> None:
    (problem,) = problems(data)
    assert (problem.line, problem.column) == place
    assert "0xE9" in problem.message
    assert "UTF-8" in problem.hint


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("format = \n", (1, 10)),
        ('format = 1\ntitle = "T" x\n', (2, 13)),
        ('title = "香港" x\n', (1, 14)),
        ("format = 1\n[[party]\n", (2, None)),
        ("format = 1\nformat = 1\n", (2, None)),
    ],
)
def test_broken_toml_is_placed(
    problems: Problems, text: str, place: tuple[int, int | None]
) -> None:
    (problem,) = problems(text)
    line, column = place
    assert problem.line == line
    assert problem.column is not None
    assert column in (None, problem.column)
    assert str(problem).startswith(f"record.toml:{line}:{problem.column}: not TOML")


def test_nothing_of_a_broken_line_reaches_the_message_raw(problems: Problems) -> None:
    for hostile in ('"\x1b[31m" = = 1', "\x1b = 1", 'a = "\x9b', "\u202e"):
        for problem in problems(hostile):
            assert str(problem).isprintable(), hostile


def test_a_byte_order_mark_is_passed_over(small: str) -> None:
    marked = b"\xef\xbb\xbf" + small.encode()
    assert astuple(parse(marked, "r")) == astuple(parse(small.encode(), "r"))


def test_line_ends_of_windows_make_no_difference(small: str) -> None:
    windows = small.replace("\n", "\r\n")
    assert astuple(parse(windows.encode(), "r")) == astuple(parse(small.encode(), "r"))


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 20_000 + "]" * 20_000,
        "a = " + "{b=" * 20_000 + "1" + "}" * 20_000,
        "[" + ".".join("a" * 20_000) + "]",
        "a = " + "[" * 200 + "]" * 200,
    ],
)
def test_deep_nesting_is_refused(problems: Problems, text: str) -> None:
    assert problems(text)


@pytest.mark.parametrize("digits", [20, 4000, 100_000])
def test_a_huge_number_is_refused(problems: Problems, digits: int) -> None:
    found = problems(f"format = {'9' * digits}")
    assert found
    assert all(len(str(problem)) < 300 for problem in found)


def test_meetings_come_in_order_of_date(small: str) -> None:
    dossier = parse(small.encode(), "r")
    assert [meeting.id for meeting in dossier.meetings] == ["earlier", "later"]
    assert list(dossier.meeting) == ["earlier", "later"]


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/null"])
def test_a_device_is_not_read(name: str) -> None:
    with pytest.raises(RecordError, match="this is a device; name a record"):
        load(name)
