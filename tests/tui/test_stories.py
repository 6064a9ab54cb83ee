"""What the reader is for, key by key."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest
from tests.conftest import FROZEN

from coop_tui.formats.render import render
from coop_tui.record.loading.loader import load
from coop_tui.tui.app import CoopApp
from coop_tui.tui.dialogs.source import SourcePane
from coop_tui.tui.services.file_watcher import identity_to_watch

from .conftest import TODAY, Open
from .screen_text import pane, picture, until


async def test_before_a_call_in_twenty_seconds(open_reader: Open) -> None:
    """Who met, when and where; what each side brings on technology; under which plan."""
    async with open_reader((80, 24)) as (pilot, screen):
        shown = picture(screen)
        for words in ("John Lee", "Yin Yong", "12 Nov 2025", "Government House, Hong Kong", "◈ 14"):
            assert words in shown
        await pilot.press("enter")
        await pilot.pause()
        seen = ""
        for _ in range(12):
            seen += picture(screen)
            await pilot.press("down")
            await pilot.pause()
        for words in ("Beijing brings", "Hong Kong brings", "Hong Kong intends", "Hetao HK Park"):
            assert words in seen


async def test_into_a_brief(
    open_reader: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is looked at leaves as text, with its sources numbered."""
    monkeypatch.chdir(tmp_path)
    async with open_reader() as (pilot, screen):
        await pilot.press("4", "e")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        (written,) = tmp_path.iterdir()
        text = written.read_text("utf-8")
        assert text.encode() == render(*screen.reading, "points")
        assert "[1¶7]" in text
        assert "\nSources\n[1]  " in text


async def test_across_the_years(open_reader: Open) -> None:
    """When healthcare came up first, where that is not known, and what was said under a plan."""
    async with open_reader() as (pilot, screen):
        await pilot.press("x")
        await pilot.pause()
        (healthcare,) = (
            line for line in picture(pilot.app.screen).splitlines() if "Healthcare" in line
        )
        assert healthcare.split()[-4:] == ["2", "2010", "2025", "│"]
        assert healthcare.count("?") == 5
        await pilot.press("down", "down", "down", "escape")
        await pilot.pause()
        await pilot.press("down", "down", "down", "3", "up", "up", "left", "left", "left", "enter")
        await pilot.pause()
        assert screen.reading.selection.sector == "healthcare"
        assert screen.reading.selection.filter.plans == ("11",)
        assert "Medical and health" in picture(screen)


async def test_is_that_really_what_it_said(open_reader: Open) -> None:
    """A claim is found; its paragraph, the passage and the editor's remark stand beside it."""
    async with open_reader() as (pilot, screen):
        await pilot.press("slash", *"ranking", "enter")
        await pilot.pause()
        points = pane(screen, "points")
        text = "\n".join(line.plain for line in points.lines if line.key == points.cursor)
        assert "† [1¶7]" in text
        assert "Editor's remark" in text
        assert "fourth overall" in text
        await pilot.press("o")
        await pilot.pause()
        dialog = pilot.app.screen.query_one(SourcePane)
        source = " ".join(" ".join(line.plain for line in dialog.lines).split())
        for words in (
            "[1¶7] English summary of the meeting of 12 November 2025",
            "Quoted: “ranking third”",
            "The text is not kept beside the record; read it at https://homemadeinhk.com/?p=226",
            "(for the remark)",
        ):
            assert words in source
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert pilot.app.screen_stack == [screen]


async def test_keeping_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A meeting is added in an editor; the open reader shows each save, and each mistake."""
    record = tmp_path / "record.toml"
    record.write_bytes(FROZEN.read_bytes())
    end = record.read_text("utf-8").count("\n")
    added = """
[[meeting]]
id = "2026-11-15"
date = 2026-11-15
title = "Last week"
places = ["beijing"]
kind = "meeting"
people = []
sources = ["report-2025-11-12"]

[[meeting.point]]
sectors = ["finanse"]
by = ["hk"]
kind = "agrees"
text = "Something was agreed."
cite = [{ source = "report-2025-11-12" }]
"""
    script = tmp_path / "editor.py"
    script.write_text(f"""
import pathlib, sys
pathlib.Path("line").write_text(sys.argv[1])
record = pathlib.Path(sys.argv[2])
text = record.read_text("utf-8")
fixed = text.replace("finanse", "finance")
record.write_text(text + {added!r} if fixed == text else fixed, "utf-8")
""")
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(CoopApp, "suspend", contextlib.nullcontext)
    app = CoopApp(load(record), today=TODAY, identity=identity_to_watch(record))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("E")
        await until(pilot, lambda: f"✗ record.toml:{end + 12}:" in picture(app.screen))
        assert "did you mean 'finance'?" in picture(app.screen)
        assert "7 of 7" in picture(app.screen)
        await pilot.press("E")
        await until(pilot, lambda: "7 of 8" in picture(app.screen))
        assert (tmp_path / "line").read_text() == f"+{end + 12}"
        await pilot.press("full_stop")
        await pilot.pause()
        assert "Last week" in picture(app.screen)
        await until(pilot, lambda: "✗" not in picture(app.screen))


async def test_one_hand_stays_on_the_keys_and_escape_always_leads_home(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        before = screen.reading
        for keys in (
            ["slash", *"trade", "enter", "n", "z"],
            ["3", "up", "up", "enter", "left", "enter"],
            ["x", "p", "left", "enter"],
            ["c", "comma"],
            ["question_mark"],
            ["e"],
        ):
            await pilot.press(*keys)
            await pilot.pause()
            await pilot.press(*["escape"] * 6)
            await pilot.pause()
            assert pilot.app.screen_stack == [screen]
            assert screen.reading == before
            assert screen.focused is pane(screen, "sectors")
