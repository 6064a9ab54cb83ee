from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from tests.conftest import FROZEN

from .session import ON_FROZEN, READER, Session, session

COLOUR = re.compile(rb"\x1b\[(?:[0-9]+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9]+)*m")
ENTERS_ALTERNATE_SCREEN, LEAVES_ALTERNATE_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
PUT_BACK = {
    "alternate screen": LEAVES_ALTERNATE_SCREEN,
    "mouse": b"\x1b[?1000l",
    "bracketed paste": b"\x1b[?2004l",
    "cursor": b"\x1b[?25h",
}


def assert_handed_back(running: Session, before: list[object]) -> None:
    assert running.settings() == before
    last = running.raw[running.raw.rindex(ENTERS_ALTERNATE_SCREEN) :]
    for what, code in PUT_BACK.items():
        assert code in last, f"{what} was not put back"


def test_open_move_export_quit(tmp_path: Path) -> None:
    with session(ON_FROZEN, folder=tmp_path) as running:
        before = running.settings()
        running.wait_for("5 of 16 discussed")
        assert running.settings() != before
        running.press("j")
        running.wait_for("4 Trade and investment")
        running.press(",")
        running.wait_for("6 of 7")
        running.press("e")
        running.wait_for("hong-kong-beijing-sectors-2023-11-29.txt")
        running.press("\r")
        running.wait_for("Wrote")
        running.press("q")
        assert running.end() == 0
        assert_handed_back(running, before)
    written = (tmp_path / "hong-kong-beijing-sectors-2023-11-29.txt").read_text("utf-8")
    assert written.startswith(
        "Hong Kong – Beijing co-operation\nSectors · 29 Nov 2023, 5th plenary\n"
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_from_outside_hands_the_terminal_back(number: signal.Signals) -> None:
    with session(ON_FROZEN) as running:
        before = running.settings()
        running.wait_for("5 of 16 discussed")
        os.kill(running.process, number)
        assert running.end() == 128 + number
        assert_handed_back(running, before)


def test_interrupt_hands_the_terminal_back() -> None:
    with session(ON_FROZEN) as running:
        before = running.settings()
        running.wait_for("5 of 16 discussed")
        running.press("\x03")
        assert running.end() == 130
        assert_handed_back(running, before)


@pytest.mark.parametrize(
    ("environment", "options", "coloured"),
    [
        ({}, (), True),
        ({"NO_COLOR": ""}, (), True),
        ({"NO_COLOR": "1"}, (), False),
        ({}, ("--no-color",), False),
    ],
)
def test_colours_are_drawn_unless_they_are_not_wanted(
    environment: dict[str, str], options: tuple[str, ...], coloured: bool
) -> None:
    with session((*ON_FROZEN, *options), environment=environment) as running:
        running.wait_for("▸ Innovation and technology")
        running.press("q")
        assert running.end() == 0
    assert bool(COLOUR.search(running.raw)) is coloured


@pytest.mark.parametrize("terminal", ["linux", "screen", "tmux-256color", "xterm-256color"])
def test_it_is_drawn_on_the_usual_terminals(terminal: str) -> None:
    with session(ON_FROZEN, environment={"TERM": terminal, "COLORTERM": ""}) as running:
        running.wait_for("5 of 16 discussed")
        running.press("q")
        assert running.end() == 0


def test_a_dumb_terminal_gets_the_record_as_text() -> None:
    with session(ON_FROZEN, environment={"TERM": "dumb"}) as running:
        assert running.end() == 0
    assert b"\x1b" not in running.raw
    assert b"Chief Executive and Mayor meet at Government House" in running.raw


def test_a_bad_record_draws_nothing(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('format = 1\ntitle = "\\u001b[31m"\n')
    with session((*READER, str(tmp_path / "bad.toml"))) as running:
        assert running.end() == 2
    assert b"\x1b" not in running.raw
    assert b"U+001B ESCAPE" in running.raw
    assert b"Traceback" not in running.raw


@pytest.mark.parametrize("arguments", [(), ("-",)])
def test_with_a_record_on_standard_input_the_keyboard_still_works(
    arguments: tuple[str, ...],
) -> None:
    with session((*READER, *arguments), stdin=FROZEN) as running:
        before = running.settings()
        running.wait_for(" discussed")
        running.press("j")
        running.wait_for("4 Trade and investment")
        running.press("q")
        assert running.end() == 0
        assert_handed_back(running, before)


def test_a_folder_is_opened_as_a_list(tmp_path: Path) -> None:
    for name in ("a.toml", "b.toml"):
        (tmp_path / name).write_bytes(FROZEN.read_bytes())
    os.mkfifo(tmp_path / "pipe.toml")
    with session((*READER, str(tmp_path))) as running:
        before = running.settings()
        running.wait_for("2 records · 1 file without a record")
        running.press("\r")
        running.wait_for("5 of 16 discussed")
        running.press("r")
        running.wait_for("2 records")
        running.press("q")
        assert running.end() == 0
        assert_handed_back(running, before)
