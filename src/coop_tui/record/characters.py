"""Characters that have no place in a record's text.

They could move the cursor, colour the screen or turn the reading order of what
stands around them: the C0 and C1 controls (tab and newline aside), the line and
paragraph separators, and the bidirectional embeddings, overrides and isolates
(Unicode Standard Annex #9, section 2).
"""

from __future__ import annotations

import re
import unicodedata

_CLASS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_FORBIDDEN = re.compile(f"[{_CLASS}]")
_ESCAPED = re.compile(r"\\[bferxuU]")
_NAMES = {0x1B: "ESCAPE", 0x00: "NULL", 0x07: "BELL", 0x7F: "DELETE"}


def first_forbidden(text: str) -> str | None:
    """The first character of ``text`` that is refused, or None."""
    match = _FORBIDDEN.search(text)
    return match[0] if match else None


def may_hold_forbidden(toml: str) -> bool:
    """Whether a TOML document may hold a refused character in one of its values.

    Cheap, and never False for a document that holds one: looks at the document as it
    is written, for the characters themselves and for escapes that could make one.
    """
    lines = toml.replace("\r\n", "\n")
    return bool(_FORBIDDEN.search(lines) or _ESCAPED.search(lines))


def visible(text: str) -> str:
    """``text`` with every refused character, tab and newline shown as ``<U+001B>``."""
    return re.sub(f"[{_CLASS}\t\n]", lambda match: f"<U+{ord(match[0]):04X}>", text)


def describe(character: str) -> str:
    """The code point and name of a character: ``U+001B ESCAPE``."""
    code = ord(character)
    name = _NAMES.get(code) or unicodedata.name(character, "")
    if not name:
        name = "control character" if unicodedata.category(character) == "Cc" else "surrogate"
    return f"U+{code:04X} {name}"
