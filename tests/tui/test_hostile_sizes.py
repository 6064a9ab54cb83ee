"""Records of hardly anything and of very much, at any time, on screens of any size."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.benchmarks.records import large_record

from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import render
from coop_tui.query.sectors import opening
from coop_tui.query.selection import Selection
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.tui.app import CoopApp
from coop_tui.views.registry import VIEWS

from .conftest import Open
from .screen_text import picture

KEYS = (
    *("1", "j", "2", "j", "k", "3", "left", "right", "up", "down", "enter", "escape"),
    *("4", "j", "comma", "full_stop", "G", "g", "x", "escape", "c", "escape", "o", "escape"),
    *("slash", "a", "escape", "n", "z", "z", "y", "e", "escape", "plus", "minus", "0", "f", "t"),
    *("ctrl+p", "escape", "question_mark", "escape"),
)


@pytest.fixture(scope="module")
def many() -> Dossier:
    return parse(large_record(10_000, 10_000).encode(), "many.toml")


def with_meetings(small: str, count: int) -> Dossier:
    """The small record with the first so many of its meetings."""
    head, *meetings = small.split("[[meeting]]\n")
    return parse("[[meeting]]\n".join((head, *meetings[:count])).encode(), "few.toml")


@pytest.mark.parametrize("count", [0, 1])
@pytest.mark.parametrize("size", [(120, 36), (50, 12)])
async def test_a_record_of_hardly_any_meeting_is_walked(
    open_reader: Open, small: str, count: int, size: tuple[int, int]
) -> None:
    async with open_reader(size, with_meetings(small, count)) as (pilot, screen):
        for key in KEYS:
            await pilot.press(key)
        await pilot.pause()
        assert pilot.app.is_running
        assert picture(screen)


@pytest.mark.parametrize("count", [0, 1])
@pytest.mark.parametrize("view", [view for view in VIEWS if view != "compare"])
def test_a_record_of_hardly_any_meeting_is_exported(small: str, count: int, view: str) -> None:
    dossier = with_meetings(small, count)
    for selection in (Selection(), opening(dossier)):
        for form in FORMATS:
            assert render(Record(dossier), selection, view, form)


async def test_a_record_of_ten_thousand_meetings_is_walked(
    open_reader: Open, many: Dossier
) -> None:
    async with open_reader(dossier=many) as (pilot, screen):
        await pilot.press("comma", "comma", "3", "left", "left", "2", "j", "4", "j")
        await pilot.pause()
        assert f"{10_000 - 4} of 10000" in picture(screen)


@pytest.mark.parametrize(
    "today",
    [datetime.date.min, datetime.date(1969, 12, 31), datetime.date(1970, 1, 1), datetime.date.max],
    ids=str,
)
async def test_any_day_may_be_the_present_one(shipped: Dossier, today: datetime.date) -> None:
    app = CoopApp(Record(shipped, path=Path("record.toml")), today=today)
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("3", "t", "plus", "minus", "right", "0", "f", "2", "comma"):
            await pilot.press(key)
        await pilot.pause()
        assert pilot.app.is_running
