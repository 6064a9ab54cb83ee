"""Draws the pictures in this folder: ``python docs/pictures/make.py``."""

from __future__ import annotations

import asyncio
import datetime
import re
from collections.abc import Iterable
from pathlib import Path

from coop_tui.paths import shipped_record
from coop_tui.record.loading.loader import load
from coop_tui.tui.app import CoopApp

SIZE = (120, 36)
DAY = datetime.date(2026, 1, 15)
# A picture must not fetch anything when it is shown.
WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


PICTURES = {
    "reader-dark": ("coop-dark", ()),
    "reader-light": ("coop-light", ()),
    "search": ("coop-light", ("slash", *"kind:agrees finance")),
    "plan": ("coop-dark", ("3", "up", "enter", "f")),
    "coverage": ("coop-dark", ("x", "down", "left")),
    "follow-up": ("coop-light", ("F", "p", "p")),
    "records": ("coop-dark", ("r",)),
}


async def draw(name: str, theme: str, keys: Iterable[str]) -> None:
    """Draw the reader on the shipped record, after some keys, in one theme."""
    path = shipped_record()
    app = CoopApp(load(path), today=DAY)
    async with app.run_test(size=SIZE) as pilot:
        app.theme = theme
        await pilot.press(*("space" if key == " " else key for key in keys))
        await pilot.pause(0.5)
        picture = app.export_screenshot(title="coop-tui")
    target = Path(__file__).with_name(f"{name}.svg")
    target.write_text(WEB_FONTS.sub("", picture), encoding="utf-8")


for name, (theme, keys) in PICTURES.items():
    asyncio.run(draw(name, theme, keys))
