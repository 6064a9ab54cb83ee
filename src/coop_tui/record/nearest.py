"""The passage of a text that is most like a quotation which does not stand in it."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from coop_tui.query.citations.typography import MAYBE_HYPHEN, SYLLABIC, normalize

_LETTERS = rf"[^\W{SYLLABIC}]+"
WORD = re.compile(rf"[{SYLLABIC}]|{_LETTERS}(?:{MAYBE_HYPHEN}{_LETTERS})*")
"""A word; in scripts without blanks between words, a character."""

LEAST_LIKENESS = 0.6
"""Of two texts, as ``difflib`` measures it: 1 if they are the same, 0 if nothing is shared."""

# What bounds the work, however long the text: the words of the quotation that count,
# the places of one word that are looked at, and the windows that are compared in full.
_MOST_WORDS = 50
_MOST_PLACES = 2_000
_MOST_REGIONS = 8
_MOST_WINDOWS = 4


class Words:
    """The words of a text and their places.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._begins, self._ends = array("I"), array("I")
        self._places: dict[str, array[int]] = {}
        for number, match in enumerate(WORD.finditer(text)):
            self._begins.append(match.start())
            self._ends.append(match.end())
            self._places.setdefault(_spelt(match[0]), array("I")).append(number)

    def nearest(self, quote: str) -> tuple[int, int] | None:
        """Where the passage stands that is most like a quotation.

        Of passages that share words with it, as many words long give or take one, the
        one whose letters are most alike.

        Args:
            quote: The quotation; of a long one the beginning counts.

        Returns:
            Where in the text it begins and ends; None if nothing is like the quotation.
        """
        found = list(WORD.finditer(quote))[:_MOST_WORDS]
        if not found:
            return None
        words = [_spelt(match[0]) for match in found]
        letters = SequenceMatcher(None, autojunk=False)
        letters.set_seq2(_spelt(quote[: found[-1].end()]))
        best, likeness = None, LEAST_LIKENESS
        for begin, end in self._windows(words):
            letters.set_seq1(_spelt(self._text[begin:end]))
            if letters.real_quick_ratio() < likeness or letters.quick_ratio() < likeness:
                continue
            ratio = letters.ratio()
            if ratio > likeness or (best is None and ratio == likeness):
                best, likeness = (begin, end), ratio
        return best

    def _windows(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """Where the windows begin and end that share most words with a quotation."""
        size = len(words)
        wanted = Counter(words)
        shared = {start: (wanted & self._bag(start, size)).total() for start in self._starts(words)}
        foremost = sorted(shared, key=lambda start: (-shared[start], start))[:_MOST_WINDOWS]
        for first in foremost:
            for last in (first + size - 1, first + size - 2, first + size):
                if first <= last < len(self._begins):
                    yield self._begins[first], self._ends[last]

    def _starts(self, words: list[str]) -> Iterator[int]:
        """The numbers of the words at which a window may begin."""
        step = max(1, len(words) // 2)
        votes: Counter[int] = Counter()
        for offset, word in enumerate(words):
            for place in self._places.get(word, array("I"))[:_MOST_PLACES]:
                votes[max(0, place - offset) // step] += 1
        regions = sorted(votes, key=lambda region: (-votes[region], region))[:_MOST_REGIONS]
        for region in regions:
            yield from range(region * step, (region + 1) * step)

    def _bag(self, start: int, size: int) -> Counter[str]:
        ends = zip(
            self._begins[start : start + size], self._ends[start : start + size], strict=True
        )
        return Counter(_spelt(self._text[begin:end]) for begin, end in ends)


def only_difference(quote: str, passage: str) -> str:
    """In what alone a quotation differs from the passage that is most like it.

    Args:
        quote: The quotation, which does not stand in the text.
        passage: The passage, which begins and ends with a word.

    Returns:
        ``case``, ``punctuation``, or both; empty if it differs in letters as well.
    """
    quote, passage = (normalize(text).replace(MAYBE_HYPHEN, "") for text in (quote, passage))
    ours, theirs = WORD.findall(quote), WORD.findall(passage)
    if list(map(str.lower, ours)) != list(map(str.lower, theirs)):
        return ""
    ways = ["case"] if ours != theirs else []
    if WORD.split(quote) != WORD.split(passage):
        ways.append("punctuation")
    return " and ".join(ways)


def _spelt(text: str) -> str:
    """A text as it is compared: without case and without what parts a word."""
    return text.lower().replace(MAYBE_HYPHEN, "")
