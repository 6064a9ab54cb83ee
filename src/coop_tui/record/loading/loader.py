"""Reads a record from TOML, or raises all its problems at once."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from pathlib import Path
from typing import Any

import msgspec
import tomli

from coop_tui.record.characters import escape_controls, may_hold_forbidden
from coop_tui.record.dates import Date
from coop_tui.record.diagnostics.problem import Problem, RecordError, in_words
from coop_tui.record.introspect import references, table_fields
from coop_tui.record.loading.document import Document, TomlFile, unshared_keys
from coop_tui.record.loading.short_citations import expand_citations
from coop_tui.record.record import Record
from coop_tui.record.source_texts import SourceTexts, TextError, inside
from coop_tui.record.tables import Dossier, Meeting

STDIN = "-"
LARGE = 8 * 2**20
"""The size in bytes from which parsing a record takes noticeably long."""

# UTF-32 comes first, since its byte order mark begins like that of UTF-16.
_OTHER_ENCODINGS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_NOT_TEXT = ("this is no text file", "a record is a TOML file in UTF-8")


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


def folder_of(path: str | Path) -> Path | None:
    """The folder of a record, or of the file to which it links; None for standard input."""
    if str(path) == STDIN:
        return None
    file = Path(os.path.realpath(path))
    return file.parent if file.is_file() else None


def stdin_file() -> os.stat_result | None:
    """The file that standard input is redirected from; None if it is no file."""
    found = os.fstat(0)
    return found if stat.S_ISREG(found.st_mode) else None


def mebibytes(size: int) -> str:
    """A number of bytes in words: ``25.1 MiB``."""
    return f"{size / 2**20:.1f} MiB"


def read_bytes(path: str | Path) -> tuple[bytes, str]:
    """Read a file, or standard input if the path is ``-``.

    Returns:
        The bytes, and the name of the file in problems.

    Raises:
        RecordError: If the file cannot be read.
    """
    name = "<stdin>" if str(path) == STDIN else escape_controls(str(path)) or '""'
    if path == "":
        raise _error(name, "the name of the file is empty", "name a record")
    try:
        if str(path) != STDIN:
            mode = Path(path).stat().st_mode
            if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):  # may have no end
                raise _error(name, "this is a device; name a record")
            return Path(path).read_bytes(), name
        if sys.stdin is None:
            raise _error(name, "standard input is closed")
        return sys.stdin.buffer.read(), name
    except (OSError, ValueError) as error:
        raise _error(name, unreadable(error)) from None


def _error(file: str, message: str, hint: str = "") -> RecordError:
    return RecordError([Problem(file, message, hint=hint)])


def parse(data: bytes, file: str, folder: Path | None = None) -> Dossier:
    """Read a record.

    Args:
        data: The bytes of the file.
        file: Its name in problems.
        folder: Its folder, in which the files are that it includes.

    Raises:
        RecordError: If the bytes are not a record.
    """
    return sort_meetings(to_dossier(read_document(decode_utf8(data, file), file, folder)))


def sort_meetings(dossier: Dossier) -> Dossier:
    """A dossier with its meetings in order of date."""
    meetings = tuple(sorted(dossier.meetings, key=lambda meeting: meeting.date))
    return msgspec.structs.replace(dossier, meetings=meetings)


def read_document(text: str, file: str, folder: Path | None = None) -> Document:
    """Parse a record, and the files that it includes.

    Args:
        text: The text of the record.
        file: Its name in problems.
        folder: Its folder, in which the files are that it includes.

    Raises:
        RecordError: If one of the files cannot be read or parsed, or may not be included.
    """
    main = TomlFile(file, text, _parse_toml(text, file))
    document = (
        Document.of(main, read_included(main, folder))
        if "include" in main.tables
        else Document.of(main)
    )
    expand_citations(document.tables)
    return document


def to_dossier(document: Document) -> Dossier:
    """The record of a document. Its meetings stay in the order of the file.

    Raises:
        RecordError: If the document is not a record.
    """
    try:
        dossier = msgspec.convert(document.tables, Dossier, dec_hook=decode_hook)
    except msgspec.ValidationError:
        dossier = None
    suspect = any(may_hold_forbidden(one.text) for one in document.files)
    if dossier is None or suspect or not _is_consistent(dossier):
        from coop_tui.record.diagnostics.validator import validate

        if problems := validate(document.tables, document.file.name):
            raise RecordError(document.located(problems))
        assert dossier is not None, "a record was refused for no reason that can be named"
    return dossier


def read_included(main: TomlFile, folder: Path | None) -> list[TomlFile]:
    """Read the files that a record includes. What is no path is left to the validator.

    Raises:
        RecordError: If one of them cannot be read or parsed, or may not be included.
    """
    included: list[TomlFile] = []
    problems: list[Problem] = []
    names = main.tables["include"]
    for index, name in enumerate(names if isinstance(names, list) else ()):
        if not isinstance(name, str):
            continue
        try:
            if name in names[:index]:
                raise TextError("the file is already included", "include each file once")
            if folder is None:
                raise TextError(
                    "a record on standard input has no folder", "give the record as a file"
                )
            path = inside(folder, name)
            data, _ = read_bytes(path)
        except (TextError, OSError) as error:
            reason = str(error) if isinstance(error, TextError) else unreadable(error)
            problems.append(_include_problem(main, index, reason, getattr(error, "hint", "")))
            continue
        except RecordError as error:
            (problem,) = error.problems
            problems.append(_include_problem(main, index, problem.message, problem.hint))
            continue
        shown = str(Path(main.name).parent / name)
        try:
            text = decode_utf8(data, shown)
            file = TomlFile(shown, text, _parse_toml(text, shown))
        except RecordError as error:
            problems += error.problems
            continue
        included.append(file)
        problems += unshared_keys(file)
    if problems:
        raise RecordError(Document(main, tuple(included), main.tables).located(problems))
    return included


def _include_problem(main: TomlFile, index: int, message: str, hint: str) -> Problem:
    path = ("include", index)
    return Problem(main.name, message, in_words(path, None), path, hint)


def decode_utf8(data: bytes, file: str) -> str:
    """Decode the text of a file, without its byte order mark.

    Raises:
        RecordError: If the bytes are not text in UTF-8, or if there are none.
    """
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise _error(file, "the file is empty", "a record begins with: format = 1")
    for mark, encoding in _OTHER_ENCODINGS.items():
        if data.startswith(mark):
            raise _error(file, f"the file is in {encoding}, and not in UTF-8", "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise _error(file, *_NOT_TEXT) from None
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8-sig", "replace")) + 1
        problem = Problem(file, message, hint="save it as UTF-8", line=line, column=column)
        raise RecordError([problem]) from None
    if text.count("\0") > len(text) // 8:
        raise _error(file, *_NOT_TEXT)
    return text


def _parse_toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        from coop_tui.record.diagnostics.toml_errors import toml_problem

        raise RecordError([toml_problem(error, file)]) from None
    except RecursionError:
        raise _error(file, "not a record: nested too deeply") from None
    except ValueError:
        raise _error(file, "not a record: a number is too long to read") from None


def unreadable(error: OSError | ValueError) -> str:
    """Why a file or folder cannot be read, in words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; name a record in it"
    if isinstance(error, OSError) and error.errno is not None:
        return f"cannot be read: {os.strerror(error.errno)}"
    return "cannot be read: the name is no file name"


