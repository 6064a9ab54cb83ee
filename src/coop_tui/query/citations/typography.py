"""Text with its typography normalized, so that a quotation can be found in it.

Differences that a typesetter, a page or a keyboard makes do not count: the form of Unicode
(NFKC, UAX #15, which makes ligatures and full-width letters plain), the kind of quotation
marks and dashes, the length and kind of white space, soft hyphens, and a word broken at
the end of a line. Letters, accents and case count.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left
from functools import cache, lru_cache

_IDEOGRAPHIC = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
)

UNSPACED = f"{_IDEOGRAPHIC}\u3001-\u3003\u3008-\u3020\uff01-\uff0f\uff1a-\uff20"
"""Ideographs, kana and their signs, for a character class; a space beside them means nothing."""

SYLLABIC = f"{_IDEOGRAPHIC}\uac00-\ud7a3"
"""Characters that each are a syllable or a word, for a character class."""

_QUOTATION_MARKS = "'\"`\u00ab\u00b4\u00bb\u02b9-\u02bd\u2018-\u201f\u2032-\u2037\u2039\u203a"
_QUOTATION_MARKS += "\u300c-\u300f\u301d-\u301f\ufe41-\ufe44\uff02\uff07\uff40\uff62\uff63"
_DASHES = "-\u2010-\u2015\u2212\u2043\ufe31\ufe32\ufe58\ufe63\uff0d"
_IGNORED = "\u00ad\u061c\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff"
_ASCII, _COMMON = "!#-&(-,./0-_a-~", "\u3400-\u4dbf\u4e00-\u9fff"
"""Characters that stay the same: printable ASCII without quotation marks and dashes, ideographs."""

_BREAK = rf"(?<=[^\W_][{_DASHES}\u00ad])\n\s*(?=[^\W_])|(?<=[{UNSPACED}])\n\s*(?=[{UNSPACED}])"
"""A line break that stands for no space."""

_IN_A_NUMBER = re.compile(
    r"\d\0\d|\d\.\0\d|\d\0\.\d|(?<!\d)\d{1,3}(?:,\0|\0,)\d{3}(?!\d)", re.ASCII
)
"""A place, marked by a null, between the characters of a number: what stands in 1,020 is not 20."""

MAYBE_HYPHEN = "\u00ad"
"""A hyphen at the end of a line, which may or may not be part of the word.

A soft hyphen stands for it in normalized text, which has no other.
"""
_REPLACEMENTS = {"hyphenation": MAYBE_HYPHEN, "quote": "'", "dash": "-", "ignored": ""}


class NormalizedText:
    """A normalized text that knows where its characters stand in the original text.

    Attributes:
        text: The normalized text, without a space at its ends.
    """

    def __init__(self, original: str) -> None:
        # Where each character begins and ends in the original.
        self._begins, self._ends = array("I"), array("I")
        positions = array("I", range(len(original) + 1))
        parts: list[str] = []
        last, space = "", None
        for match in _token(ascii_only=original.isascii()).finditer(original):
            kind, (begin, end) = match.lastgroup or "", match.span()
            if kind == "space":
                space = space or (begin, end)
                continue
            part = match[0] if kind == "same" else _REPLACEMENTS.get(kind)
            if part is None:
                part = unicodedata.normalize("NFKC", match[0])
            if not part or (part == last and part in "'-" and not space):
                continue
            if space and last and not (_is_unspaced(last) or _is_unspaced(part[0])):
                parts.append(" ")
                self._begins.append(space[0])
                self._ends.append(space[1])
            parts.append(part)
            if kind == "same":
                self._begins.extend(positions[begin:end])
                self._ends.extend(positions[begin + 1 : end + 1])
            else:
                self._begins.extend([begin] * len(part))
                self._ends.extend([end] * len(part))
            last, space = part[-1], None
        self.text = "".join(parts)
        self._has_hyphenation = MAYBE_HYPHEN in self.text

    def find(self, quote: str, start: int = 0) -> tuple[int, int] | None:
        """The first place of a quotation that splits no character of the original and no number.

        Args:
            quote: The normalized quotation, not empty.
            start: The offset in ``text`` from which to search.

        Returns:
            Where in ``text`` it begins and ends; None if it is not found.
        """
        while found := self._search(quote, start):
            if not any(self._splits_character(at) or self._splits_number(at) for at in found):
                return found
            start = found[0] + 1
        return None

    def _search(self, quote: str, start: int) -> tuple[int, int] | None:
        if self._has_hyphenation:
            match = _with_hyphenation(quote).search(self.text, start)
            return match.span() if match else None
        begin = self.text.find(quote, start)
        return (begin, begin + len(quote)) if begin >= 0 else None

    def _splits_character(self, offset: int) -> bool:
        return 0 < offset < len(self.text) and self._begins[offset - 1] == self._begins[offset]

    def _splits_number(self, offset: int) -> bool:
        before, after = self.text[max(offset - 5, 0) : offset], self.text[offset : offset + 5]
        return _IN_A_NUMBER.search(f"{before}\0{after}") is not None

    def origin(self, begin: int, end: int) -> tuple[int, int]:
        """Where a part of ``text``, which is not empty, begins and ends in the original."""
        return self._begins[begin], self._ends[end - 1]

    def offset(self, origin: int) -> int:
        """The offset in ``text`` of the first character from ``origin`` or after it."""
        return bisect_left(self._begins, origin)


def normalize(text: str) -> str:
    """A text with its typography normalized."""
    return NormalizedText(text).text


def on_one_line(text: str) -> str:
    """A text without its line breaks; a word broken at one keeps its hyphen."""
    return re.sub(r"\s+", " ", re.sub(_BREAK, "", text))


@lru_cache(maxsize=8)
def _with_hyphenation(quote: str) -> re.Pattern[str]:
    """A quotation, any word of which may be broken at the end of a line."""
    units = (
        f"(?:{re.escape(unit)}|{MAYBE_HYPHEN})" if unit[0] == "-" else re.escape(unit)
        for unit in re.findall("- |.", quote, re.DOTALL)
    )
    return re.compile(f"{MAYBE_HYPHEN}?".join(units))


def _is_unspaced(character: str) -> bool:
    return not character.isascii() and re.match(f"[{UNSPACED}]", character) is not None


@cache
def _token(*, ascii_only: bool) -> re.Pattern[str]:
    """The pieces that are normalized one by one.

    A character goes with the marks that follow it, since they may combine to one character.
    Collecting the marks takes milliseconds, and ASCII has none.
    """
    marks = "\u0300" if ascii_only else f"[{_combining()}]"
    return re.compile(
        rf"(?P<hyphenation>(?<=[^\W_]|{marks})[{_DASHES}\u00ad][^\S\n]*\n\s*(?=[^\W_]))"
        rf"|(?P<same>(?:[{_ASCII}]+(?: [{_ASCII}]+)*|[{_COMMON}]+)(?!{marks}))"
        r"|(?P<space>\s+)"
        rf"|(?P<quote>[{_QUOTATION_MARKS}])"
        rf"|(?P<dash>[{_DASHES}])"
        rf"|(?P<ignored>[{_IGNORED}]+)"
        rf"|(?P<cluster>.{marks}*)",
        re.DOTALL,
    )


def _combining() -> str:
    """Characters that may join the one before: marks, and the later letters of a syllable."""
    plane = map(chr, [*range(0x300, 0xFE00), *range(0xFE10, 0x10000)])
    marks = [character for character in plane if unicodedata.category(character)[0] == "M"]
    return "".join(marks) + "\u1160-\u11ff\uff9e\uff9f"
