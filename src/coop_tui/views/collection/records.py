"""The list of records: two lines for each, and below them what a search finds in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from msgspec import Struct
from rich.cells import cell_len

from coop_tui.query.collection.summary import Summary
from coop_tui.query.search.index import Matches
from coop_tui.query.search.normalize import normalize_for_search
from coop_tui.record.dates import Date
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document.blocks import Run, Runs, reflowed
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import Line, truncate
from coop_tui.views.document.wrap import plain
from coop_tui.views.labels import counted, meeting_name, who_says

_GAP = 2
_INDENT = 2
_MOST_CELLS = 110
"""On a wider screen the figures would stand too far from the titles."""
_LEAST_TITLE_CELLS = 24
"""With fewer cells for the titles, the first columns are left out."""


class Entry(Struct, frozen=True):
    """A file of the list.

    Attributes:
        key: Names it in the list.
        file: The file, as people see it.
        record: Its record; None while it has not been read, or if it is none.
        summary: The record in a few figures; None if there is no record.
        problems: Why it is no record, or why a newer version of the file is none.
        state: Tells the state of the file in which it was read from any other; None if that is
            not known.
    """

    key: str
    file: str
    record: Record | None = None
    summary: Summary | None = None
    problems: tuple[Problem, ...] = ()
    state: tuple[int, ...] | None = None

    @property
    def title(self) -> str:
        """The title of the record; of any other file, its name."""
        return self.summary.title if self.summary else self.file


class SortBy(Enum):
    """By what the list of records is sorted."""

    FILE = "file"
    TITLE = "title"
    PARTIES = "parties"
    MEETINGS = "meetings"
    LATEST = "latest meeting"
    OPEN = "open commitments"
    OVERDUE = "overdue commitments"
    PROBLEMS = "problems"


_NO_FIGURES = Summary("", (), 0, None, None, 0, 0)
_ORDERS: Mapping[SortBy, Callable[[Entry, Summary], Any]] = {
    SortBy.TITLE: lambda entry, _: normalize_for_search(entry.title),
    SortBy.PARTIES: lambda _, figures: tuple(map(normalize_for_search, figures.parties)),
    SortBy.MEETINGS: lambda _, figures: -figures.meetings,
    SortBy.LATEST: lambda _, figures: -_last_day(figures),
    SortBy.OPEN: lambda _, figures: -figures.open,
    SortBy.OVERDUE: lambda _, figures: -figures.overdue,
    SortBy.PROBLEMS: lambda entry, _: -len(entry.problems),
}


def _last_day(figures: Summary) -> int:
    return figures.latest.last.last.toordinal() if figures.latest else 0


def in_order(entries: Sequence[Entry], by: SortBy) -> list[Entry]:
    """The entries sorted, those with most and the latest first; equal ones as they were.

    A file without a record comes after the records, unless the list is sorted by problems or
    by file.
    """
    if by is SortBy.FILE:
        return list(entries)
    order, last = _ORDERS[by], by is not SortBy.PROBLEMS
    return sorted(
        entries,
        key=lambda entry: (
            last and entry.summary is None,
            order(entry, entry.summary or _NO_FIGURES),
        ),
    )


def is_called(entry: Entry, words: Sequence[str]) -> bool:
    """Whether every one of some normalized words is in the title, the parties or the file."""
    parties = entry.summary.parties if entry.summary else ()
    names = "\n".join(map(normalize_for_search, (entry.title, entry.file, *parties)))
    return all(word in names for word in words)


_HEADS = ("Meetings", "Latest", "Open", "Overdue")


class Columns(Struct, frozen=True):
    """The columns of figures for which there is room, each with its width in cells."""

    width: int
    widths: tuple[int, ...]

    @property
    def title_cells(self) -> int:
        """The cells that a title can take."""
        return self.width - sum(self.widths) - _GAP * len(self.widths)

    def line(self, title: Runs, cells: Sequence[str], key: str | None, role: str) -> Line:
        """A title at the left and figures at the right, as many as there is room for."""
        taken = sum(cell_len(run.text) for run in title)
        shown = list(cells[len(cells) - len(self.widths) :])
        figures = "".join(
            " " * (_GAP + width - cell_len(text)) + text
            for text, width in zip(shown, self.widths, strict=True)
        )
        return Line((*title, Run(" " * (self.title_cells - taken) + figures, role)), key)


def columns(entries: Iterable[Entry], width: int) -> Columns:
    """The columns that fit beside the titles of a list."""
    width = min(width - 1, _MOST_CELLS)  # a cell before the scroll bar
    rows = [_HEADS, *(_figures(one.summary) for one in entries if one.summary)]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    while widths and width - sum(widths) - _GAP * len(widths) < _LEAST_TITLE_CELLS:
        del widths[0]
    return Columns(width, tuple(widths))


def head(columns: Columns) -> Line:
    """The heads of the columns."""
    return columns.line((Run("Record", "heading"),), _HEADS, None, "heading")


def _figures(figures: Summary) -> tuple[str, ...]:
    span = f"{figures.meetings}"
    if figures.first and figures.latest:
        span += f", {_years(figures.first.date, figures.latest.last)}"
    latest = str(figures.latest.last) if figures.latest else "–"
    return span, latest, str(figures.open), str(figures.overdue)


def _years(first: Date, last: Date) -> str:
    return f"{first.year}" if first.year == last.year else f"{first.year}–{last.year}"


def lines(entry: Entry, columns: Columns, matches: Matches | None = None) -> Iterator[Line]:
    """The lines of a file in the list.

    Args:
        entry: The file.
        columns: The columns of the list.
        matches: What a search finds in it; None if there is no search.
    """
    figures = entry.summary
    if figures is None:
        yield from _without_record(entry, columns.width)
        return
    mark = "✗ " if entry.problems else ""
    title = truncate(mark + entry.title, columns.title_cells, Charset.UNICODE)
    yield columns.line((Run(title, "title"),), _figures(figures), entry.key, "count")
    about = f"{', '.join(figures.parties)} · {entry.file}"
    yield _indented(about, "muted", entry.key, columns.width)
    for problem in entry.problems[:1]:
        words = f"The file has changed and is no record now: {_in_short(problem)}"
        yield _indented(words, "verdict.doubt", entry.key, columns.width)
    if matches and entry.record:
        yield from _found(entry.record.dossier, entry.key, matches, columns.width)


def _without_record(entry: Entry, width: int) -> Iterator[Line]:
    if not entry.problems:
        yield Line((Run(truncate(entry.file, width, Charset.UNICODE), "muted"),), entry.key)
        yield _indented("not read yet", "muted", entry.key, width)
        return
    yield Line((Run(truncate(f"✗ {entry.file}", width, Charset.UNICODE), "title"),), entry.key)
    first, *more = entry.problems
    others = f" (and {counted(len(more), 'more problem')})" if more else ""
    yield _indented(f"{_in_short(first)}{others}", "verdict.doubt", entry.key, width)


def _in_short(problem: Problem) -> str:
    return f"line {problem.line}: {problem.message}" if problem.line else problem.message


def _found(dossier: Dossier, key: str, matches: Matches, width: int) -> Iterator[Line]:
    """A line for each meeting in which a search finds something, the latest first."""
    for meeting in reversed(matches.meetings):
        points = matches.by_meeting.get(meeting, ())
        areas = matches.areas.get(meeting, ())
        counts = [counted(len(points), "point")] if points else []
        counts += [counted(len(areas), "area")] if areas else []
        name = meeting_name(dossier, dossier.meeting[meeting])
        words = f"{name}: {' and '.join(counts) or 'the meeting itself'}"
        if points:
            point = dossier.meeting[meeting].points[points[0] - 1]
            words += f" · {plain(who_says(dossier, point))}: {reflowed(point.text)}"
        yield _indented(words, "text", key_of_meeting(key, meeting), width)


def key_of_meeting(key: str, meeting: str) -> str:
    """The key of a meeting under a file: no path holds the sign between the two."""
    return f"{key}\0{meeting}"


def parts_of_key(key: str) -> tuple[str, str | None]:
    """The key of a file, and the id of the meeting under it, if it is the key of one."""
    file, _, meeting = key.partition("\0")
    return file, meeting or None


def _indented(text: str, role: str, key: str, width: int) -> Line:
    shown = truncate(text, width - _INDENT, Charset.UNICODE)
    return Line((Run(" " * _INDENT), Run(shown, role)), key)
