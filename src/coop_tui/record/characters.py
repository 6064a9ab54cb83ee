"""Characters that are refused in the text of a record.

They could move the cursor, colour the screen, reverse the order of the text around them,
or hide text:

- the C0 and C1 controls (tab and newline aside), the line and paragraph separators;
- the bidirectional embeddings, overrides and isolates (Unicode Standard Annex #9,
  section 2);
- characters that the Unicode Standard deprecates or bars from interchange (sections 23.2, 23.3,
  23.7 and 23.8): deprecated format characters, a byte order mark inside a text,
  interlinear annotation, noncharacters and surrogates;
- tags, except in an emoji that begins with a black flag (Unicode Technical Standard
  #51, annex C).

Marks and invisible characters are allowed, but only ``MAX_MARKS`` of them in a row.
"""

from __future__ import annotations

import re
import unicodedata

MAX_MARKS = 30
"""How many marks or invisible characters may follow each other: the Stream-Safe Text Format
allows as many non-starters (Unicode Standard Annex #15, section 13)."""

_BASIC = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
)
_NONCHARACTERS = "".join(f"{chr(n - 1)}{chr(n)}" for n in range(0x1FFFF, 0x110000, 0x10000))
_TAGS = "\U000e0020-\U000e007f"
_REFUSED = f"[{_BASIC}\U000e0001{_NONCHARACTERS}]|(?<![\U0001f3f4\U000e0020-\U000e007e])[{_TAGS}]+"
_NOT_DRAWN = f"{_REFUSED}|[\t\n]"
_ESCAPED = re.compile(r"\\[bferxuU]")
_PLAIN = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_PASSAGE = 2**20  # characters looked at in one go: a large record is not copied whole
_FILLERS = "\u1160-\u11ff\ud7b0-\ud7ff\u2065\u3164"
"""Vowels and final consonants of Hangul, an invisible character that is not assigned yet, and
a filler: these take no cell of their own, and Unicode does not count them as marks."""
_LETTERS = re.compile(f"[^\\W{_FILLERS}]+")
_NAMES = {0x1B: "ESCAPE", 0x00: "NULL", 0x07: "BELL", 0x7F: "DELETE"}


def first_forbidden(text: str) -> str | None:
    """The first character of ``text`` that is refused, or None."""
    match = re.search(_REFUSED, text)
    return match[0][0] if match else None


def excess_marks(text: str) -> str | None:
    """The first character after ``MAX_MARKS`` marks or invisible characters, if it is one too.

    Returns:
        A character of the general categories M or Cf, or of ``_FILLERS``; None if no row of
        them is too long.
    """
    marks = "".join(filter(_takes_no_cell, _unusual(text)))
    row = re.search(f"[{re.escape(marks)}]{{{MAX_MARKS + 1}}}", text) if marks else None
    return row[0][-1] if row else None


def _takes_no_cell(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] == "M" or category == "Cf" or bool(re.match(f"[{_FILLERS}]", character))


def _unusual(text: str) -> set[str]:
    """The characters of a text that are neither printable ASCII nor letters."""
    found: set[str] = set()
    for start in range(0, len(text), _PASSAGE):
        # Bytes are much faster to leave out than characters, and most of a record is ASCII.
        data = text[start : start + _PASSAGE].encode("utf-8", "surrogatepass")
        rest = data.translate(None, _PLAIN).decode("utf-8", "surrogatepass")
        found.update(_LETTERS.sub("", rest))
    return found


def may_hold_forbidden(toml: str) -> bool:
    """Whether a value or key of a TOML document may be refused for its characters.

    This is fast, and never False for a document with such a value. It does not parse the
    document, but looks for the characters and for escapes that could stand for them.
    """
    unusual = _unusual(toml)
    if _ESCAPED.search(toml) or any(map(first_forbidden, unusual)):
        return True
    # A backslash at the end of a line joins it to the next.
    may_be_excess = any(map(_takes_no_cell, unusual))
    return may_be_excess and excess_marks(re.sub(r"\\\s+", "", toml)) is not None


def escape_controls(text: str) -> str:
    """``text`` with every refused character, tab and newline shown as ``<U+001B>``."""
    return re.sub(
        _NOT_DRAWN, lambda match: "".join(f"<U+{ord(one):04X}>" for one in match[0]), text
    )


def strip_controls(text: str) -> str:
    """``text`` without refused characters, tabs and newlines."""
    return re.sub(_NOT_DRAWN, "", text)


def describe(character: str) -> str:
    """The code point and name of a character: ``U+001B ESCAPE``."""
    code = ord(character)
    kinds = {"Cc": "control character", "Cs": "surrogate"}
    kind = kinds.get(unicodedata.category(character), "noncharacter")
    return f"U+{code:04X} {_NAMES.get(code) or unicodedata.name(character, kind)}"