def decode_hook(kind: type, value: object) -> Date:
    """Convert a value to a date, the one type that msgspec does not know."""
    if kind is not Date:
        raise NotImplementedError
    return Date.parse(value)


def _is_consistent(dossier: Dossier) -> bool:
    """Whether ids are unique, references have a target and nothing ends before it begins.

    Nor does a point or an area have a sector twice. This answers fast, and ``validate`` says
    what is wrong.
    """
    by_id = {field.key: getattr(dossier, field.key) for field in table_fields(Dossier)}
    return (
        all(
            len(getattr(dossier, field.name)) == len(by_id[field.key])
            for field in table_fields(Dossier)
        )
        and all(by_id[table].keys() >= set(used) for table, used in references(dossier))
        and all(plan.start.first <= plan.end.last for plan in dossier.plans)
        and all(meeting.date.first <= meeting.last.last for meeting in dossier.meetings)
        and all(map(_names_once, dossier.meetings))
    )


def _names_once(meeting: Meeting) -> bool:
    """Whether no two points have the same id, and none of them or of the areas a sector twice."""
    ids = [point.id for point in meeting.points if point.id is not None]
    several = [part.sectors for part in (*meeting.points, *meeting.areas) if len(part.sectors) > 1]
    return len(set(ids)) == len(ids) and all(len(set(one)) == len(one) for one in several)
