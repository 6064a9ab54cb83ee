"""The command line: parse, then import only what the command needs.

Data goes to standard output, all else to standard error.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

if TYPE_CHECKING:
    from argparse import Namespace

    from coop_tui.record.model import Dossier
    from coop_tui.record.query import Selection


Name = TypeVar("Name", str, str | None)


class Status(IntEnum):
    """What an exit status means."""

    OK = 0
    PROBLEMS = 1
    UNREADABLE = 2
    UNWRITABLE = 3
    INTERRUPTED = 130


class UsageError(Exception):
    """The command line asks for something that is not there."""


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit with its status."""
    # Hardly anything that is made before the first frame, or by a command that is soon
    # over, is garbage in a cycle: looking for it costs a tenth of the time. The reader
    # turns the search on again.
    gc.disable()
    try:
        status = run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        status = Status.INTERRUPTED
    except SystemExit as left:  # argparse, after help, the version or a complaint
        status = left.code if isinstance(left.code, int) else Status.OK
    sys.exit(_flushed(status))


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
    commands = {"export": _export, "check": _check, "schema": _schema}
    if not argv:
        return _read
    if len(argv) == 1 and argv[0] not in commands and not argv[0].startswith("-"):
        return partial(_read, argv[0])

    from coop_tui import arguments

    if argv[0] in commands:
        return partial(commands[argv[0]], arguments.parse(argv[0], argv[1:]))
    given = arguments.parse("", argv)
    return partial(_read, given.path, colour=not given.no_color)


def _load(path: str | None) -> tuple[Dossier, Path]:
    from coop_tui.record.load import load
    from coop_tui.shipped import shipped_record

    place = Path(path) if path is not None else shipped_record()
    return load(path if path is not None else place), place


def _read(path: str | None = None, *, colour: bool = True) -> int:
    """Open the reader; where there is nothing to draw on, print the record."""
    dossier, file = _load(path)
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        from coop_tui.export import render
        from coop_tui.record.query import Selection

        return _print(render(dossier, Selection(), "dossier"))
    _keyboard()
    from coop_tui.tui.app import read

    # An empty NO_COLOR counts as none (https://no-color.org).
    return read(dossier, file, colour=colour and not os.environ.get("NO_COLOR"))


def _keyboard() -> None:
    """Read keys from the terminal where standard input is something else."""
    if sys.stdin is not None and sys.stdin.isatty():
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        raise UsageError("there is no keyboard: standard input is no terminal") from None
    os.dup2(terminal, 0)
    os.close(terminal)


def _export(arguments: Namespace) -> int:
    from coop_tui.export import Format, WriteError, render, write
    from coop_tui.record.characters import visible
    from coop_tui.record.coverage import By
    from coop_tui.views.charset import Charset

    dossier, _ = _load(arguments.path)
    data = render(
        dossier,
        _selection(dossier, arguments),
        arguments.view,
        Format(arguments.format),
        arguments.width,
        Charset.ASCII if arguments.ascii else Charset.UNICODE,
        By(arguments.by or By.MEETING),
    )
    if arguments.output == "-":
        return _print(data)
    try:
        path = write(Path(arguments.output), data, overwrite=arguments.force)
    except WriteError as error:
        _say(f"coop-tui: {error}{'' if arguments.force else _force_hint(error)}")
        return Status.UNWRITABLE
    _say(f"wrote {visible(str(path))}")
    return Status.OK


def _force_hint(error: Exception) -> str:
    from coop_tui.export import ExistsError

    return " (--force overwrites it)" if isinstance(error, ExistsError) else ""


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
    return view.said(replace(wanted, meeting=_known("meeting", meeting, dossier.meeting)))


def _two_meetings(dossier: Dossier, named: Sequence[str]) -> list[str]:
    """The ids of the two meetings to compare, in order of time."""
    known = {_known("meeting", name, dossier.meeting) for name in named}
    if len(named) != 2 or len(known) != 2:
        raise UsageError(
            "the compare view takes two different meetings: --meeting ID --meeting ID "
            f"(known: {', '.join(dossier.meeting)})"
        )
    return [name for name in dossier.meeting if name in known]


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

    close = difflib.get_close_matches(name, entries, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise UsageError(f"there is no {kind} {visible(name)!r} ({hint}known: {', '.join(entries)})")


def _check(arguments: Namespace) -> int:
    from coop_tui.record.load import load
    from coop_tui.record.problems import RecordError

    found: list[str] = []
    for path in arguments.paths:
        try:
            load(path)
        except RecordError as error:
            found += map(str, error.problems)
    written = _print("".join(f"{problem}\n" for problem in found).encode())
    return written or (Status.PROBLEMS if found else Status.OK)


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
    # The interpreter would else try once more at its end, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Status.UNWRITABLE


def _say(message: str) -> None:
    print(message, file=sys.stderr)
