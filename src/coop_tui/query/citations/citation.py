"""Citations: the paragraphs that they name, and their quotations in the local text.

The check finds whether the words of a quotation stand in a text, and where. It cannot know
whether the passage supports the claim of the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from msgspec import Struct

from coop_tui.query.citations.quotation import (
    Passage,
    Span,
    find_in,
    full_text,
)
from coop_tui.query.citations.typography import on_one_line
from coop_tui.record.entries import Citation, Source
from coop_tui.record.record import Record, TextError

# Compiled when first used: most records are read without any of them.
_RANGE = "([0-9]{1,9})(?: ?[-–—][¶ ]*([0-9]{1,9}))?"
_NAMES_PARAGRAPHS = (
    rf"(?i:¶+|para(?:graph)?s?\b\.?) ?{_RANGE}(?: ?(?:[,;&]|\b(?i:and)\b)[¶ ]*{_RANGE})*"
)


class Verdict(Enum):
    """The result of looking for a quotation in a text."""

    FOUND = "found"
    OTHER_PARAGRAPH = "elsewhere"
    NOT_FOUND = "not found"
    MISSING = "text missing"


class Range(NamedTuple):
    """Paragraphs from one number to another, both included; the first of a text is 1."""

    first: int
    last: int

    def __str__(self) -> str:
        """``¶7``, or ``¶4–5``."""
        return f"¶{self.first}" if self.first == self.last else f"¶{self.first}–{self.last}"


class Verification(Struct, frozen=True):
    """The result of checking a citation in the text of its source.

    Attributes:
        verdict: The result for the quotation; None if there is none.
        paragraphs: The number of paragraphs in the text.
        cited: The paragraphs that the citation names and the text has.
        beyond: The paragraphs that the citation names and the text does not have.
        spans: The place of the quotation: several spans if it has parts, or continues in
            the next paragraph.
        nearest: The passage most like a quotation that is not found; empty if none is.
    """

    verdict: Verdict | None
    paragraphs: int = 0
    cited: tuple[Range, ...] = ()
    beyond: tuple[Range, ...] = ()
    spans: tuple[Span, ...] = ()
    nearest: tuple[Span, ...] = ()

    @property
    def words(self) -> str:
        """The verdict in words, which claim no more than it shows; empty without a text."""
        match self.verdict:
            case Verdict.FOUND:
                return f"the quotation stands in {listed(self.places)}"
            case Verdict.OTHER_PARAGRAPH:
                named = listed((*self.cited, *self.beyond))
                return f"the quotation does not stand in {named} but in {listed(self.places)}"
            case Verdict.NOT_FOUND:
                return "the quotation does not stand in the text"
        return ""

    @property
    def missing_paragraphs(self) -> str:
        """A message on paragraphs that the text does not have; empty if it has them all."""
        if not self.beyond:
            return ""
        plural = "" if self.paragraphs == 1 else "s"
        return f"the text has {self.paragraphs} paragraph{plural}, no {listed(self.beyond)}"

    @property
    def places(self) -> tuple[Range, ...]:
        """The paragraphs in which the quotation stands, or else the passage most like it."""
        return _merged((span.paragraph, span.paragraph) for span in self.spans or self.nearest)


def paragraphs_named(at: str) -> tuple[Range, ...]:
    """The paragraphs that the place of a citation names, in order.

    ``¶7``, ``¶4–5``, ``¶1, 3–4``, ``para. 7`` and the like name paragraphs; others, such as
    ``p. 12``, name none.
    """
    place = " ".join(at.split())
    if not re.fullmatch(_NAMES_PARAGRAPHS, place):
        return ()
    ends = [(int(first), int(last or first)) for first, last in re.findall(_RANGE, place)]
    return _merged((min(pair), max(pair)) for pair in ends)


def paragraph_ref_error(at: str) -> tuple[str, str]:
    """Why a place is no valid reference to paragraphs, and what to write instead.

    Both are empty if it is one, or not meant as one.
    """
    named = paragraphs_named(at)
    if any(last and int(last) < int(first) for first, last in re.findall(_RANGE, at) if named):
        return f"'{at}' runs backwards", f"write '{listed(named)}'"
    if named:
        return "", ""
    if numbers := paragraphs_named(f"¶{at}"):
        hint = f"write '{listed(numbers)}' if it counts paragraphs, 'p. {at}' if pages"
        return f"'{at}' does not say what it counts", hint
    if "¶" not in at:
        return "", ""
    hint = "write the numbers of paragraphs and nothing else: '¶7', '¶4–5' or '¶1, 3–4'"
    return f"'{at}' cannot be read as paragraphs", hint


def _merged(ends: Iterable[tuple[int, int]]) -> tuple[Range, ...]:
    """Ranges in order; adjacent or overlapping ranges become one."""
    merged: list[Range] = []
    for first, last in sorted(ends):
        if merged and first <= merged[-1].last + 1:
            first, last = merged[-1].first, max(last, merged.pop().last)
        merged.append(Range(first, last))
    return tuple(merged)


def listed(ranges: Iterable[Range]) -> str:
    """Ranges in words: ``¶2, ¶4–5``."""
    return ", ".join(map(str, ranges))


def verify(citation: Citation, paragraphs: Sequence[str] | None) -> Verification:
    """Check a citation in the paragraphs of its source; None if they cannot be read.

    The quotation must stand in the paragraphs that the citation names, and may continue
    from one of them into the next; if it names none, anywhere. Only the first place
    counts. Unless the text has an ellipsis (``…``, ``[…]``, ``...``) of the quotation too,
    it divides the quotation: the parts must follow one another, each in any of the cited
    paragraphs. Elsewhere they must stand in one paragraph, or each must be long enough not
    to stand there by chance.
    """
    if paragraphs is None:
        return Verification(Verdict.MISSING if citation.quote else None)
    named = paragraphs_named(citation.at)
    count = len(paragraphs)
    cited = tuple(Range(max(1, a), min(b, count)) for a, b in named if b >= 1 and a <= count)
    beyond = tuple(Range(max(a, count + 1), b) for a, b in named if b > count)
    if any(a < 1 for a, _ in named):
        beyond = (Range(0, 0), *beyond)
    if not citation.quote:
        return Verification(None, count, cited, beyond)
    passages = [Passage(paragraphs[first - 1 : last], first) for first, last in cited]
    if spans := find_in(passages, citation.quote):
        return Verification(Verdict.FOUND, count, cited, beyond, spans)
    text = full_text(tuple(paragraphs))
    if spans := text.find_strictly(citation.quote):
        verdict = Verdict.OTHER_PARAGRAPH if named else Verdict.FOUND
        return Verification(verdict, count, cited, beyond, spans)
    nearest = text.nearest(citation.quote)
    return Verification(Verdict.NOT_FOUND, count, cited, beyond, nearest=nearest)


class Evidence(Struct, frozen=True):
    """A citation with the text of its source.

    Attributes:
        paragraphs: The text of the source; empty if it cannot be read.
        text_error: Why the text cannot be read; None if it can.
    """

    citation: Citation
    source: Source
    paragraphs: tuple[str, ...]
    text_error: TextError | None
    verification: Verification


def evidence(record: Record, citation: Citation) -> Evidence:
    """Check a citation in the text of its source as it is now."""
    source = record.dossier.source[citation.source]
    try:
        paragraphs = record.texts.paragraphs(source)
    except TextError as error:
        return Evidence(citation, source, (), error, verify(citation, None))
    return Evidence(citation, source, paragraphs, None, verify(citation, paragraphs))


def passage(paragraphs: Sequence[str], spans: Iterable[Span]) -> str:
    """The words of spans, on one line."""
    return " ".join(map(on_one_line, _texts(paragraphs, spans)))


def _texts(paragraphs: Sequence[str], spans: Iterable[Span]) -> Iterator[str]:
    return (paragraphs[span.paragraph - 1][span.begin : span.end] for span in spans)


def nearest_in_words(found: Evidence) -> str:
    """The passage most like a quotation that is not found, in words that say how it differs."""
    from coop_tui.query.citations.fuzzy_match import difference_kind

    paragraphs, spans = found.paragraphs, found.verification.nearest
    if not spans:
        return "nothing in it is like it"
    difference = difference_kind(found.citation.quote, "\n".join(_texts(paragraphs, spans)))
    only = f"it differs only in {difference} from " if difference else ""
    place = listed(found.verification.places)
    return f"{only}the nearest passage, in {place}: “{passage(paragraphs, spans)}”"
