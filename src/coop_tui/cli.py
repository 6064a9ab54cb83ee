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

from coop_tui.outcome import Status, UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from coop_tui.record.apart import Apart
    from coop_tui.record.model import Dossier
    from coop_tui.tui.follow import Stamp


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
        _give_up(sys.stdout)
        status = Status.INTERRUPTED
    sys.exit(status)


def _guarded(argv: Sequence[str]) -> int:
    """Run one command; what it failed to handle is reported."""
    try:
        return run(argv)
    except SystemExit as left:  # argparse, after help, the version or a complaint
        return left.code if isinstance(left.code, int) else Status.OK
    except Exception as error:
        from coop_tui.crash import report

        _give_up(sys.stdout)
        _say(report(error, argv))
        return Status.CRASHED


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    try:
        return _run(_command(argv))
    except UsageError as error:
        _say(f"coop-tui: {error}")
        return Status.UNREADABLE


def _run(command: Callable[[], int]) -> int:
    with _left_out("typing_extensions"):  # msgspec takes them where they are: 12 ms for nothing
        from coop_tui.record.problems import RecordError

    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return command()
    except RecordError as error:
        for problem in error.problems:
            _say(problem.in_full)
        return Status.UNREADABLE


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

    from coop_tui import arguments

    if argv[0] in commands:
        return partial(commands[argv[0]], arguments.parse(argv[0], argv[1:]))
    given = arguments.parse("", argv)
    return partial(_read, given.path, colour=not given.no_color)


def _try_command(word: str, commands: Iterable[str]) -> None:
    """Complain of a word that is no file, but much like a command."""
    import difflib

    from coop_tui.record.characters import visible

    if close := difflib.get_close_matches(word, commands, n=1):
        word = visible(word)
        raise UsageError(f"there is no file {word!r}; did you mean the command {close[0]!r}?")


def _load(path: str | None) -> Dossier:
    from coop_tui.patience import patiently
    from coop_tui.record.load import load

    file = str(_file(path)) if path is None else path
    with patiently(file):
        return load(file)


def _file(path: str | None) -> Path:
    if path is not None:
        return Path(path)
    from coop_tui.shipped import shipped_record
    from coop_tui.unread import is_waiting

    if is_waiting():
        _say("coop-tui: this is the shipped record; to read standard input, name - as PATH")
    return shipped_record()


def _read(path: str | None = None, *, colour: bool = True) -> int:
    """Open the reader; where there is nothing to draw on, print the record."""
    if sys.stdout is None or not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        from coop_tui.export import render
        from coop_tui.record.query import Selection

        return _print(render(_load(path), Selection(), "dossier"))
    from coop_tui.record.apart import Apart, begin
    from coop_tui.record.load import STDIN
    from coop_tui.tui.follow import followed

    file = _file(path)
    seen = None if path == STDIN else followed(file)
    record = begin(file if path is None else path)
    try:
        return _open(record, file, colour=colour, seen=seen)
    finally:
        if isinstance(record, Apart):
            record.stop()


def _open(record: Dossier | Apart, file: Path, *, colour: bool, seen: Stamp | None) -> int:
    _keyboard()
    with _left_out("ssl"):  # 12 ms, which asyncio would spend on what has no use for a network
        from coop_tui.tui.app import read

    # An empty NO_COLOR counts as none (https://no-color.org).
    colour = colour and not os.environ.get("NO_COLOR")
    return read(record, file, colour=colour, seen=seen)


@contextlib.contextmanager
def _left_out(module: str) -> Iterator[None]:
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
    from coop_tui.export import Format, files_of, render
    from coop_tui.record.query import By
    from coop_tui.selecting import selected
    from coop_tui.views.charset import Charset

    path = str(_file(None)) if arguments.path is None else arguments.path
    dossier = _load(path)
    data = render(
        dossier,
        selected(dossier, arguments),
        arguments.view,
        Format(arguments.format),
        arguments.width,
        Charset.ASCII if arguments.ascii else Charset.UNICODE,
        By(arguments.by or By.MEETING),
    )
    spared = files_of(dossier, path)
    hint = "--force overwrites it"
    return _deliver(data, arguments.output, hint, overwrite=arguments.force, spared=spared)


def _deliver(
    data: bytes, output: str, hint: str, *, overwrite: bool = False, spared: Iterable[Path] = ()
) -> int:
    """Write data to a file or, for a dash, to standard output.

    Args:
        data: What.
        output: Where to.
        hint: What to do if the file exists.
        overwrite: Whether a file that exists may be replaced.
        spared: Files that may not.
    """
    if output == "-":
        return _print(data)
    from coop_tui.export import ExistsError, WriteError, write
    from coop_tui.record.characters import visible

    try:
        if output.endswith(os.sep):
            raise WriteError(f"{visible(output)} is the name of a folder; name a file")
        path = write(Path(output), data, overwrite=overwrite, spared=spared)
    except WriteError as error:
        _say(f"coop-tui: {error}{f' ({hint})' if isinstance(error, ExistsError) else ''}")
        return Status.UNWRITABLE
    _say(f"wrote {visible(str(path))}")
    return Status.OK


def _check(arguments: Namespace) -> int:
    from coop_tui.check import as_json, as_text, check
    from coop_tui.patience import patiently

    found = check(arguments.paths, strict=arguments.strict, reading=patiently)
    written = _print((as_json if arguments.json else as_text)(found))
    wrong = any(not problem.warning for problem in found)
    return written or (Status.PROBLEMS if wrong else Status.OK)


def _new(arguments: Namespace) -> int:
    if arguments.record is None:
        from coop_tui.skeleton import skeleton

        data = skeleton()
    else:
        data = _next_meeting(arguments.record)
    return _deliver(data, arguments.file, "name a file that is not there yet")


def _next_meeting(path: str) -> bytes:
    import datetime

    from coop_tui.next_meeting import ClosedListError, with_next_meeting
    from coop_tui.patience import patiently
    from coop_tui.record.load import as_written, decode, in_order, read, with_texts
    from coop_tui.record.review import review

    try:
        with patiently(path):
            given, name = read(path)
            dossier = with_texts(as_written(decode(given, name), name), path)
            data = with_next_meeting(given, in_order(dossier), datetime.date.today())
            amiss = sum(not finding.warning for finding in review(dossier))
    except ClosedListError as error:
        raise UsageError(f"{name}: {error}") from None
    if amiss:
        problems = "a problem" if amiss == 1 else f"{amiss:,} problems"
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
        return Status.UNWRITABLE
    try:
        sys.stdout.buffer.write(data)
    except OSError as error:
        return _lost(error)
    return _flushed(Status.OK)


def _flushed(status: int) -> int:
    """Write what is left to write; return the status, or another if that fails."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        return _lost(error)
    return status


def _lost(error: OSError) -> int:
    """Give up standard output; whoever closed a pipe knows, and needs no message."""
    if not isinstance(error, BrokenPipeError):
        _say(f"coop-tui: standard output was not written: {error.strerror}")
    _give_up(sys.stdout)
    return Status.UNWRITABLE


def _give_up(stream: TextIO | None) -> None:
    """Write no more: the interpreter would else try again at its end, and complain."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _say(message: str) -> None:
    """Tell whoever reads standard error; if nobody can, the status must do."""
    try:
        print(message, file=sys.stderr)
    except OSError:
        _give_up(sys.stderr)
