"""Text with case, accents and white space evened out, so that it can be compared.

The rules are those of Unicode: compatibility decomposition (NFKD, UAX #15), combining
marks dropped, full case folding (chapter 3.13 of the standard). Full-width letters
thereby turn into plain ones, ligatures into their letters; Chinese stays as it is.
A run of white space, line breaks among it, turns into one blank.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_SPACE = re.compile(r"\s+")
_FIRST_MARK, _BASIC_PLANE_ENDS = 0x300, 0x10000


def normalize_for_search(text: str) -> str:
    """Fold a text.

    Args:
        text: Any text.

    Returns:
        The folded text, which may be longer or shorter. To fold it again changes nothing.
    """
    if text.isascii():
        folded = text.lower()
    else:
        folded = _marks().sub("", unicodedata.normalize("NFKD", text)).casefold()
    # White space other than a blank is not printable.
    if "  " in folded or not folded.isprintable():
        folded = _SPACE.sub(" ", folded)
    return folded


def normalize_with_offsets(text: str) -> tuple[str, list[int]]:
    """Fold a text and say where each character comes from.

    Args:
        text: Any text.

    Returns:
        What ``fold`` gives, and for each of its characters the offset in ``text`` of the
        character that it comes from: never falling, and as many as there are characters.
    """
    if text.isascii() and len(folded := normalize_for_search(text)) == len(text):
        return folded, list(range(len(text)))
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

    Built when the first text needs it. A class that reaches beyond that plane would be
    searched ten times as slowly.
    """
    plane = map(chr, range(_FIRST_MARK, _BASIC_PLANE_ENDS))
    return re.compile(f"[{''.join(filter(unicodedata.combining, plane))}]")
