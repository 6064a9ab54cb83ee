"""What the program costs, measured side by side with what it stands on, in one run.

``python -m tests.benchmarks`` prints a table of medians; nothing here is a test.
"""

from __future__ import annotations

import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.benchmarks import large, several, table
from tests.terminal.session import READER, session

import coop_tui
from coop_tui.paths import shipped_record

ROUNDS = 15
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("EMPTY")
Empty().run()
"""
EMPTY = (sys.executable, "-c", EMPTY_APP)
IMPORTED = (
    "import sys, coop_tui.cli.main as c\ntry: c.main({arguments!r})\nexcept SystemExit: pass\n"
)


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
    table.row(name, first, second, bar, ratio=ratio)


def imports_textual(*arguments: str) -> bool:
    """Whether a command imports Textual."""
    code = IMPORTED.format(arguments=list(arguments)) + "print('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.splitlines()[-1] == "True"


def main() -> None:
    """Print every figure."""
    # As an installer leaves it: an editable install would be compiled at every start.
    compileall.compile_dir(Path(coop_tui.__file__).parent, quiet=2)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    record = str(shipped_record())
    rich = (sys.executable, "-c", "import rich.console")
    table.head()
    compare(
        "first paint ÷ that of an empty Textual app",
        1.15,
        partial(first_paint, (*READER, record), " discussed"),
        partial(first_paint, EMPTY, "EMPTY"),
    )
    for name, arguments in {
        "check ÷ import of rich.console": ("check", record),
        "export meeting ÷ import of rich.console": ("export", "meeting", record),
        "export dossier ÷ import of rich.console": ("export", "dossier", record),
    }.items():
        compare(name, 1.5, partial(run_time, *READER, *arguments), partial(run_time, *rich))
        if imports_textual(*arguments):
            raise SystemExit(f"{arguments} imports Textual")
    with tempfile.TemporaryDirectory() as folder:
        large.measure(Path(folder), EMPTY)
    with tempfile.TemporaryDirectory() as folder:
        several.measure(Path(folder), EMPTY, shipped_record())


if __name__ == "__main__":
    main()
