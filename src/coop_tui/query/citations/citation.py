"""Citations: the paragraphs that they name, and quotations held against the local text.

What is found out is that the words of a quotation stand in a text, and where. Whether
the passage bears out what the record says of it, no program knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from msgspec import Struct

from coop_tui.query.citations.quotation import (
    LEAST_SYLLABLES,
    LEAST_WORDS,
    Passage,
    Span,
    find_in,
    full_text,
    too_short,
)
from coop_tui.query.citations.typography import on_one_line
from coop_tui.record.record import Record
from coop_tui.record.source_texts import TextError
from coop_tui.record.tables import Citation, Source

# Compiled when first used: most records are read without any of them.
_RANGE = "([0-9]{1,9})(?: ?[-–—][¶ ]*([0-9]{1,9}))?"
_NAMES_PARAGRAPHS = (
    rf"(?i:¶+|para(?:graph)?s?\b\.?) ?{_RANGE}(?: ?(?:[,;&]|\b(?i:and)\b)[¶ ]*{_RANGE})*"
)


class Verdict(Enum):
    """What comes of holding a quotation against a text."""

    FOUND = "found"
    OTHER_PARAGRAPH = "elsewhere"
    NOT_FOUND = "not found"
    MISSING = "text missing"


class Range(NamedTuple):
    """Paragraphs from one number to another, both included; they are counted from 1."""

    first: int
    last: int

    def __str__(self) -> str:
        """``¶7``, or ``¶4–5``."""
        return f"¶{self.first}" if self.first == self.last else f"¶{self.first}–{self.last}"


class Verification(Struct, frozen=True):
    """What came of holding a citation against the text of its source.

    Attributes:
        verdict: None if the citation has no quotation.
        paragraphs: How many the text has.
        cited: The paragraphs that the citation names, as far as the text has them.
        beyond: Those that it names and the text does not have.
        marks: Where the quotation stands: several marks if it has parts, or goes from
            one paragraph into the next.
        nearest: If it stands nowhere, the passage that is most like it; empty if none is.
    """

    verdict: Verdict | None
    paragraphs: int = 0
    cited: tuple[Range, ...] = ()
    beyond: tuple[Range, ...] = ()
    marks: tuple[Span, ...] = ()
    nearest: tuple[Span, ...] = ()

    @property
    def words(self) -> str:
        """The verdict in words, as much as it says and no more; empty if there is none."""
        match self.verdict:
            case Verdict.FOUND:
                return f"the quotation stands in {_listed(self.places)}"
            case Verdict.OTHER_PARAGRAPH:
                named = _listed((*self.cited, *self.beyond))
                return f"the quotation does not stand in {named} but in {_listed(self.places)}"
            case Verdict.NOT_FOUND:
                return "the quotation does not stand in the text"
            case Verdict.MISSING:
                return "the quotation was not held against the text"
        return ""

    @property
    def missing_paragraphs(self) -> str:
        """That the text lacks paragraphs which the citation names; empty if it has them."""
        if not self.beyond:
            return ""
        plural = "" if self.paragraphs == 1 else "s"
        return f"the text has {self.paragraphs} paragraph{plural}, no {_listed(self.beyond)}"

    @property
    def places(self) -> tuple[Range, ...]:
        """The paragraphs in which the quotation stands."""
        return _merged((mark.paragraph, mark.paragraph) for mark in self.marks)


def paragraphs_named(at: str) -> tuple[Range, ...]:
    """The paragraphs that the place of a citation names, in order.

    Args:
        at: ``¶7``, ``¶4–5``, ``¶1, 3–4``, ``para. 7`` and the like.

    Returns:
        The paragraphs; none if the place is of another kind, such as ``p. 12``.
    """
    place = " ".join(at.split())
    if not re.fullmatch(_NAMES_PARAGRAPHS, place):
        return ()
    ends = [(int(one), int(other or one)) for one, other in re.findall(_RANGE, place)]
    return _merged((min(pair), max(pair)) for pair in ends)


def paragraph_ref_error(at: str) -> str:
    """What is wrong with a place that is to name paragraphs; empty if nothing is, or if it is not.

    Args:
        at: The place of a citation.
    """
    if not paragraphs_named(at):
        numbers = paragraphs_named(f"¶{at}")
        would = f", as {_listed(numbers)} would be" if numbers else ""
        return f"'{at}' is not understood as paragraphs{would}" if would or "¶" in at else ""
    backwards = any(other and int(other) < int(one) for one, other in re.findall(_RANGE, at))
    return f"'{at}' runs backwards" if backwards else ""


def _merged(ends: Iterable[tuple[int, int]]) -> tuple[Range, ...]:
    """Ranges in order, those that meet as one."""
    found: list[Range] = []
    for first, last in sorted(ends):
        if found and first <= found[-1].last + 1:
            found[-1] = Range(found[-1].first, max(last, found[-1].last))
        else:
            found.append(Range(first, last))
    return tuple(found)


def _listed(ranges: Iterable[Range]) -> str:
    return ", ".join(map(str, ranges))


def verify(citation: Citation, paragraphs: Sequence[str] | None) -> Verification:
    """Hold a citation against the text of its source.

    The quotation has to stand in the paragraphs that the citation names, and may go
    from one of them into the next; if it names none, anywhere. Only the first place
    counts. An ellipsis (``…``, ``[…]``, ``...``) in a quotation that does not stand in
    the text so leaves something out: the parts have to follow one another, each in any
    of the cited paragraphs. Elsewhere they have to stand in one paragraph, or else each
    of them has to be long enough not to stand there by chance.

    Args:
        citation: What is cited.
        paragraphs: The text; None if it cannot be had.
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
    stretches = [Passage(paragraphs[first - 1 : last], first) for first, last in cited]
    if marks := find_in(stretches, citation.quote):
        return Verification(Verdict.FOUND, count, cited, beyond, marks)
    text = full_text(tuple(paragraphs))
    if marks := text.anywhere(citation.quote):
        verdict = Verdict.OTHER_PARAGRAPH if named else Verdict.FOUND
        return Verification(verdict, count, cited, beyond, marks)
    nearest = text.nearest(citation.quote)
    return Verification(Verdict.NOT_FOUND, count, cited, beyond, nearest=nearest)


