"""What ``check`` alone says of a record: the reader opens it all the same.

A finding names its place by a key path in the file: a meeting is counted where the
file has it, not by its date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from coop_tui.query.citations.citation import citation_issues, evidence, paragraph_ref_error
from coop_tui.query.plans import plans_on
from coop_tui.record.diagnostics.problem import KeyPath, Problem, in_words
from coop_tui.record.loading.loader import references
from coop_tui.record.record import Record
from coop_tui.record.source_texts import NoFolderError, NotKeptError, TextError
from coop_tui.record.tables import Citation, Dossier, Meeting, Remark, Statement


class Finding(Struct, frozen=True):
    """Something amiss in a record that can be read.

    Attributes:
        path: The key path.
        message: What is wrong.
        hint: What to do; empty if there is nothing to suggest.
        warning: Whether it is only worth a look, and no mistake for certain.
    """

    path: KeyPath
    message: str
    hint: str = ""
    warning: bool = False


def review(record: Record) -> Iterator[Finding]:
    """What is amiss in a record, in no order.

    Args:
        record: The record, its meetings in the order of the file.
    """
    return (finding for find in _FINDERS for finding in find(record))


def as_problems(findings: Iterable[Finding], dossier: Dossier, file: str) -> list[Problem]:
    """The findings as problems of a file.

    Args:
        findings: What was found.
        dossier: In what; its meetings in the order of the file.
        file: The file as the user named it.
    """
    return [
        Problem(
            file,
            finding.message,
            in_words(finding.path, _name(dossier, finding.path)),
            finding.path,
            finding.hint,
            warning=finding.warning,
        )
        for finding in findings
    ]


def citations(dossier: Dossier) -> Iterator[tuple[KeyPath, Citation]]:
    """Every citation with its key path."""
    for path, citing in _citing(dossier):
        for index, citation in enumerate(citing.cite):
            yield (*path, "cite", index), citation


def _citing(dossier: Dossier) -> Iterator[tuple[KeyPath, Statement | Remark]]:
    for path, statement in _statements(dossier):
        yield path, statement
        if statement.remark is not None:
            yield (*path, "remark"), statement.remark
    for index, meeting in enumerate(dossier.meetings):
        if meeting.remark is not None:
            yield ("meeting", index, "remark"), meeting.remark
    for index, source in enumerate(dossier.sources):
        if source.remark is not None:
            yield ("source", index, "remark"), source.remark


def _statements(dossier: Dossier) -> Iterator[tuple[KeyPath, Statement]]:
    for table, programmes in (("plan", dossier.plans), ("initiative", dossier.initiatives)):
        for index, programme in enumerate(programmes):
            yield from _numbered((table, index, "about"), programme.about)
            yield from _numbered((table, index, "milestone"), programme.milestones)
    for index, meeting in enumerate(dossier.meetings):
        yield from _numbered(("meeting", index, "summary"), meeting.summary)
        yield from _numbered(("meeting", index, "outlook"), meeting.outlook)
        yield from _numbered(("meeting", index, "point"), meeting.points)


def _numbered(
    path: KeyPath, statements: Iterable[Statement]
) -> Iterator[tuple[KeyPath, Statement]]:
    for index, statement in enumerate(statements):
        yield (*path, index), statement


def _outside_plans(record: Record) -> Iterator[Finding]:
    dossier = record.dossier
    for index, meeting in enumerate(dossier.meetings if dossier.plans else ()):
        if not plans_on(dossier, meeting.date):
            yield Finding(
                ("meeting", index, "date"),
                f"{meeting.date} is in no plan period",
                "correct the date, or add the [[plan]] that it falls in",
            )


def _named_twice(record: Record) -> Iterator[Finding]:
    dossier = record.dossier
    for path, ids in _lists_of_ids(dossier):
        if len(set(ids)) == len(ids):
            continue
        for index, name in enumerate(ids):
            if (first := ids.index(name)) != index:
                key = path[-1]
                yield Finding(
                    (*path, index),
                    f"{name!r} is named twice",
                    f"{key} {first + 1} names it already",
                )


def _lists_of_ids(dossier: Dossier) -> Iterator[tuple[KeyPath, tuple[str, ...]]]:
    for index, initiative in enumerate(dossier.initiatives):
        yield ("initiative", index, "parties"), initiative.parties
    for index, meeting in enumerate(dossier.meetings):
        yield ("meeting", index, "sources"), meeting.sources
        for number, point in enumerate(meeting.points):
            path = ("meeting", index, "point", number)
            yield (*path, "by"), point.by
            yield (*path, "plans"), point.plans
            yield (*path, "initiatives"), point.initiatives


def _ordinals(record: Record) -> Iterator[Finding]:
    """Numbers among the plenaries that cannot be."""
    dossier = record.dossier
    first: dict[tuple[str, int], Meeting] = {}
    for index, meeting in enumerate(dossier.meetings):
        path = ("meeting", index, "ordinal")
        if meeting.ordinal is None:
            continue
        if meeting.kind != "plenary":
            hint = 'write kind = "plenary", or take it out'
            yield Finding(path, "only a plenary has a number", hint)
        elif meeting.mechanism is not None:
            other = first.setdefault((meeting.mechanism, meeting.ordinal), meeting)
            if other is not meeting:
                yield Finding(
                    path,
                    f"the number {meeting.ordinal} is taken",
                    f"meeting {other.id} has it already, under the same mechanism",
                )


def _unlisted(record: Record) -> Iterator[Finding]:
    """Sources of what was said at a meeting that the meeting does not list as its own."""
    dossier = record.dossier
    for path, statement in _statements(dossier):
        if path[0] != "meeting":
            continue
        meeting = dossier.meetings[int(path[1])]
        for index, citation in enumerate(statement.cite):
            if citation.source not in meeting.sources:
                yield Finding(
                    (*path, "cite", index, "source"),
                    f"{citation.source!r} is not among the sources of the meeting",
                    f"add it to the sources of meeting {meeting.id}",
                    warning=True,
                )


_UNUSED = {
    "party": ("parties", "no person, point or initiative names it"),
    "person": ("persons", "no meeting names it among its people"),
    "place": ("places", "no meeting is held there"),
    "sector": ("sectors", "no point is on it"),
    "initiative": ("initiatives", "no meeting and no point names it"),
}


def _never_used(record: Record) -> Iterator[Finding]:
    dossier = record.dossier
    used: dict[int, set[str]] = {}
    for by_id, names in references(dossier):
        used.setdefault(id(by_id), set()).update(names)
    for table, (field, hint) in _UNUSED.items():
        names = used[id(getattr(dossier, table))]
        for index, entry in enumerate(getattr(dossier, field)):
            if entry.id not in names:
                yield Finding((table, index), "never used", hint, warning=True)


def _never_cited(record: Record) -> Iterator[Finding]:
    dossier = record.dossier
    cited = {citation.source for _, citation in citations(dossier)}
    listed = {name for meeting in dossier.meetings for name in meeting.sources}
    for index, source in enumerate(dossier.sources):
        if source.id in cited:
            continue
        if source.id not in listed:
            hint = "nothing cites it, and no meeting names it among its sources"
            yield Finding(("source", index), "never cited", hint, warning=True)
        elif source.text is not None:
            hint = "the source is named by a meeting, but nothing cites it"
            yield Finding(("source", index, "text"), "the text is never cited", hint, warning=True)


def _lost_texts(record: Record) -> Iterator[Finding]:
    for index, source in enumerate(record.dossier.sources):
        try:
            record.texts.paragraphs(source)
        except (NotKeptError, NoFolderError):
            continue
        except TextError as error:
            yield Finding(("source", index, "text"), str(error), error.hint)


def _quotations(record: Record) -> Iterator[Finding]:
    """Citations that do not hold against the text of their source."""
    for path, citation in citations(record.dossier):
        if citation.quote or citation.at:
            for one in citation_issues(evidence(record, citation)):
                yield Finding((*path, one.key), one.message, one.hint, one.warning)


def _misnamed(record: Record) -> Iterator[Finding]:
    """Places that are to name paragraphs, and name none or not as they are counted."""
    hint = "write ¶7, ¶4–5 or ¶1, 3–4, with nothing before or after it"
    for path, citation in citations(record.dossier):
        if message := paragraph_ref_error(citation.at):
            yield Finding((*path, "at"), message, hint, warning=True)


_FINDERS: tuple[Callable[[Record], Iterator[Finding]], ...] = (
    _outside_plans,
    _named_twice,
    _ordinals,
    _unlisted,
    _never_used,
    _never_cited,
    _lost_texts,
    _misnamed,
    _quotations,
)


def _name(dossier: Dossier, path: KeyPath) -> str | None:
    """The id of the entry to which the first two steps of a path lead."""
    fields = dict(zip(Dossier.__struct_encode_fields__, Dossier.__struct_fields__, strict=True))
    match path:
        case (str(table), int(index), *_):
            name: str = getattr(dossier, fields[table])[index].id
            return name
        case _:
            return None
