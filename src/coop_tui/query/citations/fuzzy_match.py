"""The passage of a text that is most like a quotation which does not stand in it."""

from __future__ import annotations

import re
from math import ceil

from rapidfuzz import fuzz

from coop_tui.query.citations.typography import MAYBE_HYPHEN, SYLLABIC, normalize

_LETTERS = rf"[^\W{SYLLABIC}]+"
_WORD = re.compile(rf"[{SYLLABIC}]|{_LETTERS}(?:{MAYBE_HYPHEN}{_LETTERS})*")
"""A word; in scripts without blanks between words, a character."""

LEAST_SCORE = 65.0
"""Of a passage, as ``rapidfuzz.fuzz.ratio`` measures it: from 0 to 100."""

# These bound the time. To align 1,000 characters with a text of 2 MiB that repeats itself
# takes half a minute, to align 200 takes a second at most.
_LONGEST_QUOTE = 1000
_LONGEST_PIECE = 200


def best_match(text: str, quote: str) -> tuple[int, int] | None:
    """Find the passage that is most like a quotation.

    A piece of the quotation is aligned with the text. Near where it stands, the words are
    chosen at which the passage begins and ends.

    Args:
        text: The text, evened out.
        quote: The quotation, evened out; only its first 1,000 characters count.

    Returns:
        Where in the text the passage begins and ends, in characters; None if none is like
        the quotation.
    """
    text, quote = _lower(text), _lower(quote[:_LONGEST_QUOTE])
    if not _WORD.search(quote):
        return None
    begin = _aligned(text, quote)
    return None if begin is None else _whole_words(text, quote, begin)


def _aligned(text: str, quote: str) -> int | None:
    """About where the passage begins, by the first piece that is like a part of the text.

    It may be before the text begins.
    """
    size = ceil(len(quote) / ceil(len(quote) / _LONGEST_PIECE))
    for start in range(0, len(quote), size):
        piece = quote[start : start + size]
        found = fuzz.partial_ratio_alignment(piece, text, score_cutoff=LEAST_SCORE)
        if found:
            return found.dest_start - found.src_start - start
    return None


def _whole_words(text: str, quote: str, begin: int) -> tuple[int, int] | None:
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
    for _ in range(2):  # each end is chosen anew once the other is better known
        end = max((last for _, last in words), key=lambda last: score(begin, last))
        begin = max((first for first, _ in words), key=lambda first: score(first, end))
    return (begin, end) if score(begin, end) >= LEAST_SCORE else None


def difference_kind(quote: str, passage: str) -> str:
    """Name what alone distinguishes a quotation from the passage that is most like it.

    Args:
        quote: The quotation, which does not stand in the text.
        passage: The passage, which begins and ends with a word.

    Returns:
        ``case``, ``punctuation`` or ``case and punctuation``; empty if letters differ as
        well.
    """
    quote, passage = (normalize(text).replace(MAYBE_HYPHEN, "") for text in (quote, passage))
    ours, theirs = _WORD.findall(quote), _WORD.findall(passage)
    if list(map(str.lower, ours)) != list(map(str.lower, theirs)):
        return ""
    kinds = ["case"] if ours != theirs else []
    if _WORD.split(quote) != _WORD.split(passage):
        kinds.append("punctuation")
    return " and ".join(kinds)


def _lower(text: str) -> str:
    """A text in lower case, each character where it was."""
    return text.replace("İ", "I").lower()  # the only one that becomes two
