"""What is shown while a large record is read, and what keys do meanwhile."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coop_tui.record.diagnostics.problem import RecordError
from coop_tui.record.loading import loader_process
from coop_tui.record.loading.loader_process import LoaderProcess, start_loading
from coop_tui.tui.app import CoopApp
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.services import file_watcher as follow
from coop_tui.tui.services.file_watcher import FileError, FileEvent, FileWatcher

from .conftest import TODAY
from .screen_text import pane, picture, until

Reading = Callable[..., AbstractAsyncContextManager[tuple[Pilot[None], CoopApp]]]
# The answer waits until the file is there.
HELD_UP = """
import os, time
while not os.path.exists({gate!r}):
    time.sleep(0.01)
"""


@pytest.fixture
def path(tmp_path: Path, small: str) -> Path:
    path = tmp_path / "a [b]record.toml"
    path.write_text(small, "utf-8")
    return path


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    gate = tmp_path / "gate"
    monkeypatch.setattr(loader_process, "LARGE", 0)
    monkeypatch.setattr(
        loader_process, "_PROGRAM", HELD_UP.format(gate=str(gate)) + loader_process._PROGRAM
    )
    return gate


@pytest.fixture
def reading(path: Path, gate: Path) -> Iterator[Reading]:
    started: list[LoaderProcess] = []

    @asynccontextmanager
    async def opened() -> AsyncIterator[tuple[Pilot[None], CoopApp]]:
        record = start_loading(path)
        assert isinstance(record, LoaderProcess)
        started.append(record)
        app = CoopApp(record, today=TODAY)
        async with app.run_test(size=(100, 24)) as pilot:
            await until(pilot, lambda: "Reading" in picture(app.screen))
            yield pilot, app

    yield opened
    for record in started:
        record.cancel()


async def test_it_says_what_is_read_how_large_it_is_and_for_how_long(reading: Reading) -> None:
    async with reading() as (pilot, app):
        assert [line.strip() for line in picture(app.screen).split("\n") if line] == [
            "Reading a [b]record.toml",
            "0.0 MiB · 0 s",
            "Esc stops",
        ]
        await until(pilot, lambda: "0.0 MiB · 1 s" in picture(app.screen))
        app.set_keymap({"loading.stop": "f5"})
        await until(pilot, lambda: "F5 stops" in picture(app.screen))


async def test_the_record_is_shown_when_it_is_there(reading: Reading, gate: Path) -> None:
    async with reading() as (pilot, app):
        gate.touch()
        await until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await until(pilot, lambda: "1 of 2 discussed" in picture(app.screen))
        assert app.screen.focused is pane(app.screen, "sectors")
        await pilot.press("x")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, ReaderScreen)
        assert "Small record" in picture(app.screen)


async def test_a_record_that_is_none_ends_the_reader_with_its_problems(
    reading: Reading, gate: Path, path: Path
) -> None:
    path.write_text("format = 1", "utf-8")
    async with reading() as (pilot, app):
        gate.touch()
        await until(pilot, lambda: app.refused)
    assert isinstance(app.refused, RecordError)
    assert "'title' is missing" in str(app.refused)


@pytest.mark.parametrize(("key", "status"), [("escape", 0), ("q", 0), ("ctrl+c", 130)])
async def test_a_key_stops_it(reading: Reading, key: str, status: int) -> None:
    async with reading() as (pilot, app):
        await pilot.press(key)
        await until(pilot, lambda: not app.is_running)
    assert (app.return_code or 0) == status


@pytest.mark.parametrize("key", ["question_mark", "ctrl+p", "slash", "x", "e", "T", "E", "2"])
async def test_what_needs_a_record_waits(reading: Reading, key: str) -> None:
    async with reading() as (pilot, app):
        before = app.theme
        await pilot.press(key)
        await pilot.pause()
        assert "Reading" in picture(app.screen)
        assert app.theme == before


def test_a_large_record_that_is_saved_is_read_by_a_child_process(
    path: Path, gate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "SECONDS", 0.01)
    gate.touch()
    told, news = threading.Event(), list[FileEvent]()

    def tell(what: FileEvent) -> None:
        news.append(what)
        told.set()

    follower = FileWatcher(path, (1,), tell, lambda: False)
    follower.start()
    assert told.wait(10)
    follower.stop()
    assert follower._loader._process is not None
    assert not isinstance(news[0], FileError)
    assert news[0].dossier.title == "Small record"


def test_whoever_leaves_cancels_a_reading_that_is_under_way(
    path: Path, gate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(follow, "SECONDS", 0.01)
    news = list[FileEvent]()
    follower = FileWatcher(path, (1,), news.append, lambda: False)
    follower.start()
    while (started := follower._loader._process) is None:
        pass
    process = started._process
    assert process.poll() is None
    follower.stop()
    assert process.returncode == -9
    follower.join(5)
    assert not follower.is_alive()
    assert not news
