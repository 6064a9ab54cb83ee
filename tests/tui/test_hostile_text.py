from __future__ import annotations

import pytest

from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier

from .conftest import Open
from .screen_text import picture

NASTY = ["[bold]x[/]", "[/x] bad", "[@click=app.quit]quit[/]", r"\[red]", "$x [$primary]", "{0}%s"]


def dossier_of(words: str) -> Dossier:
    from json import dumps

    said = dumps(words)
    return parse(
        f"""
        format = 1
        title = {said}
        about = {said}
        [[party]]
        id = "a"
        name = {said}
        [[person]]
        id = "p"
        name = {said}
        party = "a"
        [[place]]
        id = "o"
        name = {said}
        [[sector]]
        id = "s"
        name = {said}
        [[plan]]
        id = "1"
        name = {said}
        start = 2021
        end = 2025
        [[initiative]]
        id = "i"
        name = {said}
        [[initiative.milestone]]
        date = 2024
        text = {said}
        cite = [{{ source = "q", at = {said} }}]
        [[source]]
        id = "q"
        title = {said}
        publisher = {said}
        [[meeting]]
        id = "m"
        date = 2025-11-12
        title = {said}
        places = ["o"]
        kind = "meeting"
        people = [{{ person = "p", role = {said} }}]
        sources = ["q"]
        [[meeting.point]]
        sectors = ["s"]
        by = ["a"]
        kind = "notes"
        text = {said}
        cite = [{{ source = "q", at = {said} }}]
        initiatives = ["i"]
        """.encode(),
        "nasty.toml",
    )


@pytest.mark.parametrize("words", NASTY)
async def test_markup_in_a_record_is_shown_as_it_is(open_reader: Open, words: str) -> None:
    async with open_reader(dossier=dossier_of(words)) as (pilot, screen):
        shown = picture(screen)
        assert shown.count(words) >= 6
        for key in ("1", "z", "z", "3", "4", "y", "e", "escape", "ctrl+p", "escape", "?"):
            await pilot.press(key)
            await pilot.pause()
        assert pilot.app.is_running
