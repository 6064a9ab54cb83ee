"""``coop-tui diff``: what changed between two versions of a record."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.export import charset_of, write_to_output
from coop_tui.cli.progress import load_with_progress
from coop_tui.formats.render import render_changes

if TYPE_CHECKING:
    from argparse import Namespace

    from coop_tui.record.record import Record


def diff(arguments: Namespace) -> int:
    """Write what changed between two versions of a record, and return the exit status.

    Raises:
        RecordError: If one of them cannot be read.
    """
    old, new = _load(arguments.old), _load(arguments.new)
    data, changed = render_changes(
        old,
        new,
        (arguments.old, arguments.new),
        arguments.format,
        width=arguments.width,
        charset=charset_of(arguments),
    )
    status = write_to_output(data, arguments, old, new)
    return status or (ExitStatus.FOUND if changed else ExitStatus.OK)


def _load(word: str) -> Record:
    """Read a record from a file, or else from git, if its name may be that of a revision."""
    if ":" in word and not os.path.lexists(word):
        from coop_tui.record.loading.git_revision import load_revision, names_revision

        if names_revision(word):
            return load_revision(word)
    return load_with_progress(word)
