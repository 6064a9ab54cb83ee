"""How the reader shows a record that is saved while it is open."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE
from coop_tui.record.loading.loader import load
from coop_tui.record.tables import Dossier
from coop_tui.tui.app import CoopApp
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.services import file_watcher
from coop_tui.tui.services.file_watcher import (
    FileWatcher,
    identity_to_watch,
)
from coop_tui.tui.widgets import title_bar
from coop_tui.tui.widgets.file_banner import FileBanner
from coop_tui.tui.widgets.title_bar import TitleBar

from .conftest import TODAY
from .screen_text import pane, picture, until

TESTS = Path(__file__).parents[1]
OpenWatched = Callable[..., AbstractAsyncContextManager[tuple[Pilot[None], ReaderScreen]]]


def has_index(dossier: Dossier) -> bool:
    return any(name.endswith("build_index") for name in vars(dossier))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.toml"
    path.write_text((TESTS / "data" / "hong-kong-beijing.toml").read_text("utf-8"), "utf-8")
    return path


def move_people(path: Path) -> Path:
    """Move the people of a record to a file that it includes, and return that file."""
    text, people = path.read_text("utf-8"), path.with_name("shared") / "people.toml"
    begin, end = text.index("[[person]]"), text.index("[[place]]")
    people.parent.mkdir()
    people.write_text(f"format = 1\n\n{text[begin:end]}", "utf-8")
    text = text[:begin] + text[end:]
    path.write_text(text.replace("format = 1", 'format = 1\ninclude = ["shared/people.toml"]', 1))
    return people


@pytest.fixture
def open_watched(path: Path, monkeypatch: pytest.MonkeyPatch) -> OpenWatched:
    monkeypatch.setattr(file_watcher, "SECONDS", 0.02)

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (120, 36), start: Callable[[str], str] = lambda text: text
    ) -> AsyncIterator[tuple[Pilot[None], ReaderScreen]]:
        save(path, start)
        app = CoopApp(load(path), today=TODAY, identity=identity_to_watch(path))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            screen = app.screen
            assert isinstance(screen, ReaderScreen)
            yield pilot, screen

    return opened


def save(path: Path, change: Callable[[str], str]) -> None:
    beside = path.with_suffix(".new")
    beside.write_text(change(path.read_text("utf-8")), "utf-8")
    beside.replace(path)


def writing(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


def without(head: str) -> Callable[[str], str]:
    """Remove a table, from its first lines to the next table of the same array."""

    def change(text: str) -> str:
        begin = text.index(head)
        rank = head[: head.index("]]") + 2]
        end = text.find(f"\n{rank}", begin + 1)
        return text[:begin] + (text[end + 1 :] if end > 0 else "")

    return change


async def reload(
    pilot: Pilot[None], screen: ReaderScreen, path: Path, change: Callable[[str], str]
) -> None:
    before = screen.reading.dossier
    save(path, change)
    await until(pilot, lambda: screen.reading.dossier is not before)
    await pilot.pause()


RETITLED = writing('title = "Hong Kong – Beijing co-operation"', 'title = "Another title"')


async def test_a_good_save_leaves_everything_in_its_place(
    open_watched: OpenWatched, path: Path
) -> None:
    async with open_watched((100, 24)) as (pilot, screen):
        await pilot.press("3", "plus", "plus", "4", "down", "down", "down", "down", "z")
        await pilot.pause()
        scrolled = {name: pane(screen, name).scroll_y for name in ("meeting", "points")}
        assert scrolled["points"] > 0
        cursor = pane(screen, "points").cursor
        before, shown = screen.reading.selection, picture(screen).splitlines()[1:]
        assert before.window
        await reload(pilot, screen, path, RETITLED)
        assert screen.reading.selection == before
        assert {name: pane(screen, name).scroll_y for name in scrolled} == scrolled
        assert pane(screen, "points").cursor == cursor
        assert screen.zoomed
        assert screen.focused is pane(screen, "points")
        assert picture(screen).splitlines()[1:] == shown
        assert screen.reading.dossier.title == "Another title"


async def test_a_pane_that_was_scrolled_stays_so(open_watched: OpenWatched, path: Path) -> None:
    async with open_watched((80, 24)) as (pilot, screen):
        await pilot.press("1", "down", "down", "down")
        await pilot.pause()
        assert pane(screen, "meeting").scroll_y == 3
        await reload(pilot, screen, path, RETITLED)
        assert pane(screen, "meeting").scroll_y == 3


async def test_the_cursor_stays_on_a_point_with_a_new_number(
    open_watched: OpenWatched, path: Path
) -> None:
    async with open_watched() as (pilot, screen):
        await pilot.press("4", "down", "down")
        await pilot.pause()
        meeting, number = pane(screen, "points").cursor.rpartition("/")[::2]  # type: ignore[union-attr]
        text = screen.reading.dossier.meeting[meeting].points[int(number) - 1].text
        inserted = """
