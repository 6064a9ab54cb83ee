"""The command line: parse it, then import only what the command needs.

Data goes to standard output, all else to standard error.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from coop_tui.cli.exit_status import ExitStatus, UsageError
from coop_tui.cli.startup import disable_gc, without_module
from coop_tui.cli.streams import (
    print_stderr,
    read_keys_from_terminal,
    replace_closed_stderr,
    write_stdout,
)

if TYPE_CHECKING:
    from argparse import Namespace

_COMMANDS = ("export", "check", "new", "diff", "schema")
"""What the first word may be, if it is not the path of a record."""


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line, by default that of the process, and exit with its status."""
    disable_gc()
    replace_closed_stderr()
    words = sys.argv[1:] if argv is None else argv
    try:
        try:
            status = run(words)
        except Exception as error:
            from coop_tui.cli.crash_report import report

            print_stderr(report(error, words))
            status = ExitStatus.CRASHED
    except KeyboardInterrupt:
        status = ExitStatus.INTERRUPTED
    if status == ExitStatus.INTERRUPTED:
        # One more interrupt, in whichever thread, would kill Python while it ends.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status)


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit status.

    Raises:
        SystemExit: After help or the version, and if the words are wrong.
    """
    try:
        command = _parse_command(argv)
        with without_module("typing_extensions"):
            from coop_tui.record.diagnostics.problem import RecordError

        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # __main__ has reset it
            signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            return command()
        except RecordError as error:
            for problem in error.problems:
                print_stderr(problem.in_full)
    except UsageError as error:
        print_stderr(f"coop-tui: {error}")
    return ExitStatus.UNREADABLE


def _parse_command(argv: Sequence[str]) -> Callable[[], int]:
    """The command that the words ask for.

    Most often they ask for a record to be opened, so that does not import argparse.
    """
    if not argv:
        return open_reader
    is_command = argv[0] in _COMMANDS
    if not is_command and not argv[0].startswith("-"):
        if not os.path.lexists(argv[0]):
            from coop_tui.record.suggestions import closest

            if command := closest(argv[0], _COMMANDS):
                from coop_tui.record.characters import escape_controls

                word = escape_controls(argv[0])
                raise UsageError(
                    f"there is no file {word!r}; did you mean the command {command!r}?"
                )
        if len(argv) == 1:
            return partial(open_reader, argv)

    from coop_tui.cli.parser import parse

    if is_command:
        return partial(_run_command, argv[0], parse(argv[0], argv[1:]))
    options = parse("", argv)
    return partial(open_reader, options.paths, colour=not options.no_color)


def open_reader(paths: Sequence[str] = (), *, colour: bool = True) -> int:
    """Open the reader and return the exit status; where it cannot draw, print the records.

    Args:
        paths: Files, folders, and ``-`` for standard input; none for the shipped record.
        colour: Whether to draw with colours.
    """
    if sys.stdout is None or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        from coop_tui.cli.progress import load_all
        from coop_tui.formats.format import Part
        from coop_tui.formats.render import render_parts
        from coop_tui.query.selection import Selection

        records, others = load_all(paths)
        parts = [Part(record, Selection()) for record in records]
        status = write_stdout(render_parts(parts, Selection(), "dossier"))
        return status or (ExitStatus.UNREADABLE if others else ExitStatus.OK)
    if len(paths) > 1 or (paths and paths[0] != "-" and os.path.isdir(paths[0])):
        return _open_list(tuple(paths), colour=colour)
    return _open_record(next(iter(paths), None), colour=colour)


def _open_list(paths: tuple[str, ...], *, colour: bool) -> int:
    """Open the list of several records."""
    from coop_tui.record.loading.files import STDIN

    if STDIN in paths:
        raise UsageError("standard input (-) is opened alone, and several records from files")
    read_keys_from_terminal()
    with without_module("ssl"):
        from coop_tui.tui.app import CoopApp, run_reader
        from coop_tui.tui.services.collection_reader import Files

    return run_reader(CoopApp(None, files=Files(paths), colour=colour and not _no_color()))


def _open_record(path: str | None, *, colour: bool) -> int:
    """Open one record, or standard input (``-``), or the shipped record (None)."""
    from pathlib import Path

    from coop_tui.paths import shipped_record
    from coop_tui.record.loading.files import STDIN
    from coop_tui.record.loading.loader_process import LoaderProcess, start_loading
    from coop_tui.tui.services.file_watcher import identity_to_watch

    file = str(shipped_record()) if path is None else path
    seen = None if path == STDIN else identity_to_watch(Path(file))
    record = start_loading(file)
    loader = record if isinstance(record, LoaderProcess) else None
    try:
        read_keys_from_terminal()
        with without_module("ssl"):
            from coop_tui.tui.app import CoopApp, run_reader

        app = CoopApp(record, colour=colour and not _no_color(), identity=seen)
        del record  # it would stay in memory after a reload
        return run_reader(app)
    finally:
        if loader is not None:
            loader.cancel()


def _no_color() -> bool:
    """Whether the environment asks for no colours; Textual does not see that it does.

    An empty NO_COLOR counts as none (https://no-color.org). Textual would take it as set, and
    otherwise still draw in greys.
    """
    return bool(os.environ.pop("NO_COLOR", ""))


def _run_command(name: str, arguments: Namespace) -> int:
    match name:
        case "export":
            from coop_tui.cli.export import export

            return export(arguments)
        case "check":
            from coop_tui.cli.check import run_check

            return run_check(arguments)
        case "new":
            from coop_tui.cli.new import new

            return new(arguments)
        case "diff":
            from coop_tui.cli.diff import diff

            return diff(arguments)
        case _:
            import json

            from coop_tui.record.schema import json_schema

            schema = json.dumps(json_schema(), indent=2, ensure_ascii=False)
            return write_stdout(f"{schema}\n".encode())
