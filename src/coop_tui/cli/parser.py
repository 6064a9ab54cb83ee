"""The words of the command line."""

from __future__ import annotations

import argparse
import datetime
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from coop_tui import __version__
from coop_tui.formats.registry import FORMATS
from coop_tui.record.characters import escape_controls
from coop_tui.views.registry import VIEWS

if TYPE_CHECKING:
    from coop_tui.record.dates import Window

EVERY_MEETING = "all"
SELECTING = {
    "meeting": "meeting",
    "point": "point",
    "sector": "sector",
    "plan": "filter",
    "initiative": "filter",
    "where": "filter",
    "span": "window",
    "now": "now",
}
"""The options that select, and the field of the selection that each sets."""

USAGE = """\
coop-tui [PATH] [--no-color]
       coop-tui export VIEW [PATH] [options]   a view as text, Markdown or JSON
       coop-tui check PATH… [options]          every problem of every file
       coop-tui new FILE [--from PATH]         a record to begin with, or the next meeting
       coop-tui schema                         the JSON Schema of the format"""


class _Parser(argparse.ArgumentParser):
    """A parser that complains in one line, as the rest of the program does."""

    def __init__(self, **options: Any) -> None:
        # Each argument is tried out in a formatter, which would import shutil to ask for
        # the width of the terminal.
        super().__init__(formatter_class=partial(argparse.HelpFormatter, width=80), **options)

    def format_help(self) -> str:
        self.formatter_class = argparse.HelpFormatter
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        # It may quote what was given as it is.
        self.exit(2, f"coop-tui: {escape_controls(message)} (see: {self.prog} --help)\n")


def _reader_parser() -> _Parser:
    parser = _Parser(
        allow_abbrev=False,
        prog="coop-tui",
        usage=USAGE,
        description="Read a record of co-operation meetings. Without PATH, opens the shipped "
        "record. Where the output is no terminal, prints the record as text.",
        epilog="'coop-tui COMMAND --help' says more of a command.",
    )
    parser.add_argument("path", metavar="PATH", nargs="?", help="a record; - is standard input")
    parser.add_argument("--no-color", action="store_true", help="draw without colours")
    parser.add_argument("--version", action="version", version=f"coop-tui {__version__}")
    return parser


def _export_parser() -> _Parser:
    parser = _Parser(
        allow_abbrev=False,
        prog="coop-tui export",
        description="Write a view of a record, whole, with its sources.",
    )
    parser.add_argument(
        "view", metavar="VIEW", choices=list(VIEWS), help=f"one of: {', '.join(VIEWS)}"
    )
    parser.add_argument("path", metavar="PATH", nargs="?", help="a record; - is standard input")
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where to write")
    parser.add_argument("--force", action="store_true", help="overwrite FILE")
    parser.add_argument(
        "--format", choices=list(FORMATS), default="text", help="the format (default: text)"
    )
    parser.add_argument(
        "--width", metavar="N", type=_width, default=80, help="cells in a line, 40 to 1000"
    )
    parser.add_argument("--ascii", action="store_true", help="nothing but ASCII")
    parser.add_argument(
        "--meeting",
        metavar="ID",
        action="append",
        help=f"a meeting, or {EVERY_MEETING!r} (default: the latest; all if --plan, "
        "--initiative or --where narrow what is shown); to compare, give two",
    )
    parser.add_argument(
        "--by", choices=("meeting", "plan"), help="the columns of coverage (default: meeting)"
    )
    parser.add_argument(
        "--point", metavar="N", type=_number, help="only this point of the meeting, from 1"
    )
    parser.add_argument("--sector", metavar="ID", help="only this sector")
    parser.add_argument(
        "--plan",
        metavar="ID",
        action="append",
        help="only what was said under this plan, or ties to it; may be given more than once",
    )
    parser.add_argument("--initiative", metavar="ID", help="only what names this initiative")
    parser.add_argument(
        "--where", metavar="QUERY", help="only what the query finds, such as 'kind:agrees plan:14'"
    )
    parser.add_argument(
        "--span",
        metavar="FROM/TO",
        type=_span,
        help="the stretch of time on the timeline, such as 2021/2025 (default: all)",
    )
    parser.add_argument(
        "--now",
        metavar="DATE",
        type=_now,
        help="mark a day on the timeline: YYYY-MM-DD, or 'today' (default: none)",
    )
    return parser


def _check_parser() -> _Parser:
    parser = _Parser(
        allow_abbrev=False, prog="coop-tui check", description="List every problem of every record."
    )
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        help="a record; a folder, for every .toml file in it and below; - is standard input",
    )
    parser.add_argument("--strict", action="store_true", help="take warnings for problems")
    parser.add_argument("--json", action="store_true", help="write a JSON list")
    return parser


def _new_parser() -> _Parser:
    parser = _Parser(
        allow_abbrev=False,
        prog="coop-tui new",
        description="Write a record to begin with: placeholders, each key with its meaning. "
        "A file that exists is left as it is.",
    )
    parser.add_argument("file", metavar="FILE", help="where to write; - is standard output")
    parser.add_argument(
        "--from",
        metavar="PATH",
        dest="record",
        help="begin the next meeting of this record instead: FILE becomes a copy of it, and at "
        "its end a source and a meeting like the last; - is standard input",
    )
    return parser


def _schema_parser() -> _Parser:
    return _Parser(
        allow_abbrev=False,
        prog="coop-tui schema",
        description="Print the JSON Schema of the format.",
    )


def _width(word: str) -> int:
    if not (word.isdecimal() and len(word) <= 4 and 40 <= int(word) <= 1000):
        raise argparse.ArgumentTypeError(f"{word!r} is no width from 40 to 1000")
    return int(word)


def _number(word: str) -> int:
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


def parse(command: str, words: Sequence[str]) -> argparse.Namespace:
    """Parse the words after a command.

    Args:
        command: Its name; empty for the reader.
        words: What follows it.

    Raises:
        SystemExit: With status 2 and a message if the words are wrong; with status 0
            once help or version is printed.
    """
    parsers = {
        "": _reader_parser,
        "export": _export_parser,
        "check": _check_parser,
        "new": _new_parser,
        "schema": _schema_parser,
    }
    return parsers[command]().parse_intermixed_args(list(_joined(words)))


def _joined(words: Sequence[str]) -> Iterator[str]:
    """The words with a query joined to its option, since a query may begin with a dash."""
    rest = iter(words)
    for word in rest:
        value = next(rest, None) if word == "--where" else None
        yield word if value is None else f"{word}={value}"
