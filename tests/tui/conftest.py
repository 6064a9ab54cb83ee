from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import textual.screen
from textual.pilot import Pilot

from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.tui.app import CoopApp
from coop_tui.tui.screens.reader import ReaderScreen

TODAY = datetime.date(2026, 11, 22)

Opened = AbstractAsyncContextManager[tuple[Pilot[None], ReaderScreen]]
Open = Callable[..., Opened]


@pytest.fixture(autouse=True)
def few_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw less often: most of the time would go into frames that nobody looks at."""
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", 1 / 15)


@pytest.fixture
def open_reader(shipped: Dossier) -> Open:
    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (120, 36),
        dossier: Dossier = shipped,
        record: Record | None = None,
    ) -> AsyncIterator[tuple[Pilot[None], ReaderScreen]]:
        app = CoopApp(record or Record(dossier, path=Path("record.toml")), today=TODAY)
        app.animation_level = "none"  # what is scrolled to is there at once
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, ReaderScreen)
            yield pilot, screen

    return opened
