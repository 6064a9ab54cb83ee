from __future__ import annotations

import os
import shutil
import signal
import stat
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.conftest import FROZEN

from .broken import FAULTS, LOSSES
from .control import left_on, shown
from .session import ON_FROZEN, Session, session

BROKEN = (sys.executable, str(Path(__file__).with_name("broken.py")))
LEAVES_ALTERNATE_SCREEN = b"\x1b[?1049l"
REACHED = "5 of 16 discussed"
CRASHED = 70


def assert_handed_back(running: Session, before: list[object]) -> None:
    assert running.settings() == before
    assert left_on(running.raw) == set()


def through_shell(script: str, *command: str) -> Sequence[str]:
    """A command that a shell runs in its own place, after or with what the script says."""
    return ("sh", "-c", script, "sh", *command)


def wait_for_end(process: int, seconds: float = 30) -> int:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    raise AssertionError("the program did not end")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_from_outside_hands_the_terminal_back(number: signal.Signals) -> None:
    with session(ON_FROZEN) as running:
        before = running.settings()
        running.wait_for(REACHED)
        os.kill(running.process, number)
        assert running.end() == 128 + number
        assert_handed_back(running, before)


def test_a_signal_during_the_start_hands_the_terminal_back() -> None:
    with session(ON_FROZEN) as running:
        before = running.settings()
        assert running.read(30)
        assert b"\x1b[?1049h" in running.raw
        os.kill(running.process, signal.SIGTERM)
        assert running.end() == 128 + signal.SIGTERM
        assert_handed_back(running, before)


@pytest.mark.parametrize("key", ["\x10", "/", "x"])
def test_a_signal_while_something_opens_hands_the_terminal_back(key: str) -> None:
    with session(ON_FROZEN) as running:
        before = running.settings()
        running.wait_for(REACHED)
        running.press(key)
        assert running.read(30)
        os.kill(running.process, signal.SIGTERM)
        assert running.end() == 128 + signal.SIGTERM
        assert_handed_back(running, before)


def test_interrupting_again_and_again_hands_the_terminal_back() -> None:
    with session(ON_FROZEN) as running:
        before = running.settings()
        running.wait_for(REACHED)
        running.press("\x03" * 20)
        for _ in range(20):
            os.kill(running.process, signal.SIGINT)
            assert running.read(0.005) in (True, False)
        assert running.end() == 130
        assert_handed_back(running, before)
    assert b"Traceback" not in running.raw
    assert b"KeyboardInterrupt" not in running.raw


def test_everything_that_a_capable_terminal_is_asked_for_is_turned_off() -> None:
    with session(ON_FROZEN) as running:
        before = running.settings()
        running.wait_for(REACHED)
        running.press("\x1b[?2048;2$y\x1b[?2026;2$y")  # in-band resizes, synchronised output
        while b"\x1b[?1016h" not in running.raw:
            assert running.read(30)
        running.press("jq")
        assert running.end() == 0
        assert_handed_back(running, before)
    assert b"\x1b[?2048h" in running.raw


@pytest.mark.parametrize("fault", FAULTS)
def test_a_crash_is_one_line_and_a_report(fault: str, tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    with session((*BROKEN, fault, str(FROZEN)), environment=state, size=(300, 40)) as running:
        before = running.settings()
        if fault in ("key", "recursion"):
            running.wait_for(REACHED)
            running.press("j")
        elif fault == "watcher":
            running.wait_for(REACHED)
        assert running.end() == CRASHED
        assert_handed_back(running, before)
    *_, line = running.raw.rpartition(b"\x1b[?1006l")
    assert b"Traceback" not in running.raw
    said = shown(line)
    assert said.startswith("coop-tui: something went wrong")
    assert said.count("\n") == 1
    (report,) = (tmp_path / "state" / "coop-tui").iterdir()
    assert said.rstrip().endswith(str(report))
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text("utf-8")
    assert text.replace("\n", "").isprintable()
    cause = {"recursion": "exhaust", "style sheet": "TokenError"}.get(fault, "in fail")
    assert cause in text
    assert "Traceback" in text


@pytest.mark.parametrize("loss", LOSSES)
def test_a_terminal_that_is_lost_is_no_crash(loss: str, tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path)}
    with session((*BROKEN, loss, str(FROZEN)), environment=state) as running:
        assert running.end() == 128 + signal.SIGHUP
    assert not list(tmp_path.iterdir())


UNTOLD = pytest.mark.skipif(not shutil.which("setsid"), reason="there is no setsid")


@pytest.mark.parametrize(
    "start",
    [
        "exec",
        "trap '' HUP; exec",
        # In a session of its own, so that the kernel sends it no signal of any kind.
        pytest.param("trap '' HUP; exec setsid -w", marks=UNTOLD),
    ],
)
def test_a_closed_terminal_ends_the_reader(start: str) -> None:
    with session(through_shell(f'{start} "$@"', *ON_FROZEN)) as running:
        running.wait_for(REACHED)
        while running.take(0.5):  # nothing that is written may be what tells of it
            pass
        os.close(running.terminal)
        running.terminal = os.open(os.devnull, os.O_RDONLY)
        process, running.process = running.process, 0
        assert wait_for_end(process) == 128 + signal.SIGHUP


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/null", "<&-", "<&- 2>&-"])
def test_the_reader_opens_without_the_other_streams(closed: str) -> None:
    with session(through_shell(f'exec "$@" {closed}', *ON_FROZEN)) as running:
        before = running.settings()
        running.wait_for(REACHED)
        running.press("j")
        running.wait_for("4 Trade and investment")
        running.press("q")
        assert running.end() == 0
        assert_handed_back(running, before)


@pytest.mark.parametrize(
    "locale",
    [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["C", "ASCII"],
)
def test_the_reader_opens_in_the_c_locale(locale: dict[str, str]) -> None:
    with session(ON_FROZEN, environment=locale) as running:
        before = running.settings()
        running.wait_for(REACHED)
        running.press("q")
        assert running.end() == 0
        assert_handed_back(running, before)


def test_a_crash_without_standard_error_has_its_status(tmp_path: Path) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path)}
    command = through_shell('exec "$@" 2>&-', *BROKEN, "key", str(FROZEN))
    with session(command, environment=state) as running:
        before = running.settings()
        running.wait_for(REACHED)
        running.press("j")
        assert running.end() == CRASHED
        assert_handed_back(running, before)
    assert list((tmp_path / "coop-tui").iterdir())