class Evidence(Struct, frozen=True):
    """A citation and all that the record keeps to show for it.

    Attributes:
        citation: What is cited.
        source: Its source.
        paragraphs: The text of the source; empty if it cannot be had.
        text_error: Why it cannot be had; None if it can.
        verification: What came of holding the citation against it.
    """

    citation: Citation
    source: Source
    paragraphs: tuple[str, ...]
    text_error: TextError | None
    verification: Verification


def evidence(record: Record, citation: Citation) -> Evidence:
    """Look a citation up, in the text as it is now."""
    source = record.dossier.source[citation.source]
    try:
        paragraphs = record.texts.paragraphs(source)
    except TextError as error:
        return Evidence(citation, source, (), error, verify(citation, None))
    return Evidence(citation, source, paragraphs, None, verify(citation, paragraphs))


def passage(paragraphs: Sequence[str], marks: Iterable[Span]) -> str:
    """The words that marks stand for, on one line."""
    return " ".join(map(on_one_line, _stretches(paragraphs, marks)))


def _stretches(paragraphs: Sequence[str], marks: Iterable[Span]) -> Iterator[str]:
    return (paragraphs[mark.paragraph - 1][mark.begin : mark.end] for mark in marks)


class CitationIssue(Struct, frozen=True):
    """What is wrong with a citation.

    Attributes:
        key: The key of the citation that is to be looked at.
        message: What is wrong.
        hint: What to do.
        warning: Whether it is only worth a look.
    """

    key: str
    message: str
    hint: str
    warning: bool = False


def citation_issues(found: Evidence) -> Iterator[CitationIssue]:
    """What is wrong with a citation; where the text cannot be had, only how it is written."""
    citation, verification = found.citation, found.verification
    if citation.quote and too_short(citation.quote):
        hint = f"quote {LEAST_WORDS} words or more; in Chinese, {LEAST_SYLLABLES} characters"
        yield CitationIssue(
            "quote", "the quotation is too short to show anything", hint, warning=True
        )
    if verification.missing_paragraphs and verification.verdict is Verdict.OTHER_PARAGRAPH:
        places = _listed(verification.places)
        yield CitationIssue(
            "at", verification.missing_paragraphs, f"the quotation stands in {places}"
        )
    elif verification.missing_paragraphs:
        yield CitationIssue(
            "at", verification.missing_paragraphs, "they are counted from 1, headings included"
        )
    elif verification.verdict is Verdict.OTHER_PARAGRAPH:
        places = _listed(verification.places)
        yield CitationIssue(
            "at", verification.words, f"correct the quotation, or write at = {places!r}"
        )
    if verification.verdict is Verdict.NOT_FOUND:
        hint = "nothing in it is like it"
        if verification.nearest:
            place = _listed(_merged((mark.paragraph,) * 2 for mark in verification.nearest))
            words = passage(found.paragraphs, verification.nearest)
            hint = f"{_likeness(found)}, in {place}: “{words}”"
        yield CitationIssue("quote", verification.words, hint)


def _likeness(found: Evidence) -> str:
    """What to call the passage that is most like a quotation."""
    from coop_tui.query.citations.fuzzy_match import difference_kind

    stretches = _stretches(found.paragraphs, found.verification.nearest)
    if difference := difference_kind(found.citation.quote, "\n".join(stretches)):
        return f"it differs only in {difference} from the nearest passage"
    return "the nearest passage"
