"""What reaches the terminal: of hostile records, on any kind of terminal, of any size."""

from __future__ import annotations

import base64
import os
import re
import signal
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.data.hostile.record import record_of, strings

from coop_tui.record.characters import first_forbidden

from .control import left_on, shown, tokens
from .session import ON_FROZEN, READER, Session, session

REACHED = "5 of 16 discussed"
ESCAPE = "\x1b[27u"
"""In the form that no key after it can become a part of."""
PASTED = "\x1b[200~a\t\x9b31m\u202e\x07[@click=app.bell]b\x1b[201~"
STEPS = (
    *("1", "2", "j", "k", "3", "\x1b[D", "4", "j", "y", "g", "G", "k", ",", ","),
    *("x", ESCAPE, "c", ESCAPE, "o", "y", ESCAPE, "z", "z", "e", PASTED, ESCAPE),
    *("/", PASTED, ESCAPE, "\x10", PASTED, ESCAPE, "?", ESCAPE),
)


def walk(running: Session, steps: Iterable[str]) -> None:
    """Press one key after another, each when what came of the one before is drawn."""
    for step in steps:
        running.press(step)
        quiet = running.take(0.3) == b""
        while not quiet:
            quiet = running.take(0.03) == b""


def written_of(record: Path) -> bytes:
    with session((*READER, str(record)), size=(120, 36)) as running:
        before = running.settings()
        running.wait_for("Sectors")
        walk(running, STEPS)
        os.kill(running.process, signal.SIGTERM)  # whatever is open by now
        assert running.end() == 128 + signal.SIGTERM
        assert running.settings() == before
        return running.raw


def test_hostile_text_writes_nothing_to_the_terminal_but_text(tmp_path: Path) -> None:
    words = strings("strings")
    harmless, hostile = tmp_path / "plain.toml", tmp_path / "[b]x\x1b[31m\u202e\x9b2J.toml"
    harmless.write_text(record_of(f"harmless {n}" for n in range(len(words))), "utf-8")
    hostile.write_text(record_of(words), "utf-8")
    usual, raw = written_of(harmless), written_of(hostile)
    assert left_on(raw) == set()
    text = shown(raw)
    assert first_forbidden(re.sub("[\r\n]", "", text)) is None
    assert {token.form for token in tokens(raw)} <= {token.form for token in tokens(usual)}
    copies = [token.value for token in tokens(raw) if token.form == "OSC 52"]
    assert copies
    for copy in copies:
        assert first_forbidden(base64.b64decode(copy.removeprefix("c;")).decode()) is None


COLOUR = re.compile(r"(?:^|;)(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;|$)")


@pytest.mark.parametrize("terminal", ["linux", "screen", "tmux-256color", "xterm", "vt100"])
@pytest.mark.parametrize("no_colour", [None, "", "1"])
def test_any_terminal_gets_the_reader_and_its_settings_back(
    terminal: str, no_colour: str | None
) -> None:
    wanted = {} if no_colour is None else {"NO_COLOR": no_colour}
    environment = {"TERM": terminal, "COLORTERM": "", **wanted}
    with session(ON_FROZEN, environment=environment) as running:
        before = running.settings()
        running.wait_for(REACHED)
        running.press("q")
        assert running.end() == 0
        assert running.settings() == before
    assert left_on(running.raw) == set()
    colours = [token.value for token in tokens(running.raw) if token.form == "CSI m"]
    assert any(map(COLOUR.search, colours)) is (not no_colour)
    assert not any("38;2" in colour for colour in colours), "more colours than it has"


SIZES = [(1, 1), (500, 200), (1, 200), (500, 1), (39, 10), (40, 9), (40, 10), (79, 20), (80, 24)]


def test_the_reader_outlives_a_storm_of_sizes() -> None:
    with session(ON_FROZEN) as running:
        before = running.settings()
        running.wait_for(REACHED)
        for number in range(300):
            running.resize(1 + number * 499 // 299, 1 + (number * 61) % 200)
            running.take(0)
        for columns, rows in SIZES:
            running.resize(columns, rows)
            walk(running, ("3", "2"))
        running.resize(30, 5)
        running.wait_for("Too small")
        running.resize(120, 36)
        running.wait_for(REACHED)
        running.wait_for("q quit")
        assert all(len(line) <= 120 for line in running.text().splitlines())
        running.press("q")
        assert running.end() == 0
        assert running.settings() == before
    assert left_on(running.raw) == set()
