"""Characters that have no place in a record's text.

They could move the cursor, colour the screen, turn the reading order of what stands
around them, or carry text that nobody sees:

- the C0 and C1 controls (tab and newline aside), the line and paragraph separators;
- the bidirectional embeddings, overrides and isolates (Unicode Standard Annex #9,
  section 2);
- what the Unicode Standard deprecates or keeps from interchange (sections 23.2, 23.3,
  23.7 and 23.8): deprecated format characters, a byte order mark inside of text,
  interlinear annotation, noncharacters and surrogates;
- tags, but for those of an emoji that begins with a black flag (Unicode Technical
  Standard #51, annex C).

Marks and invisible characters are legitimate, though not without end: see ``in_flood``.
"""

from __future__ import annotations

import re
import unicodedata

MARKS = 30
"""As many marks or invisible characters may follow each other: what the Stream-Safe Text
Format allows of non-starters (Unicode Standard Annex #15, section 13)."""

_BASIC = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
)
_NONCHARACTERS = "".join(f"{chr(n - 1)}{chr(n)}" for n in range(0x1FFFF, 0x110000, 0x10000))
_TAGS = "\U000e0020-\U000e007f"
_REFUSED = f"[{_BASIC}\U000e0001{_NONCHARACTERS}]|(?<![\U0001f3f4\U000e0020-\U000e007e])[{_TAGS}]+"
_NOT_DRAWN = f"{_REFUSED}|[\t\n]"
_ESCAPED = re.compile(r"\\[bferxuU]")
_SUSPECT = re.compile(f"[{_BASIC}\U0001fffe-\U0010ffff]")
"""Many times as fast as ``_REFUSED``, since it tells little apart beyond the first plane."""

_MARK = (
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0600-\u0605\u0610-\u061c\u064b-\u0670"
    "\u06d6-\u06ed\u070f-\u109f\u1160-\u11ff\u135d-\u135f\u1700-\u1cff\u1dc0-\u1dff"
    "\u200b-\u200f\u2060-\u2065\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f"
    "\u3099\u309a\u3164\ua66f-\ua69f\ua6f0\ua6f1\ua800-\uabff\ud7b0-\ud7ff\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\xad"
    "\U00010000-\U0001efff\U000e0000-\U000e0fff]"
)
"""Every mark and invisible character, and the letters between them: what is not in here
cannot be a part of a flood."""
_MAY_FLOOD = f"{_MARK}{{{MARKS + 1}}}"
_STEP = (MARKS + 1) // 2
_MAY_FLOOD_BY_STEPS = re.compile(f"{_MARK}{{2}}")
_NAMES = {0x1B: "ESCAPE", 0x00: "NULL", 0x07: "BELL", 0x7F: "DELETE"}


def first_forbidden(text: str) -> str | None:
    """The first character of ``text`` that is refused, or None."""
    match = re.search(_REFUSED, text)
    return match[0][0] if match else None


def excess_marks(text: str) -> str | None:
    """The first character beyond ``MARKS`` that follow each other, or None.

    What counts are characters that take no cell of their own: marks and format characters
    (general categories M and Cf), and the medial and final letters of Hangul.
    """
    match = re.search(_MAY_FLOOD, text)
    if match is None:
        return None
    run = 0
    for character in text[match.start() :]:
        run = run + 1 if _takes_no_cell(character) else 0
        if run > MARKS:
            return character
    return None


def _takes_no_cell(character: str) -> bool:
    category = unicodedata.category(character)
    return (
        category[0] == "M"
        or category == "Cf"
        or "\u1160" <= character <= "\u11ff"
        or "\ud7b0" <= character <= "\ud7ff"
        or character in "\u2065\u3164"  # not assigned, and a filler
    )


def may_hold_forbidden(toml: str) -> bool:
    """Whether a TOML document may hold what is refused in one of its values.

    Cheap, and never False for a document that does: looks at the document as it is
    written, for the characters themselves and for escapes that could make one.
    """
    lines = toml.replace("\r\n", "\n")
    return bool(
        _SUSPECT.search(lines)
        or _ESCAPED.search(lines)
        or _MAY_FLOOD_BY_STEPS.search(lines[::_STEP])
    )


def escape_controls(text: str) -> str:
    """``text`` with every refused character, tab and newline shown as ``<U+001B>``."""
    return re.sub(_NOT_DRAWN, _named, text)


def _named(match: re.Match[str]) -> str:
    return "".join(f"<U+{ord(character):04X}>" for character in match[0])


def strip_controls(text: str) -> str:
    """``text`` without refused characters, tabs and newlines."""
    return re.sub(_NOT_DRAWN, "", text)


def describe(character: str) -> str:
    """The code point and name of a character: ``U+001B ESCAPE``."""
    code = ord(character)
    name = _NAMES.get(code) or unicodedata.name(character, "")
    if not name:
        kinds = {"Cc": "control character", "Cs": "surrogate"}
        name = kinds.get(unicodedata.category(character), "noncharacter")
    return f"U+{code:04X} {name}"
