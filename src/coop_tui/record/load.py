"""TOML to Dossier, or every problem at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any

import msgspec
import tomli
from msgspec import inspect

from coop_tui.record.characters import may_hold_forbidden, visible
from coop_tui.record.dates import Date
from coop_tui.record.model import Dossier
from coop_tui.record.problems import Problem, RecordError

STDIN = "-"


def load(path: str | Path) -> Dossier:
    """Read a record.

    Args:
        path: The file, or ``-`` for standard input.

    Returns:
        The dossier, its meetings in order of date.

    Raises:
        RecordError: If the file cannot be read or is not a record.
    """
    name = visible(str(path))
    try:
        data = sys.stdin.buffer.read() if str(path) == STDIN else Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise RecordError([Problem(name, *_unreadable(Path(path), error))]) from None
    return parse(data, "<stdin>" if str(path) == STDIN else name)


def parse(data: bytes, file: str) -> Dossier:
    """Read a record from the bytes of a file.

    Args:
        data: The whole file.
        file: What to call it in problems.

    Raises:
        RecordError: If the bytes are not a record.
    """
    text = _decode(data, file)
    document = _parse_toml(text, file)
    try:
        dossier = msgspec.convert(document, Dossier, dec_hook=_date)
    except msgspec.ValidationError:
        dossier = None
    if dossier is None or may_hold_forbidden(text) or not _refers_well(dossier):
        from coop_tui.record.explain import explain

        if problems := explain(document, file):
            raise RecordError(problems)
        assert dossier is not None, "a record was refused for no reason that can be named"
    in_order = tuple(sorted(dossier.meetings, key=lambda meeting: meeting.date))
    return msgspec.structs.replace(dossier, meetings=in_order)


def _decode(data: bytes, file: str) -> str:
    if not data.strip():
        hint = "a record begins with: format = 1"
        raise RecordError([Problem(file, "the file is empty", hint=hint)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        if b"\0" in data:
            message, hint = "this is no text file", "a record is a TOML file in UTF-8"
        else:
            message = f"byte 0x{data[error.start]:02X} is not UTF-8"
            hint = "save the file as UTF-8"
        raise RecordError([Problem(file, message, hint=hint, line=line, column=column)]) from None


def _parse_toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        message = visible(error.msg[:1].lower() + error.msg[1:])
        raise RecordError(
            [Problem(file, f"not TOML: {message}", line=error.lineno, column=error.colno)]
        ) from None
    except RecursionError:
        raise RecordError([Problem(file, "not a record: nested too deeply")]) from None
    except ValueError:
        raise RecordError([Problem(file, "not a record: a number is too long to read")]) from None


def _unreadable(path: Path, error: OSError | ValueError) -> tuple[str]:
    if isinstance(error, FileNotFoundError):
        return ("there is no such file",)
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return ("this is a folder; name a record in it",)
    if isinstance(error, OSError) and error.errno is not None:
        return (f"cannot be read: {os.strerror(error.errno)}",)
    return ("cannot be read: the name is no file name",)


def _date(kind: type, value: object) -> Date:
    if kind is not Date:
        raise NotImplementedError
    return Date.parse(value)


def _refers_well(dossier: Dossier) -> bool:
    """Whether all ids are unique and every reference leads to something.

    A fast yes or no, column by column; what is wrong is for ``explain`` to say.
    """
    ids = {
        field.encode_name: [entry.id for entry in getattr(dossier, field.name)]
        for field in msgspec.structs.fields(Dossier)
        if isinstance(getattr(dossier, field.name), tuple)
    }
    if any(len(set(known)) < len(known) for known in ids.values()):
        return False
    used: dict[str, set[str]] = {table: set() for table in ids}
    _collect_references([dossier], inspect.type_info(Dossier), used)
    return all(used[table] <= set(ids[table]) for table in ids)


def _collect_references(
    entries: list[Any], struct: inspect.Type, used: dict[str, set[str]]
) -> None:
    """Add to ``used`` the ids to which a column of structs refers, by table."""
    assert isinstance(struct, inspect.StructType)
    for field in struct.fields:
        column: Iterable[Any] = map(attrgetter(field.name), entries)
        kind, table = field.type, None
        while True:
            match kind:
                case inspect.Metadata():
                    table = (kind.extra or {}).get("refers_to", table)
                    kind = kind.type
                case inspect.UnionType():
                    column = (value for value in column if value is not None)
                    kind = next(t for t in kind.types if not isinstance(t, inspect.NoneType))
                case inspect.VarTupleType():
                    column = chain.from_iterable(column)
                    kind = kind.item_type
                case _:
                    break
        if isinstance(kind, inspect.StructType):
            _collect_references(list(column), kind, used)
        elif table is not None:
            used[table].update(column)
