"""The dialog that shows what the points of every meeting rest on."""

from __future__ import annotations

import pytest
from textual.widgets import Input

from coop_tui.formats.render import render
from coop_tui.record.record import Record
from coop_tui.tui.dialogs.evidence import EvidencePane

from .conftest import Open
from .screen_text import picture


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_is_drawn_is_what_is_exported(open_reader: Open, size: tuple[int, int]) -> None:
    async with open_reader(size) as (pilot, screen):
        await pilot.press("v")
        await pilot.pause()
        drawn = picture(pilot.app.screen)
        assert "╭─ Evidence ─" in drawn
        assert "Number of sources" in drawn
        shown = pilot.app.screen.query_one(EvidencePane)
        record, width = Record(screen.reading.dossier), shown.content_cells
        exported = render(record, screen.reading.selection, "evidence", width=width).decode()
        assert [line.plain for line in shown.lines] == exported.splitlines()[4:]
        await pilot.press("v")
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_it_respects_what_narrows_the_reader_and_is_exported(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        screen.narrow(plans=("13",))
        await pilot.press("v")
        await pilot.pause()
        drawn = picture(pilot.app.screen)
        assert "Evidence · under or tied to the 13th Five-Year Plan" in drawn
        assert "27 Nov 2017" in drawn
        assert "12 Nov 2025" not in drawn
        await pilot.press("e")
        await pilot.pause()
        path = pilot.app.screen.query_one("#path", Input)
        assert path.value == "record-evidence-13.txt"
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert pilot.app.screen is screen
