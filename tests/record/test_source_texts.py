from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from coop_tui.cli.check import check
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.entries import Source
from coop_tui.record.fields import TEXT_PATTERN
from coop_tui.record.loading.files import folder_of
from coop_tui.record.loading.loader import load, parse
from coop_tui.record.record import (
    MAX_BYTES,
    NoFolderError,
    NotKeptError,
    Record,
    SourceTexts,
    TextError,
)

Problems = Callable[[str | bytes], list[Problem]]
Edit = Callable[[str, str], str]

URL = 'url = "https://example.org/report"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a record, with another folder beside it."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.txt").write_text("secret")
    folder = tmp_path / "record"
    folder.mkdir()
    return folder


def read(folder: Path | None, name: str | None) -> tuple[str, ...]:
    return SourceTexts(folder).paragraphs(Source("s", "Title", "Publisher", text=name))


def refusal(folder: Path, name: str) -> str:
    with pytest.raises(TextError) as refused:
        read(folder, name)
    assert not isinstance(refused.value, NotKeptError | NoFolderError)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("Head\n\nOne\ntwo.\n\n\n\nThree.\n", ("Head", "One\ntwo.", "Three.")),
        ("Head\nOne two.\nThree.", ("Head", "One two.", "Three.")),
        ("\n\nHead\nOne.\n\n", ("Head", "One.")),
        ("Head\n \t \u3000\nOne.", ("Head", "One.")),
        ("\ufeffHead\r\n\r\nOne\r\ntwo.\rthree", ("Head", "One\ntwo.\nthree")),
        ("  Head \n\n\tOne\ttwo", ("Head", "One two")),
        ("a\x1b[31mb\u202ec", ("a<U+001B>[31mb<U+202E>c",)),
        ("One\ftwo\u2028three", ("One", "two", "three")),
    ],
)
def test_blank_lines_part_paragraphs_and_without_any_every_line_is_one(
    folder: Path, text: str, paragraphs: tuple[str, ...]
) -> None:
    (folder / "t.txt").write_bytes(text.encode())
    assert read(folder, "t.txt") == paragraphs


def test_a_text_may_lie_in_a_folder_below(folder: Path) -> None:
    (folder / "a/b").mkdir(parents=True)
    (folder / "a/b/..t.txt").write_text("One.")
    assert read(folder, "a/b/..t.txt") == read(folder, "./a//b/..t.txt") == ("One.",)


def test_a_source_without_a_text_is_no_failure(folder: Path) -> None:
    with pytest.raises(NotKeptError, match="not kept"):
        read(folder, None)


def test_a_record_without_a_folder_has_no_texts() -> None:
    with pytest.raises(NoFolderError, match="without a folder"):
        read(None, "t.txt")


REFUSED = [
    "/etc/hostname",
    "../outside/secret.txt",
    "a/../../outside/secret.txt",
    "a/..",
    "..",
    "..\\outside\\secret.txt",
    "C:secret.txt",
    "c:/secret.txt",
    "",
    " t.txt",
    "t.txt\n",
    "a\nb",
]


@pytest.mark.parametrize("name", [*REFUSED, "a\x1bb", "a\0b", "a\u202eb"])
def test_a_path_that_may_lead_out_is_refused(folder: Path, name: str) -> None:
    (folder / "a").mkdir()
    found = refusal(folder, name)
    assert "not a path inside the record's folder" in found
    assert found.isprintable()


@pytest.mark.parametrize("name", [name for name in REFUSED if name.strip()])
def test_the_loader_refuses_it_too_and_says_what_to_write(
    problems: Problems, edited: Edit, name: str
) -> None:
    written = name.replace("\\", "\\\\").replace("\n", "\\n")
    (problem,) = problems(edited(URL, f'{URL}\ntext = "{written}"'))
    assert problem.where == "source report, text"
    assert "not a path inside the record's folder" in problem.message
    assert "texts/report.txt" in problem.hint


@pytest.mark.parametrize(
    "name", ["t.txt", "a/b.txt", "..a/b", "a..", "a/...", "香港/報告.txt", "~"]
)
def test_the_loader_takes_a_path_that_goes_down(
    problems: Problems, edited: Edit, name: str
) -> None:
    assert problems(edited(URL, f'{URL}\ntext = "{name}"')) == []
    assert re.search(TEXT_PATTERN, name)


def test_a_link_to_a_file_outside_is_refused(folder: Path) -> None:
    (folder / "t.txt").symlink_to(folder.parent / "outside/secret.txt")
    assert "leads out" in refusal(folder, "t.txt")


def test_a_link_to_a_folder_outside_is_refused(folder: Path) -> None:
    (folder / "texts").symlink_to(folder.parent / "outside")
    assert "leads out" in refusal(folder, "texts/secret.txt")


def test_a_folder_whose_name_begins_alike_is_outside(folder: Path) -> None:
    beside = folder.parent / "record-2"
    beside.mkdir()
    (beside / "t.txt").write_text("secret")
    (folder / "t.txt").symlink_to(beside / "t.txt")
    assert "leads out" in refusal(folder, "t.txt")


def test_a_link_that_stays_inside_is_followed(folder: Path) -> None:
    (folder / "a.txt").write_text("One.")
    (folder / "b.txt").symlink_to("a.txt")
    assert read(folder, "b.txt") == ("One.",)


def test_the_folder_itself_may_be_a_link(folder: Path) -> None:
    (folder / "t.txt").write_text("One.")
    (folder.parent / "linked").symlink_to(folder)
    assert read(folder.parent / "linked", "t.txt") == ("One.",)


