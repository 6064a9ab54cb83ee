"""What a folder of 200 records with 20,000 points costs."""

from __future__ import annotations

import datetime
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

from tests.benchmarks.large import QUERIES, peak, show_lines
from tests.benchmarks.records import large_record
from tests.benchmarks.table import mebibytes, row
from tests.terminal.session import READER, session

from coop_tui.query.collection.search import find_in_all
from coop_tui.query.search.language import QueryError
from coop_tui.record.loading.loader import load

RECORDS = 200
ROUNDS = 5
SECONDS_EACH = 0.01
"""What each file may take besides half as long again as it takes to be parsed."""
BARE = """
import sys, tomli
for path in sys.argv[1:]:
    tomli.loads(open(path, encoding="utf-8").read())
"""
NOW = datetime.date(2026, 1, 1)


def measure(folder: Path, empty: tuple[str, ...], one: Path) -> None:
    """Print what a folder of records costs.

    Args:
        folder: Where the records are written.
        empty: The command of an empty Textual app.
        one: A record of usual size.
    """
    text = large_record(10, 100)
    paths = [folder / f"record-{number:03}.toml" for number in range(RECORDS)]
    for number, path in enumerate(paths):
        path.write_text(text.replace('title = "', f'title = "{number} ', 1), "utf-8")
    list_of_all = (*READER, str(folder))
    pairs = [
        (_until(list_of_all, "Looking for records"), _until((*READER, str(one)), " discussed"))
        for _ in range(ROUNDS)
    ]
    ours, base = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(listed / opened for listed, opened in pairs)
    row("first paint of a list of 200 records ÷ that of one", ours, base, 1.5, ratio=ratio)
    begin = time.perf_counter()
    subprocess.run((sys.executable, "-c", BARE, *map(str, paths)), check=True)
    bare = time.perf_counter() - begin
    read = _until(list_of_all, f"{RECORDS} records")
    row(
        "200 records read ÷ 1.5 times tomli.loads of each and 10 ms",
        read,
        1.5 * bare + RECORDS * SECONDS_EACH,
        1,
    )
    _search(paths)
    _memory(list_of_all, empty, sum(path.stat().st_size for path in paths))


def _until(command: tuple[str, ...], words: str) -> float:
    """Seconds from start until the words were written to a terminal."""
    begin = time.perf_counter()
    with session(command) as running:
        while words.encode() not in running.raw:
            if not running.take(60):
                raise SystemExit(f"{command} never wrote {words!r}")
        return time.perf_counter() - begin


def _search(paths: list[Path]) -> None:
    """What each key of a query over all records takes, once each has its index."""
    dossiers = [load(path).dossier for path in paths]
    find_in_all(dossiers, "a word", NOW)
    times = []
    for query in QUERIES:
        for end in range(1, len(query) + 1):
            begin = time.perf_counter()
            try:
                find_in_all(dossiers, query[:end], NOW)
            except QueryError:
                continue
            times.append(time.perf_counter() - begin)
    for name, value in (("median", statistics.median(times)), ("slowest", max(times))):
        row(f"search, one keystroke over 200 records, {name} ÷ 50 ms", value, 0.05, 1)


def _memory(command: tuple[str, ...], empty: tuple[str, ...], size: int) -> None:
    """The most memory that the reader ever had."""
    if not Path("/proc/self/status").exists():
        return
    with session(empty) as running:
        while b"EMPTY" not in running.raw:
            running.take(5)
        base = peak(running.process) or 0
    with session(command) as running:
        while f"{RECORDS} records".encode() not in running.raw:
            running.take(60)
        show_lines(running, 1)
        ours = peak(running.process) or 0
    held = partial(row, base=size, bar=8, unit=mebibytes)
    held("peak memory of the list over the empty app ÷ size of the files", ours - base)
