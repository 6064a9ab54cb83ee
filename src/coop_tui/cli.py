"""The command line: parse, then import only what the command needs.

Data goes to standard output, all else to standard error.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TextIO, TypeVar

if TYPE_CHECKING:
    from argparse import Namespace

    from coop_tui.record.apart import Apart
    from coop_tui.record.model import Dossier
    from coop_tui.record.query import Selection
    from coop_tui.tui.follow import Stamp


Name = TypeVar("Name", str, str | None)


class Status(IntEnum):
    """What an exit status means."""

    OK = 0
    PROBLEMS = 1
    UNREADABLE = 2
    UNWRITABLE = 3
    CRASHED = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130


class UsageError(Exception):
    """The command line asks for something that is not there."""


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
    from coop_tui.record.problems import RecordError

    try:
        return _command(argv)()
    except RecordError as error:
        for problem in error.problems:
            _say(str(problem))
        return Status.UNREADABLE
    except UsageError as error:
        _say(f"coop-tui: {error}")
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
    from coop_tui.shipped import shipped_record

    return Path(path) if path is not None else shipped_record()


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
    from coop_tui.tui.app import read

    # An empty NO_COLOR counts as none (https://no-color.org).
    colour = colour and not os.environ.get("NO_COLOR")
    return read(record, file, colour=colour, seen=seen)


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
    from coop_tui.export import Format, render
    from coop_tui.record.coverage import By
    from coop_tui.views.charset import Charset

    dossier = _load(arguments.path)
    data = render(
        dossier,
        _selection(dossier, arguments),
        arguments.view,
        Format(arguments.format),
        arguments.width,
        Charset.ASCII if arguments.ascii else Charset.UNICODE,
        By(arguments.by or By.MEETING),
    )
    return _deliver(data, arguments.output, "--force overwrites it", overwrite=arguments.force)


def _deliver(data: bytes, output: str, hint: str, *, overwrite: bool = False) -> int:
    """Write data to a file or, for a dash, to standard output.

    Args:
        data: What.
        output: Where to.
        hint: What to do if the file exists.
        overwrite: Whether a file that exists may be replaced.
    """
    if output == "-":
        return _print(data)
    from coop_tui.export import ExistsError, WriteError, write
    from coop_tui.record.characters import visible

    try:
        if output.endswith(os.sep):
            raise WriteError(f"{visible(output)} is the name of a folder; name a file")
        path = write(Path(output), data, overwrite=overwrite)
    except WriteError as error:
        _say(f"coop-tui: {error}{f' ({hint})' if isinstance(error, ExistsError) else ''}")
        return Status.UNWRITABLE
    _say(f"wrote {visible(str(path))}")
    return Status.OK


def _selection(dossier: Dossier, arguments: Namespace) -> Selection:
    from msgspec.structs import replace

    from coop_tui.arguments import EVERY_MEETING, SELECTING
    from coop_tui.record.query import Selection, opening
    from coop_tui.views.catalogue import BY_PLAN, VIEWS

    view = VIEWS[arguments.view]
    if arguments.by and arguments.view not in BY_PLAN:
        raise UsageError(f"the {arguments.view} view takes no --by (only: {', '.join(BY_PLAN)})")
    taken = [option for option, field in SELECTING.items() if field in view.heeds]
    for option in SELECTING:
        if getattr(arguments, option) and option not in taken:
            known = ", ".join(f"--{one}" for one in taken)
            raise UsageError(f"the {arguments.view} view takes no --{option} (it takes: {known})")
    query = (arguments.where or "").strip()
    if query:
        _try_query(dossier, query)
    wanted = Selection(
        sector=_known("sector", arguments.sector, dossier.sector),
        plans=tuple(_known("plan", name, dossier.plan) for name in arguments.plan or ()),
        initiative=_known("initiative", arguments.initiative, dossier.initiative),
        where=query,
        window=arguments.span,
        now=arguments.now,
    )
    named = arguments.meeting or ()
    if "against" in view.heeds:
        earlier, later = _two_meetings(dossier, named)
        return view.said(replace(wanted, meeting=earlier, against=later))
    if len(named) > 1:
        raise UsageError(f"the {arguments.view} view takes only one --meeting")
    meeting = next(iter(named), None)
    if meeting == EVERY_MEETING and EVERY_MEETING not in dossier.meeting:
        meeting = None
    elif meeting is None and not wanted.narrows:
        meeting = opening(dossier).meeting
    meeting = _known("meeting", meeting, dossier.meeting)
    point = _known_point(dossier, meeting, arguments.point)
    return view.said(replace(wanted, meeting=meeting, point=point))


def _two_meetings(dossier: Dossier, named: Sequence[str]) -> list[str]:
    """The ids of the two meetings to compare, in order of time."""
    known = {_known("meeting", name, dossier.meeting) for name in named}
    if len(named) != 2 or len(known) != 2:
        raise UsageError(
            "the compare view takes two different meetings: --meeting ID --meeting ID "
            f"(known: {', '.join(dossier.meeting)})"
        )
    return [name for name in dossier.meeting if name in known]


def _known_point(dossier: Dossier, meeting: str | None, number: int | None) -> int | None:
    if number is None:
        return None
    if meeting is None:
        raise UsageError("--point takes the number of a point at one meeting: give --meeting ID")
    if number > (count := len(dossier.meeting[meeting].points)):
        known = f"from 1 to {count}" if count else "none"
        raise UsageError(f"meeting {meeting} has no point {number} (known: {known})")
    return number


def _try_query(dossier: Dossier, query: str) -> None:
    from coop_tui.record.terms import QueryError

    try:
        dossier.search.find(query)
        wrong = dossier.search.unknown(query)
    except QueryError as error:
        wrong = error
    if wrong:
        raise UsageError(f"--where: {wrong}")


def _known(kind: str, name: Name, entries: Mapping[str, object]) -> Name:
    if name is None or name in entries:
        return name
    import difflib

    from coop_tui.record.characters import visible

    begun = [entry for entry in entries if entry.startswith(name)]
    close = begun if len(begun) == 1 else difflib.get_close_matches(name, entries, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise UsageError(f"there is no {kind} {visible(name)!r} ({hint}known: {', '.join(entries)})")


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
        import datetime

        from coop_tui.next_meeting import ClosedListError, with_next_meeting
        from coop_tui.patience import patiently
        from coop_tui.record.load import parse, read

        try:
            with patiently(arguments.record):
                given, name = read(arguments.record)
                data = with_next_meeting(given, parse(given, name), datetime.date.today())
        except ClosedListError as error:
            raise UsageError(f"{name}: {error}") from None
    return _deliver(data, arguments.file, "name a file that is not there yet")


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
