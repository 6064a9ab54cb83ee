"""What the reader costs with a record of 1,000 meetings and 100,000 points."""

from __future__ import annotations

import contextlib
import itertools
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.records import large_record
from tests.benchmarks.table import mebibytes, row
from tests.terminal.session import READER, Session, session

from coop_tui.query.search.index import find_matches
from coop_tui.query.search.language import QueryError
from coop_tui.record.loading.loader import load

ROUNDS = 14
"""How often a key is pressed: as often one way as the other."""
BARE = "import sys, tomli; tomli.loads(open(sys.argv[1], encoding='utf-8').read())"
_PANES_BYTES = 10_000
"""The panes are drawn anew in more than this; the line of the query and a scroll bar in less."""
QUERIES = ("healthcare", "finance hong", "kind:agrees plan:14", "-trade", "創科")


class Step(NamedTuple):
    """Keys whose time from press to frame is measured.

    Attributes:
        name: What they do.
        before: What is typed first.
        keys: Pressed in turn, so that each changes something.
        bar: What the ratio to a small record is not to pass.
    """

    name: str
    before: str
    keys: tuple[str, str]
    bar: float | None = 1.2


STEPS = (
    Step("another meeting", "2", (",", ".")),
    Step("another sector", "2j", ("j", "k")),
    Step("a point further", "4", ("j", "k")),
    Step("a step on the timeline", "3", ("\x1b[D", "\x1b[C")),
    Step("a zoom on the timeline", "3++", ("+", "-")),
    Step("a cell of the coverage", "x", ("\x1b[D", "\x1b[C"), None),
)


def measure(folder: Path, empty: tuple[str, ...]) -> None:
    """Print what a large record costs.

    Args:
        folder: Where the records are written.
        empty: The command of an empty Textual app.
    """
    large, small, alike = (folder / f"{name}.toml" for name in ("large", "small", "alike"))
    large.write_text(large_record(1000, 100_000), "utf-8")
    small.write_text(large_record(2, 20), "utf-8")
    # Meetings as full as those of the large record: what is left is the cost of size.
    alike.write_text(large_record(20, 2000), "utf-8")
    _open(large)
    if Path("/proc/self/status").exists():
        _memory(large, empty)
    for step in STEPS:
        ours, *bases = (key_time(record, step) for record in (large, small, alike))
        row(f"{step.name}, 100,000 points ÷ 20", ours, bases[0], step.bar)
        row(f"{step.name}, 100,000 points ÷ 2,000, of meetings as full", ours, bases[1])
    _reload(large)
    _search(large)
    _typed(large)


def _open(large: Path) -> None:
    """The first frame with the record on it, beside parsing alone in a process of its own."""
    pairs = [(_first_paint(large), _bare(large)) for _ in range(3)]
    ours, base = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    row("first paint, 100,000 points ÷ tomli.loads of the file", ours, base, 1.5, ratio=ratio)


def _first_paint(record: Path) -> float:
    begin = time.perf_counter()
    with reader(record):
        return time.perf_counter() - begin


def _bare(record: Path) -> float:
    begin = time.perf_counter()
    subprocess.run((sys.executable, "-c", BARE, str(record)), check=True)
    return time.perf_counter() - begin


@contextlib.contextmanager
def reader(record: Path) -> Iterator[Session]:
    """The reader with a record on the screen."""
    with session((*READER, str(record))) as running:
        while b" discussed" not in running.raw:
            if running.take(60) is None:
                raise SystemExit(f"{record.name} was never shown:\n{running.raw.decode()}")
        yield running


def show_lines(running: Session, silence: float = 0.15) -> float:
    """Read until nothing is written for so many seconds; when the last of it was."""
    last = time.perf_counter()
    while running.take(silence):
        last = time.perf_counter()
    return last


def key_time(record: Path, step: Step) -> float:
    """Seconds from a key to the last byte of what it changed on the screen: the median."""
    with reader(record) as running:
        for key in step.before:
            running.press(key)
        show_lines(running, 0.5)
        times = []
        for key in itertools.islice(itertools.cycle(step.keys), ROUNDS):
            begin = time.perf_counter()
            running.press(key)
            if not running.take(10):
                raise SystemExit(f"a key did nothing: {step.name}")
            times.append(show_lines(running) - begin)
    return statistics.median(times)


