"""The dialog that shows what a point rests on."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.app import App

from coop_tui.formats.render import render
from coop_tui.record.loading.loader import load, parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.tui.dialogs.choice import ChoiceDialog
from coop_tui.tui.dialogs.source import SourceDialog, SourcePane
from coop_tui.tui.services import browser

from .conftest import Open
from .screen_text import pane, picture, until

TEXT = """\
What was talked about

The two sides hope for more trade in the years to come.

They meet again next year.
"""


async def test_it_shows_the_source_of_the_point_under_the_cursor(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("4", "down", "o")
        await pilot.pause()
        points = pane(screen, "points")
        drawn = picture(pilot.app.screen)
        meeting, number = str(points.cursor).split("/")
        assert meeting == "2025-11-12"
        assert f"Source: 12 Nov 2025, point {number}" in drawn
        assert "English summary of the meeting" in drawn
        assert "The text is not kept beside the record; read it at" in drawn
        assert "https://homemadeinhk.com/?p=226" in drawn
        await pilot.press("escape")
        await pilot.pause()
        assert pilot.app.screen is screen


async def test_what_is_drawn_is_what_is_exported(open_reader: Open) -> None:
    async with open_reader((100, 60)) as (pilot, screen):
        await pilot.press("slash", *"ranking", "enter", "o")
        await pilot.pause()
        dialog = pilot.app.screen
        source_pane = dialog.query_one(SourcePane)
        drawn = [line.plain.strip() for line in source_pane.lines]
        assert isinstance(dialog, SourceDialog)
        selection = source_pane.reading.selection
        width = source_pane.content_cells
        exported = render(Record(screen.reading.dossier), selection, "source", width=width).decode()
        assert [line for line in drawn if line] == [
            line.strip() for line in exported.splitlines()[3:] if line
        ]
        assert "ranking third" in " ".join(drawn)
        assert "Editor's remark" in " ".join(drawn)


async def test_steps_go_from_point_to_point_and_the_cursor_follows(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        points = pane(screen, "points")
        await pilot.press("4", "g", "o", "full_stop", "full_stop")
        await pilot.pause()
        third = f"{points._buffer.keys[2]}"
        assert f"point {third.split('/')[1]}" in picture(pilot.app.screen)
        await pilot.press("comma", "escape")
        await pilot.pause()
        assert points.cursor == points._buffer.keys[1]


async def test_it_opens_where_the_points_are_not_drawn(open_reader: Open) -> None:
    async with open_reader((80, 24)) as (pilot, _):
        await pilot.press("o")
        await pilot.pause()
        assert "Source: 12 Nov 2025" in picture(pilot.app.screen)


async def test_without_a_point_it_says_so(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        screen.select(sector="environment")
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        assert pilot.app.screen is screen
        assert any("no point" in note.message for note in pilot.app._notifications)


async def test_in_the_pane_of_the_meeting_it_shows_the_meeting(
    open_reader: Open, shipped: Dossier
) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("1", "o")
        await pilot.pause()
        drawn = picture(pilot.app.screen)
        assert "Source: 12 Nov 2025 ─" in drawn
        assert "Summary" in drawn
        await pilot.press("full_stop", "comma", "comma", "full_stop")
        await pilot.pause()
        assert "Source: 29 Nov 2023, 5th plenary ─" in picture(pilot.app.screen)
        assert screen.reading.selection.meeting == "2025-11-12"
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading.selection.meeting == "2023-11-29"
        assert screen.current == "meeting"


async def test_where_many_meetings_are_shown_it_begins_with_the_latest(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        screen.narrow(plans=("13",))
        await pilot.press("1", "o")
        await pilot.pause()
        assert "Source: 24 Oct 2018" in picture(pilot.app.screen)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading.selection.meeting is None
        await pilot.press("o", "comma", "comma", "escape")
        await pilot.pause()
        assert screen.reading.selection.meeting == "2017-11-27"


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ((), ("Source: 12 Nov 2025 ─", "Summary")),
        (("up",), ("Source: under or tied to the 14th Five-Year Plan", "About")),
        (
            ("up", "o", "full_stop"),
            ("Source: under or tied to the 15th Five-Year Plan", "Milestone"),
        ),
        (
            ("down",),
            ("Source: 15th Five-Year Plan, milestone of 23 Oct 2025",),
        ),
        (
            ("down", "down", "down", "down"),
            ("Source: Hetao HK Park, milestone of 22 Dec 2025", "Opened"),
        ),
        (("down", "down", "down", "down", "o", "comma"), ("milestone of 20 Nov 2024", "outline")),
    ],
)
async def test_on_the_timeline_it_shows_what_is_under_the_cursor(
    open_reader: Open, keys: tuple[str, ...], shown: tuple[str, ...]
) -> None:
    async with open_reader() as (pilot, screen):
        before = screen.reading.selection
        await pilot.press("3", *keys, *(() if "o" in keys else "o"))
        await pilot.pause()
        drawn = picture(pilot.app.screen)
        for words in shown:
            assert words in drawn
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading.selection == before


async def test_without_a_meeting_it_says_so(open_reader: Open, small: str) -> None:
    empty = parse(small.partition("[[meeting]]")[0].encode(), "none.toml")
    async with open_reader(dossier=empty) as (pilot, screen):
        for key in "13":
            await pilot.press(key, "o")
            await pilot.pause()
            assert pilot.app.screen is screen
        assert {one.message for one in pilot.app._notifications} == {"There is no meeting here."}


async def test_a_text_that_was_edited_is_shown_when_it_is_opened_again(
    open_reader: Open, small: str, tmp_path: Path
) -> None:
    record, report = tmp_path / "record.toml", tmp_path / "report.txt"
    report.write_text(TEXT, "utf-8")
    record.write_text(
        small.replace('url = "https', 'text = "report.txt"\nurl = "https'), encoding="utf-8"
    )
    async with open_reader((100, 40), record=load(record)) as (pilot, _):
        await pilot.press("4", "o")
        await pilot.pause()
        assert "The quotation stands in ¶2." in picture(pilot.app.screen)
        report.write_text(TEXT.replace("more trade", "less noise"), "utf-8")
        await pilot.press("escape", "o")
        await pilot.pause()
        drawn = " ".join(picture(pilot.app.screen).split())
        assert "hope for less noise in the years" in drawn
        assert "The quotation does not stand in the text." in drawn


async def test_the_passage_is_shown_where_the_text_is_kept(
    open_reader: Open, small: str, tmp_path: Path
) -> None:
    (tmp_path / "report.txt").write_text(TEXT, "utf-8")
    record = tmp_path / "record.toml"
    record.write_text(
        small.replace('url = "https', 'text = "report.txt"\nurl = "https'), encoding="utf-8"
    )
    async with open_reader((100, 40), record=load(record)) as (pilot, _):
        await pilot.press("4", "o")
        await pilot.pause()
        drawn = " ".join(picture(pilot.app.screen).split())
        assert "hope for ⟦more trade⟧ in the years" in drawn
        assert "The quotation stands in ¶2." in drawn
        assert "What was talked about" in drawn
        assert "for the reader to judge" in drawn


async def test_the_address_is_copied(open_reader: Open) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press("4", "o", "a")
        await pilot.pause()
        assert pilot.app.clipboard == "https://homemadeinhk.com/?p=226"


async def test_of_several_addresses_one_is_chosen(open_reader: Open) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press("slash", *"ranking", "enter", "o", "a")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ChoiceDialog)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert "bastillepost" in pilot.app.clipboard


async def test_the_view_is_copied_and_exported(
    open_reader: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with open_reader() as (pilot, _):
        await pilot.press("4", "o", "y")
        await pilot.pause()
        copied = pilot.app.clipboard
        assert "Source · 12 Nov 2025 · point" in copied
        await pilot.press("e")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        (written,) = tmp_path.iterdir()
        assert written.read_text("utf-8") == copied


async def test_a_browser_is_started_beside_the_reader(
    open_reader: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = tmp_path / "opened"
    program = tmp_path / "window"
    program.write_text(f'#!/bin/sh\necho noise\nprintf %s "$1" > "{opened}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{program} %s &")
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    async with open_reader() as (pilot, _):
        await pilot.press("4", "o", "b")
        await until(pilot, opened.exists)
        await until(pilot, lambda: opened.read_text() == "https://homemadeinhk.com/?p=226")


async def test_without_a_browser_it_says_what_else_can_be_done(
    open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> object:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    async with open_reader() as (pilot, _):
        await pilot.press("4", "o", "b")
        await pilot.pause()
        (note,) = pilot.app._notifications
        assert note.message == "No browser was found. Press a to copy the address."


async def test_a_browser_that_draws_in_the_terminal_needs_it_for_itself(
    open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda: webbrowser.GenericBrowser("lynx"))
    async with open_reader() as (pilot, _):
        app: App[None] = pilot.app
        with pytest.raises(browser.BrowserError, match="cannot make room"):
            browser.open_in_browser(app, "https://example.org/")


async def test_an_address_that_is_wider_than_the_pane_is_not_broken_but_marked(
    open_reader: Open, shipped: Dossier
) -> None:
    address = "https://example.org/" + "path/" * 30
    sources = tuple(replace(source, url=address) for source in shipped.sources)
    longer = replace(shipped, sources=sources)
    async with open_reader((80, 24), dossier=longer) as (pilot, _):
        await pilot.press("o")
        await pilot.pause()
        shown = pilot.app.screen.query_one(SourcePane)
        assert f"  {address}" in [line.plain for line in shown.lines]
        rows = [line for line in picture(pilot.app.screen).splitlines() if "https" in line]
        assert rows
        assert [row for row in rows if not row.rstrip(" │█▁").endswith("…")] == []
