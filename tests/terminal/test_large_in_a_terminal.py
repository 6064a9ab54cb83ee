"""A record so large that reading it takes seconds: the terminal and the keys meanwhile."""

from __future__ import annotations

import os
import shlex
import signal
import time
from pathlib import Path

import pytest

from coop_tui.paths import shipped_record

from .session import READER, Session, session
from .test_reader_in_a_terminal import assert_handed_back

PROGRAM = shlex.join(READER)


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """No record, and long to parse."""
    path = tmp_path_factory.mktemp("large") / "slow.toml"
    path.write_text(f"format = 1\nslow = [{'1,' * 8_000_000}]")
    return path


@pytest.fixture
def large(tmp_path: Path, small: str) -> Path:
    """A record that is large enough to be read by a child process."""
    path = tmp_path / "large.toml"
    path.write_text(f"{small}#{' ' * 2**23}\n", "utf-8")
    return path


def children(process: int) -> list[int]:
    found = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(word) for word in found.split()]


def alive(process: int) -> bool:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def assert_gone(processes: list[int], seconds: float = 1) -> None:
    end = time.monotonic() + seconds
    while any(map(alive, processes)):
        assert time.monotonic() < end
        time.sleep(0.01)


def ended(running: Session, status: int) -> float:
    begin = time.monotonic()
    assert running.end() == status
    return time.monotonic() - begin


@pytest.mark.parametrize(("key", "status"), [("\x1b", 0), ("q", 0), ("\x03", 130)])
def test_a_key_stops_the_reading(slow: Path, key: str, status: int) -> None:
    with session((*READER, str(slow))) as running:
        before = running.settings()
        running.wait_for("Reading slow.toml")
        running.wait_for("15.3 MiB · 1 s")
        processes = children(running.process)
        assert len(processes) == 1
        running.press(key)
        assert ended(running, status) < 2
        assert_handed_back(running, before)
        assert_gone(processes)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_stops_the_reading(slow: Path, number: signal.Signals) -> None:
    with session((*READER, str(slow))) as running:
        before = running.settings()
        running.wait_for("Esc stops")
        processes = children(running.process)
        os.kill(running.process, number)
        assert ended(running, 128 + number) < 2
        assert_handed_back(running, before)
        assert_gone(processes)


def test_the_process_that_reads_ends_after_a_reader_that_is_killed(slow: Path) -> None:
    with session((*READER, str(slow))) as running:
        running.wait_for("15.3 MiB · 1 s")
        processes = children(running.process)
        os.kill(running.process, signal.SIGKILL)
        assert running.end() == -signal.SIGKILL
        assert_gone(processes, 10)  # the parser runs to its end first


def test_a_large_record_is_opened_and_followed(large: Path, small: str) -> None:
    with session((*READER, str(large))) as running:
        running.wait_for("1 of 2 discussed")
        assert not children(running.process)
        beside = large.with_name("new")
        beside.write_text(large.read_text("utf-8").replace('"Trade"', '"Trade in goods"'), "utf-8")
        beside.replace(large)
        running.wait_for("4 Trade in goods", 10)
        running.press("q")
        assert running.end() == 0


def test_a_large_record_comes_through_standard_input(large: Path) -> None:
    with session(("sh", "-c", f"cat {large} | {PROGRAM} -")) as running:
        running.wait_for("1 of 2 discussed")
        running.press("q")
        assert running.end() == 0


def test_the_problems_of_a_large_record_are_told_and_the_terminal_handed_back(
    large: Path,
) -> None:
    large.write_text(large.read_text("utf-8").replace('kind = "hopes"', 'kind = "hope"'), "utf-8")
    with session((*READER, "large.toml"), folder=large.parent) as running:
        before = running.settings()
        assert running.end() == 2
        assert_handed_back(running, before)
    assert (
        b"large.toml:67:1: meeting later, point 1, kind: 'hope' is not allowed here" in running.raw
    )


@pytest.mark.parametrize("words", [("check",), ("export", "meeting"), ("new", "-", "--from")])
def test_a_command_says_what_it_reads_and_is_interrupted_at_once(
    slow: Path, words: tuple[str, ...]
) -> None:
    with session((*READER, *words, str(slow))) as running:
        running.wait_for("reading 15.3 MiB of /")
        time.sleep(0.5)  # the parser is at work
        running.press("\x03")
        assert ended(running, -signal.SIGINT) < 0.5
    assert b"Traceback" not in running.raw


def test_a_command_takes_back_what_it_said(large: Path) -> None:
    words = ("export", "meeting", "large.toml", "-o", "view.txt")
    with session((*READER, *words), folder=large.parent) as running:
        assert running.end() == 0
    assert b"reading 8.0 MiB of large.toml" in running.raw
    assert [line.strip() for line in running.text().split("\n") if line] == [
        f"wrote {large.with_name('view.txt')}"[:120],
        *filter(None, [f"wrote {large.with_name('view.txt')}"[120:]]),
    ]


@pytest.mark.parametrize("line", ["check {} 2>&1 | cat", "export meeting {} 2>/dev/null | cat"])
def test_nothing_is_said_where_nobody_reads_it(large: Path, line: str) -> None:
    with session(("sh", "-c", f"{PROGRAM} {line.format(large)}")) as running:
        assert running.end() == 0
    assert b"reading" not in running.raw


def test_nothing_is_said_of_a_small_record() -> None:
    with session((*READER, "check", str(shipped_record()))) as running:
        assert running.end() == 0
    assert running.raw == b""
