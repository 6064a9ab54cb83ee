"""What claims rest on: what is cited, the passage itself, and whether the quotation stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict, replace
from rich.cells import cell_len

from coop_tui.query.citations.citation import Evidence, Verdict, evidence, passage
from coop_tui.query.citations.quotation import Span, too_short
from coop_tui.query.citations.typography import on_one_line
from coop_tui.query.points import MeetingPoint, meetings
from coop_tui.query.points import points as points_of
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.dates import Date
from coop_tui.record.record import Record
from coop_tui.record.source_texts import NotKeptError
from coop_tui.record.tables import Citation, Dossier, Meeting, Programme, Remark, Statement
from coop_tui.views import points
from coop_tui.views.document.blocks import Page, Paragraph, Run, Runs, reflowed, source_runs
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import truncate
from coop_tui.views.labels import meeting_name, scope, who_says
from coop_tui.views.view import View

NAME = "Source"
DISCLAIMER = (
    "Only whether the words stand in the text is checked. Whether the passage bears the "
    "claim out is for the reader to judge."
)
"""What a verdict says, and what it does not."""

_INDENT = 2
_NEAR_CELLS = 140
"""What is shown of a paragraph beside a cited one: a line or two."""
_LONGEST = 3_000
"""The characters that are shown of a paragraph; of a longer one, those round the quotation."""
_MOST_PARAGRAPHS = 12
"""The cited paragraphs that are shown, besides those in which the quotation stands."""


class Claim(Struct, frozen=True):
    """What the record says of a meeting, a plan or an initiative as a whole.

    Attributes:
        of: Which of the three it is on.
        id: The id of that.
        part: What it is there.
        said: The claim itself, or the editor's remark.
        date: When it is, if it is a milestone.
    """

    of: Literal["meeting", "plan", "initiative"]
    id: str
    part: Literal["summary", "outlook", "remark", "about", "milestone"]
    said: Statement | Remark
    date: Date | None = None


def page(record: Record, selection: Selection) -> Page:
    """What is selected with the passages that it cites: by meeting, the latest first.

    A plan or an initiative that alone is selected comes first with what is said of it;
    a meeting that is shown whole begins with its summary, outlook and remark.
    """
    dossier = record.dossier
    view = Page(record, scope(dossier, NAME, selection))
    checked = False
    for programme, claims in _of_programmes(dossier, selection):
        if claims:
            view.heading(programme.name, level=1)
        checked |= _describe_claims(view, claims)
    for meeting in reversed(meetings(dossier, selection)):
        whole = list(_of_meeting(meeting, selection))
        found = list(points_of(dossier, replace(selection, meeting=meeting.id)))
        if selection.meeting is None and (whole or found):
            view.heading(meeting_name(meeting), level=1)
        checked |= _describe_claims(view, whole)
        for said in found:
            checked |= _describe(view, said)
    if not view.blocks:
        points.nothing(view, selection)
    if checked:
        view.gap()
        view.text(Run(DISCLAIMER, "muted"))
    return view


def _of_programmes(
    dossier: Dossier, selection: Selection
) -> Iterator[tuple[Programme, list[Claim]]]:
    """The plans, or the initiative, if nothing else is selected, with what is said of each."""
    plans, initiative = selection.filter.plans, selection.filter.initiative
    if selection == Selection(filter=Filter(plans=plans)):
        for name in plans:
            plan = dossier.plan[name]
            yield plan, list(_of_programme("plan", plan))
    if initiative and selection == Selection(filter=Filter(initiative=initiative)):
        programme = dossier.initiative[initiative]
        yield programme, list(_of_programme("initiative", programme))


def _of_programme(of: Literal["plan", "initiative"], programme: Programme) -> Iterator[Claim]:
    for statement in programme.about:
        yield Claim(of, programme.id, "about", statement)
    for one in sorted(programme.milestones, key=lambda one: one.date):
        yield Claim(of, programme.id, "milestone", one, one.date)


def _of_meeting(meeting: Meeting, selection: Selection) -> Iterator[Claim]:
    """What is said of a meeting as a whole, if it is shown whole."""
    if selection != Selection(selection.meeting):
        return
    for statement in meeting.summary:
        yield Claim("meeting", meeting.id, "summary", statement)
    for statement in meeting.outlook:
        yield Claim("meeting", meeting.id, "outlook", statement)
    if meeting.remark:
        yield Claim("meeting", meeting.id, "remark", meeting.remark)


def _describe_claims(view: Page, claims: Iterable[Claim]) -> bool:
    """Add claims and their evidence to a page; say whether a quotation was checked."""
    checked = False
    for (part, date), group in groupby(claims, lambda claim: (claim.part, claim.date)):
        view.heading(part.capitalize(), after=Run(f" · {date}", "muted") if date else None)
        for number, claim in enumerate(group):
            if number:
                view.gap()
            if isinstance(claim.said, Remark):
                view.remark(claim.said, indent=_INDENT)
            else:
                view.cited(claim.said, indent=_INDENT)
            checked |= _add_evidence(view, claim.said)
    return checked


def _describe(view: Page, said: MeetingPoint) -> bool:
    """Add a point and its evidence to a page; say whether a quotation was checked."""
    dossier, point = view.dossier, said.point
    sector = dossier.sector[point.sector].name
    view.heading(f"Point {said.number}", after=Run(f" · {sector}", "muted"))
    view.text(*who_says(dossier, point), key=said.key)
    view.cited(point, indent=_INDENT, key=said.key)
    return _add_evidence(view, point, said.key)


def _add_evidence(view: Page, said: Statement | Remark, key: str | None = None) -> bool:
    """Add the evidence of a claim to a page; say whether a quotation was checked."""
    checked = False
    for citation, on_remark in _citations(said):
        found = evidence(view.record, citation)
        view.gap()
        _name(view, found, key, on_remark=on_remark)
        _show(view, found, key)
        checked |= found.text_error is None and bool(citation.quote)
    return checked


def _citations(said: Statement | Remark) -> list[tuple[Citation, bool]]:
    """The citations of a claim, then those of a remark on it, and which they are."""
    remark = said.remark if isinstance(said, Statement) else None
    remarked = remark.cite if remark else ()
    return [*((one, False) for one in said.cite), *((one, True) for one in remarked)]


def _name(view: Page, found: Evidence, key: str | None, *, on_remark: bool) -> None:
    """Add the number of a source, its bibliographic line, and what is quoted from it."""
    note = view.cite((found.citation,))[-1]
    after = (Run(" (for the remark)", "remark"),) if on_remark else ()
    runs = (*source_runs(found.source, address=False), *after)
    view.blocks.append(Paragraph(runs, 0, (note,), cell_len(note.text) + 1, key))
    if found.citation.quote:
        quote = Run(f"“{reflowed(found.citation.quote)}”")
        view.text(Run("Quoted: ", "muted"), quote, indent=_INDENT, key=key)


def _show(view: Page, found: Evidence, key: str | None) -> None:
    """Add the passage that is cited and what came of the check, or why there is neither."""
    if found.text_error is not None:
        view.text(*_without_text(found), indent=_INDENT, key=key)
    else:
        _passages(view, found, key)
    for words, role in _verdicts(found):
        view.text(Run(f"{words[0].upper()}{words[1:]}.", role), indent=_INDENT, key=key)


def _without_text(found: Evidence) -> Runs:
    role = "muted" if isinstance(found.text_error, NotKeptError) else "verdict.doubt"
    error = str(found.text_error)
    reason = Run(f"{error[0].upper()}{error[1:]}; ", role)
    if found.source.url is None:
        return (reason, Run("the record gives no address of it.", "muted"))
    return (reason, Run("read it at ", "muted"), Run(found.source.url, "address"))


def _verdicts(found: Evidence) -> list[tuple[str, str]]:
    """What there is to say of a citation, each with its role."""
    verification = found.verification
    said = []
    if verification.missing_paragraphs:
        said.append((verification.missing_paragraphs, "verdict.doubt"))
    if found.text_error is None and verification.words:
        good = verification.verdict is Verdict.FOUND
        said.append((verification.words, "verdict" if good else "verdict.doubt"))
    if verification.nearest:
        place = f"¶{verification.nearest[0].paragraph}"
        words = passage(found.paragraphs, verification.nearest)
        said.append((f"the nearest passage, in {place}: “{words}”", "verdict"))
    if found.citation.quote and too_short(found.citation.quote):
        said.append(("the quotation is too short to show anything", "verdict.doubt"))
    if found.text_error is None and not (
        verification.verdict or verification.cited or verification.beyond
    ):
        said.append(("the citation names no paragraph of the text", "verdict"))
    return said


def _shown(found: Evidence) -> tuple[list[int], int]:
    """The numbers of the paragraphs that are shown whole, and how many are left out."""
    verification = found.verification
    marked = {mark.paragraph for mark in verification.spans}
    cited: list[int] = []
    for first, last in verification.cited:
        cited += range(first, min(last, first + _MOST_PARAGRAPHS - len(cited) - 1) + 1)
    shown = sorted(marked.union(cited))
    left_out = sum(last - first + 1 for first, last in verification.cited)
    left_out -= sum(
        first <= number <= last for number in shown for first, last in verification.cited
    )
    return shown, left_out


def _passages(view: Page, found: Evidence, key: str | None) -> None:
    """Add the cited paragraphs, each with its number, between their neighbours."""
    shown, left_out = _shown(found)
    beside = {near for number in shown for near in (number - 1, number + 1)}
    rows = []
    for number in sorted(beside.union(shown)):
        if number in shown:
            rows.append((number, _cited(found, number)))
        elif 1 <= number <= len(found.paragraphs):
            near = truncate(
                on_one_line(found.paragraphs[number - 1][:_LONGEST]), _NEAR_CELLS, Charset.UNICODE
            )
            rows.append((number, (Run(near, "passage.near"),)))
    width = max((cell_len(f"¶{number}") for number, _ in rows), default=0) + 2
    for number, runs in rows:
        label = Run(f"¶{number}", "cite")
        view.blocks.append(Paragraph(runs, _INDENT, (label,), width, key))
    if left_out:
        plural = "" if left_out == 1 else "s"
        more = f"… and {left_out} more paragraph{plural}"
        view.text(Run(more, "muted"), indent=_INDENT, key=key)


def _cited(found: Evidence, number: int) -> Runs:
    """A paragraph with the quotation marked in it."""
    text = found.paragraphs[number - 1]
    marks = [mark for mark in found.verification.spans if mark.paragraph == number]
    marks.sort(key=attrgetter("begin", "end"))
    begin = max(0, marks[0].begin - _LONGEST // 2) if marks and len(text) > _LONGEST else 0
    end = max(begin + _LONGEST, *(mark.end for mark in marks)) if marks else begin + _LONGEST
    runs = [Run("… ", "muted")] if begin else []
    for mark in marks:
        quote = on_one_line(text[mark.begin : mark.end])
        runs += [
            Run(on_one_line(text[begin : mark.begin]), "passage"),
            Run(f"⟦{quote}⟧", "passage.quote"),
        ]
        begin = mark.end
    runs.append(Run(on_one_line(text[begin:end]), "passage"))
    if end < len(text):
        runs.append(Run(" …", "muted"))
    return tuple(run for run in runs if run.text)


def data(record: Record, selection: Selection) -> dict[str, Any]:
    """What is said of what is shown whole, and the selected points, with their evidence.

    Both are in order of date; what is said of plans and initiatives comes first.
    """
    dossier = record.dossier
    claims = [claim for _, group in _of_programmes(dossier, selection) for claim in group]
    for meeting in meetings(dossier, selection):
        claims += _of_meeting(meeting, selection)
    said = zip(points_of(dossier, selection), points.data(record, selection), strict=True)
    return {
        "statements": [
            {
                "of": claim.of,
                "id": claim.id,
                "part": claim.part,
                "date": claim.date.edtf if claim.date else None,
                "text": claim.said.text,
                "cite": claim.said.cite,
                "remark": claim.said.remark if isinstance(claim.said, Statement) else None,
                "evidence": _evidence_data(record, claim.said),
            }
            for claim in claims
        ],
        "points": [{**entry, "evidence": _evidence_data(record, one.point)} for one, entry in said],
    }


def _evidence_data(record: Record, said: Statement | Remark) -> list[dict[str, Any]]:
    return [
        {"for_remark": on_remark, **_plain(evidence(record, citation))}
        for citation, on_remark in _citations(said)
    ]


def _plain(found: Evidence) -> dict[str, Any]:
    verification = found.verification
    shown, _ = _shown(found)
    return {
        "citation": found.citation,
        "verdict": verification.verdict.value if verification.verdict else None,
        "lack": str(found.text_error or verification.missing_paragraphs) or None,
        "paragraphs": [
            {"number": number, "text": found.paragraphs[number - 1]} for number in shown
        ],
        "marks": _plain_marks(verification.spans),
        "nearest": _plain_marks(verification.nearest),
    }


def _plain_marks(marks: Iterable[Span]) -> list[dict[str, int]]:
    return [asdict(mark) for mark in marks]


VIEW = View(
    title=NAME,
    page=page,
    data=data,
    filter_fields=("meeting", "sector", "filter", "point"),
)
