"""A record that a newer version of its file has replaced does not stay in memory."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from weakref import ref

import pytest
from tests.conftest import FROZEN

from coop_tui.cli import main as cli
from coop_tui.paths import shipped_record
from coop_tui.record.loading import loader_process
from coop_tui.record.loading.loader_process import start_loading
from coop_tui.record.record import Record
from coop_tui.tui.app import CoopApp
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.services import file_watcher

KEYS = [
    *("slash", "h", "e", "t", "a", "o", "enter", "escape", "escape"),
    *("x", "down", "right", "escape"),
    *("3", "plus", "right", "down", "enter", "minus", "escape"),
    *("2", "down", "enter", "4", "down", "o", "escape", "escape"),
]
"""They search, and use the coverage, the timeline, the sectors and a source."""


@pytest.fixture
def startup_gc() -> Iterator[None]:
    """The search for garbage as it is before the first frame, and as it was afterwards."""
    gc.disable()
    yield
    gc.unfreeze()
    gc.enable()


@pytest.mark.usefixtures("startup_gc")
@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
async def test_the_first_record_is_freed_after_a_reload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    monkeypatch.setattr(file_watcher, "SECONDS", 0.02)
    if large:
        monkeypatch.setattr(loader_process, "LARGE", 0)
    path = tmp_path / "record.toml"
    path.write_bytes(FROZEN.read_bytes())
    app = CoopApp(start_loading(str(path)), identity=file_watcher.identity_to_watch(path))
    async with app.run_test(size=(120, 36)) as pilot:
        async with asyncio.timeout(30):
            while not isinstance(app.screen, ReaderScreen):
                await pilot.pause(0.02)
        async with asyncio.timeout(30):
            while not gc.isenabled():
                await pilot.pause(0.02)
        screen = app.screen
        assert isinstance(screen, ReaderScreen)
        for key in KEYS:
            await pilot.press(key)
            await pilot.pause()
        assert app.screen is screen
        first = ref(screen.reading.dossier)
        new = tmp_path / "new.toml"
        new.write_bytes(path.read_bytes().replace(b"Beijing co-operation", b"Beijing record", 1))
        new.replace(path)
        async with asyncio.timeout(30):
            while screen.reading.dossier is first():
                await pilot.pause(0.02)
        await pilot.press("4", "down", "3", "right")
        await pilot.pause()
        gc.collect()
        assert first() is None


def test_the_command_line_does_not_keep_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(app: CoopApp) -> int:
        assert isinstance(app._record, Record)
        first = ref(app._record.dossier)
        app.get_default_screen()  # the screen would keep it, but is dropped here
        gc.collect()
        return int(first() is not None)

    monkeypatch.setattr("coop_tui.tui.app.run_reader", run)
    monkeypatch.setattr(cli, "read_keys_from_terminal", lambda: None)
    monkeypatch.setattr("sys.stdout", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setenv("TERM", "xterm")
    assert cli.run([str(shipped_record())]) == 0
