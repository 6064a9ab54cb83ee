"""What the program costs, measured side by side with what it stands on, in one run.

``python -m tests.benchmarks`` prints a table; nothing here is a test.
"""

from __future__ import annotations

import compileall
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.benchmarks.records import large_record
from tests.terminal.session import READER, Session, session

import coop_tui
from coop_tui.record.load import load
from coop_tui.record.terms import QueryError
from coop_tui.shipped import shipped_record

ROUNDS = 15
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("EMPTY")
Empty().run()
"""
IMPORTED = "import sys, coop_tui.cli as c\ntry: c.main({arguments!r})\nexcept SystemExit: pass\n"


def first_paint(command: tuple[str, ...], words: str) -> float:
    """Seconds from start until the words were written to a terminal of 120 by 40."""
    begin = time.perf_counter()
    with session(command) as running:
        while words.encode() not in running.raw:
            if not running.take(5):
                raise SystemExit(f"{command} never wrote {words!r}")
        return time.perf_counter() - begin


def run_time(*command: str) -> float:
    """Seconds that a command takes."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def compare(name: str, bar: float, ours: Callable[[], float], base: Callable[[], float]) -> None:
    """Measure both in turn and print the medians and the median of the ratios."""
    ours(), base()
    pairs = [(ours(), base()) for _ in range(ROUNDS)]
    first, second = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    row(name, first, second, ratio, bar)


def imports_textual(*arguments: str) -> bool:
    """Whether a command imports Textual."""
    code = IMPORTED.format(arguments=list(arguments)) + "print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[-1] == "True"


def key_times(record: Path, keys: str, key: str) -> list[float]:
    """Seconds from a key to the last byte of what it changed on the screen.

    Args:
        record: What to open.
        keys: What to type first.
        key: What to type and measure, ``ROUNDS`` times.
    """
    with session((*READER, str(record))) as running:
        running.wait_for(" touched", 60)
        running.press(keys)
        settle(running)
        times = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            running.press(key)
            times.append(settle(running) - begin)
    return times


def settle(running: Session) -> float:
    """Read until nothing is written for a while; when the last of it was."""
    last = time.perf_counter()
    while running.take(0.15):
        last = time.perf_counter()
    return last


def row(name: str, ours: float, base: float, ratio: float, bar: float) -> None:
    """Print one line of the table; times in seconds."""
    met = "met" if ratio <= bar else "not met"
    print(f"{name:<52} {ours * 1e3:7.1f} {base * 1e3:7.1f} {ratio:7.2f} {bar:6.2f}  {met}")


def measure_large() -> None:
    """What a record of 100,000 points costs, beside one of 20."""
    with tempfile.TemporaryDirectory() as folder:
        large, small, alike = (Path(folder, f"{n}.toml") for n in ("large", "small", "alike"))
        large.write_text(large_record(1000, 100_000), "utf-8")
        small.write_text(large_record(20, 20), "utf-8")
        # Meetings as full as those of the large record: what is left is the cost of size.
        alike.write_text(large_record(20, 2000), "utf-8")
        for name, keys, key in (
            ("a step on the timeline", "3", "\x1b[D"),
            ("a zoom on the timeline", "3++", "+-"),
            ("another meeting", "2", ","),
        ):
            first, *bases = (
                statistics.median(key_times(one, keys, key)) for one in (large, small, alike)
            )
            for base, points in zip(bases, ("20", "2,000, alike"), strict=True):
                row(f"{name}, 100,000 points ÷ {points}", first, base, first / base, 1.2)
        dossier = load(large)
        begin = time.perf_counter()
        dossier.search.find("a word to make the index with")
        print(f"{'the index of 100,000 points':<52} {(time.perf_counter() - begin) * 1e3:7.1f}")
        times = []
        for query in ("healthcare", "finance hong", "kind:agrees plan:14", "-trade", "創科"):
            for end in range(1, len(query) + 1):
                begin = time.perf_counter()
                with contextlib.suppress(QueryError):
                    dossier.search.find(query[:end])
                times.append(time.perf_counter() - begin)
        for name, value in (("median", statistics.median(times)), ("slowest", max(times))):
            row(f"search, one keystroke over 100,000 points, {name}", value, 0.05, value / 0.05, 1)


def main() -> None:
    """Print every figure."""
    # As an installer leaves it: an editable install would be compiled at every start.
    compileall.compile_dir(Path(coop_tui.__file__).parent, quiet=2)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    python, record = sys.executable, str(shipped_record())
    rich = (python, "-c", "import rich.console")
    print(f"{'':<52} {'ms':>7} {'base':>7} {'ratio':>7} {'bar':>6}")
    compare(
        "first paint ÷ that of an empty Textual app",
        1.15,
        partial(first_paint, READER, "5 of 16 touched"),
        partial(first_paint, (python, "-c", EMPTY_APP), "EMPTY"),
    )
    for name, arguments in {
        "check ÷ import of rich.console": ("check", record),
        "export meeting ÷ import of rich.console": ("export", "meeting", record),
        "export dossier ÷ import of rich.console": ("export", "dossier", record),
    }.items():
        compare(name, 1.5, partial(run_time, *READER, *arguments), partial(run_time, *rich))
        assert not imports_textual(*arguments), f"{arguments} imports Textual"
    print("check and export do not import Textual")
    measure_large()


if __name__ == "__main__":
    main()
