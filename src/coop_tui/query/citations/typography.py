"""Text with its typography evened out, so that a quotation can be found in it.

What a typesetter, a page or a keyboard changes does not count: the form of Unicode
(NFKC, UAX #15, so that ligatures and full-width letters become plain ones), the kind
of quotation marks and dashes, white space of any length, also the ideographic, soft
hyphens, and a word parted at the end of a line. Letters, accents and case do count.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from functools import cache

_IDEOGRAPHIC = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
)

UNSPACED = f"{_IDEOGRAPHIC}\u3001-\u3003\u3008-\u3020\uff01-\uff0f\uff1a-\uff20"
"""Ideographs, kana and their signs, beside which a blank means nothing: inside of a class."""

SYLLABIC = f"{_IDEOGRAPHIC}\uac00-\ud7a3"
"""Characters that each are a syllable or a word: inside of a class."""

_QUOTATION_MARKS = "'\"`\u00ab\u00b4\u00bb\u02b9-\u02bd\u2018-\u201f\u2032-\u2037\u2039\u203a"
_QUOTATION_MARKS += "\u300c-\u300f\u301d-\u301f\ufe41-\ufe44\uff02\uff07\uff40\uff62\uff63"
_DASHES = "-\u2010-\u2015\u2212\u2043\ufe31\ufe32\ufe58\ufe63\uff0d"
_IGNORED = "\u00ad\u061c\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff"
_ASCII, _COMMON = "!#-&(-,./0-_a-~", "\u3400-\u4dbf\u4e00-\u9fff"
"""What stays as it is: printable ASCII without marks and dashes, common ideographs."""

_BREAK = rf"(?<=[^\W_][{_DASHES}\u00ad])\n\s*(?=[^\W_])|(?<=[{UNSPACED}])\n\s*(?=[{UNSPACED}])"
"""A line break that stands for no blank."""

MAYBE_HYPHEN = "\u00ad"
"""Stands for a hyphen and the end of its line, which may or may not be part of a word."""


class NormalizedText:
    """A text evened out, with the way back to the text as it stands.

    Attributes:
        text: The text evened out, no blank at its ends.
    """

    def __init__(self, raw: str) -> None:
        # Of every piece: where it begins in the evened text, where it begins and ends in
        # the text as it stands, and whether it is the same in both.
        self._at, self._begin, self._end = array("I"), array("I"), array("I")
        self._plain = bytearray()
        parts: list[str] = []
        length, last, blank = 0, "", None
        for match in _token(ascii_only=raw.isascii()).finditer(raw):
            kind, (begin, end) = match.lastgroup, match.span()
            if kind == "blank":
                blank = blank or (begin, end)
                continue
            if kind == "ignored":
                continue
            part = match[0] if kind == "plain" else _normalized(kind, match[0])
            if not part or (part == last and part in "'-" and not blank):
                continue
            if blank and last and not (_is_unspaced(last) or _is_unspaced(part[0])):
                parts.append(" ")
                self._add(length, *blank, plain=False)
                length += 1
            parts.append(part)
            self._add(length, begin, end, plain=kind == "plain")
            length, last, blank = length + len(part), part[-1], None
        self.text = "".join(parts)

    def _add(self, at: int, begin: int, end: int, *, plain: bool) -> None:
        self._at.append(at)
        self._begin.append(begin)
        self._end.append(end)
        self._plain.append(plain)

    def find(self, quote: str, start: int = 0) -> tuple[int, int] | None:
        """Where a quotation first stands.

        Args:
            quote: Evened out, and not empty.
            start: Where in ``text`` to begin.

        Returns:
            Where in ``text`` it begins and ends; None if it does not stand there.
        """
        if MAYBE_HYPHEN not in self.text:
            begin = self.text.find(quote, start)
            while begin >= 0 and not self._whole(begin, begin + len(quote)):
                begin = self.text.find(quote, begin + 1)
            return (begin, begin + len(quote)) if begin >= 0 else None
        pattern = _with_hyphens(quote)
        match = pattern.search(self.text, start)
        while match and not self._whole(*match.span()):
            match = pattern.search(self.text, match.start() + 1)
        return match.span() if match else None

    def _whole(self, begin: int, end: int) -> bool:
        """Whether a stretch of ``text`` cuts no character of the text as it stands."""
        return self._cuts_nothing(begin) and self._cuts_nothing(end)

    def _cuts_nothing(self, offset: int) -> bool:
        if offset >= len(self.text):
            return True
        piece = self._piece(offset)
        return bool(self._plain[piece]) or self._at[piece] == offset

    def origin(self, begin: int, end: int) -> tuple[int, int]:
        """Where a stretch of ``text``, which is not empty, stands in the text as it was."""
        first, last = self._piece(begin), self._piece(end - 1)
        return (
            self._begin[first] + (begin - self._at[first] if self._plain[first] else 0),
            self._begin[last] + (end - self._at[last]) if self._plain[last] else self._end[last],
        )

    def offset(self, origin: int) -> int:
        """Where in ``text`` the first piece stands that begins at ``origin`` or after it."""
        piece = bisect_left(self._begin, origin)
        return self._at[piece] if piece < len(self._at) else len(self.text)

    def _piece(self, offset: int) -> int:
        return bisect_right(self._at, offset) - 1


def normalize(text: str) -> str:
    """A text with its typography evened out."""
    return NormalizedText(text).text


def on_one_line(text: str) -> str:
    """A text without its line breaks; a word that was parted by one keeps its hyphen."""
    return re.sub(r"\s+", " ", re.sub(_BREAK, "", text))


def _normalized(kind: str | None, text: str) -> str:
    if kind == "parted":
        return MAYBE_HYPHEN
    if kind == "mark":
        return "'"
    if kind == "dash":
        return "-"
    return unicodedata.normalize("NFKC", text)


def _with_hyphens(quote: str) -> re.Pattern[str]:
    """A quotation that may have been parted at the ends of lines."""
    maybe = f"{MAYBE_HYPHEN}?"
    units = (
        f"(?:{re.escape(unit)}|{MAYBE_HYPHEN})" if unit[0] == "-" else re.escape(unit)
        for unit in re.findall("- |.", quote, re.DOTALL)
    )
    return re.compile(maybe.join(units))


def _is_unspaced(character: str) -> bool:
    return not character.isascii() and re.match(f"[{UNSPACED}]", character) is not None


@cache
def _token(*, ascii_only: bool) -> re.Pattern[str]:
    """The pieces that are evened out one by one.

    A character goes with the marks that follow it, since they may make one character
    together. To find the marks takes milliseconds, and ASCII has none.
    """
    marks = "\u0300" if ascii_only else f"[{_joining()}]"
    return re.compile(
        rf"(?P<parted>(?<=[^\W_]|{marks})[{_DASHES}\u00ad][^\S\n]*\n\s*(?=[^\W_]))"
        rf"|(?P<plain>(?:[{_ASCII}]+(?: [{_ASCII}]+)*|[{_COMMON}]+)(?!{marks}))"
        r"|(?P<blank>\s+)"
        rf"|(?P<mark>[{_QUOTATION_MARKS}])"
        rf"|(?P<dash>[{_DASHES}])"
        rf"|(?P<ignored>[{_IGNORED}]+)"
        rf"|(?P<cluster>.{marks}*)",
        re.DOTALL,
    )


def _joining() -> str:
    """What may join the character before it: marks, and the later letters of a syllable."""
    found = [
        code
        for code in range(0x300, 0x10000)
        if unicodedata.category(chr(code))[0] == "M" and not 0xFE00 <= code <= 0xFE0F
    ]
    found += [*range(0x1160, 0x1200), 0xFF9E, 0xFF9F]
    return "".join(map(chr, sorted(found)))
