"""Draws the pictures of this folder: ``python docs/pictures.py``, from the top folder."""

from __future__ import annotations

import asyncio
import datetime
import re
from pathlib import Path

from coop_tui.record.load import load
from coop_tui.shipped import shipped_record
from coop_tui.tui.app import CoopApp

SIZE = (120, 36)
DAY = datetime.date(2026, 1, 15)
# The picture shall not fetch anything when it is looked at.
WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


async def draw(theme: str) -> None:
    """Draw the reader on the shipped record in one theme."""
    path = shipped_record()
    app = CoopApp(load(path), path, today=DAY)
    async with app.run_test(size=SIZE) as pilot:
        app.theme = f"coop-{theme}"
        await pilot.pause()
        picture = app.export_screenshot(title="coop-tui")
    target = Path(__file__).with_name(f"reader-{theme}.svg")
    target.write_text(WEB_FONTS.sub("", picture), encoding="utf-8")


for name in ("dark", "light"):
    asyncio.run(draw(name))
