"""The command line: parse, then import only what the command needs.

Data goes to standard output, all else to standard error.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from coop_tui import __version__

if TYPE_CHECKING:
    import datetime

    from coop_tui.record.model import Dossier
    from coop_tui.record.query import Selection

VIEWS = ("meeting", "sectors", "points", "timeline", "dossier")
FORMATS = ("text", "markdown", "json")
EVERY_MEETING = "all"


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
    try:
        status = run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = Status.INTERRUPTED
    except BrokenPipeError:
        status = _closed_output()
    sys.exit(status)


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    from coop_tui.record.problems import RecordError

    arguments = _parse(argv)
    try:
        command: Callable[[argparse.Namespace], int] = arguments.command
        return command(arguments)
    except RecordError as error:
        for problem in error.problems:
            _say(str(problem))
        return Status.UNREADABLE
    except UsageError as error:
        _say(f"coop-tui: {error}")
        return Status.UNREADABLE


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    """Parse; a first word that is no command is the record to open."""
    commands = {"export": _export_parser, "check": _check_parser, "schema": _schema_parser}
    if argv and argv[0] in commands:
        return commands[argv[0]]().parse_intermixed_args(argv[1:])
    return _reader_parser().parse_intermixed_args(argv)


USAGE = """\
coop-tui [PATH] [--no-color]
       coop-tui export VIEW [PATH] [options]   a view as text, Markdown or JSON
       coop-tui check PATH…                    every problem of every file
       coop-tui schema                         the JSON Schema of the format"""


def _reader_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coop-tui",
        usage=USAGE,
        description="Read a record of co-operation meetings. Without PATH, opens the shipped "
        "record. Where the output is no terminal, prints the record as text.",
        epilog="'coop-tui COMMAND --help' says more of a command.",
    )
    parser.add_argument("path", metavar="PATH", nargs="?", help="a record; - is standard input")
    parser.add_argument("--no-color", action="store_true", help="draw without colours")
    parser.add_argument("--version", action="version", version=f"coop-tui {__version__}")
    parser.set_defaults(command=_read)
    return parser


def _export_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coop-tui export", description="Write a view of a record, whole, with its sources."
    )
    parser.add_argument("view", metavar="VIEW", choices=VIEWS, help=f"one of: {', '.join(VIEWS)}")
    parser.add_argument("path", metavar="PATH", nargs="?", help="a record; - is standard input")
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where to write")
    parser.add_argument("--force", action="store_true", help="overwrite FILE")
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="the format (default: text)"
    )
    parser.add_argument(
        "--width", metavar="N", type=_width, default=80, help="cells in a line, 40 to 1000"
    )
    parser.add_argument("--ascii", action="store_true", help="nothing but ASCII")
    parser.add_argument(
        "--meeting",
        metavar="ID",
        help=f"a meeting, or {EVERY_MEETING!r} (default: the latest; with --plan, all)",
    )
    parser.add_argument("--sector", metavar="ID", help="only this sector")
    parser.add_argument("--plan", metavar="ID", help="only what was said under this plan")
    parser.add_argument(
        "--now",
        metavar="DATE",
        type=_now,
        help="mark a day on the timeline: YYYY-MM-DD, or 'today' (default: none)",
    )
    parser.set_defaults(command=_export)
    return parser


def _check_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coop-tui check", description="List every problem of every record."
    )
    parser.add_argument("paths", metavar="PATH", nargs="+", help="a record; - is standard input")
    parser.set_defaults(command=_check)
    return parser


def _schema_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="coop-tui schema", description="Print the JSON Schema of the format."
    )
    parser.set_defaults(command=_schema)
    return parser


def _width(word: str) -> int:
    if not word.isdecimal() or not 40 <= int(word[:5]) <= 1000:
        raise argparse.ArgumentTypeError(f"{word!r} is no width from 40 to 1000")
    return int(word)


def _now(word: str) -> datetime.date:
    import datetime

    if word == "today":
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} is no day such as 2025-11-12") from None


def _load(path: str | None) -> tuple[Dossier, Path]:
    from coop_tui.record.load import load
    from coop_tui.shipped import shipped_record

    place = Path(path) if path is not None else shipped_record()
    return load(path if path is not None else place), place


def _read(arguments: argparse.Namespace) -> int:
    """Open the reader; where there is nothing to draw on, print the record."""
    dossier, path = _load(arguments.path)
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        from coop_tui.export import render
        from coop_tui.record.query import Selection

        return _print(render(dossier, "dossier", Selection()))
    _keyboard()
    from coop_tui.tui.app import read

    # An empty NO_COLOR counts as none (https://no-color.org).
    return read(dossier, path, colour=not (arguments.no_color or os.environ.get("NO_COLOR")))


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


def _export(arguments: argparse.Namespace) -> int:
    from coop_tui.export import Format, WriteError, render, write
    from coop_tui.views.charset import Charset

    dossier, _ = _load(arguments.path)
    data = render(
        dossier,
        arguments.view,
        _selection(dossier, arguments),
        Format(arguments.format),
        arguments.width,
        Charset.ASCII if arguments.ascii else Charset.UNICODE,
    )
    if arguments.output == "-":
        return _print(data)
    try:
        path = write(Path(arguments.output), data, overwrite=arguments.force)
    except WriteError as error:
        _say(f"coop-tui: {error}{'' if arguments.force else _force_hint(error)}")
        return Status.UNWRITABLE
    _say(f"wrote {path}")
    return Status.OK


def _force_hint(error: Exception) -> str:
    from coop_tui.export import ExistsError

    return " (--force overwrites it)" if isinstance(error, ExistsError) else ""


def _selection(dossier: Dossier, arguments: argparse.Namespace) -> Selection:
    from coop_tui.record.query import Selection, opening

    meeting = arguments.meeting
    if meeting == EVERY_MEETING and EVERY_MEETING not in dossier.meeting:
        meeting = None
    elif meeting is None and arguments.plan is None:
        meeting = opening(dossier).meeting
    return Selection(
        _known("meeting", meeting, dossier.meeting),
        _known("sector", arguments.sector, dossier.sector),
        _known("plan", arguments.plan, dossier.plan),
        arguments.now,
    )


def _known(kind: str, name: str | None, entries: Mapping[str, object]) -> str | None:
    if name is None or name in entries:
        return name
    from coop_tui.record.characters import visible

    close = difflib.get_close_matches(name, entries, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    raise UsageError(f"there is no {kind} {visible(name)!r} ({hint}known: {', '.join(entries)})")


def _check(arguments: argparse.Namespace) -> int:
    from coop_tui.record.load import load
    from coop_tui.record.problems import RecordError

    found = 0
    for path in arguments.paths:
        try:
            load(path)
        except RecordError as error:
            found += len(error.problems)
            for problem in error.problems:
                print(problem)
    return Status.PROBLEMS if found else Status.OK


def _schema(arguments: argparse.Namespace) -> int:
    import json

    from coop_tui.record.model import json_schema

    return _print(f"{json.dumps(json_schema(), indent=2, ensure_ascii=False)}\n".encode())


def _print(data: bytes) -> int:
    """Write data to standard output as it is, whatever the locale."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        _say(f"coop-tui: standard output was not written: {error.strerror}")
        return _closed_output()
    return Status.OK


def _closed_output() -> int:
    """Keep the interpreter from flushing again, in vain, what nobody will read."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Status.UNWRITABLE


def _say(message: str) -> None:
    print(message, file=sys.stderr)
