"""Every problem of every record that is named, as lines for people or JSON for machines."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from msgspec.structs import replace

from coop_tui.query.lint import lint
from coop_tui.record.characters import escape_controls
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.loader import (
    STDIN,
    beside_file,
    decode_utf8,
    parse_unsorted,
    read_bytes,
    unreadable,
)

SUFFIX = ".toml"


def check(
    paths: Iterable[str],
    *,
    strict: bool = False,
    reading: Callable[[str], AbstractContextManager[object]] = nullcontext,
) -> list[Problem]:
    """List the problems and warnings of records.

    Args:
        paths: Files; folders, of which every record in them is read; ``-`` for standard
            input. What is named twice is read once.
        strict: Whether warnings are problems.
        reading: What to do round the reading of each file.

    Returns:
        The problems, file by file, and of each file in its order.
    """
    found: list[Problem] = []
    for path in dict.fromkeys(paths):
        if path == STDIN or not os.path.isdir(path):
            with reading(path):
                found += _problems(path)
        else:
            found += _problems_in(path, reading)
    return [replace(problem, warning=False) for problem in found] if strict else found


def as_text(problems: Iterable[Problem]) -> bytes:
    """The problems, each on a line of its own; below it, what shows its place."""
    return "".join(f"{problem.in_full}\n" for problem in problems).encode()


def as_json(problems: Iterable[Problem]) -> bytes:
    """The problems as a list of objects; what is not known is null."""
    import json

    rows = [
        {
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "severity": "warning" if problem.warning else "problem",
            "where": problem.where or None,
            "message": problem.message,
            "hint": problem.hint or None,
        }
        for problem in problems
    ]
    return f"{json.dumps(rows, indent=2, ensure_ascii=False)}\n".encode()


def _problems(path: str) -> list[Problem]:
    """The problems of one file; its dossier is not kept."""
    try:
        data, file = read_bytes(path)
        text = decode_utf8(data, file)
        record = beside_file(parse_unsorted(text, file), path)
    except RecordError as error:
        return error.problems
    problems = lint(record, file)
    if not problems:
        return problems
    from coop_tui.record.diagnostics.positions import located

    return located(problems, text)


def _problems_in(
    folder: str, reading: Callable[[str], AbstractContextManager[object]]
) -> Iterator[Problem]:
    """The problems of the records in a folder and below it, and of the folder itself."""
    empty = True
    for entry in _records(folder):
        empty = False
        if isinstance(entry, Problem):
            yield entry
        else:
            with reading(entry):
                problems = _problems(entry)
            yield from problems
    if empty:
        hint = f"a record in it would be called NAME{SUFFIX}"
        yield Problem(escape_controls(folder), "there is no record in this folder", hint=hint)


def _records(folder: str) -> Iterator[str | Problem]:
    """The records in a folder, then those in the folders in it, in order of name.

    What is hidden is passed over, and so is what is no file; a link to another folder
    is not followed. A folder that cannot be listed is a problem.
    """
    lost: list[Problem] = []

    def lose(error: OSError) -> None:
        lost.append(Problem(escape_controls(str(error.filename)), unreadable(error)))

    for place, folders, files in os.walk(folder, onerror=lose):
        yield from lost
        lost.clear()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(place, name)
            if name.endswith(SUFFIX) and not name.startswith(".") and _is_to_read(Path(path)):
                yield path
    yield from lost


def _is_to_read(path: Path) -> bool:
    """Whether a path is a file, or a link that leads nowhere and will be said to."""
    return path.is_file() or not path.exists()
