"""The evidence of claims: the sources cited, the passages, and a check of the quotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict, replace
from rich.cells import cell_len

from coop_tui.query.citations.citation import Evidence, Verdict, evidence, passage
from coop_tui.query.citations.quotation import too_short
from coop_tui.query.citations.typography import on_one_line
from coop_tui.query.points import MeetingPoint, meetings
from coop_tui.query.points import points as points_of
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.dates import Date
from coop_tui.record.entries import Citation, Programme, Remark, Statement
from coop_tui.record.record import NotKeptError, Record
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views import points
from coop_tui.views.document.blocks import Numbering, Page, Paragraph, Run, Runs, reflowed
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import truncate
from coop_tui.views.labels import counted, meeting_name, scope, who_says
from coop_tui.views.view import View

NAME = "Source"
DISCLAIMER = (
    "Only whether the words stand in the text is checked. Whether the passage bears the "
    "claim out is for the reader to judge."
)
_INDENT = 2
_NEIGHBOUR_CELLS = 140  # of a paragraph beside a cited one: a line or two
_LONGEST = 3_000  # characters of a paragraph, round the quotation if it is longer
_MOST_PARAGRAPHS = 12  # cited ones, besides those in which the quotation stands


class Claim(Struct, frozen=True):
    """A statement, or an editor's remark, on a meeting, a plan or an initiative as a whole."""

    of: Literal["meeting", "plan", "initiative"]
    id: str
    part: Literal["summary", "outlook", "remark", "about", "milestone"]
    statement: Statement | Remark
    date: Date | None = None


def make_page(record: Record, selection: Selection, numbering: Numbering | None = None) -> Page:
    """The selected claims and points with the passages that they cite, the latest meeting first.

    The claims on a plan or an initiative come first, if nothing else is selected; a meeting
    that is shown whole begins with its summary, outlook and remark.
    """
    dossier = record.dossier
    page = Page(record, scope(dossier, NAME, selection), numbering)
    checked = False
    for programme, claims in _programme_claims(dossier, selection):
        if claims:
            page.add_heading(programme.name, level=1)
        checked |= _add_claims(page, claims)
    selected = meetings(dossier, selection) if selection.milestone is None else ()
    for meeting in reversed(selected):
        claims = list(_meeting_claims(meeting, selection))
        found = list(points_of(dossier, replace(selection, meeting=meeting.id)))
        if selection.meeting is None and (claims or found):
            page.add_heading(meeting_name(dossier, meeting), level=1)
        checked |= _add_claims(page, claims)
        for point in found:
            checked |= _add_point(page, point)
    if not page.blocks:
        points.add_absence(page, selection)
    if checked:
        page.add_gap()
        page.add_text(Run(DISCLAIMER, "muted"))
    return page


def _programme_claims(
    dossier: Dossier, selection: Selection
) -> Iterator[tuple[Programme, list[Claim]]]:
    """The claims on each selected plan, or on the initiative, if nothing else is selected."""
    plans, initiative = selection.filter.plans, selection.filter.initiative
    programmes: list[Programme] = []
    whole = replace(selection, milestone=None)
    if whole == Selection(filter=Filter(plans=plans)):
        programmes += [dossier.plan[name] for name in plans]
    if initiative and whole == Selection(filter=Filter(initiative=initiative)):
        programmes.append(dossier.initiative[initiative])
    for programme in programmes:
        of: Literal["plan", "initiative"] = "initiative" if initiative else "plan"
        about = [Claim(of, programme.id, "about", statement) for statement in programme.about]
        milestones = [
            Claim(of, programme.id, "milestone", milestone, milestone.date)
            for milestone in programme.milestones
        ]
        if selection.milestone is not None:
            yield programme, [milestones[selection.milestone - 1]]
        else:
            yield programme, about + sorted(milestones, key=attrgetter("statement.date"))


def _meeting_claims(meeting: Meeting, selection: Selection) -> Iterator[Claim]:
    """The claims on a meeting as a whole, if nothing narrows the selection to a part of it."""
    if selection != Selection(selection.meeting):
        return
    yield from (Claim("meeting", meeting.id, "summary", entry) for entry in meeting.summary)
    yield from (Claim("meeting", meeting.id, "outlook", entry) for entry in meeting.outlook)
    if meeting.remark:
        yield Claim("meeting", meeting.id, "remark", meeting.remark)


def _add_claims(page: Page, claims: Iterable[Claim]) -> bool:
    """Add claims and their evidence; return whether a quotation was checked."""
    checked = False
    for (part, date), group in groupby(claims, lambda claim: (claim.part, claim.date)):
        page.add_heading(part.capitalize(), after=Run(f" · {date}", "muted") if date else None)
        for number, claim in enumerate(group):
            if number:
                page.add_gap()
            if isinstance(claim.statement, Remark):
                page.add_text(*page.remark_runs(claim.statement), indent=_INDENT)
            else:
                page.add_statement(claim.statement, _INDENT)
            checked |= _add_evidence(page, claim.statement)
    return checked


