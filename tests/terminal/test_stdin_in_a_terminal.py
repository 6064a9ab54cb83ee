"""A record that comes through standard input, and the keyboard from the terminal."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import FROZEN

from .session import READER, session
from .test_reader_in_a_terminal import assert_handed_back

PROGRAM = shlex.join(READER)


@pytest.fixture
def record(tmp_path: Path, small: str) -> Path:
    path = tmp_path / "record.toml"
    path.write_text(small, "utf-8")
    return path


@pytest.mark.parametrize(
    "line",
    [
        f"cat record.toml | {PROGRAM} -",
        f"{PROGRAM} - < record.toml",
        f"{PROGRAM} record.toml < /dev/null",
        f"{PROGRAM} record.toml <&-",
    ],
)
def test_the_reader_draws_hears_keys_and_hands_back(record: Path, line: str) -> None:
    with session(("sh", "-c", line), folder=record.parent) as running:
        before = running.settings()
        running.wait_for("1 of 2 discussed")
        running.press("j")
        running.wait_for("4 Finance")
        running.press("q")
        assert running.end() == 0
        assert_handed_back(running, before)


def test_what_came_through_standard_input_is_not_followed_and_not_edited(record: Path) -> None:
    with session(
        ("sh", "-c", f"cat record.toml | {PROGRAM} -"),
        folder=record.parent,
        environment={"EDITOR": "touch edited"},
    ) as running:
        running.wait_for("1 of 2 discussed")
        running.press("E")
        running.wait_for("There is no file to edit: it came through a pipe.")
        record.unlink()
        running.press("q")
        assert running.end() == 0
    assert not (record.parent / "edited").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{PROGRAM} - < /dev/null", "<stdin>: the file is empty"),
        (f"printf '' | {PROGRAM} -", "<stdin>: the file is empty"),
        (f"{PROGRAM} - <&-", "<stdin>: standard input is closed"),
    ],
)
def test_nothing_on_standard_input_is_an_error(tmp_path: Path, line: str, said: str) -> None:
    with session(("sh", "-c", line), folder=tmp_path) as running:
        assert running.end() == 2
    assert running.raw.decode().startswith(said)
    assert b"Traceback" not in running.raw
    assert b"\x1b" not in running.raw


def test_an_interrupt_while_it_waits_for_standard_input_ends_it(tmp_path: Path) -> None:
    with session((*READER, "-"), folder=tmp_path) as running:
        while not running.settings():
            pass
        running.read(0.5)
        running.press("\x03")
        assert running.end() == 130
    assert b"Traceback" not in running.raw


@pytest.mark.parametrize(
    ("words", "data", "status", "said"),
    [
        (("check", "-"), True, 0, ""),
        (("check", "-"), False, 1, "<stdin>: the file is empty"),
        (("export", "meeting", "-"), True, 0, "Hong Kong – Beijing co-operation\nMeeting · "),
        (("export", "meeting", "-"), False, 2, "<stdin>: the file is empty"),
        (("-",), True, 0, "Hong Kong – Beijing co-operation\n"),
    ],
)
def test_commands_read_standard_input(
    words: tuple[str, ...], data: bool, status: int, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coop_tui", *words],
        input=FROZEN.read_bytes() if data else b"",
        capture_output=True,
        check=False,
    )
    assert done.returncode == status
    assert (done.stdout + done.stderr).decode().startswith(said)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("check",), ("export", "meeting")])
def test_commands_say_that_standard_input_is_closed(words: tuple[str, ...]) -> None:
    line = shlex.join([*READER, *words, "-"])
    done = subprocess.run(f"{line} <&-", shell=True, capture_output=True, check=False)
    assert (done.stdout + done.stderr).startswith(b"<stdin>: standard input is closed")


LARGE_FROM_0 = """
from coop_tui.record.loading import loader_process
loader_process.LARGE = 0
from coop_tui.cli.main import main
main()
"""


@pytest.mark.parametrize(
    "program",
    [READER, (sys.executable, "-c", LARGE_FROM_0)],
    ids=["read at once", "read in a child process"],
)
def test_the_reader_does_not_overwrite_the_file_on_standard_input(
    record: Path, program: tuple[str, ...]
) -> None:
    before = record.read_bytes()
    line = f"{shlex.join(program)} - < record.toml"
    with session(("sh", "-c", line), folder=record.parent) as running:
        running.wait_for("1 of 2 discussed")
        running.press("e")
        running.wait_for("record-sectors-later.txt")
        running.press("\x15")  # Ctrl+U empties the field
        while "record-sectors-later.txt" in running.text():
            assert running.read(5)
        running.press("record.toml")
        running.wait_for("record.toml")
        running.press("\r")
        running.wait_for("name another")
        running.press("\x1bq")
    assert record.read_bytes() == before
