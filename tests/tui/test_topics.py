"""Points on several sectors, and on the relationship as a whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier
from coop_tui.tui.screens.history import keep_existing
from coop_tui.tui.subject import Subject

from .conftest import Open
from .screen_text import pane, picture, row_of

WHOLE = "The relationship as a whole"
POINT = """[[meeting.point]]
sectors = {}
by = ["hk"]
kind = "notes"
text = "{}"
cite = ["report ¶{}"]

"""


@pytest.fixture
def dossier(edited: Callable[..., str]) -> Dossier:
    more = POINT.format('["trade", "finance"]', "Ports are financed.", 3)
    more += POINT.format("[]", "Ties are close.", 4) + POINT.format("[]", "Ties are old.", 5)
    later = '[[meeting]]\nid = "earlier"'
    return parse(edited(later, more + later).encode(), "record.toml")


async def test_the_whole_comes_last_of_what_was_discussed(
    open_reader: Open, dossier: Dossier
) -> None:
    async with open_reader(dossier=dossier) as (pilot, screen):
        sectors = pane(screen, "sectors")
        assert [line.plain.split()[0] for line in sectors.lines[:4]] == [
            *("Discussed", "Trade", "Finance", "The"),
        ]
        assert "2 of 2 discussed" in str(sectors.border_subtitle)
        await pilot.press("j", "j")
        await pilot.pause()
        assert screen.reading.selection.sector == "*"
        assert f"▸ {WHOLE}" in picture(screen)
        assert str(pane(screen, "points").border_title) == f"4 {WHOLE}"
        assert "Ties are close." in picture(screen)
        assert sectors.subject == Subject("meeting", "later")
        assert keep_existing(dossier, screen.reading.selection).sector == "*"
        await pilot.press("enter", "j", "o")
        await pilot.pause()
        assert "¶5" in picture(pilot.app.screen)


async def test_a_record_without_points_on_the_whole_has_no_row_for_it(
    open_reader: Open, shipped: Dossier
) -> None:
    async with open_reader(dossier=shipped) as (_, screen):
        assert WHOLE not in picture(screen)


async def test_a_point_on_several_sectors_is_one_point(open_reader: Open, dossier: Dossier) -> None:
    async with open_reader(dossier=dossier) as (pilot, screen):
        points = pane(screen, "points")
        assert str(points.border_subtitle) == "2 points"
        await pilot.press("j")
        await pilot.pause()
        assert str(points.border_title) == "4 Finance"
        assert str(points.border_subtitle) == "1 point"
        await pilot.press("slash", *"kong -old", "enter")
        await pilot.pause()
        assert str(points.border_subtitle) == "match 1 of 3"
        seen = []
        for key in ("n", "n", "N", "N", "N"):
            seen.append(points.cursor)
            await pilot.press(key)
            await pilot.pause()
        assert seen == ["later/1", "later/2", "later/3", "later/2", "later/1"]
        await pilot.press("n", "n")
        await pilot.pause()
        assert points.cursor == "later/2"
        assert screen.reading.selection.sector == "trade"
        await pilot.press("comma", "full_stop", "escape")
        await pilot.pause()
        assert screen.reading.selection.filter.where == ""
        assert screen.reading.selection.sector == "finance"


async def test_it_is_listed_once_where_all_sectors_are(
    open_reader: Open, dossier: Dossier, tmp_path: Path
) -> None:
    async with open_reader(dossier=dossier) as (pilot, screen):
        await pilot.press("slash", *"kong")
        await pilot.pause()
        points = pane(screen, "points")
        assert str(points.border_subtitle) == "4 points"
        lines = [line.plain for line in points.lines]
        assert sum("– Ports are financed." in line for line in lines) == 1
        assert any(line.startswith("Also: Ports are financed.") for line in lines)
        assert len(points.subjects) == 4


AREA = '[[meeting.area]]\nsectors = ["finance"]\ncite = ["report ¶9"]\n\n'
LATER, EARLIER = 'id = "later"\n', '[[meeting]]\nid = "earlier"\n'


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (LATER, LATER, "Not recorded. It may have been discussed"),
        (LATER, f'{LATER}recorded = "in-full"\n', "Not raised, as far as its sources report"),
        (EARLIER, AREA + EARLIER, "○ Named as areas of co-operation: Finance"),
    ],
)
async def test_a_sector_without_points_is_said_to_be_what_it_is(
    open_reader: Open, edited: Callable[..., str], old: str, new: str, words: str
) -> None:
    record = parse(edited(old, new).encode(), "record.toml")
    async with open_reader(dossier=record) as (pilot, screen):
        await pilot.press("j")
        await pilot.pause()
        assert words in " ".join(line.plain for line in pane(screen, "points").lines)
        assert row_of(screen, "▸ Finance")
