from __future__ import annotations

from coop_tui.tui.theme import ROLE_STYLES

from .conftest import Open
from .screen_text import pane


async def test_every_role_under_the_cursor_of_the_timeline_has_a_style(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3")
        for key in ("up", "down", "down", "down"):
            await pilot.press(key)
            await pilot.pause()
            roles = {run.role for line in pane(screen, "timeline").lines for run in line.runs}
            assert any(
                role.startswith("timeline.cursor") or role == "meeting.selected" for role in roles
            )
            assert roles <= set(ROLE_STYLES)
