"""The command line: parse, then import only what the command needs.

Data goes to standard output, all else to standard error.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO

from coop_tui.cli.exit_status import ExitStatus, UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from coop_tui.record.loading.loader_process import LoaderProcess
    from coop_tui.record.record import Record
    from coop_tui.tui.services.file_watcher import FileIdentity


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status."""
    # Hardly anything that is made before the first frame, or by a command that is soon
    # over, is garbage in a cycle: looking for it costs a tenth of the time. The reader
    # turns the search on again.
    gc.disable()
    if sys.stderr is None:  # it was closed: argparse would complain on standard output
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115  # for as long as we run
    try:
        status = _flushed(_guarded(sys.argv[1:] if argv is None else argv))
    except KeyboardInterrupt:
        redirect_to_devnull(sys.stdout)
        status = ExitStatus.INTERRUPTED
    sys.exit(status)


def _guarded(argv: Sequence[str]) -> int:
    """Run one command; what it failed to handle is reported."""
    try:
        return run(argv)
    except SystemExit as left:  # argparse, after help, the version or a complaint
        return left.code if isinstance(left.code, int) else ExitStatus.OK
    except Exception as error:
        from coop_tui.cli.crash_report import report

        redirect_to_devnull(sys.stdout)
        _say(report(error, argv))
        return ExitStatus.CRASHED


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    try:
        return _run(_command(argv))
    except UsageError as error:
        _say(f"coop-tui: {error}")
        return ExitStatus.UNREADABLE


def _run(command: Callable[[], int]) -> int:
    with block_import("typing_extensions"):  # msgspec takes them where they are: 12 ms for nothing
        from coop_tui.record.diagnostics.problem import RecordError

    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return command()
    except RecordError as error:
        for problem in error.problems:
            _say(problem.in_full)
        return ExitStatus.UNREADABLE


def _command(argv: Sequence[str]) -> Callable[[], int]:
    """What the command line asks for.

    To open a record, which is asked for most, does not wait for argparse.
    """
    commands = {"export": _export, "check": _check, "new": _new, "schema": _schema}
    if not argv:
        return _read
    if argv[0] not in commands and not argv[0].startswith("-"):
        if not os.path.lexists(argv[0]):
            _try_command(argv[0], commands)
        if len(argv) == 1:
            return partial(_read, argv[0])

    from coop_tui.cli import parser

    if argv[0] in commands:
        return partial(commands[argv[0]], parser.parse(argv[0], argv[1:]))
    given = parser.parse("", argv)
    return partial(_read, given.path, colour=not given.no_color)


def _try_command(word: str, commands: Iterable[str]) -> None:
    """Complain of a word that is no file, but much like a command."""
    import difflib

    from coop_tui.record.characters import escape_controls

    if close := difflib.get_close_matches(word, commands, n=1):
        word = escape_controls(word)
        raise UsageError(f"there is no file {word!r}; did you mean the command {close[0]!r}?")


def _load(path: str | None) -> Record:
    from coop_tui.cli.progress import reading_progress
    from coop_tui.record.loading.loader import load

    file = str(_file(path)) if path is None else path
    with reading_progress(file):
        return load(file)


def _file(path: str | None) -> Path:
    if path is not None:
        return Path(path)
    from coop_tui.paths import shipped_record

    return shipped_record()


def _read(path: str | None = None, *, colour: bool = True) -> int:
    """Open the reader; where there is nothing to draw on, print the record."""
    if sys.stdout is None or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        from coop_tui.formats.render import render
        from coop_tui.query.selection import Selection

        return _print(render(_load(path), Selection(), "dossier"))
    from coop_tui.record.loading.loader import STDIN
    from coop_tui.record.loading.loader_process import LoaderProcess, start_loading
    from coop_tui.tui.services.file_watcher import identity_to_watch

    file = _file(path)
    seen = None if path == STDIN else identity_to_watch(file)
    record = start_loading(file if path is None else path)
    try:
        return _open(record, colour=colour, seen=seen)
    finally:
        if isinstance(record, LoaderProcess):
            record.cancel()


def _open(record: Record | LoaderProcess, *, colour: bool, seen: FileIdentity | None) -> int:
    _keyboard()
    with block_import("ssl"):  # 12 ms, which asyncio would spend on what has no use for a network
        from coop_tui.tui.app import run_reader

    # An empty NO_COLOR counts as none (https://no-color.org).
    colour = colour and not os.environ.get("NO_COLOR")
    return run_reader(record, colour=colour, seen=seen)


@contextlib.contextmanager
def block_import(module: str) -> Iterator[None]:
    """Import without a module that is optional, as where Python was built without it."""
    left_out = module not in sys.modules
    if left_out:
        sys.modules[module] = None  # type: ignore[assignment]  # as the import system has it
    try:
        yield
    finally:
        if left_out:
            del sys.modules[module]


def _keyboard() -> None:
    """Read keys from the terminal where standard input is something else."""
    if sys.stdin is not None and sys.stdin.isatty():
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        raise UsageError("there is no keyboard: standard input is no terminal") from None
    if terminal != 0:
        os.dup2(terminal, 0)
        os.close(terminal)
    os.set_inheritable(0, True)  # an editor is to have it too
    if sys.stdin is None:  # it was closed, and the terminal has its number now
        sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115


