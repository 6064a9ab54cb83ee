"""Where a quotation stands in the paragraphs of a text, and whether it says enough."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from msgspec import Struct

from coop_tui.query.citations.typography import SYLLABIC, NormalizedText, normalize

LEAST_WORDS, LEAST_SYLLABLES = 2, 4
"""With fewer, a quotation is too short for its presence to mean anything."""
_LEAST_LETTERS = 8

_LEFT_OUT = r"[\[(]\s*(?:…|\.{3})\s*[\])]|…+|\.{3,}"
_MOST_TRIES = 10_000
"""How often the parts of one quotation are looked for, however long the text."""


class Span(Struct, frozen=True):
    """A stretch of a paragraph.

    Attributes:
        paragraph: Its number, from 1.
        begin: Where the stretch begins in it, in characters.
        end: Where it ends.
    """

    paragraph: int
    begin: int
    end: int


def too_short(quote: str) -> bool:
    """Whether a quotation is too short for its presence to mean anything.

    A single word, or two of a few letters, stands in nearly any text on a subject. In
    Chinese, Japanese and Korean, where a character is a syllable or a word, four are
    enough. Of a quotation with parts left out, one part must be long enough.
    """
    return not any(_says_enough(part) for part in _parts(quote))


def _says_enough(part: str) -> bool:
    syllabic = "" if part.isascii() else SYLLABIC
    syllables = len(re.findall(f"[{syllabic}]", part)) if syllabic else 0
    words = re.findall(rf"[^\W{syllabic}]+(?:[-'][^\W{syllabic}]+)*", part)
    letters = sum(map(len, words))
    return syllables >= LEAST_SYLLABLES or (len(words) >= LEAST_WORDS and letters >= _LEAST_LETTERS)


def _parts(quote: str) -> list[str]:
    """What an ellipsis leaves of a quotation, evened out."""
    return [part for part in map(normalize, re.split(_LEFT_OUT, quote)) if part]


def find_in(stretches: Sequence[Passage], quote: str) -> tuple[Span, ...]:
    """Where a quotation stands in one of several stretches, or its parts in several."""
    for stretch in stretches:
        if marks := stretch.marks(quote):
            return marks
    rest, found = _parts(quote), list[Span]()
    for stretch in stretches:
        parts = stretch.foremost(rest)
        found += (mark for marks in parts for mark in marks)
        rest = rest[len(parts) :]
    return () if rest else tuple(found)


class Passage:
    """Paragraphs that follow one another, evened out as one text."""

    def __init__(self, paragraphs: Sequence[str], first: int) -> None:
        self._paragraphs = paragraphs
        self._first = first
        self._starts = list(accumulate((len(one) + 1 for one in paragraphs), initial=0))[:-1]
        self._normalized = NormalizedText("\n".join(paragraphs))

    def marks(self, quote: str) -> tuple[Span, ...]:
        """Where a quotation first stands: as it is, or else its parts in order."""
        return self._marked(self._all([normalize(quote)]) or self._all(_parts(quote)))

    def anywhere(self, quote: str) -> tuple[Span, ...]:
        """The same, but parts only in one paragraph, unless each of them says enough."""
        parts = _parts(quote)
        spans = self._all([normalize(quote)]) or self._all_in_one(parts)
        if not spans and all(map(_says_enough, parts)):
            spans = self._all(parts)
        return self._marked(spans)

    def foremost(self, parts: list[str]) -> list[tuple[Span, ...]]:
        """Where parts stand one after another, up to the first that does not."""
        return [self._marks(*span) for span in self._spans(parts)]

    def _marked(self, spans: list[tuple[int, int]]) -> tuple[Span, ...]:
        return tuple(mark for span in spans for mark in self._marks(*span))

    def _spans(self, parts: list[str], start: int = 0) -> list[tuple[int, int]]:
        """Where in the evened text parts stand in order, up to the first that does not."""
        spans: list[tuple[int, int]] = []
        for part in parts:
            span = self._normalized.find(part, start) if part else None
            if span is None:
                break
            spans.append(span)
            start = span[1]
        return spans

    def _all(self, parts: list[str], start: int = 0) -> list[tuple[int, int]]:
        """The same; nothing unless all of them do."""
        spans = self._spans(parts, start)
        return spans if len(spans) == len(parts) else []

    def _all_in_one(self, parts: list[str]) -> list[tuple[int, int]]:
        """The same, within one paragraph."""
        start = 0
        for _ in range(_MOST_TRIES):
            spans = self._all(parts, start)
            if not spans:
                break
            first, last = (self._index(*span)[0] for span in (spans[0], spans[-1]))
            if first == last:
                return spans
            # No paragraph before the last has all the parts, or they would stand there.
            start = self._normalized.offset(self._starts[last])
        return []

    def _index(self, begin: int, end: int) -> tuple[int, int, int]:
        """The index of the paragraph in which a stretch begins; where it stood at first."""
        begin, end = self._normalized.origin(begin, end)
        return bisect_right(self._starts, begin) - 1, begin, end

    def _marks(self, begin: int, end: int) -> tuple[Span, ...]:
        """A stretch of the evened text as marks, one for every paragraph that it touches."""
        index, begin, end = self._index(begin, end)
        marks = []
        while index < len(self._starts) and self._starts[index] < end:
            start, size = self._starts[index], len(self._paragraphs[index])
            find_in = max(begin - start, 0), min(end - start, size)
            if find_in[0] < find_in[1]:
                marks.append(Span(self._first + index, *find_in))
            index += 1
        return tuple(marks)

    def nearest(self, quote: str) -> tuple[Span, ...]:
        """Where the passage stands that is most like a quotation; nothing if none is."""
        from coop_tui.query.citations.fuzzy_match import best_match

        span = best_match(self._normalized.text, normalize(quote))
        return self._marks(*span) if span else ()


@lru_cache(maxsize=8)
def full_text(paragraphs: tuple[str, ...]) -> Passage:
    """A whole text; the last few are kept, evened out as they are."""
    return Passage(paragraphs, 1)
