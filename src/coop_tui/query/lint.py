"""Lint rules. ``check`` reports them; they do not stop the reader from opening a record.

Key paths count the meetings in the order of the file, not of their dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.citations.citation import (
    Evidence,
    Verdict,
    evidence,
    listed,
    nearest_in_words,
    paragraph_ref_error,
)
from coop_tui.query.citations.quotation import MIN_SYLLABLES, MIN_WORDS, too_short
from coop_tui.query.placeholders import PLACEHOLDERS, UNKNOWN_DATE, placeholders_in
from coop_tui.query.plans import plans_on
from coop_tui.record.diagnostics.problem import Problem, in_words, quoted
from coop_tui.record.entries import Citation, Outcome, Source, Statement
from coop_tui.record.introspect import KeyPath, fields_of, references, tables_in
from coop_tui.record.kinds import COMMITMENTS, Kind
from coop_tui.record.record import NoFolderError, NotKeptError, Record, TextError
from coop_tui.record.tables import Attendance, Dossier, Meeting, Point

_UNUSED = {
    "party": "no person, point or initiative refers to it",
    "person": "no meeting has it among its people",
    "place": "no meeting is held there",
    "sector": "no point is on it",
    "initiative": "no meeting and no point refers to it",
}
"""The tables whose entries should be referred to, each with the hint if one is not."""
_LONGEST_YEAR = 366
_NONE: Mapping[str, int] = MappingProxyType({})


def lint(record: Record, file: str, included: Mapping[str, int] = _NONE) -> list[Problem]:
    """Apply every rule to a record.

    Args:
        record: The record, with its meetings in the order of the file.
        file: The file as the user named it.
        included: How many entries of each array of tables come from other files. They may
            be unused here, since other records use them.

    Returns:
        The problems and warnings, without line and column, in no particular order.
    """
    problems = []
    for problem in _problems(record, included):
        match problem.path:
            case (str(table), int(index), *_):
                name = getattr(record.dossier, fields_of(Dossier)[table].name)[index].id
            case _:
                name = None
        where = in_words(problem.path, name)
        problems.append(replace(problem, file=file, where=where))
    return problems


def _problem(path: KeyPath, message: str, hint: str, *, warning: bool = False) -> Problem:
    return Problem("", message, path=path, hint=hint, warning=warning)


def _problems(record: Record, included: Mapping[str, int]) -> Iterator[Problem]:
    """The problems, without file and place in words."""
    cited: set[str] = set()
    for path, table in tables_in(record.dossier):
        yield from _listed_twice(path, table)
        yield from _placeholders_left(path, table)
        match table:
            case Citation():
                cited.add(table.source)
                yield from _wrong_citation(record, path, table)
            case Statement() if path[0] == "meeting":
                yield from _source_not_of_meeting(record.dossier, path, table)
                yield from _unaddressed(path, table)
                yield from _due_statement(path, table)
                yield from _speaker_out_of_place(record.dossier, path, table)
            case Source():
                yield from _unreadable_text(record, path, table)
            case Meeting():
                yield from _untold_placeholders(path, table)
                yield from _outside_plans(record.dossier, path, table)
                yield from _there_twice(path, table)
            case Attendance():
                yield from _wrong_side(record.dossier, path, table)
    yield from _wrong_ordinals(record.dossier)
    yield from _overlapping_plans(record.dossier)
    for problem in (*_never_used(record.dossier), *_never_cited(record.dossier, cited)):
        key, number = problem.path[:2]
        if int(number) >= included.get(str(key), 0):
            yield problem


def _listed_twice(path: KeyPath, table: Struct) -> Iterator[Problem]:
    for field in fields_of(type(table)).values():
        ids = getattr(table, field.name)
        if not (field.is_list and field.refers_to) or len(set(ids)) == len(ids):
            continue
        for index, name in enumerate(ids):
            if (first := ids.index(name)) != index:
                yield _problem(
                    (*path, field.key, index),
                    f"{name!r} is listed twice",
                    f"{field.key} {first + 1} is the same",
                )


def _placeholders_left(path: KeyPath, table: Struct) -> Iterator[Problem]:
    for place, text, required in placeholders_in(table):
        hint = "write your own" if required else "write your own, or leave it out"
        yield _placeholder((*path, *place), text, hint)


def _untold_placeholders(path: KeyPath, meeting: Meeting) -> Iterator[Problem]:
    """A date and a kind that could be true, of a meeting that nobody has given a title."""
    if meeting.title in PLACEHOLDERS:
        if meeting.date != UNKNOWN_DATE:
            yield _placeholder((*path, "date"), meeting.date.edtf, "say when it was held")
        yield _placeholder((*path, "kind"), meeting.kind, "say what it was, then give it a title")


def _placeholder(path: KeyPath, text: str, hint: str) -> Problem:
    return _problem(path, f"{quoted(text)} is a placeholder", hint, warning=True)


def _wrong_citation(record: Record, path: KeyPath, citation: Citation) -> Iterator[Problem]:
    """A place that is not understood, or a quotation that is not in the text of the source."""
    message, hint = paragraph_ref_error(citation.at)
    if message:
        yield _problem((*path, "at"), message, hint, warning=True)
    if citation.quote or citation.at:
        yield from citation_problems(path, evidence(record, citation))


def citation_problems(path: KeyPath, found: Evidence) -> Iterator[Problem]:
    """The problems of a citation; if its text cannot be read, only those of its form."""
    quote, verification = found.citation.quote, found.verification
    if quote and too_short(quote):
        message = "the quotation is too short to show anything"
        hint = f"quote {MIN_WORDS} words or more; in Chinese, {MIN_SYLLABLES} characters"
        yield _problem((*path, "quote"), message, hint, warning=True)
    elsewhere = verification.verdict is Verdict.OTHER_PARAGRAPH
    places = listed(verification.places)
    if message := verification.missing_paragraphs:
        hint = "they are counted from 1, headings included"
        hint = f"the quotation stands in {places}" if elsewhere else hint
        yield _problem((*path, "at"), message, hint)
    elif elsewhere:
        hint = f"correct the quotation, or write at = {places!r}"
        yield _problem((*path, "at"), verification.words, hint)
    if verification.verdict is Verdict.NOT_FOUND:
        yield _problem((*path, "quote"), verification.words, nearest_in_words(found))


def _source_not_of_meeting(
    dossier: Dossier, path: KeyPath, statement: Statement
) -> Iterator[Problem]:
    if isinstance(statement, Outcome):  # it is reported elsewhere
        return
    meeting = dossier.meetings[int(path[1])]
    for index, citation in enumerate(statement.cite):
        if citation.source not in meeting.sources:
            yield _problem(
                (*path, "cite", index, "source"),
                f"{citation.source!r} is not among the sources of the meeting",
                f"add it to the sources of meeting {meeting.id}",
                warning=True,
            )


def _unreadable_text(record: Record, path: KeyPath, source: Source) -> Iterator[Problem]:
    try:
        record.texts.paragraphs(source)
    except (NotKeptError, NoFolderError):
        return
    except TextError as error:
        yield _problem((*path, "text"), str(error), error.hint)


def _outside_plans(dossier: Dossier, path: KeyPath, meeting: Meeting) -> Iterator[Problem]:
    if meeting.date == UNKNOWN_DATE:
        return
    if dossier.plans and not plans_on(dossier, meeting.date, meeting.end):
        yield _problem(
            (*path, "date"),
            f"{meeting.date} is not in the period of any plan",
            "correct the date, or add the [[plan]] of that time",
        )


def _wrong_ordinals(dossier: Dossier) -> Iterator[Problem]:
    first: dict[tuple[str, str, int], Meeting] = {}
    for index, meeting in enumerate(dossier.meetings):
        if meeting.ordinal is None or meeting.mechanism is None:
            continue
        other = first.setdefault((meeting.mechanism, meeting.kind, meeting.ordinal), meeting)
        if other is not meeting:
            yield _problem(
                ("meeting", index, "ordinal"),
                f"the number {meeting.ordinal} is already used",
                f"meeting {other.id} has it, under the same mechanism",
            )


def _overlapping_plans(dossier: Dossier) -> Iterator[Problem]:
    """Warn of two plans that share no more than the year in which one follows the other."""
    plans = sorted(enumerate(dossier.plans), key=lambda plan: plan[1].start.first)
    for (_, earlier), (index, later) in pairwise(plans):
        days = (earlier.end.last - later.start.first).days + 1
        if 0 < days <= _LONGEST_YEAR and later.end.last > earlier.end.last:
            yield _problem(
                ("plan", index, "start"),
                f"the plan begins before the {earlier.name} ends",
                "both ends count: end = 2025 runs to the last day of 2025",
                warning=True,
            )


def _wrong_side(dossier: Dossier, path: KeyPath, attendance: Attendance) -> Iterator[Problem]:
    """A person with a side and a body, or with neither."""
    own = dossier.person[attendance.person]
    for holder in (attendance, own):
        if holder.party and holder.body:
            hint = "a guest has a body and no party; anybody else has a party and no body"
            yield _problem(path, f"{own.name} has a party and a body", hint)
            return
    if dossier.party_of(attendance) is None and not dossier.body_of(attendance):
        hint = "give the person a party; of a guest, the body"
        yield _problem(path, f"it is not said whose side {own.name} is on", hint, warning=True)


def _there_twice(path: KeyPath, meeting: Meeting) -> Iterator[Problem]:
    people = [one.person for one in meeting.people]
    for index, person in enumerate(people):
        if (first := people.index(person)) != index:
            hint = f"people {first + 1} is the same person"
            place = (*path, "people", index, "person")
            yield _problem(place, f"{person!r} is listed twice", hint, warning=True)


def _speaker_out_of_place(
    dossier: Dossier, path: KeyPath, statement: Statement
) -> Iterator[Problem]:
    """A speaker who was not at the meeting, or is of none of the sides whose point it is."""
    if not isinstance(statement, Point) or statement.speaker is None:
        return
    meeting, speaker = dossier.meetings[int(path[1])], dossier.person[statement.speaker]
    place = (*path, "speaker")
    there = [one for one in meeting.people if one.person == speaker.id]
    if not there:
        message = f"{speaker.name} is not among the people of the meeting"
        hint = f"add {speaker.id!r} to the people of meeting {meeting.id}, or correct the speaker"
        yield _problem(place, message, hint, warning=True)
    sides = {dossier.party_of(one) for one in there} or {speaker.party}
    if None not in sides and sides.isdisjoint(statement.by):  # a guest is of no side
        of = " and ".join(sorted(dossier.party[side].name for side in sides if side))
        by = " and ".join(dossier.party[side].name for side in statement.by)
        message = f"{speaker.name} is of {of}, and the point is by {by}"
        yield _problem(place, message, "correct 'by' or the speaker", warning=True)


def _unaddressed(path: KeyPath, statement: Statement) -> Iterator[Problem]:
    if isinstance(statement, Point) and statement.kind is Kind.URGES and not statement.to:
        hint = "say with `to` which party is asked to act"
        yield _problem((*path, "kind"), "nobody is urged", hint, warning=True)


def _due_statement(path: KeyPath, statement: Statement) -> Iterator[Problem]:
    if isinstance(statement, Point) and statement.due and statement.kind not in COMMITMENTS:
        hint = "give the date to the commitment, or another kind to the point"
        yield _problem((*path, "due"), "a statement is never due", hint, warning=True)


def _never_used(dossier: Dossier) -> Iterator[Problem]:
    used: dict[str, set[str]] = {}
    for table, ids in references(dossier):
        used.setdefault(table, set()).update(ids)
    for table, hint in _UNUSED.items():
        for index, name in enumerate(getattr(dossier, table)):
            if name not in used[table]:
                yield _problem((table, index), "never used", hint, warning=True)


def _never_cited(dossier: Dossier, cited: set[str]) -> Iterator[Problem]:
    listed = {name for meeting in dossier.meetings for name in meeting.sources}
    for index, source in enumerate(dossier.sources):
        if source.id in cited:
            continue
        if source.id not in listed:
            hint = "nothing cites it, and no meeting has it among its sources"
            yield _problem(("source", index), "never cited", hint, warning=True)
        elif source.text is not None:
            hint = "a meeting has the source among its own, but nothing cites it"
            yield _problem(("source", index, "text"), "the text is never cited", hint, warning=True)