[[meeting.point]]
sectors = ["innovation-technology"]
by = ["hk"]
kind = "notes"
text = "Something that was said first."
cite = [{ source = "report-2025-11-12", at = "¶7" }]

[[meeting.point]]"""

        def change(record: str) -> str:
            at = record.index("[[meeting.point]]", record.index('id = "2025-11-12"\n'))
            return record[:at] + inserted.lstrip() + record[at + len("[[meeting.point]]") :]

        await reload(pilot, screen, path, change)
        points = pane(screen, "points")
        assert points.cursor == f"{meeting}/{int(number) + 1}"
        assert screen.reading.dossier.meeting[meeting].points[int(number)].text == text


async def test_a_search_goes_on_in_the_new_record(open_watched: OpenWatched, path: Path) -> None:
    async with open_watched() as (pilot, screen):
        await pilot.press("slash", *"hetao")
        await pilot.pause()
        count = str(screen.query_one("#result").render())
        await reload(pilot, screen, path, lambda text: text.replace("Hetao", "Elsewhere"))
        assert screen.query_one(Input).value == "hetao"
        assert screen.reading.selection.filter.where == "hetao"
        assert str(screen.query_one("#result").render()) != count
        assert has_index(screen.reading.dossier)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading.selection.filter.where == ""


async def test_where_the_meeting_is_gone_the_nearest_in_time_is_shown(
    open_watched: OpenWatched, path: Path
) -> None:
    async with open_watched() as (pilot, screen):
        await pilot.press("comma")
        await pilot.pause()
        gone = screen.reading.selection.meeting
        assert gone == "2023-11-29"
        await reload(pilot, screen, path, without(f'[[meeting]]\nid = "{gone}"'))
        assert screen.reading.selection.meeting == "2025-11-12"
        assert "6 of 6" in picture(screen)


async def test_a_sector_that_is_gone_is_selected_no_more(
    open_watched: OpenWatched, path: Path
) -> None:
    spare = '[[sector]]\nid = "spare"\nname = "Spare"\n\n[[sector]]'

    def start(text: str) -> str:
        return text.replace("[[sector]]", spare, 1)

    async with open_watched(start=start) as (pilot, screen):
        screen.select(sector="spare")
        await pilot.pause()
        assert "4 Spare" in picture(screen)
        await reload(pilot, screen, path, lambda text: text.replace(spare, "[[sector]]"))
        assert screen.reading.selection.sector is None


async def test_the_relationship_as_a_whole_stays_selected(
    open_watched: OpenWatched, path: Path
) -> None:
    point = """[[meeting.point]]
sectors = []
by = ["hk"]
kind = "notes"
text = "Ties are close."
cite = [{ source = "report-2025-11-12", at = "¶7" }]

[[meeting.point]]"""

    def start(text: str) -> str:
        at = text.index("[[meeting.point]]", text.index('id = "2025-11-12"\n'))
        return text[:at] + text[at:].replace("[[meeting.point]]", point, 1)

    async with open_watched(start=start) as (pilot, screen):
        screen.select(sector=WHOLE.id)
        await pilot.press("4")
        await pilot.pause()
        before, cursor = screen.reading.selection, pane(screen, "points").cursor
        assert cursor == "2025-11-12/1"
        await reload(pilot, screen, path, writing("Ties are close.", "Ties are closer."))
        assert screen.reading.selection == before
        assert pane(screen, "sectors").cursor == WHOLE.id
        assert pane(screen, "points").cursor == cursor
        assert "Ties are closer." in picture(screen)


async def test_escape_leads_back_past_what_is_gone(open_watched: OpenWatched, path: Path) -> None:
    async with open_watched() as (pilot, screen):
        await pilot.press("comma", "slash", *"trade", "enter")
        await pilot.pause()
        await reload(pilot, screen, path, without('[[meeting]]\nid = "2023-11-29"'))
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading.selection.meeting == "2025-11-12"
        assert screen.reading.selection.filter.where == ""


async def test_a_stretch_of_time_that_is_no_more_gives_way_to_one_that_is(
    open_watched: OpenWatched, path: Path
) -> None:
    late = """
[[plan]]
id = "late"
name = "Late"
start = 2090
end = 2100
"""
    async with open_watched(start=lambda text: text + late) as (pilot, screen):
        await pilot.press("3", "up", "up", *["right"] * 9, "plus", "plus", "plus")
        await pilot.pause()
        window = screen.reading.selection.window
        assert window
        assert window.days[0].year > 2050
        await reload(pilot, screen, path, lambda text: text.replace(late, ""))
        window = screen.reading.selection.window
        assert window is None or window.days[1].year < 2050


async def test_the_cursor_of_the_timeline_stays_on_its_milestone(
    open_watched: OpenWatched, path: Path
) -> None:
    new = """[[initiative]]
