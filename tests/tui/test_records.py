"""The list of records: opened, filled, sorted, searched, reloaded, and the way there and back."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from coop_tui.query.selection import Filter, Selection
from coop_tui.record.loading import loader_process
from coop_tui.record.loading.loader import load
from coop_tui.record.loading.loader_process import LoaderProcess, start_loading
from coop_tui.record.record import Record
from coop_tui.tui.app import CoopApp
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.panes.points import PointsPane
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.screens.records import RecordsPane, RecordsScreen
from coop_tui.tui.services.collection_reader import Files
from coop_tui.tui.services.file_watcher import identity_to_watch
from coop_tui.tui.subject import Subject

from .conftest import TODAY
from .screen_text import picture, until

DATA = Path(__file__).parents[2] / "data"
SMALL = """\
format = 1
title = "{title}"
about = "Some meetings."
[[party]]
id = "here"
name = "Here"
[[party]]
id = "there"
name = "{party}"
[[sector]]
id = "trade"
name = "Trade"
[[source]]
id = "report"
title = "Report"
publisher = "A Newspaper"
[[meeting]]
id = "2024-05-06"
date = 2024-05-06
title = "A meeting"
kind = "meeting"
people = []
sources = ["report"]
[[meeting.point]]
sectors = ["trade"]
by = ["here"]
kind = "agrees"
text = "{text}"
due = 2025
cite = ["report"]
"""


def write(folder: Path, name: str, title: str, text: str = "More trade.") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(SMALL.format(title=title, party=f"Side of {title}", text=text), "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("hong-kong-beijing.toml", "hong-kong-shanghai.toml"):
        shutil.copy(DATA / name, tmp_path)
    shutil.copytree(DATA / "shared", tmp_path / "shared")
    return tmp_path


@asynccontextmanager
async def opened(
    *paths: Path, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[tuple[Pilot[None], RecordsScreen]]:
    app = CoopApp(None, files=Files(tuple(map(str, paths))), today=TODAY)
    app.animation_level = "none"
    async with app.run_test(size=size) as pilot:
        screen = app.screen
        assert isinstance(screen, RecordsScreen)
        await until(pilot, lambda: screen.reader.found_all and not screen.reader.unread)
        await pilot.pause(0.15)  # it is drawn every tenth of a second
        yield pilot, screen


async def test_each_record_stands_in_the_list_with_its_figures(folder: Path) -> None:
    async with opened(folder) as (_, screen):
        drawn = picture(screen)
        assert " 2 records" in drawn
        for words in (
            "Hong Kong – Beijing co-operation",
            "10, 2004–2025",
            "12 Nov 2025",
            "Hong Kong, Shanghai, Shanghai enterprises · hong-kong-shanghai.toml",
        ):
            assert words in drawn


async def test_a_record_is_opened_and_escape_comes_back_to_the_same_place(folder: Path) -> None:
    async with opened(folder) as (pilot, screen):
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        reader = pilot.app.screen
        assert isinstance(reader, ReaderScreen)
        assert "Shanghai" in reader.reading.dossier.title
        await pilot.press("4", "escape", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        cursor = screen.query_one(RecordsPane).cursor
        assert cursor is not None
        assert cursor.endswith("hong-kong-shanghai.toml")


async def test_the_neighbours_of_a_record_are_one_key_away(folder: Path) -> None:
    write(folder / "below", "c.toml", "Below")
    path = folder / "hong-kong-shanghai.toml"
    app = CoopApp(load(path), identity=identity_to_watch(path), today=TODAY)
    async with app.run_test(size=(100, 30)) as pilot:
        reader = app.screen
        await pilot.press("r")
        await until(pilot, lambda: "2 records" in picture(app.screen))
        assert "Below" not in picture(app.screen)
        assert app.screen.query_one(RecordsPane).cursor == str(path)
        await pilot.press("up", "enter")
        await until(pilot, lambda: "Beijing co-operation" in picture(app.screen))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, RecordsScreen))
        await pilot.press("down", "enter")
        await until(pilot, lambda: app.screen is reader)


async def test_what_is_no_record_is_told_in_a_line_and_keeps_nobody_from_the_others(
    tmp_path: Path,
) -> None:
    write(tmp_path, "good.toml", "Good")
    (tmp_path / "broken.toml").write_text("x = ", "utf-8")
    (tmp_path / "empty.toml").touch()
    os.mkfifo(tmp_path / "pipe.toml")
    outside = write(tmp_path.parent, "outside.toml", "Outside")
    (tmp_path / "link.toml").symlink_to(outside)
    (tmp_path / "shared.toml").write_text('format = 1\n[[person]]\nid = "a"\nname = "A"\n')
    async with opened(tmp_path) as (pilot, screen):
        drawn = picture(screen)
        assert " 1 record · 4 files without a record" in drawn
        for words in (
            "line 1: not TOML",
            "the file is empty",
            "this is a pipe",
            "this link leads out of the folder",
        ):
            assert words in drawn
        assert "Outside" not in drawn
        assert "shared.toml" not in drawn
        await pilot.press("enter")
        await pilot.pause()
        assert pilot.app.screen is screen
        await pilot.press("s", "g", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))


async def test_the_list_is_sorted_by_each_of_its_figures(folder: Path) -> None:
    write(folder, "a.toml", "Zebra")
    async with opened(folder) as (pilot, screen):
        first = {}
        for _ in range(8):
            words = picture(screen).splitlines()
            first[words[0].rpartition(" · by ")[2].strip()] = words[3]
            await pilot.press("s")
            await pilot.pause()
        assert "Zebra" in first["3 records"]
        assert "Beijing" in first["title"]
        assert "Zebra" in first["parties"]
        assert "Beijing" in first["meetings"]
        assert "Beijing" in first["latest meeting"]
        assert "Zebra" in first["overdue commitments"]
        await pilot.press("S")
        await pilot.pause()
        assert "by problems" in picture(screen)


async def test_a_search_goes_through_all_records(folder: Path) -> None:
    write(folder, "a.toml", "Zebra", text="Trade in zebras.")
    async with opened(folder) as (pilot, screen):
        await pilot.press("slash", *"zebras")
        await until(pilot, lambda: "1 point · 1 record" in picture(screen))
        drawn = picture(screen)
        assert "6 May 2024: 1 point · Here agrees: Trade in zebras." in drawn
        assert "Beijing" not in drawn
        await pilot.press("enter", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        assert "Trade in zebras." in picture(pilot.app.screen)
        assert "where zebras" in picture(pilot.app.screen)
        await pilot.press("r", "escape")
        await until(pilot, lambda: "Beijing" in picture(screen))


async def test_what_one_record_does_not_know_is_no_error(folder: Path) -> None:
    write(folder, "a.toml", "Zebra")
    async with opened(folder) as (pilot, screen):
        await pilot.press("slash", *"sector:healthcare")
        await until(pilot, lambda: "3 points · 2 records" in picture(screen))
        await pilot.press(*"zz")
        await until(pilot, lambda: "no sector is called 'healthcarezz'" in picture(screen))


async def test_a_record_is_found_by_its_title_too(folder: Path) -> None:
    write(folder, "a.toml", "Zebra", text="Trade.")
    async with opened(folder) as (pilot, screen):
        await pilot.press("slash", *"zebr", "enter")
        await until(pilot, lambda: "Side of Zebra" in picture(screen))
        assert "Beijing" not in picture(screen)


async def test_a_save_is_shown_in_the_list(folder: Path) -> None:
    path = write(folder, "a.toml", "Zebra")
    async with opened(folder) as (pilot, screen):
        write(folder, "a.toml", "Quagga")
        await until(pilot, lambda: "Quagga" in picture(screen))
        path.write_text("x = ", "utf-8")
        await until(pilot, lambda: "is no record now" in picture(screen))
        assert "Quagga" in picture(screen)
        path.unlink()
        await until(pilot, lambda: "the file is gone" in picture(screen))


async def test_a_small_screen_says_what_size_is_needed(folder: Path) -> None:
    async with opened(folder, size=(39, 9)) as (pilot, screen):
        await pilot.pause()
        assert "40 columns and 10 rows" in " ".join(picture(screen).split())


async def test_text_of_a_record_is_no_markup(tmp_path: Path) -> None:
    write(tmp_path, "a[b].toml", "[red]bad [/x]", text="[@click=app.quit]x[/]")
    async with opened(tmp_path) as (pilot, screen):
        assert "[red]bad [/x]" in picture(screen)
        assert "a[b].toml" in picture(screen)
        await pilot.press("slash", "x")
        await until(pilot, lambda: "[@click=app.quit]x[/]" in picture(screen))


async def test_healthcare_under_the_14th_plan_beijing_beside_shanghai(folder: Path) -> None:
    """From the reader of one record in three keys; then to the points of the other."""
    path = folder / "hong-kong-beijing.toml"
    app = CoopApp(load(path), identity=identity_to_watch(path), today=TODAY)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("r")
        await until(pilot, lambda: "2 records" in picture(app.screen))
        await pilot.press("x", "p")
        await until(pilot, lambda: "to the 14th Five-Year Plan" in picture(app.screen))
        row = next(line for line in picture(app.screen).splitlines() if "Healthcare" in line)
        assert row.split()[2:4] == ["○", "2▆"]
        await pilot.press("down", "down", "down", "right", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        drawn = picture(app.screen)
        assert "Healthcare" in drawn
        assert "Shanghai" in drawn
        assert "under or tied to the 14th Five-Year Plan" in drawn
        await pilot.press("escape", "escape")
        await until(pilot, lambda: "Coverage by record" in picture(app.screen))
        await pilot.press("escape")
        await until(pilot, lambda: "2 records" in picture(app.screen))


async def test_coverage_by_record_counts_open_commitments_and_goes_through_the_plans(
    folder: Path,
) -> None:
    async with opened(folder, size=(120, 36)) as (pilot, _):
        await pilot.press("x")
        titles = []
        for _ in range(5):
            await pilot.pause()
            titles.append(picture(pilot.app.screen).splitlines()[0])
            await pilot.press("p")
        named = [title.rpartition("tied to the ")[2].split()[0] for title in titles]
        assert named[1:4] == ["14th", "13th", "12th"]
        await pilot.press("s")
        await pilot.pause()
        assert "open commitments" in picture(pilot.app.screen).splitlines()[0]


async def test_coverage_by_record_is_of_what_the_search_leaves(folder: Path) -> None:
    write(folder, "a.toml", "Zebra", text="Trade in zebras.")
    async with opened(folder) as (pilot, _):
        await pilot.press("slash", *"kind:signs", "enter", "x")
        await pilot.pause()
        drawn = picture(pilot.app.screen)
        assert "Beijing" in drawn
        assert "Zebra" not in drawn
        await pilot.press("p")
        await pilot.pause()
        title = picture(pilot.app.screen).splitlines()[0]
        assert "the 14th Five-Year Plan · where kind:signs" in title


async def test_a_cell_opens_the_points_that_it_counts(folder: Path) -> None:
    async with opened(folder) as (pilot, _):
        await pilot.press("x", "right", "down", "down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        drawn = picture(pilot.app.screen)
        assert "Shanghai" in drawn
        assert "3 points" in drawn


async def test_a_search_without_a_match_says_so(folder: Path) -> None:
    async with opened(folder) as (pilot, screen):
        await pilot.press("slash", *"status:overdue", "enter")
        await until(pilot, lambda: "Nothing on record matches." in picture(screen))
        await pilot.press("F")
        await pilot.pause()
        assert pilot.app.screen is screen


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("t", ("Timeline by record", "Shanghai", "14th")),
        ("F", ("Follow-up by status", "Hong Kong – Beijing co-operation")),
        ("A", ("Agenda", "Hong Kong – Beijing co-operation")),
        ("P", ("People", "John Lee · 李家超", "Gong Zheng")),
    ],
)
async def test_views_of_all_records_are_one_key_away(
    folder: Path, key: str, words: tuple[str, ...]
) -> None:
    async with opened(folder, size=(120, 60)) as (pilot, screen):
        await pilot.press(key)
        await pilot.pause(0.2)
        drawn = picture(pilot.app.screen)
        for one in words:
            assert one in drawn
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_from_a_commitment_of_any_record_to_its_point(folder: Path) -> None:
    async with opened(folder) as (pilot, _):
        for end, title in (("g", "Beijing"), ("G", "Shanghai")):
            await pilot.press("A", end)
            await pilot.pause(0.3)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
            reader = pilot.app.screen
            assert isinstance(reader, ReaderScreen)
            assert title in reader.reading.dossier.title
            assert reader.query_one(PointsPane).point is not None
            await pilot.press("r")
            await until(pilot, lambda: "Agenda" in picture(pilot.app.screen).splitlines()[0])
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, RecordsScreen))


async def test_from_a_person_to_the_latest_meeting_in_any_record(folder: Path) -> None:
    async with opened(folder) as (pilot, _):
        await pilot.press("P", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        drawn = picture(pilot.app.screen)
        assert "30 Aug 2021" in drawn
        assert "Carrie Lam" in drawn


async def test_the_timeline_of_several_is_zoomed(folder: Path) -> None:
    async with opened(folder, size=(120, 36)) as (pilot, _):
        await pilot.press("t", "plus", "plus", "H")
        await pilot.pause()
        title = picture(pilot.app.screen).splitlines()[0]
        assert " to " in title
        await pilot.press("0")
        await pilot.pause()
        assert " to " not in picture(pilot.app.screen).splitlines()[0]


async def test_a_view_of_several_is_written_as_it_is_drawn(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with opened(folder) as (pilot, _):
        await pilot.press("x", "p", "e", "enter")
        await until(pilot, lambda: list(tmp_path.glob("*.txt")))
    (written,) = tmp_path.glob("*.txt")
    assert written.name == "2-records-coverage-14.txt"
    text = written.read_text("utf-8")
    assert text.startswith("2 records\nCoverage by record · under or tied to the 14th")
    assert "Healthcare" in text


async def test_the_help_over_the_list_begins_with_its_keys(folder: Path) -> None:
    async with opened(folder, size=(100, 40)) as (pilot, screen):
        await pilot.press("question_mark")
        await pilot.pause()
        drawn = picture(pilot.app.screen)
        assert drawn.index("In the list of records") < drawn.index("On the timeline")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_the_palette_offers_the_commands_of_the_list(folder: Path) -> None:
    async with opened(folder) as (pilot, _):
        await pilot.press("ctrl+p", *"timeline")
        await until(pilot, lambda: "Timeline (t)" in picture(pilot.app.screen))
        assert "Evidence" not in picture(pilot.app.screen)


async def test_keys_are_heard_while_records_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()

    def slow(path: str | Path, large: int | None) -> Record | LoaderProcess:
        if "shanghai" in str(path):
            gate.wait(20)
        return start_loading(path, large)

    monkeypatch.setattr(loader_process, "start_loading", slow)
    app = CoopApp(None, files=Files((str(folder),)), today=TODAY)
    async with app.run_test(size=(100, 30)) as pilot:
        screen = app.screen
        await until(pilot, lambda: "1 record · 3 files to be read" in picture(screen))
        assert "not read yet" in picture(screen)
        await pilot.press("slash", *"hetao")
        await until(pilot, lambda: "12 Nov 2025: 1 point" in picture(screen))
        await pilot.press("enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, ReaderScreen))
        await pilot.press("r", "escape")
        await until(pilot, lambda: app.screen is screen)
        gate.set()
        await until(pilot, lambda: " 2 records" in picture(screen))


async def test_the_plenaries_of_each_record_stand_under_the_coverage(folder: Path) -> None:
    async with opened(folder, size=(120, 60)) as (pilot, _):
        await pilot.press("x")
        await pilot.pause()
        drawn = picture(pilot.app.screen)
        assert "Plenaries" in drawn
        assert "29 Nov 2023, 5th plenary" in drawn


async def test_records_without_a_shared_sector_have_no_matrix_and_say_so(tmp_path: Path) -> None:
    alone = write(tmp_path, "a.toml", "Alone").read_text("utf-8")
    async with opened(tmp_path) as (pilot, screen):
        await pilot.press("x")
        await pilot.pause()
        (notice,) = pilot.app._notifications
        assert "takes two or more" in notice.message
        assert pilot.app.screen is screen
        (tmp_path / "b.toml").write_text(alone.replace('"trade"', '"food"'), "utf-8")
    async with opened(tmp_path) as (pilot, screen):
        await pilot.press("x")
        await pilot.pause()
        assert "The records share no sector." in picture(pilot.app.screen)
        await pilot.press("down", "right", "enter", "end", "p", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_of_one_record_alone_a_commitment_opens_its_point(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", "Alone")
    async with opened(tmp_path) as (pilot, _):
        await pilot.press("F", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ReaderScreen))
        assert "More trade." in picture(pilot.app.screen)


async def test_what_is_not_in_the_record_any_more_is_not_opened(tmp_path: Path) -> None:
    path = write(tmp_path, "a.toml", "Alone")
    app = CoopApp(load(path), identity=identity_to_watch(path), today=TODAY)
    async with app.run_test(size=(100, 30)) as pilot:
        reader = app.screen
        assert isinstance(reader, ReaderScreen)
        before = reader.reading.selection
        reader.open_at(Selection(meeting="gone", point=3, filter=Filter(plans=("gone",))))
        reader.open_at(Selection(meeting="2024-05-06", point=3))
        reader._visit_point(Subject("point", "gone", 1))
        reader._visit_point(Subject("point", "2024-05-06", 9))
        await pilot.pause()
        assert reader.reading.selection.meeting == before.meeting
        await pilot.press("r")
        await until(pilot, lambda: "1 record" in picture(app.screen))
        listed = app.screen
        assert isinstance(listed, RecordsScreen)
        pane = listed.query_one(RecordsPane)
        listed.post_message(LineView.Opened(pane, "gone"))
        await pilot.pause()
        assert app.screen is listed


@pytest.mark.parametrize("kind", ["pipe", "link"])
async def test_a_file_that_becomes_a_pipe_or_leads_out_is_not_read(
    tmp_path: Path, kind: str
) -> None:
    folder = tmp_path / "records"
    path = write(folder, "a.toml", "First")
    other = write(folder, "b.toml", "Second")
    outside = write(tmp_path, "outside.toml", "Outside")
    async with opened(folder) as (pilot, screen):
        path.unlink()
        if kind == "pipe":
            os.mkfifo(path)
        else:
            path.symlink_to(outside)
        words = "the file is gone" if kind == "pipe" else "leads out of the folder"
        await until(pilot, lambda: words in picture(screen))
        assert "Outside" not in picture(screen)
        other.write_text(other.read_text("utf-8").replace("Second", "Third"), "utf-8")
        await until(pilot, lambda: "Third" in picture(screen))


async def test_a_record_opened_from_an_older_list_is_shown_as_it_is_now(folder: Path) -> None:
    path = write(folder, "a.toml", "Older")
    async with opened(folder) as (pilot, screen):
        entry = next(one for one in screen._entries.values() if one.file == "a.toml")
        path.write_text(path.read_text("utf-8").replace("Older", "Newer"), "utf-8")
        screen.post_message(RecordsScreen.Chosen(entry, Selection()))
        await until(pilot, lambda: "Newer" in picture(pilot.app.screen))
        assert isinstance(pilot.app.screen, ReaderScreen)


async def test_no_record_of_the_list_is_overwritten(folder: Path) -> None:
    path = write(folder, "a.toml", "Zebra")
    (folder / "broken.toml").write_text("x = ", "utf-8")
    async with opened(folder) as (pilot, _):
        await pilot.press("slash", *"healthcare", "enter", "x")
        for name in ("a.toml", "broken.toml"):
            await pilot.press("e")
            await pilot.pause()
            pilot.app.screen.query_one("#path", Input).value = str(folder / name)
            await pilot.press("enter", "enter")
            await pilot.pause()
            assert "name another" in " ".join(picture(pilot.app.screen).split())
            await pilot.press("escape")
        assert "Zebra" in path.read_text("utf-8")
        assert (folder / "broken.toml").read_text("utf-8") == "x = "


async def test_a_file_that_can_be_read_later_is_read_then(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", "First")
    target = tmp_path / "kept" / "b.txt"
    target.parent.mkdir()
    (tmp_path / "b.toml").symlink_to(target)
    async with opened(tmp_path) as (pilot, screen):
        assert "1 file without a record" in picture(screen)
        target.write_text((tmp_path / "a.toml").read_text("utf-8").replace("First", "Second"))
        await until(pilot, lambda: "Second" in picture(screen))
