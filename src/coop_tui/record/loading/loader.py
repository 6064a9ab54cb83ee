"""Makes a record of what is written, or raises all its problems at once."""

from __future__ import annotations

from pathlib import Path

import msgspec

from coop_tui.record.characters import may_hold_forbidden
from coop_tui.record.dates import Date
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.introspect import references, table_fields
from coop_tui.record.loading.document import Document, read_document
from coop_tui.record.loading.files import STDIN, decode_utf8, folder_of, read_bytes, stdin_file
from coop_tui.record.loading.includes import Folder
from coop_tui.record.record import Record, SourceTexts
from coop_tui.record.tables import Area, Dossier, Meeting, Point


def load(path: str | Path) -> Record:
    """Read a record from a file, or from standard input if the path is ``-``.

    Raises:
        RecordError: If the file cannot be read or is not a record.
    """
    return beside_file(parse(*read_bytes(path), folder_of(path)), path)


def beside_file(dossier: Dossier, path: str | Path) -> Record:
    """The record of a dossier that was read from a file, or from standard input (``-``)."""
    if str(path) == STDIN:
        return Record(dossier, stdin=stdin_file())
    folder = folder_of(path)
    includes = tuple(folder / name for name in dossier.include) if folder else ()
    return Record(dossier, SourceTexts(folder), Path(path), includes=includes)


def parse(data: bytes, file: str, folder: Path | Folder | None = None) -> Dossier:
    """Read a record.

    Args:
        data: The bytes of the file.
        file: Its name in problems.
        folder: Its folder, in which the files are that it includes.

    Raises:
        RecordError: If the bytes are not a record.
    """
    text = decode_utf8(data, file)
    del data  # may be large, and only the text is needed from here on
    return sort_meetings(to_dossier(read_document(text, file, folder)))


def sort_meetings(dossier: Dossier) -> Dossier:
    """A dossier with its meetings in order of date."""
    meetings = tuple(sorted(dossier.meetings, key=lambda meeting: meeting.date))
    return msgspec.structs.replace(dossier, meetings=meetings)


def to_dossier(document: Document) -> Dossier:
    """The record of a document. Its meetings stay in the order of the file.

    Raises:
        RecordError: If the document is not a record.
    """
    try:  # a date is the one type that msgspec does not know
        dossier = msgspec.convert(
            document.tables, Dossier, dec_hook=lambda _, value: Date.parse(value)
        )
    except msgspec.ValidationError:
        dossier = None
    suspect = document.problems or any(may_hold_forbidden(one.text) for one in document.files)
    if dossier is None or suspect or not _is_consistent(dossier):
        if problems := problems_of(document):
            raise RecordError(problems)
        assert dossier is not None, "a record was refused for no reason that can be named"
    return dossier


def problems_of(document: Document, *, is_record: bool = True) -> list[Problem]:
    """Every problem of a document, with file, line and column.

    Args:
        document: A record, or else tables that records share: these have no head, and may
            refer to what is in other files.
        is_record: Whether it is a record.
    """
    from coop_tui.record.diagnostics.validator import validate

    found = validate(
        document.tables,
        document.file.name,
        document.origin,
        is_complete=is_record and document.is_complete,
    )
    return document.located(problem for problem in found if is_record or problem.path)


def _is_consistent(dossier: Dossier) -> bool:
    """Whether ids are unique, references have a target, and dates are in order.

    Nor does a point or an area name a sector or a point twice. This answers fast, and
    ``validate`` says what is wrong.
    """
    tables = table_fields(Dossier)
    return (
        all(len(getattr(dossier, one.name)) == len(getattr(dossier, one.key)) for one in tables)
        and all(_are_known(dossier, table, set(used)) for table, used in references(dossier))
        and all(plan.start.first <= plan.end.last for plan in dossier.plans)
        and all(meeting.date.first <= meeting.last.last for meeting in dossier.meetings)
        and all(map(_names_once, dossier.meetings))
        and _is_in_time(dossier)
    )


def _are_known(dossier: Dossier, table: str, used: set[str]) -> bool:
    # The ids of points are collected only if there are references to points: there may be many.
    return not used or getattr(dossier, table).keys() >= used


def _names_once(meeting: Meeting) -> bool:
    """Whether no two points have the same id, and no point or area names anything twice."""
    ids = [point.id for point in meeting.points if point.id is not None]
    parts: tuple[Point | Area, ...] = (*meeting.points, *meeting.areas)
    several = [part.sectors for part in parts if len(part.sectors) > 1]
    several += [point.follows for point in meeting.points if len(point.follows) > 1]
    return len(set(ids)) == len(ids) and all(len(set(one)) == len(one) for one in several)


def _is_in_time(dossier: Dossier) -> bool:
    """Whether every point follows only points of earlier meetings, and nothing comes too early.

    Every reference must have a target.
    """
    linked = [
        (meeting, point)
        for meeting in dossier.meetings
        for point in meeting.points
        if point.follows or point.due or point.outcomes
    ]
    if any(date.ends_before(meeting.date) for meeting, point in linked for date in _to_come(point)):
        return False
    pairs = [
        (dossier.point[name][0], meeting) for meeting, point in linked for name in point.follows
    ]
    if any(one is other or other.last.ends_before(one.date) for one, other in pairs):
        return False
    if all(one.last.ends_before(other.date) for one, other in pairs):
        return True
    from coop_tui.record.diagnostics.follow_up import circle

    # A point without an id is followed by none.
    names = ((f"{meeting.id}/{point.id or ''}", point) for meeting, point in linked)
    return not circle({name: point.follows for name, point in names})


def _to_come(point: Point) -> list[Date]:
    """The dates of a point that are not before its meeting."""
    dates = [outcome.date for outcome in point.outcomes]
    return [*dates, point.due] if point.due else dates