def _memory(large: Path, empty: tuple[str, ...]) -> None:
    """The most memory that the reader and the process that reads the file ever had."""
    with session(empty) as running:
        while b"EMPTY" not in running.raw:
            running.take(5)
        base = peak(running.process) or 0
    size = large.stat().st_size
    child = [0]

    def follow(running: Session) -> None:
        while peak(running.process):
            for process in children(running.process):
                child[0] = max(child[0], peak(process) or 0)
            time.sleep(0.01)

    with session((*READER, str(large))) as running:
        watch = threading.Thread(target=follow, args=(running,), daemon=True)
        watch.start()
        while b" discussed" not in running.raw:
            running.take(60)
        show_lines(running, 1)
        ours = peak(running.process) or 0
    watch.join()
    held = partial(row, base=size, bar=8, unit=mebibytes)
    held("peak memory of the reader over the empty app ÷ size of the file", ours - base)
    held("peak memory of the process that parses over it ÷ the same", child[0] - base)


def peak(process: int) -> int | None:
    """The most bytes that a process had in memory; None once it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return None


def children(process: int) -> list[int]:
    """The processes that a process has begun."""
    with contextlib.suppress(OSError):
        return [*map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]
    return []


def _reload(large: Path) -> None:
    """A save of the record: until it is shown, and the longest that a key waited meanwhile."""
    with reader(large) as running:
        running.press("2")
        show_lines(running, 1.5)
        saved = large.read_text("utf-8").replace('"A large record"', '"Saved"', 1)
        beside = large.with_suffix(".new")
        beside.write_text(saved, "utf-8")
        beside.replace(large)
        begin, longest = time.perf_counter(), 0.0
        for key in itertools.cycle(",."):
            seen = len(running.raw)
            pressed = time.perf_counter()
            running.press(key)
            while not running.take(60):
                pass
            longest = max(longest, time.perf_counter() - pressed)
            show_lines(running, 0.05)
            if b"reloaded" in running.raw[seen:]:
                break
        row("a save of 100,000 points, until it is shown", time.perf_counter() - begin)
        row("the longest that a key waited meanwhile", longest)


def _search(large: Path) -> None:
    """What each key of a query takes, once the index is made."""
    dossier = load(large).dossier
    row("the index of 100,000 points", _timed(lambda: find_matches(dossier, "a word")))
    times = [
        _timed(partial(_try, partial(find_matches, dossier), query[:end]))
        for query in QUERIES
        for end in range(1, len(query) + 1)
    ]
    for name, value in (("median", statistics.median(times)), ("slowest", max(times))):
        row(f"search, one keystroke over 100,000 points, {name} ÷ 50 ms", value, 0.05, 1)


def _typed(large: Path) -> None:
    """The search on the screen: until the bar, and the matches of each letter, are drawn."""
    with reader(large) as running:
        show_lines(running, 1)
        row("/ over 100,000 points, until the panes are drawn", _drawn(running, "/"))
        _take_for(running, 2)  # the index is made; all that is found never is, by then
        times = [_drawn(running, letter) for letter in "rail"]
    for name, value in (("median", statistics.median(times)), ("slowest", max(times))):
        row(f"a letter typed into it, until its matches are drawn, {name}", value)


def _drawn(running: Session, key: str) -> float:
    """Seconds from a key until the panes are drawn anew."""
    begin, seen = time.perf_counter(), len(running.raw)
    running.press(key)
    while len(running.raw) < seen + _PANES_BYTES:
        if running.take(10) == b"":
            raise SystemExit(f"{key!r} drew nothing")
    drawn = time.perf_counter() - begin
    _take_for(running, 0.5)  # what else is drawn belongs to no other key
    return drawn


def _take_for(running: Session, seconds: float) -> None:
    """Read whatever is written for so long."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        running.take(left)


def _try(find: Callable[[str], object], query: str) -> None:
    with contextlib.suppress(QueryError):
        find(query)


def _timed(function: Callable[[], object]) -> float:
    begin = time.perf_counter()
    function()
    return time.perf_counter() - begin
