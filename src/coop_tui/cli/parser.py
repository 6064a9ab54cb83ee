"""The options of each command, and their parser."""

from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from coop_tui import __version__
from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.streams import print_stderr, write_stdout
from coop_tui.formats.registry import FORMATS
from coop_tui.record.characters import escape_controls
from coop_tui.views.registry import VIEWS

if TYPE_CHECKING:
    from coop_tui.record.dates import Window

EVERY_MEETING = "all"
SELECTING = {
    "meeting": ("meeting",),
    "point": ("point", "thread"),
    "sector": ("sector",),
    "plan": ("filter",),
    "initiative": ("filter",),
    "where": ("filter",),
    "span": ("window",),
    "now": ("now",),
    "open": ("open",),
}
"""The options that select, each with the fields of the selection that it can set."""

USAGE = """\
coop-tui [PATH…] [--no-color]
       coop-tui export VIEW [PATH…] [options]  a view as text, Markdown or JSON
       coop-tui check PATH… [options]          every problem of every file
       coop-tui new FILE [--from PATH]         a record to begin with, or the next meeting
       coop-tui new --from PATH --in-place     the next meeting, in the record itself
       coop-tui diff OLD NEW [options]         what changed between two versions of a record
       coop-tui schema                         the JSON Schema of the format"""


class _Parser(argparse.ArgumentParser):
    """A parser that reports an error in one line, as the rest of the program does."""

    def __init__(self, **options: Any) -> None:
        # argparse tries each argument out in a formatter. Without a width, the formatter
        # would import shutil to ask for that of the terminal.
        super().__init__(
            allow_abbrev=False,
            formatter_class=partial(argparse.HelpFormatter, width=80),
            **options,
        )

    def format_help(self) -> str:
        self.formatter_class = argparse.HelpFormatter
        return super().format_help()

    def print_help(self, file: object = None) -> NoReturn:
        # argparse ignores that standard output cannot be written.
        sys.exit(write_stdout(self.format_help().encode()))

    def error(self, message: str) -> NoReturn:
        # The message may quote control characters from the command line.
        print_stderr(f"coop-tui: {escape_controls(message)} (see: {self.prog} --help)")
        sys.exit(ExitStatus.UNREADABLE)


class _PrintVersion(argparse.Action):
    """Prints the version and ends the program."""

    def __call__(self, *_: object) -> NoReturn:
        sys.exit(write_stdout(f"coop-tui {__version__}\n".encode()))


def _width(word: str) -> int:
    if not (word.isdecimal() and len(word) <= 4 and 40 <= int(word) <= 1000):
        raise argparse.ArgumentTypeError(f"{word!r} is no width from 40 to 1000")
    return int(word)


def _point_number(word: str) -> int:
    if not (word.isascii() and word.isdecimal() and len(word) <= 9 and int(word)):
        raise argparse.ArgumentTypeError(f"{word!r} is no number; points are counted from 1")
    return int(word)


def _span(word: str) -> Window:
    from coop_tui.record.dates import Date, Window

    first, slash, last = word.partition("/")
    try:
        window = Window.over(Date.parse(first), Date.parse(last if slash else first))
    except ValueError:
        window = Window(0, 0)
    if window.end < window.start:
        raise argparse.ArgumentTypeError(f"{word!r} ends before it begins")
    if window.end == window.start:
        raise argparse.ArgumentTypeError(f"{word!r} is no span such as 2021/2025")
    return window


def _now(word: str) -> datetime.date:
    if word == "today":
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(word)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} is no day such as 2025-11-12") from None


