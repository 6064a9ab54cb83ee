from __future__ import annotations

import errno
import os
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.loading.loader import load
from coop_tui.record.loading.record_files import RecordFile, read_record_files, record_files
from coop_tui.record.record import Record

SHARED = "format = 1\n[[party]]\nid = 'hk'\nname = 'Hong Kong'\n"
NO_RECORD = "there is no record in this folder (a record in it would be called NAME.toml)"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: str) -> Path:
    """A folder of two records and what is none, which is the current one."""
    for name, text in {
        "r/b.toml": small,
        "r/a.toml": small.replace("Small record", "Other record"),
        "r/below/broken.toml": small.replace('"hopes"', '"hope"'),
        "r/below/empty.toml": "",
        "r/notes.txt": "no record",
        "r/.hidden/e.toml": "",
        "r/.f.toml": "",
        "out.toml": small,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(*paths: str) -> list[tuple[str, str]]:
    """The path and title of every file; for one that is no record, its first problem."""
    return [(file.path, told(file)) for file in read_record_files(paths)]


def told(file: RecordFile) -> str:
    assert (file.record is None) == bool(file.problems)
    return file.record.dossier.title if file.record else str(file.problems[0])


def names(paths: Iterable[str]) -> list[str]:
    return [str(one) for one in record_files(paths)]


@pytest.mark.usefixtures("folder")
def test_a_folder_stands_for_the_files_in_it_and_below() -> None:
    assert names(["r"]) == [
        "r/a.toml",
        "r/b.toml",
        "r/below/broken.toml",
        "r/below/empty.toml",
    ]


@pytest.mark.usefixtures("folder")
def test_what_is_no_record_comes_with_its_problems_among_the_records() -> None:
    (a, b, (broken, problem), (empty, nothing)) = read("r")
    assert (a, b) == (("r/a.toml", "Other record"), ("r/b.toml", "Small record"))
    assert broken == "r/below/broken.toml"
    assert "'hope' is not allowed here" in problem
    assert (empty, nothing) == (
        "r/below/empty.toml",
        "r/below/empty.toml: the file is empty (a record begins with: format = 1)",
    )


@pytest.mark.usefixtures("folder")
def test_what_is_given_by_name_comes_as_it_is() -> None:
    given = ["r/notes.txt", "absent.toml", "-", "", "a\0b"]
    assert names(given) == given


def test_standard_input_is_no_file_that_is_called_so(folder: Path) -> None:
    (folder / "-").mkdir()
    assert names(["-", "-", "./-"]) == ["-", f"./-: {NO_RECORD}"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["r/a.toml", "r/a.toml"], ["r/a.toml"]),
        (["r/a.toml", "./r/../r/a.toml"], ["r/a.toml"]),
        (["r/b.toml", "r"], ["r/b.toml", "r/a.toml", "r/below/broken.toml", "r/below/empty.toml"]),
        (["r/below", "r/below/", "./r/below"], ["r/below/broken.toml", "r/below/empty.toml"]),
        (["absent", "absent", "-", "-"], ["absent", "-"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_given_twice_comes_once(given: list[str], expected: list[str]) -> None:
    assert names(given) == expected


def test_a_problem_that_is_met_twice_comes_once(folder: Path) -> None:
    (folder / "r/none").mkdir()
    os.mkfifo(folder / "r/below/pipe.toml")
    assert [one for one in names(["r", str(folder / "r"), "r/below"]) if "pipe" in one] == [
        "r/below/pipe.toml: this is a pipe, and no file"
    ]
    assert names(["r/none", str(folder / "r/none")]) == [f"r/none: {NO_RECORD}"]


def test_a_link_inside_the_folder_is_followed_and_gives_no_file_twice(folder: Path) -> None:
    (folder / "r/c.toml").symlink_to("a.toml")
    (folder / "r/d.toml").symlink_to("notes.txt")
    (folder / "r/gone.toml").symlink_to("gone")
    assert names(["r"])[:4] == ["r/a.toml", "r/b.toml", "r/d.toml", "r/gone.toml"]


@pytest.mark.parametrize("target", ["../out.toml", "../absent.toml", "/dev/null", "/dev/stdin"])
def test_a_link_that_leads_out_of_the_folder_is_not_read(folder: Path, target: str) -> None:
    (folder / "r/link.toml").symlink_to(target)
    (*_, broken, _) = found = read("r")
    assert broken[0] == "r/below/broken.toml"
    assert found[2] == (
        "r/link.toml",
        "r/link.toml: this link leads out of the folder (to read the file to which it leads, "
        "name that)",
    )


def test_a_file_to_which_a_refused_link_leads_can_be_given_by_name(folder: Path) -> None:
    (folder / "r/below/link.toml").symlink_to(folder / "out.toml")
    assert names(["r/below", "out.toml"])[-1] == "out.toml"
    assert names(["r/below/link.toml"]) == ["r/below/link.toml"]


def test_a_folder_may_be_given_as_a_link(folder: Path) -> None:
    (folder / "link").symlink_to("r/below")
    assert names(["link"]) == ["link/broken.toml", "link/empty.toml"]


def test_what_is_no_file_is_never_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "r/pipe.toml")
    (folder / "r/to-pipe.toml").symlink_to("pipe.toml")
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("r/socket.toml")
    found = read("r")[2:5]
    assert [problem for _, problem in found] == [
        "r/pipe.toml: this is a pipe, and no file",
        "r/socket.toml: this is a socket, and no file",
        "r/to-pipe.toml: this is a pipe, and no file",
    ]
    monkeypatch.chdir(folder / "r/below")
    assert names(["../pipe.toml"]) == ["../pipe.toml"]


@pytest.mark.usefixtures("folder")
def test_each_file_is_read_only_when_it_is_asked_for() -> None:
    loaded: list[str] = []

    def counted(path: str) -> Record:
        loaded.append(path)
        return load(path)

    files = read_record_files(["r"], counted)
    assert loaded == []
    next(files)
    assert loaded == ["r/a.toml"]
    assert len(list(files)) == 3


def test_shared_tables_in_a_folder_are_no_record_and_no_mistake(folder: Path) -> None:
    (folder / "r/below/people.toml").write_text(SHARED)
    assert "r/below/people.toml" in names(["r"])
    assert [path for path, _ in read("r")] == [
        "r/a.toml",
        "r/b.toml",
        "r/below/broken.toml",
        "r/below/empty.toml",
    ]
    ((path, problem),) = read("r/below/people.toml")
    assert path == "r/below/people.toml"
    assert "'title' is missing" in problem


def test_a_folder_of_shared_tables_alone_has_no_record(folder: Path) -> None:
    (folder / "shared").mkdir()
    (folder / "shared/people.toml").write_text(SHARED)
    assert read("shared") == [("shared", f"shared: {NO_RECORD}")]
    assert read("shared", "out.toml")[1:] == [("out.toml", "Small record")]


def test_a_folder_of_many_files_that_are_no_records(folder: Path) -> None:
    (folder / "many").mkdir()
    for number in range(300):
        (folder / f"many/{number:03}.toml").write_text("[tool.ruff]\nline-length = 100\n")
    found = list(read_record_files(["many", "out.toml"]))
    assert len(found) == 301
    assert all(file.problems for file in found[:-1])
    assert found[-1].record is not None


def test_a_file_that_cannot_be_read_stops_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "a.toml":
            raise PermissionError(errno.EACCES, "refused", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert read("r")[:2] == [
        ("r/a.toml", "r/a.toml: cannot be read: Permission denied"),
        ("r/b.toml", "Small record"),
    ]


def test_a_folder_that_cannot_be_listed_is_told_in_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if path.endswith("below"):
            raise PermissionError(errno.EACCES, "refused", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(["r", "out.toml"])[2:] == [
        "r/below: cannot be read: Permission denied",
        "out.toml",
    ]
    assert names(["r/below"]) == ["r/below: cannot be read: Permission denied"]


def test_a_folder_without_a_record_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("")
    assert list(record_files([str(tmp_path)])) == [
        Problem(str(tmp_path), NO_RECORD.partition(" (")[0], hint=NO_RECORD[35:-1])
    ]
    assert list(record_files([])) == []
