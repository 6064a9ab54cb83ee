"""``coop-tui check``: every problem of every record, as lines or as JSON."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.progress import reading_progress
from coop_tui.cli.streams import print_stderr, write_stdout
from coop_tui.query.lint import lint
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.introspect import fields_of
from coop_tui.record.loading.document import Document, read_document
from coop_tui.record.loading.files import decode_utf8, folder_of, read_bytes
from coop_tui.record.loading.includes import is_shared, is_titled
from coop_tui.record.loading.loader import beside_file, problems_of, to_dossier
from coop_tui.record.loading.record_files import record_files
from coop_tui.record.tables import Dossier

if TYPE_CHECKING:
    from argparse import Namespace

_SHARED = "holds tables for records to include; their references are checked with such a record"


def run_check(arguments: Namespace) -> int:
    """Write the problems of records and return the exit status."""
    problems = check(arguments.paths, strict=arguments.strict)
    status = write_stdout((as_json if arguments.json else as_text)(problems))
    refused = any(not problem.warning for problem in problems)
    return status or (ExitStatus.FOUND if refused else ExitStatus.OK)


def check(paths: Iterable[str], *, strict: bool = False) -> list[Problem]:
    """List the problems and warnings of records.

    A file of tables that records share is checked with each record that includes it. If none
    of the records does, it is checked alone, as far as that is possible, and a line on
    standard error says so.

    Args:
        paths: Files, folders, and ``-`` for standard input. Every record in a folder is
            read. A file that is given twice is read once.
        strict: Whether warnings count as problems.

    Returns:
        The problems, record by record, in the order in which they stand in their files.
        Each is there once, however many records include its file.
    """
    files: list[_Checked] = []
    for path in record_files(paths):
        if isinstance(path, Problem):
            files.append(_Checked("", [path]))
        else:
            with reading_progress(path):
                files.append(_checked(path))
    included = {path for file in files for path in file.included}
    found: dict[tuple[object, ...], Problem] = {}
    for file in files:
        if file.is_part and file.path in included:
            continue
        if file.is_shared:
            print_stderr(f"coop-tui: {file.name} {_SHARED}")
        for problem in file.problems:
            place = (os.path.realpath(problem.file), problem.line, problem.column, problem.path)
            found.setdefault((*place, problem.message), problem)
    return [replace(problem, warning=problem.warning and not strict) for problem in found.values()]


def as_text(problems: Iterable[Problem]) -> bytes:
    """The problems, each on a line of its own; below it, what shows its place."""
    return "".join(f"{problem.in_full}\n" for problem in problems).encode()


def as_json(problems: Iterable[Problem]) -> bytes:
    """The problems as a JSON list of objects; what is not known is null."""
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


class _Checked(Struct):
    """A file that was checked.

    Attributes:
        path: Its path, without links; empty if it could not be parsed.
        problems: Its problems, and those of the files that it includes.
        name: Its name in problems.
        is_shared: Whether it holds tables that records share, and nothing else.
        is_part: Whether it can be no record by itself.
        included: The paths of the files that it includes, without links.
    """

    path: str
    problems: list[Problem]
    name: str = ""
    is_shared: bool = False
    is_part: bool = False
    included: tuple[str, ...] = ()


def _checked(path: str) -> _Checked:
    try:
        data, name = read_bytes(path)
        document = read_document(decode_utf8(data, name), name, folder_of(path))
    except RecordError as error:
        return _Checked("", error.problems)
    return _Checked(
        path=os.path.realpath(path),
        problems=_problems(path, document),
        name=name,
        is_shared=is_shared(document.file),
        is_part="title" not in document.file.tables or is_titled(document.file),
        included=tuple(one.path for one in document.included),
    )


def _problems(path: str, document: Document) -> list[Problem]:
    """The problems of a record, with what only a review finds, or of shared tables."""
    if is_shared(document.file):
        return problems_of(document, is_record=False)
    if is_titled(document.file):
        return [_titled(document), *problems_of(document, is_record=False)]
    try:
        record = beside_file(to_dossier(document), path)
    except RecordError as error:
        return error.problems
    found = lint(record, document.file.name, document.included_entries)
    return document.located(document.from_files(found))


def _titled(document: Document) -> Problem:
    """What a file is that is neither a record nor, since it has a title, a file to include."""
    required = [field for field in fields_of(Dossier).values() if field.required]
    missing = [field for field in required if field.key not in document.file.tables]
    words = [f"[[{one.key}]]" if one.is_table else f"'{one.key}'" for one in missing]
    lacks = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
    (problem,) = document.located(
        [
            Problem(
                document.file.name,
                "with a title it is a record, without one a file of tables for records to include",
                "title",
                ("title",),
                f"take the title away; or, for a record, add {lacks}",
            )
        ]
    )
    return problem
