"""Lines that are made as far as they are needed, and the items that they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count, islice
from time import perf_counter

from coop_tui.views.document.layout import Line

_LINES_AT_A_TIME = 32


class LineBuffer:
    """Lines from a view, made one after another.

    Attributes:
        lines: Those that have been made.
        complete: Whether these are all.
        keys: The items of these lines, in order.
        first: The number of the first line of each item.
        last: The number of the last line of each item.
    """

    lines: Sequence[Line]

    def __init__(self, lines: Sequence[Line] | Iterator[Line], *, keyed: bool = True) -> None:
        """Take all lines, or an iterator that makes them; no line has a key if not ``keyed``."""
        self.keys: list[str] = []
        self.first: dict[str, int] = {}
        self.last: dict[str, int] = {}
        if isinstance(lines, Sequence):
            self.lines, self.complete = lines, True
            if keyed:
                self._index(lines, 0)
        else:
            self.lines = self._made = list[Line]()
            self._rest, self.complete = lines, False

    def make(self, enough: Callable[[], bool]) -> None:
        """Make lines until there are enough, which is asked every few lines, or no more."""
        while not (self.complete or enough()):
            self.make_lines(len(self.lines) + _LINES_AT_A_TIME)

    def make_lines(self, wanted: int) -> None:
        """Make lines until there are so many, or no more."""
        missing = wanted - len(self.lines)
        if self.complete or missing <= 0:
            return
        more = list(islice(self._rest, missing))
        self._index(more, len(self._made))
        self._made += more
        self.complete = len(more) < missing

    def make_item(self, key: str) -> None:
        """Make lines as far as an item; all of them, if it is not among them."""
        self.make(lambda: key in self.first)

    def make_for(self, seconds: float) -> None:
        """Make lines for so long, or until there are no more."""
        end = perf_counter() + seconds
        self.make(lambda: perf_counter() >= end)

    def __iter__(self) -> Iterator[Line]:
        """Each line, made when it is asked for."""
        for number in count():
            self.make_lines(number + 1)
            if number == len(self.lines):
                return
            yield self.lines[number]

    def _index(self, lines: Iterable[Line], begin: int) -> None:
        for number, line in enumerate(lines, begin):
            if line.key is not None:
                if line.key not in self.first:
                    self.first[line.key] = number
                    self.keys.append(line.key)
                self.last[line.key] = number