def _argument(*names: str, **options: Any) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The parameters of ``add_argument``."""
    return names, options


_PATHS = _argument(
    "paths",
    metavar="PATH",
    nargs="*",
    help="a record; a folder, for every record in it and below; - is standard input",
)
_OUTPUT = [
    _argument("-o", "--output", metavar="FILE", default="-", help="where to write"),
    _argument("--force", action="store_true", help="overwrite FILE"),
    _argument("--format", choices=list(FORMATS), default="text", help="the format (default: text)"),
    _argument("--width", metavar="N", type=_width, default=80, help="cells in a line, 40 to 1000"),
    _argument("--ascii", action="store_true", help="nothing but ASCII"),
]
"""Where and how a page is written."""
_ARGUMENTS = {
    "": [
        _PATHS,
        _argument("--no-color", action="store_true", help="draw without colours"),
        _argument("--version", action=_PrintVersion, nargs=0, help="print the version"),
    ],
    "export": [
        _argument("view", metavar="VIEW", choices=list(VIEWS), help=f"one of: {', '.join(VIEWS)}"),
        _PATHS,
        *_OUTPUT,
        _argument(
            "--meeting",
            metavar="ID",
            action="append",
            help=f"a meeting, or {EVERY_MEETING!r} (default: the latest; all if --plan, "
            "--initiative or --where narrow what is shown); to compare, give two",
        ),
        _argument(
            "--by",
            metavar="GROUPING",
            choices=("meeting", "plan", "status", "sector", "party", "due"),
            help="coverage: meeting or plan; follow-up: status, sector, party or due (default: "
            "the first of these)",
        ),
        _argument(
            "--point",
            metavar="N",
            type=_point_number,
            help="only this point of the meeting, from 1; on the timeline, draw its thread",
        ),
        _argument("--sector", metavar="ID", help="only this sector"),
        _argument(
            "--plan",
            metavar="ID",
            action="append",
            help="only what was said under this plan, or ties to it; may be given more than once",
        ),
        _argument("--initiative", metavar="ID", help="only what names this initiative"),
        _argument(
            "--open",
            action="store_true",
            help="in coverage, count commitments without a later point, not points",
        ),
        _argument(
            "--where",
            metavar="QUERY",
            help="only what the query finds, such as 'kind:agrees plan:14'",
        ),
        _argument(
            "--span",
            metavar="FROM/TO",
            type=_span,
            help="the stretch of time on the timeline, or in which the agenda looks for what is "
            "due, such as 2021/2025 (default: all; for the agenda, a year from --now)",
        ),
        _argument(
            "--now",
            metavar="DATE",
            type=_now,
            help="the day that counts as now: YYYY-MM-DD, or 'today' (default: none, and "
            "nothing is overdue)",
        ),
    ],
    "check": [
        _argument(
            "paths",
            metavar="PATH",
            nargs="+",
            help="a record; a folder, for every .toml file in it and below; - is standard input",
        ),
        _argument("--strict", action="store_true", help="take warnings for problems"),
        _argument("--json", action="store_true", help="write a JSON list"),
    ],
    "new": [
        _argument("file", metavar="FILE", nargs="?", help="where to write; - is standard output"),
        _argument(
            "--from",
            metavar="PATH",
            dest="record",
            help="begin the next meeting of this record instead: FILE becomes a copy of it, with "
            "one more source, and at its end one more meeting; - is standard input",
        ),
        _argument(
            "--in-place", action="store_true", help="add the meeting to the record itself; no FILE"
        ),
    ],
    "diff": [
        _argument(
            "old",
            metavar="OLD",
            help="a record; a record at a revision of git, as REV:FILE; - is standard input",
        ),
        _argument("new", metavar="NEW", help="the same record in a later version"),
        *_OUTPUT,
    ],
    "schema": [],
}
_USAGES = {
    "": USAGE,
    "new": "coop-tui new FILE [--from PATH]\n       coop-tui new --from PATH --in-place",
}
_DESCRIPTIONS = {
    "": "Read records of co-operation meetings. Without PATH, opens the shipped record. Where "
    "the output is no terminal, prints the records as text.",
    "export": "Write a view of a record, or of several, whole, with its sources.",
    "check": "List every problem of every record.",
    "new": "Write a record to begin with: placeholders, each key with its meaning. A FILE that "
    "exists is left as it is.",
    "diff": "Write what changed between two versions of a record. The exit status is 1 if anything "
    "did, and 0 if not.",
    "schema": "Print the JSON Schema of the format.",
}


def parse(command: str, words: Sequence[str]) -> argparse.Namespace:
    """Parse the words after a command; its name is empty for the reader.

    Raises:
        SystemExit: With status 2 after a message if the words are wrong. After help or
            the version, with status 0, or 3 if standard output cannot be written.
    """
    parser = _Parser(
        prog=f"coop-tui {command}".rstrip(),
        usage=_USAGES.get(command),
        description=_DESCRIPTIONS[command],
        epilog=None if command else "'coop-tui COMMAND --help' says more of a command.",
    )
    for names, options in _ARGUMENTS[command]:
        parser.add_argument(*names, **options)
    parsed = parser.parse_intermixed_args(list(_join_queries(words)))
    if command == "new" and (message := _wrong_use_of_new(parsed)):
        parser.error(message)
    if command == "diff" and parsed.old == parsed.new == "-":
        parser.error("standard input can be only one of the two versions")
    return parsed


def _wrong_use_of_new(options: argparse.Namespace) -> str:
    """Why the options of ``new`` do not go together; empty if they do."""
    if not options.in_place:
        return "" if options.file is not None else "FILE is missing: name the file to write"
    if options.record is None:
        return "--in-place needs a record: give it with --from"
    if options.record == "-":
        return "--in-place cannot write to standard input: name the record with --from"
    if options.file is not None:
        return "--in-place writes to the record itself: leave out FILE"
    return ""


def _join_queries(words: Sequence[str]) -> Iterator[str]:
    """Join each query to its option, since a query may begin with a dash."""
    rest = iter(words)
    for word in rest:
        value = next(rest, None) if word == "--where" else None
        yield word if value is None else f"{word}={value}"