def _export(arguments: Namespace) -> int:
    from coop_tui.cli.selection import selection_from_options
    from coop_tui.formats.render import render
    from coop_tui.query.selection import GroupBy
    from coop_tui.views.document.charset import Charset

    record = _load(arguments.path)
    data = render(
        record,
        selection_from_options(record.dossier, arguments),
        arguments.view,
        arguments.format,
        width=arguments.width,
        charset=Charset.ASCII if arguments.ascii else Charset.UNICODE,
        by=GroupBy(arguments.by or GroupBy.MEETING),
    )
    hint = "--force overwrites it"
    return _deliver(
        data, arguments.output, hint, overwrite=arguments.force, protected_paths=record.files
    )


def _deliver(
    data: bytes,
    output: str,
    hint: str,
    *,
    overwrite: bool = False,
    protected_paths: Iterable[Path] = (),
) -> int:
    """Write data to a file or, for a dash, to standard output.

    Args:
        data: What.
        output: Where to.
        hint: What to do if the file exists.
        overwrite: Whether a file that exists may be replaced.
        protected_paths: Files that may not.
    """
    if output == "-":
        return _print(data)
    from coop_tui.formats.atomic_write import ExistsError, WriteError, write
    from coop_tui.record.characters import escape_controls

    try:
        if output.endswith(os.sep):
            raise WriteError(f"{escape_controls(output)} is the name of a folder; name a file")
        path = write(Path(output), data, overwrite=overwrite, protected_paths=protected_paths)
    except WriteError as error:
        _say(f"coop-tui: {error}{f' ({hint})' if isinstance(error, ExistsError) else ''}")
        return ExitStatus.UNWRITABLE
    _say(f"wrote {escape_controls(str(path))}")
    return ExitStatus.OK


def _check(arguments: Namespace) -> int:
    from coop_tui.cli.check import as_json, as_text, check
    from coop_tui.cli.progress import reading_progress

    found = check(arguments.paths, strict=arguments.strict, reading=reading_progress)
    written = _print((as_json if arguments.json else as_text)(found))
    wrong = any(not problem.warning for problem in found)
    return written or (ExitStatus.PROBLEMS if wrong else ExitStatus.OK)


def _new(arguments: Namespace) -> int:
    if arguments.record is None:
        from coop_tui.scaffold.skeleton import skeleton

        data = skeleton()
    else:
        data = _next_meeting(arguments.record)
    return _deliver(data, arguments.file, "name a file that is not there yet")


def _next_meeting(path: str) -> bytes:
    import datetime

    from coop_tui.cli.progress import reading_progress
    from coop_tui.query.lint import lint
    from coop_tui.record.loading.loader import (
        beside_file,
        decode_utf8,
        parse_unsorted,
        read_bytes,
        sort_meetings,
    )
    from coop_tui.scaffold.next_meeting import ClosedListError, with_next_meeting

    try:
        with reading_progress(path):
            given, name = read_bytes(path)
            record = beside_file(parse_unsorted(decode_utf8(given, name), name), path)
            dossier = sort_meetings(record.dossier)
            data = with_next_meeting(given, dossier, datetime.date.today())
            citation_issues = sum(not problem.warning for problem in lint(record, name))
    except ClosedListError as error:
        raise UsageError(f"{name}: {error}") from None
    if citation_issues:
        problems = "a problem" if citation_issues == 1 else f"{citation_issues:,} problems"
        _say(f"coop-tui: {name} has {problems}, and so has its copy; coop-tui check lists them")
    return data


def _schema(arguments: Namespace) -> int:
    import json

    from coop_tui.record.schema import json_schema

    return _print(f"{json.dumps(json_schema(), indent=2, ensure_ascii=False)}\n".encode())


def _print(data: bytes) -> int:
    """Write data to standard output as it is, whatever the locale."""
    if sys.stdout is None:
        _say("coop-tui: there is no standard output to write to")
        return ExitStatus.UNWRITABLE
    try:
        sys.stdout.buffer.write(data)
    except OSError as error:
        return report_write_error(error)
    return _flushed(ExitStatus.OK)


def _flushed(status: int) -> int:
    """Write what is left to write; return the status, or another if that fails."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        return report_write_error(error)
    return status


def report_write_error(error: OSError) -> int:
    """Give up standard output; whoever closed a pipe knows, and needs no message."""
    if not isinstance(error, BrokenPipeError):
        _say(f"coop-tui: standard output was not written: {error.strerror}")
    redirect_to_devnull(sys.stdout)
    return ExitStatus.UNWRITABLE


def redirect_to_devnull(stream: TextIO | None) -> None:
    """Write no more: the interpreter would else try again at its end, and complain."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _say(message: str) -> None:
    """Tell whoever reads standard error; if nobody can, the status must do."""
    try:
        print(message, file=sys.stderr)
    except OSError:
        redirect_to_devnull(sys.stderr)
