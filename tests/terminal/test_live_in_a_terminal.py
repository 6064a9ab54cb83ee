"""The open reader follows its file, by whichever way an editor saves."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .session import READER, Session, session
from .test_reader_in_a_terminal import assert_handed_back

Edit = Callable[[str, str], str]
SAVED = ('name = "Trade"', 'name = "Trade in goods"')


HALFWAY = 0.9
"""Seconds: long enough for the reader to look, too short for a second look."""


def gone(running: Session, words: str, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while words in running.text():
        assert time.monotonic() < end, running.text()
        assert running.read(0.2), running.text()


def replaced(path: Path, text: str) -> None:
    beside = path.with_name(".new")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def moved_away_first(path: Path, text: str) -> None:
    path.rename(path.with_name("record.toml~"))
    path.write_text(text, "utf-8")


def emptied_first(path: Path, text: str) -> None:
    half = len(text) // 2
    with path.open("w", encoding="utf-8") as file:
        file.write(text[:half])
        file.flush()
        time.sleep(HALFWAY)
        file.write(text[half:])


def removed_first(path: Path, text: str) -> None:
    path.unlink()
    time.sleep(HALFWAY)
    path.write_text(text, "utf-8")


@pytest.fixture
def record(tmp_path: Path, small: str) -> Path:
    path = tmp_path / "record.toml"
    path.write_text(small, "utf-8")
    return path


@pytest.fixture
def reader(record: Path) -> Iterator[Session]:
    with session((*READER, record.name), folder=record.parent, size=(120, 30)) as running:
        running.wait_for("1 of 2 discussed")
        yield running
        running.press("q")
        assert running.end() == 0


@pytest.mark.parametrize("save", [replaced, moved_away_first, emptied_first, removed_first])
def test_a_save_is_shown(
    reader: Session, record: Path, edited: Edit, save: Callable[[Path, str], None]
) -> None:
    save(record, edited(*SAVED))
    reader.wait_for("4 Trade in goods", 10)
    assert "✗".encode() not in reader.raw


def test_the_target_of_a_link_is_followed(tmp_path: Path, small: str, edited: Edit) -> None:
    (tmp_path / "real").mkdir()
    real = tmp_path / "real" / "record.toml"
    real.write_text(small, "utf-8")
    (tmp_path / "link.toml").symlink_to(real)
    with session((*READER, "link.toml"), folder=tmp_path, size=(120, 30)) as running:
        running.wait_for("1 of 2 discussed")
        replaced(real, edited(*SAVED))
        running.wait_for("4 Trade in goods", 10)


def test_a_broken_save_keeps_the_last_good_one_under_a_banner(
    reader: Session, record: Path, edited: Edit, small: str
) -> None:
    replaced(record, edited("ordinal = 4", 'ordinal = "4"').replace('about = "Two', "about = Two"))
    reader.wait_for("✗ record.toml:3:9: not TOML:", 10)
    assert "1 of 2 discussed" in reader.text()
    replaced(record, edited(*SAVED))
    reader.wait_for("4 Trade in goods", 10)
    gone(reader, "✗")


def test_a_file_that_is_gone_is_missed_until_it_is_back(
    reader: Session, record: Path, small: str
) -> None:
    record.unlink()
    reader.wait_for("✗ record.toml is gone. What is shown is its last good state.", 10)
    assert "1 of 2 discussed" in reader.text()
    record.write_text(small, "utf-8")
    reader.wait_for("reloaded", 10)
    gone(reader, "✗")


def test_a_record_that_is_no_regular_file_is_not_followed(tmp_path: Path, small: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with session((*READER, "pipe"), folder=tmp_path, size=(120, 30)) as running:
        pipe.write_text(small, "utf-8")
        running.wait_for("1 of 2 discussed")
        pipe.unlink()
        running.press("E")
        running.wait_for("There is no file to edit: it came through a pipe.")
        assert "✗" not in running.text()


EDITOR = """\
#!/bin/sh
printf '%s\\n' "$@" > arguments
[ -t 0 ] && [ -t 1 ] && stty -a | grep -o -- '-\\?icanon' > modes
{does}
"""
CHANGES = "sed -i 's/More trade/Much more trade/' record.toml"


def editing(folder: Path, does: str) -> dict[str, str]:
    script = folder / "my editor"
    script.write_text(EDITOR.format(does=does))
    script.chmod(0o755)
    return {"VISUAL": "", "EDITOR": f"'{script}' --quickly"}


def test_the_editor_opens_at_the_point_and_what_it_saves_is_shown(record: Path, small: str) -> None:
    folder = record.parent
    with session(
        (*READER, record.name), folder=folder, size=(120, 30), environment=editing(folder, CHANGES)
    ) as running:
        before = running.settings()
        running.wait_for("1 of 2 discussed")
        running.press("4")
        running.wait_for("More trade is hoped for.")
        running.press("E")
        running.wait_for("Much more trade is hoped for.", 10)
        assert "reloaded" in running.text()
        running.press("1")  # the keyboard is alive
        running.wait_for("1 Meeting")
        running.press("q")
        assert running.end() == 0
        assert_handed_back(running, before)
    line = small.splitlines().index("[[meeting.point]]") + 1
    assert (folder / "arguments").read_text().split("\n") == [
        "--quickly",
        f"+{line}",
        str(record),
        "",
    ]
    assert (folder / "modes").read_text() == "icanon\n"


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("exit 3", "my editor ended with exit status 3."),
        ("stty raw -echo; kill -9 $$", "my editor was ended by SIGKILL."),
        ("kill -INT $PPID; kill -INT 0; sleep 1", "my editor was ended by SIGINT."),
    ],
)
def test_an_editor_that_fails_is_reported(record: Path, does: str, said: str) -> None:
    folder = record.parent
    with session(
        (*READER, record.name), folder=folder, size=(120, 30), environment=editing(folder, does)
    ) as running:
        before = running.settings()
        running.wait_for("1 of 2 discussed")
        running.press("E")
        running.wait_for(said, 10)
        assert "1 of 2 discussed" in running.text()
        running.press("q")
        assert running.end() == 0
        assert_handed_back(running, before)


def test_an_editor_works_though_the_record_does_not_come_through_the_terminal(
    record: Path,
) -> None:
    folder = record.parent
    with session(
        (*READER, record.name),
        folder=folder,
        size=(120, 30),
        environment=editing(folder, CHANGES),
        stdin=Path(os.devnull),
    ) as running:
        running.wait_for("1 of 2 discussed")
        running.press("4E")
        running.wait_for("Much more trade is hoped for.", 10)
    assert (folder / "modes").read_text() == "icanon\n"
