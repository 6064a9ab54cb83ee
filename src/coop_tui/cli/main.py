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
from coop_tui.cli.startup import disable_gc, without_ssl, without_typing_extensions
from coop_tui.cli.streams import (
    print_stderr,
    read_keys_from_terminal,
    replace_closed_stderr,
    write_stdout,
)

if TYPE_CHECKING:
    from argparse import Namespace


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status.

    Args:
        argv: The words after the name of the program; those of the process by default.
    """
    disable_gc()
    replace_closed_stderr()
    try:
        status = _run_and_report(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        status = ExitStatus.INTERRUPTED
    sys.exit(status)


def _run_and_report(argv: Sequence[str]) -> int:
    """Run one command; report an exception that it does not handle."""
    try:
        return run(argv)
    except SystemExit as end:  # argparse raises it after help, the version or an error
        return end.code if isinstance(end.code, int) else ExitStatus.OK
    except Exception as error:
        from coop_tui.cli.crash_report import report

        print_stderr(report(error, argv))
        return ExitStatus.CRASHED


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit status.

    Args:
        argv: The words after the name of the program.

    Raises:
        SystemExit: After help or the version, and if the words are wrong.
    """
    try:
        return _run_command(_parse_command(argv))
    except UsageError as error:
        print_stderr(f"coop-tui: {error}")
        return ExitStatus.UNREADABLE


def _run_command(command: Callable[[], int]) -> int:
    with without_typing_extensions():
        from coop_tui.record.diagnostics.problem import RecordError

    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # __main__ has reset it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return command()
    except RecordError as error:
        for problem in error.problems:
            print_stderr(problem.in_full)
        return ExitStatus.UNREADABLE


def _parse_command(argv: Sequence[str]) -> Callable[[], int]:
    """The command that the words ask for.

    Most often they ask for a record to be opened, so that does not import argparse.
    """
    if not argv:
        return open_reader
    if argv[0] not in _COMMANDS and not argv[0].startswith("-"):
        if not os.path.lexists(argv[0]):
            _refuse_misspelt_command(argv[0])
        if len(argv) == 1:
            return partial(open_reader, argv[0])

    from coop_tui.cli import parser

    if argv[0] in _COMMANDS:
        return partial(_COMMANDS[argv[0]], parser.parse(argv[0], argv[1:]))
    options = parser.parse("", argv)
    return partial(open_reader, options.path, colour=not options.no_color)


def _refuse_misspelt_command(word: str) -> None:
    """Raise UsageError if a word, which names no file, is close to the name of a command."""
    from coop_tui.record.characters import escape_controls
    from coop_tui.record.suggestions import closest

    if command := closest(word, _COMMANDS):
        word = escape_controls(word)
        raise UsageError(f"there is no file {word!r}; did you mean the command {command!r}?")


def open_reader(path: str | None = None, *, colour: bool = True) -> int:
    """Open the reader; where it cannot draw, print the record.

    Args:
        path: The file, ``-`` for standard input, or None for the shipped record.
        colour: Whether the reader may draw in colours.

    Returns:
        The exit status.
    """
    if sys.stdout is None or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return _print_dossier(path)
    from pathlib import Path

    from coop_tui.paths import shipped_record
    from coop_tui.record.loading.loader import STDIN
    from coop_tui.record.loading.loader_process import LoaderProcess, start_loading
    from coop_tui.tui.services.file_watcher import identity_to_watch

    file = str(shipped_record()) if path is None else path
    seen = None if path == STDIN else identity_to_watch(Path(file))
    record = start_loading(file)
    loader = record if isinstance(record, LoaderProcess) else None
    try:
        read_keys_from_terminal()
        with without_ssl():
            from coop_tui.tui.app import CoopApp, run_reader

        # An empty NO_COLOR counts as none (https://no-color.org). Textual would take it as
        # set, and otherwise still draw in greys, so it must not see the variable.
        no_color = os.environ.pop("NO_COLOR", "")
        app = CoopApp(record, colour=colour and not no_color, identity=seen)
        del record  # it would stay in memory after a reload
        return run_reader(app)
    finally:
        if loader is not None:
            loader.cancel()


def _print_dossier(path: str | None) -> int:
    from coop_tui.cli.progress import load_with_progress
    from coop_tui.formats.render import render
    from coop_tui.query.selection import Selection

    return write_stdout(render(load_with_progress(path), Selection(), "dossier"))


def _export(arguments: Namespace) -> int:
    from coop_tui.cli.export import export

    return export(arguments)


def _check(arguments: Namespace) -> int:
    from coop_tui.cli.check import run_check

    return run_check(arguments)


def _new(arguments: Namespace) -> int:
    from coop_tui.cli.new import new

    return new(arguments)


def _schema(arguments: Namespace) -> int:
    import json

    from coop_tui.record.schema import json_schema

    return write_stdout(f"{json.dumps(json_schema(), indent=2, ensure_ascii=False)}\n".encode())


_COMMANDS = {"export": _export, "check": _check, "new": _new, "schema": _schema}
"""What the first word may be, if it is not the path of a record."""
