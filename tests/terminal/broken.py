"""coop-tui with a fault put in, which is named by the first argument."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from coop_tui.record.loading import loader_process
from coop_tui.tui import app
from coop_tui.tui.panes.sectors import SectorsPane
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.services import file_watcher as follow
from coop_tui.tui.textual_fixes import driver as terminal

MESSAGE = "one\n\x1b]0;two\x07\x9b31m three"


def fail(*_: object, **__: object) -> Any:
    raise LookupError(MESSAGE)


def lose(*_: object, **__: object) -> Any:
    raise OSError(errno.EIO, "gone")


def fail_later(screen: ReaderScreen) -> None:
    screen.set_timer(0.01, fail)


def fail_in_thread(screen: ReaderScreen) -> None:
    threading.Thread(target=fail, daemon=True).start()


def fail_in_worker(screen: ReaderScreen) -> None:
    screen.run_worker(fail, thread=True)


def patch(holder: object, name: str, value: Callable[..., Any] = fail) -> Callable[[], None]:
    if not name.startswith("on_"):  # a handler may be new; any other name puts no fault in
        getattr(holder, name)
    return lambda: setattr(holder, name, value)


def style_sheet() -> None:
    app.CoopApp.CSS = "Screen { colour: [red"


def exhaust(*_: object, **__: object) -> Any:
    return exhaust()


FAULTS: dict[str, Callable[[], None]] = {
    "load": patch(loader_process, "start_loading"),
    "style sheet": style_sheet,
    "compose": patch(ReaderScreen, "compose"),
    "mount": patch(SectorsPane, "on_mount"),
    "draw": patch(SectorsPane, "render_line"),
    "key": patch(SectorsPane, "on_key"),
    "timer": patch(ReaderScreen, "on_show", fail_later),
    "thread": patch(ReaderScreen, "on_show", fail_in_thread),
    "watcher": patch(follow.ChangeDetector, "poll"),
    "worker": patch(ReaderScreen, "on_show", fail_in_worker),
    "input": patch(terminal.Terminal, "run_input_thread"),
    "start": patch(terminal.Terminal, "_request_terminal_sync_mode_support"),
    "recursion": patch(SectorsPane, "on_key", exhaust),
}


LOSSES: dict[str, Callable[[], None]] = {
    "keyboard": patch(terminal.Terminal, "run_input_thread", lose),
    "screen": patch(os, "write", lose),
}
"""What is no fault of the program: the terminal is gone."""


if __name__ == "__main__":
    from coop_tui.cli.main import main

    (FAULTS | LOSSES)[sys.argv[1]]()
    main(sys.argv[2:])