def _add_point(page: Page, found: MeetingPoint) -> bool:
    """Add a point and its evidence; return whether a quotation was checked."""
    dossier, point = page.dossier, found.point
    sectors = ", ".join(dossier.topic[name].name for name in point.topics)
    page.add_heading(f"Point {found.number}", after=Run(f" · {sectors}", "muted"))
    page.add_text(*who_says(dossier, point), key=found.key)
    page.add_statement(point, _INDENT, found.key)
    page.add_text(Run(_basis(dossier, point), "muted"), indent=_INDENT, key=found.key)
    return _add_evidence(page, point, found.key)


def _basis(dossier: Dossier, statement: Statement) -> str:
    """On how many sources a statement rests, and whose they are, as far as the record says.

    ``Rests on one source, of Hong Kong.``, ``Rests on 3 sources: 2 of Hong Kong, 1 of Beijing.``
    """
    names = statement.sources
    sides = Counter(dossier.source[name].side for name in names)
    whose = [
        f"of {dossier.party[side].name}" if side else "whose side is not stated" for side in sides
    ]
    if len(names) == 1:
        return f"Rests on one source, {whose[0]}."
    if len(sides) == 1:
        number = "both" if len(names) == 2 else "all"
        all_of = "whose sides are not stated" if None in sides else f"{number} {whose[0]}"
        return f"Rests on {len(names)} sources, {all_of}."
    parts = ", ".join(map("{} {}".format, sides.values(), whose))
    return f"Rests on {len(names)} sources: {parts}."


def _add_evidence(page: Page, statement: Statement | Remark, key: str | None = None) -> bool:
    """Add the evidence of a claim; return whether a quotation was checked."""
    checked = False
    for citation, on_remark in _citations(statement):
        found = evidence(page.record, citation)
        page.add_gap()
        _add_source_line(page, found, key, on_remark=on_remark)
        _add_passage(page, found, key)
        checked |= found.text_error is None and bool(citation.quote)
    return checked


def _citations(statement: Statement | Remark) -> list[tuple[Citation, bool]]:
    """The citations of a claim, then those of a remark on it, and whether each is of a remark."""
    remark = statement.remark if isinstance(statement, Statement) else None
    on_remark = remark.cite if remark else ()
    return [(cite, False) for cite in statement.cite] + [(cite, True) for cite in on_remark]


def _add_source_line(page: Page, found: Evidence, key: str | None, *, on_remark: bool) -> None:
    """Add the number of a source, its bibliographic line, and the quotation."""
    note = page.citation_runs((found.citation,))[-1]
    after = (Run(" (for the remark)", "remark"),) if on_remark else ()
    runs = (*page.source_runs(found.source, address=False), *after)
    page.blocks.append(Paragraph(runs, 0, (note,), cell_len(note.text) + 1, key))
    if found.citation.quote:
        quote = Run(f"“{reflowed(found.citation.quote)}”")
        page.add_text(Run("Quoted: ", "muted"), quote, indent=_INDENT, key=key)


def _add_passage(page: Page, found: Evidence, key: str | None) -> None:
    """Add the cited passage and the result of the check, or why there is neither."""
    if found.text_error is not None:
        page.add_text(*_no_text(found), indent=_INDENT, key=key)
    else:
        _add_paragraphs(page, found, key)
    for words, role in _verdicts(found):
        page.add_text(Run(f"{_capitalized(words)}.", role), indent=_INDENT, key=key)


def _capitalized(words: str) -> str:
    return words[0].upper() + words[1:]


def _no_text(found: Evidence) -> Runs:
    role = "muted" if isinstance(found.text_error, NotKeptError) else "verdict.doubt"
    reason = Run(f"{_capitalized(str(found.text_error))}; ", role)
    if address := found.source.url or found.source.archived:
        return (reason, Run("read it at ", "muted"), Run(address, "address"))
    return (reason, Run("the record gives no address of it.", "muted"))


def _verdicts(found: Evidence) -> Iterator[tuple[str, str]]:
    """Each result of the check of a citation, with its role."""
    verification = found.verification
    if verification.missing_paragraphs:
        yield verification.missing_paragraphs, "verdict.doubt"
    if found.text_error is None and verification.words:
        good = verification.verdict is Verdict.FOUND
        yield verification.words, "verdict" if good else "verdict.doubt"
    if verification.nearest:
        place = f"¶{verification.nearest[0].paragraph}"
        words = passage(found.paragraphs, verification.nearest)
        yield f"the nearest passage, in {place}: “{words}”", "verdict"
    if found.citation.quote and too_short(found.citation.quote):
        yield "the quotation is too short to show anything", "verdict.doubt"
    if found.text_error is None and not (
        verification.verdict or verification.cited or verification.beyond
    ):
        yield "the citation names no paragraph of the text", "verdict"


