"""``coop-tui new``: a record to begin with, or the next meeting of one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from coop_tui.cli.exit_status import UsageError
from coop_tui.cli.streams import print_stderr, write_output

if TYPE_CHECKING:
    from argparse import Namespace

_EXISTS_HINT = "name a file that is not there yet"


def new(arguments: Namespace) -> int:
    """Write a new record or the next meeting of one, and return the exit status.

    Raises:
        RecordError: If the record to begin from cannot be read.
        UsageError: If a meeting cannot be added to it, or it was changed meanwhile, or a copy
            would not find the files that it includes.
    """
    if arguments.record is not None:
        return _next_meeting(arguments.record, None if arguments.in_place else arguments.file)

    from coop_tui.scaffold.skeleton import skeleton

    return write_output(skeleton(), arguments.file, exists_hint=_EXISTS_HINT)


def _next_meeting(path: str, copy: str | None) -> int:
    """Add the next meeting to a copy of a record; without a copy, to the record itself."""
    from coop_tui.cli.progress import reading_progress
    from coop_tui.query.lint import lint
    from coop_tui.record.loading.document import read_document
    from coop_tui.record.loading.files import decode_utf8, folder_of, read_bytes
    from coop_tui.record.loading.loader import beside_file, sort_meetings, to_dossier
    from coop_tui.scaffold.next_meeting import NotAddedError, with_next_meeting

    try:
        with reading_progress(path):
            original, name = read_bytes(path)
            folder = folder_of(path)
            document = read_document(decode_utf8(original, name), name, folder)
            record = beside_file(to_dossier(document), path)
            if copy not in (None, "-") and record.includes and _folder_of_new(copy) != folder:
                raise UsageError(
                    f"a copy in another folder would not find the files that {name} includes: "
                    "name a file in its folder, or give --in-place instead"
                )
            dossier = sort_meetings(record.dossier)
            data = with_next_meeting(original, dossier)
            count = sum(not problem.warning for problem in lint(record, name))
    except NotAddedError as error:
        raise UsageError(f"{name}: {error}") from None
    if count:
        problems, them = ("a problem", "it") if count == 1 else (f"{count:,} problems", "them")
        copied = "" if copy is None else ", and so has its copy"
        print_stderr(f"coop-tui: {name} has {problems}{copied}; coop-tui check lists {them}")
    if copy is not None:
        return write_output(data, copy, exists_hint=_EXISTS_HINT)
    file = Path(path).absolute()  # a "~" at the beginning would be taken for a home
    if file.is_file() and file.read_bytes() != original:
        raise UsageError(f"{name} was changed meanwhile, and was left as it is")
    return write_output(data, str(file), exists_hint="", overwrite=True)


def _folder_of_new(file: str) -> Path:
    """The folder in which a file will be, links followed."""
    home = os.path.expanduser(file)  # noqa: PTH111  (Path would raise where there is none)
    return Path(os.path.realpath(home)).parent
