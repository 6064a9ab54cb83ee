"""What is wrong with a text that does not match the pattern of its field."""

from __future__ import annotations

import re

from coop_tui.record.characters import describe
from coop_tui.record.fields import (
    ID_PATTERN,
    LINE_PATTERN,
    POINT_PATTERN,
    TEXT_PATTERN,
    URL_PATTERN,
)
from coop_tui.record.record import PATH_HINT

_PATTERNS = {
    LINE_PATTERN: (
        "is not one line of text",
        "remove the tab, the newline or the space at its start",
    ),
    ID_PATTERN: (
        "is not a valid id",
        "an id is lower-case letters a to z, digits, '-', '_' and '.', and begins with a "
        "letter or digit",
    ),
    POINT_PATTERN: (
        "is not the id of a point",
        "write the id of its meeting, a slash, and its own id: 2018-10-24/fintech",
    ),
    URL_PATTERN: ("is not a valid address", "an address begins with http:// or https://"),
    TEXT_PATTERN: ("is not a path inside the record's folder", PATH_HINT),
}
"""What is wrong with a text that does not match a pattern, and what to do."""


def mismatch(value: str, pattern: str) -> tuple[str, str, str]:
    """What is wrong with a text, what to do, and the character that is the cause, if any."""
    if pattern == URL_PATTERN and re.match("https?://", value):
        if (wrong := re.search(r'[\s<>"]', value)) is None:
            return "has no host", "such as https://example.org/", ""
        what = {'"': "a quotation mark", "<": "a <", ">": "a >"}.get(wrong[0], "a space")
        escaped = "".join(f"%{byte:02X}" for byte in wrong[0].encode())
        return f"contains {what}", f"write {escaped} for it", wrong[0]
    return *_PATTERNS[pattern], first_beyond_ascii(value) if pattern == ID_PATTERN else ""


def first_beyond_ascii(name: str) -> str:
    """The first character of an id that is not ASCII; empty if there is none."""
    return next((character for character in name if not character.isascii()), "")


def unexpected_letter(character: str) -> str:
    """The name of a character, to begin a hint: it may look like one of ASCII."""
    return "" if character.isascii() else f"it contains {describe(character)}; "
