"""What a program wrote to a terminal, read strictly: text, and what acts on the terminal.

Knows the forms of ECMA-48 and xterm that Textual uses. Anything else is an error, so that
nothing of a record can pass for one of them unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"\x1b\[(?P<private>[<=>?]?)(?P<numbers>[0-9;:]*)(?P<middle>[ -/]*)(?P<final>[@-~])"
    r"|\x1b\](?P<command>[0-9]+);(?P<payload>[^\x00-\x1f\x7f-\x9f]*)(?:\x07|\x1b\\)"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+|[\r\n])"
)
_MOUSE = {"1000", "1002", "1003", "1006", "1015", "1016"}
KNOWN_MODES = {"7", "25", "1004", "1049", "2004", "2026", "2048"} | _MOUSE
ON_BEFORE = {"7", "25"}
"""Line wrap and the cursor; all the other modes are off in a terminal that is at rest."""


class Token(NamedTuple):
    """A stretch of text, or a sequence: its form without its numbers or payload."""

    form: str
    value: str


def tokens(raw: bytes) -> Iterator[Token]:
    """Read what was written from its beginning to its end.

    Raises:
        AssertionError: At the first byte that is neither text nor a known form.
    """
    written = raw.decode()
    place = 0
    while place < len(written):
        match = _TOKEN.match(written, place)
        assert match, f"not text, and no sequence that is known: {written[place : place + 40]!r}"
        place = match.end()
        if match["text"]:
            yield Token("text", match["text"])
        elif match["command"]:
            yield Token(f"OSC {match['command']}", match["payload"])
        else:
            form = f"CSI {match['private']}{match['middle']}{match['final']}"
            yield Token(form, match["numbers"])


def shown(raw: bytes) -> str:
    """All the text, in the order in which it was written."""
    return "".join(token.value for token in tokens(raw) if token.form == "text")


def left_on(raw: bytes) -> set[str]:
    """What is not as it was in a terminal at rest, now that the program is gone."""
    on = set(ON_BEFORE)
    keyboards = 0
    pointer = "default"
    for form, value in tokens(raw):
        if form in ("CSI ?h", "CSI ?l"):
            for mode in value.split(";"):
                assert mode in KNOWN_MODES, f"mode {mode} is new: what is it at rest?"
                (on.add if form == "CSI ?h" else on.discard)(mode)
        elif form in ("CSI >u", "CSI <u"):  # the keyboard protocol of kitty: push and pop
            keyboards += 1 if form == "CSI >u" else -int(value or 1)
        elif form == "OSC 22":
            pointer = value
    changed = {f"mode {mode}" for mode in on ^ ON_BEFORE}
    return changed | ({"keyboard"} if keyboards else set()) | {pointer} - {"default"}


def drew(raw: bytes) -> bool:
    """Whether anything but plain text was written."""
    return any(token.form != "text" for token in tokens(raw))
