"""Suggestions for misspelt words."""

from __future__ import annotations

from collections.abc import Iterable


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like another, whatever its case; empty if none is."""
    import difflib

    by_lower = {name.lower(): name for name in known}
    matches = difflib.get_close_matches(word.lower(), by_lower, n=1)
    return by_lower[matches[0]] if matches else ""


def did_you_mean(name: str) -> str:
    """The question whether a name was meant; empty if the name is empty."""
    return f"did you mean '{name}'?" if name else ""