def _full_paragraphs(found: Evidence) -> list[int]:
    """The numbers of the paragraphs that are given in full."""
    numbers = {span.paragraph for span in found.verification.spans}
    most = _MOST_PARAGRAPHS
    for first, last in found.verification.cited:
        cited = range(first, min(last, first + most - 1) + 1)
        numbers.update(cited)
        most -= len(cited)
    return sorted(numbers)


def _add_paragraphs(page: Page, found: Evidence, key: str | None) -> None:
    """Add the cited paragraphs, each with its number, and the beginnings of their neighbours."""
    full, count = _full_paragraphs(found), len(found.paragraphs)
    around = {near for number in full for near in (number - 1, number, number + 1)}
    numbers = sorted(around.intersection(range(1, count + 1)))
    label_width = max((cell_len(f"¶{number}") for number in numbers), default=0) + 2
    for number in numbers:
        if number in full:
            runs = _marked(found, number)
        else:
            text = on_one_line(found.paragraphs[number - 1][:_LONGEST])
            runs = (Run(truncate(text, _NEIGHBOUR_CELLS, Charset.UNICODE), "passage.near"),)
        label = Run(f"¶{number}", "cite")
        page.blocks.append(Paragraph(runs, _INDENT, (label,), label_width, key))
    cited = (range(first, last + 1) for first, last in found.verification.cited)
    if left_out := sum(number not in full for numbers in cited for number in numbers):
        more = Run(f"… and {counted(left_out, 'more paragraph')}", "muted")
        page.add_text(more, indent=_INDENT, key=key)


def _marked(found: Evidence, number: int) -> Runs:
    """A paragraph with the quotation marked in it."""
    text = found.paragraphs[number - 1]
    spans = [span for span in found.verification.spans if span.paragraph == number]
    spans.sort(key=attrgetter("begin", "end"))
    begin = max(0, spans[0].begin - _LONGEST // 2) if spans and len(text) > _LONGEST else 0
    end = max([begin + _LONGEST, *(span.end for span in spans)])
    runs = [Run("… ", "muted")] if begin else []
    for span in spans:
        quote = on_one_line(text[span.begin : span.end])
        before = on_one_line(text[begin : span.begin])
        runs += [Run(before, "passage"), Run(f"⟦{quote}⟧", "passage.quote")]
        begin = span.end
    runs.append(Run(on_one_line(text[begin:end]), "passage"))
    if end < len(text):
        runs.append(Run(" …", "muted"))
    return tuple(run for run in runs if run.text)


def data(record: Record, selection: Selection) -> dict[str, Any]:
    """The selected claims and points with their evidence, in order of date, programmes first."""
    dossier = record.dossier
    claims = [claim for _, group in _programme_claims(dossier, selection) for claim in group]
    found: Iterable[tuple[MeetingPoint, dict[str, Any]]] = ()
    if selection.milestone is None:
        for meeting in meetings(dossier, selection):
            claims += _meeting_claims(meeting, selection)
        found = zip(points_of(dossier, selection), points.data(record, selection), strict=True)
    return {
        "statements": [
            {
                "of": claim.of,
                "id": claim.id,
                "part": claim.part,
                "date": claim.date.edtf if claim.date else None,
                "text": claim.statement.text,
                "cite": claim.statement.cite,
                "remark": getattr(claim.statement, "remark", None),
                "evidence": _evidence_data(record, claim.statement),
            }
            for claim in claims
        ],
        "points": [
            {**point_data, "evidence": _evidence_data(record, entry.point)}
            for entry, point_data in found
        ],
    }


def _evidence_data(record: Record, statement: Statement | Remark) -> list[dict[str, Any]]:
    return [
        {"for_remark": on_remark, **_citation_data(record.dossier, evidence(record, citation))}
        for citation, on_remark in _citations(statement)
    ]


def _citation_data(dossier: Dossier, found: Evidence) -> dict[str, Any]:
    verification = found.verification
    return {
        "citation": found.citation,
        "type": found.source.type,
        "side": dossier.party[found.source.side].name if found.source.side else None,
        "verdict": verification.verdict.value if verification.verdict else None,
        "lack": str(found.text_error or verification.missing_paragraphs) or None,
        "paragraphs": [
            {"number": number, "text": found.paragraphs[number - 1]}
            for number in _full_paragraphs(found)
        ],
        "marks": list(map(asdict, verification.spans)),
        "nearest": list(map(asdict, verification.nearest)),
    }


VIEW = View(
    title=NAME,
    page=make_page,
    data=data,
    filter_fields=("meeting", "sector", "filter", "point", "milestone"),
)
