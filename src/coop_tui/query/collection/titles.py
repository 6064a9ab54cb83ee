"""Short titles of several records, for where there is no room for the whole ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from coop_tui.record.tables import Dossier

_TELLING = 8
"""Characters that are shown of a short title wherever it is cut off."""


def short_titles(dossiers: Sequence[Dossier]) -> list[str]:
    """What of the title of each record tells it from the others: ``Beijing``, ``Shanghai``.

    The words with which all titles begin and end are left out. Titles that nothing tells apart
    at their beginning have the number of their record before them, from 1.
    """
    titles = [dossier.title.split() for dossier in dossiers]
    before = _in_common(titles)
    after = _in_common([words[before:][::-1] for words in titles])
    names = [_trimmed(words[before : len(words) - after]) for words in titles]
    if not all(names):
        names = [" ".join(words) for words in titles]
    if len({name[:_TELLING].casefold() for name in names}) < len(names):
        names = [f"{number} {name}" for number, name in enumerate(names, 1)]
    return names


def _in_common(titles: list[list[str]]) -> int:
    """The number of words with which all titles begin; none if there is only one title."""
    if len(titles) < 2:
        return 0
    return sum(1 for _ in takewhile(lambda words: len(set(words)) == 1, zip(*titles, strict=False)))


def _trimmed(words: list[str]) -> str:
    """Words without the dashes and signs at their ends."""
    kept = [number for number, word in enumerate(words) if any(map(str.isalnum, word))]
    return " ".join(words[kept[0] : kept[-1] + 1]) if kept else ""
