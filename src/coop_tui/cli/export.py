"""``coop-tui export``: a view of a record as text, Markdown or JSON."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.progress import load_with_progress
from coop_tui.cli.selection import selection_from_options
from coop_tui.cli.streams import write_output
from coop_tui.formats.render import render
from coop_tui.query.selection import GroupBy
from coop_tui.views.document.charset import Charset

if TYPE_CHECKING:
    from argparse import Namespace

    from coop_tui.record.record import Record


def export(arguments: Namespace) -> int:
    """Write a view of a record and return the exit status.

    Raises:
        RecordError: If the record cannot be read.
        UsageError: If the options name what the record does not hold.
    """
    record = load_with_progress(arguments.path)
    data = render(
        record,
        selection_from_options(record.dossier, arguments),
        arguments.view,
        arguments.format,
        width=arguments.width,
        charset=charset_of(arguments),
        by=GroupBy(arguments.by or GroupBy.MEETING),
    )
    return write_to_output(data, arguments, record)


def charset_of(arguments: Namespace) -> Charset:
    """The characters that the options ask for."""
    return Charset.ASCII if arguments.ascii else Charset.UNICODE


def write_to_output(data: bytes, arguments: Namespace, *records: Record) -> ExitStatus:
    """Write data, made from these records, where the options say."""
    return write_output(
        data,
        arguments.output,
        exists_hint="--force overwrites it",
        overwrite=arguments.force,
        protected=chain.from_iterable(record.files for record in records),
    )
