"""What is on the screen at each size before a key is pressed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from coop_tui.record.entries import Remark
from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier

from .conftest import Open
from .screen_text import pane, picture, row_of


@pytest.fixture
def remarked(shipped: Dossier) -> Dossier:
    """The record with a remark on its latest meeting that is longer than a pane."""
    *earlier, latest = shipped.meetings
    remark = Remark(text="What is known of this meeting comes from a short report. " * 8)
    return replace(shipped, meetings=(*earlier, replace(latest, remark=remark)))


@pytest.mark.parametrize("size", [(80, 24), (80, 20), (119, 30), (120, 24), (120, 36)])
async def test_who_met_the_sectors_and_what_was_said_stand_side_by_side(
    open_reader: Open, remarked: Dossier, size: tuple[int, int]
) -> None:
    async with open_reader(size, dossier=remarked) as (_, screen):
        shown = " ".join(picture(screen).split())
        assert "Chief Executive and Mayor" in shown
        assert "▸ Innovation and technology" in shown
        assert "– Of the sectors that came up" in shown
        assert "Plans" in shown
        assert screen.focused is pane(screen, "sectors")


@pytest.mark.parametrize("size", [(40, 10), (79, 30), (120, 19)])
async def test_on_a_small_screen_the_sectors_come_first(
    open_reader: Open, remarked: Dossier, size: tuple[int, int]
) -> None:
    async with open_reader(size, dossier=remarked) as (pilot, screen):
        assert "▸ Innovation and technology" in picture(screen)
        for key, words in (("enter", "– Of the sectors"), ("1", "Wed 12 Nov"), ("3", "Plans")):
            await pilot.press(key)
            await pilot.pause()
            assert words in picture(screen)


async def test_what_many_sides_said_is_on_the_screen(
    open_reader: Open, edited: Callable[..., str]
) -> None:
    name = "Side number {0} with quite a long name"
    more = "".join(f'[[party]]\nid = "{n}"\nname = "{name.format(n)}"\n\n' for n in range(11))
    everybody = ", ".join(f'"{n}"' for n in range(11))
    text = edited("[[person]]", f"{more}[[person]]")
    text = text.replace('by = ["hk", "beijing"]', f"by = [{everybody}]")
    async with open_reader((80, 24), dossier=parse(text.encode(), "record.toml")) as (_, screen):
        assert "Side number 0" in picture(screen)
        assert "– More trade is hoped for." in picture(screen)


async def test_heads_of_columns_do_not_take_room_from_the_names(open_reader: Open) -> None:
    async with open_reader((120, 36)) as (_, screen):
        assert "strongest commitment  points" in row_of(screen, "Discussed")
        assert "▰▰▰▱▱▱" in row_of(screen, "▸ Innovation and technology")
    async with open_reader((80, 24)) as (_, screen):
        assert "points" in row_of(screen, "Discussed")
        assert "strongest" not in row_of(screen, "Discussed")
