"""Text without differences of case, accents and white space, for search.

The rules are those of Unicode: compatibility decomposition (NFKD, UAX #15), combining
marks dropped, full case folding (chapter 3.13 of the standard). Full-width letters become
plain letters, ligatures become separate letters; Chinese stays the same. A run of white
space, which may include line breaks, becomes one space.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_SPACE = re.compile(r"\s+")


def normalize_for_search(text: str) -> str:
    """Normalize a text, which may become longer or shorter; a second time changes nothing."""
    if text.isascii():
        normalized = text.lower()
    else:
        normalized = _marks().sub("", unicodedata.normalize("NFKD", text)).casefold()
    # White space other than a plain space is not printable.
    if "  " in normalized or not normalized.isprintable():
        normalized = _SPACE.sub(" ", normalized)
    return normalized


def normalize_with_offsets(text: str) -> tuple[str, list[int]]:
    """Normalize a text, with the origin of each character.

    Returns:
        The normalized text, and for each of its characters the offset in ``text`` of the
        character that it comes from, in ascending order.
    """
    if text.isascii() and len(normalized := normalize_for_search(text)) == len(text):
        return normalized, list(range(len(text)))
    characters: list[str] = []
    offsets: list[int] = []
    for offset, source in enumerate(text):
        for character in normalize_for_search(source):
            if character == " " and characters and characters[-1] == " ":
                continue
            characters.append(character)
            offsets.append(offset)
    return "".join(characters), offsets


@cache
def _marks() -> re.Pattern[str]:
    """The combining marks of the Basic Multilingual Plane, where all accents are.

    It is compiled when the first text needs it. A class that reaches beyond that plane is
    ten times as slow to search.
    """
    plane = map(chr, range(0x300, 0x10000))
    return re.compile(f"[{''.join(filter(unicodedata.combining, plane))}]")
