"""Breaks lines by the width of cells (Unicode Standard Annex #11, as rich measures it)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, chop_cells

from coop_tui.views.document.blocks import Run, Runs

_WORD = re.compile(r"\S+\s*|\s+")
_PIECE = r"[o(]*(?:w|x(?:[x()q]*x)?)?[c)]*"
_WORD_OR_WIDE = re.compile(rf"(?! ){_PIECE}(?:q+{_PIECE})* *| +")
"""A piece that stays together on a line, by the kinds of its characters.

A line may break after a blank, and on either side of an ideograph, a kana or a hangul
syllable, though not after an opening bracket, before a closing one, or beside a quotation
mark that may be either (Unicode Standard Annex #14, LB13, LB14 and LB19). A pattern of the
characters themselves would take milliseconds to compile.
"""
_WIDE = (
    (0x2E80, 0x2FDF),
    (0x3040, 0x9FFF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7FF),
    (0xF900, 0xFAFF),
    (0xFF10, 0xFF5A),
)
_WIDE_STOPS = "\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f"
_STOPS = "!,.:;?\u2026"
_PLAIN = re.compile("(?! )[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e]*")
"""Text in which every character takes one cell, and which may break after blanks only."""


def plain(runs: Runs) -> str:
    """The text of runs."""
    return "".join([run.text for run in runs])


def cells(runs: Runs) -> int:
    """The cells that runs take."""
    return cell_len(plain(runs))


def wrap(runs: Runs, width: int) -> list[Runs]:
    """Break runs into lines of at most ``width`` cells, without trailing blanks.

    A word that is wider than a line is cut, but never inside a character. An address is
    never cut: its line is as wide as the address.
    """
    text = plain(runs)
    if cell_len(text) <= width:
        return [_cut(runs, 0, len(text.rstrip()))]
    if addresses := list(_addresses(runs)):
        spans = _spans(text, max(1, width), addresses)
    elif _PLAIN.fullmatch(text):
        spans = _plain_spans(text, max(1, width))
    else:
        spans = _spans(text, max(1, width))
    return [_cut(runs, begin, end) for begin, end in spans]


def _addresses(runs: Runs) -> Iterator[range]:
    """Where the addresses stand in the text of runs."""
    offset = 0
    for text, role in runs:
        if role == "address":
            yield range(offset, offset + len(text))
        offset += len(text)


class _Kinds(dict[int, str]):
    """The kind of each character, computed when needed.

    A blank; wide; opening or closing, if wide ``o`` or ``c``, otherwise ``(`` or ``)``, which
    a word may hold; a quotation mark that may be either (``q``); or any other, of a word (``x``).
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        wide = unicodedata.east_asian_width(character) in "WF"
        if character.isspace():
            kind = " "
        elif category in ("Ps", "Pi"):
            kind = "o" if wide else "("
        elif category in ("Pe", "Pf") or character in _WIDE_STOPS + _STOPS:
            kind = "c" if wide else ")"
        elif any(first <= code <= last for first, last in _WIDE):
            kind = "w"
        else:
            kind = "q" if character in "\"'" else "x"
        self[code] = kind
        return kind


_KINDS = _Kinds()


def _plain_spans(text: str, width: int) -> Iterator[tuple[int, int]]:
    """The same spans as ``_spans`` for text that is plain, in a fraction of the time."""
    begin, length = 0, len(text.rstrip())
    while length - begin > width:
        blank = text.rfind(" ", begin, begin + width + 1)
        end = len(text[:blank].rstrip()) if blank >= 0 else begin
        if end > begin:
            yield begin, end
            begin = blank + 1
        else:
            yield begin, begin + width
            begin += width
        while text[begin] == " ":
            begin += 1
    yield begin, length


def _spans(text: str, width: int, addresses: Sequence[range] = ()) -> Iterator[tuple[int, int]]:
    """Where each line begins and ends in the text."""
    begin = end = used = 0
    measure = len if text.isascii() else cell_len
    if measure(text) == len(text):
        chunks = _WORD.finditer(text)
    else:
        kinds = text.translate(_KINDS)
        for address in addresses:
            kinds = kinds[: address.start] + "x" * len(address) + kinds[address.stop :]
        chunks = _WORD_OR_WIDE.finditer(kinds)
    for match in chunks:
        chunk = text[match.start() : match.end()]
        word = chunk.rstrip()
        size = measure(word)
        if used + size > width:
            if end > begin:
                yield begin, end
            begin, used = match.start(), 0  # also past blanks at the beginning
        if size > width and not any(match.start() <= one.start < match.end() for one in addresses):
            *pieces, _ = chop_cells(word, width)
            for piece in pieces:
                yield begin, begin + len(piece)
                begin += len(piece)
            used = cell_len(text[begin : match.end()])
        else:
            used += measure(chunk)
        end = match.start() + len(word)
    if end > begin or begin == 0:
        yield begin, end


def _cut(runs: Runs, begin: int, end: int) -> Runs:
    """The part of runs from one offset to another."""
    if len(runs) == 1:
        text, role = runs[0]
        return (Run(text[begin:end], role),) if begin < end else ()
    kept: list[Run] = []
    offset = 0
    for text, role in runs:
        part = text[max(0, begin - offset) : max(0, end - offset)]
        if part:
            kept.append(Run(part, role))
        offset += len(text)
    return tuple(kept)