id = "new"
name = "New"

[[initiative.milestone]]
date = 2011
text = "Begun"
cite = [{ source = "report-2025-11-12" }]

[[initiative]]"""
    async with open_watched() as (pilot, screen):
        await pilot.press("3", "down", "down", "right")
        await pilot.pause()
        timeline = pane(screen, "timeline")
        was = timeline.current  # type: ignore[attr-defined]
        assert was.kind == "milestone"
        height = timeline.size.height
        await reload(pilot, screen, path, lambda t: t.replace("[[initiative]]", new, 1))
        assert timeline.current == was  # type: ignore[attr-defined]
        assert timeline.size.height == height + 1


async def test_the_cursor_of_the_timeline_stays_on_its_plan_in_whatever_row_it_is(
    open_watched: OpenWatched, path: Path
) -> None:
    longer = """[[plan]]
id = "long"
name = "Long"
start = 2001
end = 2030

[[plan]]"""
    async with open_watched() as (pilot, screen):
        await pilot.press("3", "up")
        await pilot.pause()
        timeline = pane(screen, "timeline")
        was, lane = timeline.current, timeline.preferred  # type: ignore[attr-defined]
        assert was.kind == "plan"
        height = timeline.size.height
        await reload(pilot, screen, path, lambda t: t.replace("[[plan]]", longer, 1))
        assert timeline.current == was  # type: ignore[attr-defined]
        assert timeline.preferred == timeline.cursor != lane
        assert timeline.size.height == height + 1


async def test_the_cursor_of_the_timeline_stays_on_a_milestone_whose_date_is_corrected(
    open_watched: OpenWatched, path: Path
) -> None:
    async with open_watched() as (pilot, screen):
        await pilot.press("3", "down", "down", "right")
        await pilot.pause()
        timeline = pane(screen, "timeline")
        was = timeline.current  # type: ignore[attr-defined]
        dated = f"[[initiative.milestone]]\ndate = {was.date.edtf}\n"
        corrected = "[[initiative.milestone]]\ndate = 2012\n"
        await reload(pilot, screen, path, writing(dated, corrected))
        assert timeline.current == replace(was, date=Date.parse(2012))  # type: ignore[attr-defined]


async def test_a_new_meeting_does_not_take_the_place_of_the_one_that_is_read(
    open_watched: OpenWatched, path: Path
) -> None:
    async with open_watched() as (pilot, screen):
        copy = path.read_text("utf-8")
        at = copy.index('[[meeting]]\nid = "2023-11-29"')
        end = copy.find("\n[[meeting]]", at + 1)
        table = copy[at:end] if end > 0 else copy[at:]
        later = table.replace('id = "2023-11-29"', 'id = "later"').replace(
            "date = 2023-11-29", "date = 2026-03-01", 1
        )
        await reload(pilot, screen, path, lambda text: f"{text}\n{later}\n")
        assert screen.reading.selection.meeting == "2025-11-12"
        assert "7 of 8" in picture(screen)
        assert screen.query_one(TitleBar).reloaded
        assert "reloaded" in picture(screen)


async def test_a_file_that_is_included_is_followed_like_the_record(
    open_watched: OpenWatched, path: Path
) -> None:
    people = move_people(path)
    async with open_watched() as (pilot, screen):
        await reload(pilot, screen, people, writing("Yin Yong", "Somebody Else"))
        assert "Somebody Else" in picture(screen)
        before = screen.reading
        save(people, writing("name", "nme"))
        await until(pilot, lambda: "✗ shared/people.toml:" in picture(screen))
        file, line = screen.query_one(FileBanner).place or (path, 0)
        assert file == people
        assert people.read_text("utf-8").splitlines()[line - 1].startswith("nme =")
        people.rename(people.with_suffix(".old"))
        await until(pilot, lambda: "✗ shared/people.toml is gone." in picture(screen))
        assert screen.reading is before
        save(people.with_suffix(".old"), lambda text: text.replace("nme =", "name ="))
        people.with_suffix(".old").rename(people)
        await until(pilot, lambda: "✗" not in picture(screen))
        assert "Somebody Else" in picture(screen)


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 36)])
async def test_a_broken_save_is_reported_in_two_lines_at_most(
    open_watched: OpenWatched, path: Path, size: tuple[int, int]
) -> None:
    async with open_watched(size) as (pilot, screen):
        before = screen.reading
        save(path, writing("format = 1", "format = 1\nwrong = 1\nworse = 2"))
        await until(pilot, lambda: "✗" in picture(screen))
        await pilot.pause()
        lines = picture(screen).splitlines()
        assert lines[1].startswith(" ✗ record.toml")
        assert "wrong" in lines[1]
        banner = screen.query_one(FileBanner)
        assert 1 <= banner.size.height <= 2
        message = "\n".join(lines[1 : 1 + banner.size.height])
        assert "and 1 more: coop-tui check" in message
        assert lines[1 + banner.size.height].startswith("╭")
        assert screen.reading is before
        save(path, lambda text: text.replace("\nwrong = 1\nworse = 2", ""))
        await until(pilot, lambda: "✗" not in picture(screen))
        await until(pilot, lambda: picture(screen).splitlines()[1].startswith("╭"))


async def test_the_banner_says_that_a_save_is_not_toml_without_its_line(
    open_watched: OpenWatched, path: Path
) -> None:
    async with open_watched((200, 24)) as (pilot, screen):
        save(path, writing("format = 1", "format = one"))
        await until(pilot, lambda: "✗" in picture(screen))
        await pilot.pause()
        assert 'not TOML: invalid value (text stands in quotation marks: "one")' in picture(screen)
        assert screen.query_one(FileBanner).size.height == 1


async def test_the_banner_is_hidden_where_there_is_no_room_for_anything(
    open_watched: OpenWatched, path: Path
) -> None:
    async with open_watched((30, 8)) as (pilot, screen):
        path.unlink()
        await until(pilot, lambda: screen.query_one(FileBanner).error)
        await pilot.pause()
        assert "✗" not in picture(screen)


async def test_what_is_wrong_is_shown_literally(open_watched: OpenWatched, path: Path) -> None:
    async with open_watched() as (pilot, screen):
        save(path, lambda text: f"[bad [/x] = 1\n{text}")
        await until(pilot, lambda: "✗ record.toml:1" in picture(screen))
        await reload(pilot, screen, path, lambda text: text.partition("\n")[2])
        save(path, lambda text: f'"[red]x[/x]" = 1\n{text}')
        await until(pilot, lambda: "✗ record.toml:1:1" in picture(screen))
        assert "[red]x[/x]" in picture(screen)


async def test_a_dialog_keeps_the_record_that_it_was_opened_with(
    open_watched: OpenWatched, path: Path
) -> None:
    async with open_watched() as (pilot, screen):
        before = screen.reading.dossier
        await pilot.press("x", "left")
        await pilot.pause()
        dialog = pilot.app.screen
        save(path, without('[[meeting]]\nid = "2023-11-29"'))
        await until(pilot, lambda: screen._reloaded is not None)
        assert screen.reading.dossier is before
        await pilot.press("left", "right", "enter")
        await until(pilot, lambda: screen.reading.dossier is not before)
        assert pilot.app.screen is screen
        assert dialog is not screen
        assert screen.reading.selection.meeting == "2025-11-12"
        assert "4 " in str(pane(screen, "points").border_title)


async def test_what_the_palette_offered_may_be_gone_when_it_is_chosen(
    open_watched: OpenWatched, path: Path
) -> None:
    async with open_watched() as (pilot, screen):
        await reload(pilot, screen, path, without('[[meeting]]\nid = "2023-11-29"'))
        screen.select(meeting="2023-11-29", sector="none")
        screen.narrow(plans=("none",), initiative="none")
        await pilot.pause()
        assert screen.reading.selection.sector is None
        assert screen.reading.selection.filter.plans == ()


async def test_the_watcher_stops_with_the_reader(open_watched: OpenWatched, path: Path) -> None:
    async with open_watched() as (pilot, _):
        await pilot.pause(0.1)
        threads = [thread for thread in threading.enumerate() if isinstance(thread, FileWatcher)]
        assert len(threads) == 1
    threads[0].join(5)
    assert not threads[0].is_alive()


async def test_the_reloaded_note_is_cleared_when_the_file_is_broken(
    open_watched: OpenWatched, path: Path
) -> None:
    async with open_watched() as (pilot, screen):
        save(path, lambda text: text.replace("Hong Kong", "Hongkong", 1))
        await until(pilot, lambda: "reloaded" in picture(screen))
        save(path, lambda text: text.replace("format = 1", "format = 2", 1))
        await until(pilot, lambda: "✗" in picture(screen))
        assert "reloaded" not in picture(screen)


async def test_that_it_was_reloaded_is_shown_for_a_moment_only(
    open_watched: OpenWatched, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(title_bar, "_RELOADED_SECONDS", 0.3)
    async with open_watched() as (pilot, screen):
        save(path, lambda text: text.replace("Hong Kong", "Hongkong", 1))
        await until(pilot, lambda: "reloaded" in picture(screen))
        await until(pilot, lambda: "reloaded" not in picture(screen), 2)
