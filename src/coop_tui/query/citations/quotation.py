"""The places of a quotation in the paragraphs of a text, and whether it is long enough."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from coop_tui.query.citations.typography import SYLLABIC, NormalizedText, normalize

MIN_WORDS, MIN_SYLLABLES = 2, 4
"""With fewer, a quotation is too short for its presence to mean anything."""
_MIN_LETTERS, _MIN_FIGURE = 8, 4
_FIGURE = re.compile(
    r"[$€£¥]\s?\d|\d\s?(?:[%‰萬万億亿兆]|(?:million|billion|trillion|mn|bn|tn|per\s?cent)\b)"
)
"""A number with a currency, a percentage or an order of magnitude."""

_ELLIPSIS = r"[\[(]\s*(?:…|\.{3})\s*[\])]|…+|\.{3,}"
_MAX_TRIES = 10_000
"""Limits the searches for the parts of one quotation, however long the text."""


class Span(Struct, frozen=True):
    """A part of a paragraph: its number, from 1; where the part begins and ends, in characters."""

    paragraph: int
    begin: int
    end: int


def too_short(quote: str) -> bool:
    """Whether a quotation is too short for its presence to mean anything.

    A single word, or two of a few letters, stands in nearly any text on a subject. In
    Chinese, Japanese and Korean, where a character is a syllable or a word, four are
    enough. A figure, such as 20億美元 or US$140 bn, says much in few characters; a year or a
    bare number does not. If an ellipsis divides the quotation, one part must be long enough.
    """
    return not any(map(_is_long_enough, _parts(quote)))


def _is_long_enough(part: str) -> bool:
    syllabic = "" if part.isascii() else SYLLABIC
    syllables = len(re.findall(f"[{syllabic}]", part)) if syllabic else 0
    words = re.findall(rf"[^\W{syllabic}]+(?:[-'][^\W{syllabic}]+)*", part)
    letters = sum(map(len, words))
    return (
        syllables >= MIN_SYLLABLES
        or (len(words) >= MIN_WORDS and letters >= _MIN_LETTERS)
        or (len(part) >= _MIN_FIGURE and _FIGURE.search(part) is not None)
    )


def _parts(quote: str) -> list[str]:
    """The normalized parts of a quotation between its ellipses."""
    return [part for part in map(normalize, re.split(_ELLIPSIS, quote)) if part]


def find_in(passages: Sequence[Passage], quote: str) -> tuple[Span, ...]:
    """The first place of a quotation in one of several passages, or of its parts across them."""
    for passage in passages:
        if spans := passage.find(quote):
            return spans
    rest, found = _parts(quote), list[Span]()
    for passage in passages:
        ranges = passage.find_leading(rest)
        found += passage.spans(ranges)
        rest = rest[len(ranges) :]
    return () if rest else tuple(found)


class Passage:
    """Paragraphs that follow one another, normalized as one text.

    Args:
        paragraphs: The paragraphs.
        first: The number of the first of them in the whole text, from 1.
    """

    def __init__(self, paragraphs: Sequence[str], first: int) -> None:
        self._paragraphs = paragraphs
        self._first = first
        sizes = (len(paragraph) + 1 for paragraph in paragraphs)
        self._starts = list(accumulate(sizes, initial=0))[:-1]
        self._normalized = NormalizedText("\n".join(paragraphs))

    def find(self, quote: str) -> tuple[Span, ...]:
        """The first place of a quotation as it is, or else of its parts in order."""
        return self.spans(self._find_all([normalize(quote)]) or self._find_all(_parts(quote)))

    def find_strictly(self, quote: str) -> tuple[Span, ...]:
        """The same, but parts only in one paragraph, unless each part is long enough."""
        parts = _parts(quote)
        ranges = self._find_all([normalize(quote)]) or self._find_all_in_one_paragraph(parts)
        if not ranges and all(map(_is_long_enough, parts)):
            ranges = self._find_all(parts)
        return self.spans(ranges)

    def find_leading(self, parts: list[str], start: int = 0) -> list[tuple[int, int]]:
        """The ranges of parts in the normalized text, in order, up to the first not found."""
        ranges: list[tuple[int, int]] = []
        for part in parts:
            found = self._normalized.find(part, start) if part else None
            if found is None:
                break
            ranges.append(found)
            start = found[1]
        return ranges

    def _find_all(self, parts: list[str], start: int = 0) -> list[tuple[int, int]]:
        """The ranges of all parts, in order; empty if one is not found."""
        ranges = self.find_leading(parts, start)
        return ranges if len(ranges) == len(parts) else []

    def _find_all_in_one_paragraph(self, parts: list[str]) -> list[tuple[int, int]]:
        start = 0
        for _ in range(_MAX_TRIES):
            ranges = self._find_all(parts, start)
            if not ranges:
                break
            first, last = (self._paragraph(*ranges[number]) for number in (0, -1))
            if first == last:
                return ranges
            # No paragraph before the last has all parts: they would have been found there.
            start = self._normalized.offset(self._starts[last])
        return []

    def _paragraph(self, begin: int, end: int) -> int:
        """The index of the paragraph in which a range of the normalized text begins."""
        return bisect_right(self._starts, self._normalized.origin(begin, end)[0]) - 1

    def spans(self, ranges: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        """The spans of ranges of the normalized text, one for each paragraph in each range."""
        spans = []
        for found in ranges:
            begin, end = self._normalized.origin(*found)
            for index in range(self._paragraph(*found), bisect_left(self._starts, end)):
                start, size = self._starts[index], len(self._paragraphs[index])
                first, last = max(begin - start, 0), min(end - start, size)
                if first < last:
                    spans.append(Span(self._first + index, first, last))
        return tuple(spans)

    def nearest(self, quote: str) -> tuple[Span, ...]:
        """The words that are most like a quotation; empty if none are."""
        from coop_tui.query.citations.fuzzy_match import best_match

        found = best_match(self._normalized.text, normalize(quote))
        return self.spans([found] if found else [])


@lru_cache(maxsize=8)
def full_text(paragraphs: tuple[str, ...]) -> Passage:
    """The passage of a whole text; the last few are cached."""
    return Passage(paragraphs, 1)