def test_a_link_that_leads_nowhere_or_round_is_no_file(folder: Path) -> None:
    (folder / "lost.txt").symlink_to("absent.txt")
    (folder / "round.txt").symlink_to("round.txt")
    assert "no file 'lost.txt'" in refusal(folder, "lost.txt")
    assert "'round.txt' cannot be read" in refusal(folder, "round.txt")
    assert "no file 'absent.txt'" in refusal(folder, "absent.txt")


def test_a_pipe_is_refused_and_nobody_waits_for_it(folder: Path) -> None:
    os.mkfifo(folder / "t.txt")
    assert "a device or a pipe" in refusal(folder, "t.txt")


def test_a_pipe_that_takes_the_place_of_a_file_is_refused_once_open(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "plain.txt").write_text("One.")
    os.mkfifo(folder / "t.txt")
    plain, real = (folder / "plain.txt").stat(), os.stat
    monkeypatch.setattr(
        os,
        "stat",
        lambda path, **rest: plain if str(path) == str(folder / "t.txt") else real(path, **rest),
    )
    assert "a device or a pipe" in refusal(folder, "t.txt")


def test_a_link_to_a_device_is_refused(folder: Path) -> None:
    (folder / "t.txt").symlink_to("/dev/zero")
    assert "leads out" in refusal(folder, "t.txt")
    assert "a device or a pipe" in refusal(Path("/dev"), "zero")


def test_a_folder_is_no_text(folder: Path) -> None:
    (folder / "texts").mkdir()
    assert "'texts' is a folder" in refusal(folder, "texts")
    assert "is a folder" in refusal(folder, ".")


def test_a_text_may_be_as_large_as_the_bound_and_no_larger(folder: Path) -> None:
    (folder / "t.txt").write_bytes(b"a" * MAX_BYTES)
    assert read(folder, "t.txt") == ("a" * MAX_BYTES,)
    (folder / "t.txt").write_bytes(b"a" * (MAX_BYTES + 1))
    assert "larger than 2 MiB" in refusal(folder, "t.txt")


@pytest.mark.parametrize("text", ["", " \n\n \t", "\ufeff"])
def test_a_text_without_a_word_is_refused(folder: Path, text: str) -> None:
    (folder / "t.txt").write_text(text, "utf-8")
    assert refusal(folder, "t.txt") == "'t.txt' is empty"


def test_of_an_empty_text_check_tells_once(folder: Path, edited: Edit) -> None:
    (folder / "t.txt").write_text("\n")
    record = folder / "record.toml"
    record.write_text(edited(URL, f'{URL}\ntext = "t.txt"'), encoding="utf-8")
    problems = [
        found for found in check([str(record)]) if re.search("text|stand|empty", found.message)
    ]
    assert [(found.where, found.message) for found in problems] == [
        ("source report, text", "'t.txt' is empty")
    ]
    (folder / "t.txt").write_text("Other words than those.")
    assert "does not stand" in " ".join(found.message for found in check([str(record)]))


def test_what_is_no_text_in_utf_8_is_refused(folder: Path) -> None:
    (folder / "latin.txt").write_bytes("ab é".encode("latin-1"))
    assert "not UTF-8 at byte 4" in refusal(folder, "latin.txt")
    (folder / "wide.txt").write_bytes("ab".encode("utf-16"))
    assert "no text file" in refusal(folder, "wide.txt")


def test_a_text_that_may_not_be_read_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "t.txt").write_text("One.")

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", denied)
    assert refusal(folder, "t.txt") == "'t.txt' cannot be read: Permission denied"


def test_a_name_that_is_too_long_says_so(folder: Path) -> None:
    assert "cannot be read: File name too long" in refusal(folder, "a" * 5000)


def test_a_text_is_read_once_until_its_file_changes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, source = SourceTexts(folder), Source("s", "Title", "Publisher", text="t.txt")
    (folder / "t.txt").write_text("One.")
    first = texts.paragraphs(source)
    with monkeypatch.context() as unreadable:
        unreadable.setattr(os, "open", None)
        assert texts.paragraphs(source) is first
    (folder / "t.txt").write_text("Another.")
    assert texts.paragraphs(source) == ("Another.",)
    (folder / "t.txt").write_text("As long.")
    os.utime(folder / "t.txt", ns=(0, 1))
    assert texts.paragraphs(source) == ("As long.",)
    (folder / "t.txt").unlink()
    with pytest.raises(TextError):
        texts.paragraphs(source)


def test_the_texts_of_a_loaded_record_lie_beside_it_where_a_link_to_it_leads(
    folder: Path, edited: Edit
) -> None:
    (folder / "record.toml").write_text(edited(URL, f'{URL}\ntext = "t.txt"'), encoding="utf-8")
    (folder / "t.txt").write_text("One.")
    link = folder.parent / "outside/link.toml"
    link.symlink_to(folder / "record.toml")
    for path in (folder / "record.toml", link):
        record = load(path)
        assert record.texts.paragraphs(record.dossier.source["report"]) == ("One.",)


def test_a_record_from_elsewhere_than_a_file_has_no_folder(edited: Edit) -> None:
    dossier = parse(edited(URL, f'{URL}\ntext = "t.txt"').encode(), "<stdin>")
    with pytest.raises(NoFolderError):
        Record(dossier).texts.paragraphs(dossier.source["report"])
    with pytest.raises(NoFolderError):
        SourceTexts(folder_of("/dev/null")).paragraphs(dossier.source["report"])
