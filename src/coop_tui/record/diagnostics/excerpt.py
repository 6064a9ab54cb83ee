"""A line of a file with a caret below the place that a problem is about."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from coop_tui.record.characters import escape_controls

_WIDTH, _BEFORE = 76, 38
"""Cells of the line that are shown, and of them those before the caret."""


def pointed_at(line: str, column: int) -> str:
    """Show a place in a line.

    Args:
        line: Without its end.
        column: The place, in characters, from 0.

    Returns:
        The line, cut where it is long, and the caret in a line below, both indented by
        two cells; empty if the line is blank.
    """
    if not line.strip():
        return ""
    before = "".join(reversed(_fitting(reversed(line[:column]), _BEFORE)))
    cells = _cells(before)
    after = "".join(_fitting(line[column:], _WIDTH - cells))
    return f"  {before}{after}".rstrip() + f"\n  {' ' * cells}^"


def _fitting(characters: Iterable[str], cells: int) -> list[str]:
    """The first characters as they are shown, no more than fit; an ellipsis if some do not."""
    shown: list[str] = []
    for character in characters:
        drawn = _drawn(character)
        cells -= _cells(drawn)
        if cells < 0 or len(shown) > _WIDTH:
            return [*shown, "…"]
        shown.append(drawn)
    return shown


def _drawn(character: str) -> str:
    """A tab as one blank; what could be taken for a blank, or is not seen, by its number."""
    if character == "\t":
        return " "
    if character != " " and unicodedata.category(character) in ("Zs", "Cf"):
        return f"<U+{ord(character):04X}>"
    return escape_controls(character)


def _cells(text: str) -> int:
    """As wide as a text is in a terminal (Unicode Standard Annex #11)."""
    spacing = [
        character for character in text if unicodedata.category(character) not in ("Mn", "Me")
    ]
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in spacing)
    return len(spacing) + wide
