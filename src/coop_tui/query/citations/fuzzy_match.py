"""The passage of a text that is most like a quotation which the text does not have."""

from __future__ import annotations

import re
from math import ceil

from rapidfuzz import fuzz

from coop_tui.query.citations.typography import MAYBE_HYPHEN, SYLLABIC, normalize

_LETTERS = rf"[^\W{SYLLABIC}]+"
_WORD = re.compile(rf"[{SYLLABIC}]|{_LETTERS}(?:{MAYBE_HYPHEN}{_LETTERS})*")
"""A word; in scripts without spaces between words, a character."""

_MIN_SCORE = 65.0
"""The score of a passage is ``rapidfuzz.fuzz.ratio``: from 0 to 100."""

# These limit the time. To align 1,000 characters with a text of 2 MiB that repeats itself
# takes half a minute, to align 200 takes a second at most.
_MAX_QUOTE = 1000
_MAX_PIECE = 200


def best_match(text: str, quote: str) -> tuple[int, int] | None:
    """Where in a text the passage most like a quotation begins and ends; None if none is like it.

    Both are normalized; only the first 1,000 characters of the quotation count. Aligning a
    piece of it with the text gives an approximate place. The passage begins and ends with
    the words near it that make the best score.
    """
    # In lower case, but of the same length: İ alone would become two characters.
    text, quote = (part.replace("İ", "I").lower() for part in (text, quote[:_MAX_QUOTE]))
    if not _WORD.search(quote):
        return None
    begin = _approximate_begin(text, quote)
    return None if begin is None else _best_words(text, quote, begin)


def _approximate_begin(text: str, quote: str) -> int | None:
    """About where the passage begins, by the first piece that is like a part of the text.

    It may be negative.
    """
    size = ceil(len(quote) / ceil(len(quote) / _MAX_PIECE))
    for start in range(0, len(quote), size):
        piece = quote[start : start + size]
        found = fuzz.partial_ratio_alignment(piece, text, score_cutoff=_MIN_SCORE)
        if found:
            return found.dest_start - found.src_start - start
    return None


def _best_words(text: str, quote: str, begin: int) -> tuple[int, int] | None:
    """The words near a place that together are most like a quotation."""
    slack = len(quote) // 2 + 20
    low, high = max(0, begin - slack), min(len(text), begin + len(quote) + slack)
    words = [
        match.span()
        for match in _WORD.finditer(text, low, high)
        if (match.start() > low or not low) and (match.end() < high or high == len(text))
    ]
    if not words:
        return None

    def score(begin: int, end: int) -> float:
        return fuzz.ratio(quote, text[begin:end])

    begin, end = max(begin, low), 0
    for _ in range(2):  # a better end makes for a better begin, and the other way round
        end = max((last for _, last in words), key=lambda last: score(begin, last))
        begin = max((first for first, _ in words), key=lambda first: score(first, end))
    return (begin, end) if score(begin, end) >= _MIN_SCORE else None


def difference_kind(quote: str, passage: str) -> str:
    """The only kind of difference between a quotation and the passage that is most like it.

    It is ``case``, ``punctuation`` or ``case and punctuation``; empty if letters differ. The
    passage must begin and end with a word.
    """
    quote, passage = (normalize(text).replace(MAYBE_HYPHEN, "") for text in (quote, passage))
    quoted, original = _WORD.findall(quote), _WORD.findall(passage)
    if list(map(str.lower, quoted)) != list(map(str.lower, original)):
        return ""
    kinds = ["case"] if quoted != original else []
    if _WORD.split(quote) != _WORD.split(passage):
        kinds.append("punctuation")
    return " and ".join(kinds)
