"""``coop-tui export``: a view of one record or several as text, Markdown or JSON."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.progress import load_all
from coop_tui.cli.selection import parts_from_options, selection_from_options
from coop_tui.cli.streams import write_output
from coop_tui.formats.render import render_parts
from coop_tui.query.selection import GroupBy
from coop_tui.views.document.charset import Charset

if TYPE_CHECKING:
    from argparse import Namespace

    from coop_tui.record.record import Record


def export(arguments: Namespace) -> int:
    """Write a view of one record or several and return the exit status.

    Of several files, those that are records are written, whatever the others are.

    Raises:
        RecordError: If there is no record.
        UsageError: If the options name what no record holds.
    """
    records, others = load_all(arguments.paths)
    data = render_parts(
        parts_from_options(records, arguments),
        selection_from_options(arguments, len(records)),
        arguments.view,
        arguments.format,
        width=arguments.width,
        charset=charset_of(arguments),
        by=GroupBy(arguments.by or GroupBy.MEETING),
    )
    status = write_to_output(data, arguments, *records, others=others)
    return status or (ExitStatus.UNREADABLE if others else ExitStatus.OK)


def charset_of(arguments: Namespace) -> Charset:
    """The characters that the options ask for."""
    return Charset.ASCII if arguments.ascii else Charset.UNICODE


def write_to_output(
    data: bytes, arguments: Namespace, *records: Record, others: Iterable[str] = ()
) -> ExitStatus:
    """Write data, made from these records, where the options say.

    Neither their files are overwritten, nor the others that were read with them.
    """
    files = [record.files for record in records]
    return write_output(
        data,
        arguments.output,
        exists_hint="--force overwrites it",
        overwrite=arguments.force,
        protected=chain(*files, _existing(others)),
    )


def _existing(paths: Iterable[str]) -> Iterator[os.stat_result]:
    for path in paths:
        with contextlib.suppress(OSError, ValueError):
            yield Path(path).stat()
