"""``coop-tui new``: a record to begin with, or the next meeting of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coop_tui.cli.exit_status import UsageError
from coop_tui.cli.streams import print_stderr, write_output

if TYPE_CHECKING:
    from argparse import Namespace


def new(arguments: Namespace) -> int:
    """Write a new record and return the exit status.

    Raises:
        RecordError: If the record to begin from cannot be read.
        UsageError: If a meeting cannot be added to its text.
    """
    if arguments.record is None:
        from coop_tui.scaffold.skeleton import skeleton

        data = skeleton()
    else:
        data = _copy_with_next_meeting(arguments.record)
    return write_output(data, arguments.file, exists_hint="name a file that is not there yet")


def _copy_with_next_meeting(path: str) -> bytes:
    import datetime

    from coop_tui.cli.progress import reading_progress
    from coop_tui.query.lint import lint
    from coop_tui.record.loading.document import read_document
    from coop_tui.record.loading.files import decode_utf8, folder_of, read_bytes
    from coop_tui.record.loading.loader import beside_file, sort_meetings, to_dossier
    from coop_tui.scaffold.next_meeting import ClosedListError, with_next_meeting

    try:
        with reading_progress(path):
            original, name = read_bytes(path)
            document = read_document(decode_utf8(original, name), name, folder_of(path))
            record = beside_file(to_dossier(document), path)
            dossier = sort_meetings(record.dossier)
            data = with_next_meeting(original, dossier, datetime.date.today())
            count = sum(not problem.warning for problem in lint(record, name))
    except ClosedListError as error:
        raise UsageError(f"{name}: {error}") from None
    if count:
        problems = "a problem" if count == 1 else f"{count:,} problems"
        print_stderr(
            f"coop-tui: {name} has {problems}, and so has its copy; coop-tui check lists them"
        )
    return data
