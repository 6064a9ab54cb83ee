"""What the reader makes of a file that is saved under it."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import Input

from coop_tui.paths import shipped_record
from coop_tui.record.dates import Date
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.loader import load
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.tui.app import CoopApp
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.services import file_watcher as follow
from coop_tui.tui.services.file_watcher import (
    ChangeDetector,
    FileError,
    FileEvent,
    FileIdentity,
    FileWatcher,
    identity,
    identity_to_watch,
)
from coop_tui.tui.widgets import title_bar
from coop_tui.tui.widgets.file_banner import FileBanner
from coop_tui.tui.widgets.title_bar import TitleBar

from .conftest import TODAY
from .screen_text import pane, picture, until

Following = Callable[..., AbstractAsyncContextManager[tuple[Pilot[None], ReaderScreen]]]
GONE: FileIdentity = (2,)
FIRST, SECOND, THIRD = (1, 1, 10, 1), (1, 2, 10, 2), (1, 2, 30, 3)
WRONG = Problem("record.toml", "wrong", line=3)


def has_index(dossier: Dossier) -> bool:
    return any(name.endswith("build_index") for name in vars(dossier))


class File:
    """A file that is in one state after another, as often as it is looked at."""

    def __init__(self, *stamps: FileIdentity, record: Record | None) -> None:
        self._stamps: Iterator[FileIdentity] = iter(stamps)
        self._record = record
        self.loaded = 0

    def identity(self) -> FileIdentity:
        return next(self._stamps)

    def load(self) -> Record:
        self.loaded += 1
        if self._record is None:
            raise RecordError([WRONG])
        return self._record


def told(watch: ChangeDetector, *stamps: FileIdentity, record: Record | None = None) -> object:
    file = File(*stamps, record=record)
    return watch.poll(file.identity, file.load)


@pytest.fixture
def record(shipped: Dossier) -> Record:
    return Record(shipped)


def test_a_file_that_did_not_change_is_not_read(record: Record) -> None:
    file = File(FIRST, record=record)
    assert ChangeDetector(FIRST).poll(file.identity, file.load) is None
    assert file.loaded == 0


@pytest.mark.parametrize("place", range(4))
def test_another_device_inode_size_or_time_is_another_state(record: Record, place: int) -> None:
    other = tuple(value + (number == place) for number, value in enumerate(FIRST))
    assert told(ChangeDetector(FIRST), other, other, record=record) is record


def test_a_good_record_is_told_once(record: Record) -> None:
    watch = ChangeDetector(FIRST)
    assert told(watch, SECOND, SECOND, record=record) is record
    assert told(watch, SECOND) is None


def test_what_was_written_to_while_it_was_read_is_read_again(record: Record) -> None:
    watch = ChangeDetector(FIRST)
    assert told(watch, SECOND, THIRD, record=record) is None
    assert told(watch, THIRD, THIRD, record=record) is record


def test_a_broken_record_is_told_when_it_stays_so() -> None:
    watch = ChangeDetector(FIRST)
    assert told(watch, SECOND, SECOND) is None
    assert told(watch, SECOND, SECOND) == FileError((WRONG,))
    assert told(watch, SECOND) is None


def test_a_save_that_is_halfway_is_never_told(record: Record) -> None:
    watch = ChangeDetector(FIRST)
    assert told(watch, SECOND, SECOND) is None
    assert told(watch, THIRD, THIRD) is None
    assert told(watch, SECOND, SECOND, record=record) is record


def test_a_file_that_is_gone_is_told_when_it_stays_so_and_when_it_is_back(
    record: Record,
) -> None:
    watch = ChangeDetector(FIRST)
    assert told(watch, GONE) is None
    assert told(watch, GONE) == FileError()
    assert told(watch, GONE) is None
    assert told(watch, FIRST, FIRST, record=record) is record


def test_a_file_that_was_gone_for_a_moment_was_not_gone() -> None:
    watch = ChangeDetector(FIRST)
    assert told(watch, GONE) is None
    assert told(watch, FIRST) is None
    assert told(watch, GONE) is None


def test_a_file_that_cannot_be_looked_at_is_told_by_what_reading_it_says() -> None:
    watch, refused = ChangeDetector(FIRST), (13,)
    assert told(watch, refused, refused) is None
    assert told(watch, refused, refused) == FileError((WRONG,))


def test_only_a_regular_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "record.toml").write_text("")
    (tmp_path / "link.toml").symlink_to("record.toml")
    os.mkfifo(tmp_path / "pipe")
    assert identity_to_watch(tmp_path / "record.toml") == identity(tmp_path / "link.toml")
    assert [identity_to_watch(tmp_path / name) for name in ("pipe", "none", ".")] == [None] * 3


@pytest.mark.parametrize("searching", [True, False])
def test_the_index_is_ready_where_a_search_is_in_force(
    tmp_path: Path, small: str, monkeypatch: pytest.MonkeyPatch, searching: bool
) -> None:
    monkeypatch.setattr(follow, "SECONDS", 0.01)
    path = tmp_path / "record.toml"
    path.write_text(small, "utf-8")
    news: queue.Queue[FileEvent] = queue.Queue()
    follower = FileWatcher(path, FIRST, news.put, lambda: searching)
    follower.start()
    record = news.get(timeout=10)
    follower.stop()
    assert isinstance(record, Record)
    assert has_index(record.dossier) is searching


def test_whoever_leaves_does_not_wait_for_a_look_that_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, released = threading.Event(), threading.Event()

    def hang(path: Path) -> FileIdentity:
        hanging.set()
        released.wait(30)
        return FIRST

    monkeypatch.setattr(follow, "SECONDS", 0.01)
    monkeypatch.setattr(follow, "identity", hang)
    follower = FileWatcher(tmp_path, FIRST, lambda news: None, lambda: False)
    follower.start()
    assert hanging.wait(10)
    begin = time.monotonic()
    with follower.paused():
        pass
    follower.stop()
    assert time.monotonic() - begin < 1
    assert follower.daemon
    released.set()
    follower.join(10)
    assert not follower.is_alive()


def test_it_does_not_look_while_it_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[Path] = []
    monkeypatch.setattr(follow, "SECONDS", 0.01)

    def poll(path: Path) -> FileIdentity:
        looks.append(path)
        return FIRST

    monkeypatch.setattr(follow, "identity", poll)
    follower = FileWatcher(tmp_path, FIRST, lambda news: None, lambda: False)
    with follower.paused():
        follower.start()
        time.sleep(0.1)
        assert not looks
    follower.join(0.2)
    follower.stop()
    assert looks


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "record.toml"
    path.write_text(shipped_record().read_text("utf-8"), "utf-8")
    return path


@pytest.fixture
def following(path: Path, monkeypatch: pytest.MonkeyPatch) -> Following:
    monkeypatch.setattr(follow, "SECONDS", 0.02)

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (120, 36), start: Callable[[str], str] = lambda text: text
    ) -> AsyncIterator[tuple[Pilot[None], ReaderScreen]]:
        save(path, start)
        seen = identity_to_watch(path)
        app = CoopApp(load(path), today=TODAY, identity=seen)
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
    """Leaves out one table, from its first lines to the next table of its rank."""

    def change(text: str) -> str:
        begin = text.index(head)
        rank = head[: head.index("]]") + 2]
        end = text.find(f"\n{rank}", begin + 1)
        return text[:begin] + (text[end + 1 :] if end > 0 else "")

    return change


async def taken_over(
    pilot: Pilot[None], screen: ReaderScreen, path: Path, change: Callable[[str], str]
) -> None:
    before = screen.reading.dossier
    save(path, change)
    await until(pilot, lambda: screen.reading.dossier is not before)
    await pilot.pause()


RETITLED = writing('title = "Hong Kong – Beijing co-operation"', 'title = "Another title"')


async def test_a_good_save_leaves_everything_in_its_place(following: Following, path: Path) -> None:
    async with following((100, 24)) as (pilot, screen):
        await pilot.press("3", "plus", "plus", "4", "down", "down", "down", "down", "z")
        await pilot.pause()
        scrolled = {name: pane(screen, name).scroll_y for name in ("meeting", "points")}
        assert scrolled["points"] > 0
        cursor = pane(screen, "points").cursor
        before, shown = screen.reading.selection, picture(screen).splitlines()[1:]
        assert before.timeline.window
        await taken_over(pilot, screen, path, RETITLED)
        assert screen.reading.selection == before
        assert {name: pane(screen, name).scroll_y for name in scrolled} == scrolled
        assert pane(screen, "points").cursor == cursor
        assert screen.zoomed
        assert screen.focused is pane(screen, "points")
        assert picture(screen).splitlines()[1:] == shown
        assert screen.reading.dossier.title == "Another title"


async def test_a_pane_that_was_scrolled_stays_so(following: Following, path: Path) -> None:
    async with following((80, 24)) as (pilot, screen):
        await pilot.press("1", "down", "down", "down")
        await pilot.pause()
        assert pane(screen, "meeting").scroll_y == 3
        await taken_over(pilot, screen, path, RETITLED)
        assert pane(screen, "meeting").scroll_y == 3


async def test_a_point_is_followed_to_its_new_number(following: Following, path: Path) -> None:
    async with following() as (pilot, screen):
        await pilot.press("4", "down", "down")
        await pilot.pause()
        meeting, number = pane(screen, "points").cursor.rpartition("/")[::2]  # type: ignore[union-attr]
        text = screen.reading.dossier.meeting[meeting].points[int(number) - 1].text
        inserted = """
[[meeting.point]]
sector = "innovation-technology"
by = ["hk"]
kind = "notes"
text = "Something that was said first."
cite = [{ source = "report-2025-11-12", at = "¶7" }]

[[meeting.point]]"""

        def change(record: str) -> str:
            at = record.index("[[meeting.point]]", record.index('id = "2025-11-12"\n'))
            return record[:at] + inserted.lstrip() + record[at + len("[[meeting.point]]") :]

        await taken_over(pilot, screen, path, change)
        points = pane(screen, "points")
        assert points.cursor == f"{meeting}/{int(number) + 1}"
        assert screen.reading.dossier.meeting[meeting].points[int(number)].text == text


async def test_a_search_goes_on_in_the_new_record(following: Following, path: Path) -> None:
    async with following() as (pilot, screen):
        await pilot.press("slash", *"hetao")
        await pilot.pause()
        count = str(screen.query_one("#found").render())
        await taken_over(pilot, screen, path, lambda text: text.replace("Hetao", "Elsewhere"))
        assert screen.query_one(Input).value == "hetao"
        assert screen.reading.selection.filter.where == "hetao"
        assert str(screen.query_one("#found").render()) != count
        assert has_index(screen.reading.dossier)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading.selection.filter.where == ""


async def test_where_the_meeting_is_gone_the_nearest_in_time_is_shown(
    following: Following, path: Path
) -> None:
    async with following() as (pilot, screen):
        await pilot.press("comma")
        await pilot.pause()
        gone = screen.reading.selection.meeting
        assert gone == "2023-11-29"
        await taken_over(pilot, screen, path, without(f'[[meeting]]\nid = "{gone}"'))
        assert screen.reading.selection.meeting == "2025-11-12"
        assert "6 of 6" in picture(screen)


async def test_a_sector_that_is_gone_is_selected_no_more(following: Following, path: Path) -> None:
    spare = '[[sector]]\nid = "spare"\nname = "Spare"\n\n[[sector]]'

    def start(text: str) -> str:
        return text.replace("[[sector]]", spare, 1)

    async with following(start=start) as (pilot, screen):
        screen.select(sector="spare")
        await pilot.pause()
        assert "4 Spare" in picture(screen)
        await taken_over(pilot, screen, path, lambda text: text.replace(spare, "[[sector]]"))
        assert screen.reading.selection.sector is None


async def test_escape_leads_back_past_what_is_gone(following: Following, path: Path) -> None:
    async with following() as (pilot, screen):
        await pilot.press("comma", "slash", *"trade", "enter")
        await pilot.pause()
        await taken_over(pilot, screen, path, without('[[meeting]]\nid = "2023-11-29"'))
        await pilot.press("escape")
        await pilot.pause()
        assert screen.reading.selection.meeting == "2025-11-12"
        assert screen.reading.selection.filter.where == ""


async def test_a_stretch_of_time_that_is_no_more_gives_way_to_one_that_is(
    following: Following, path: Path
) -> None:
    late = """
[[plan]]
id = "late"
name = "Late"
start = 2090
end = 2100
"""
    async with following(start=lambda text: text + late) as (pilot, screen):
        await pilot.press("3", "up", *["right"] * 9, "plus", "plus", "plus")
        await pilot.pause()
        window = screen.reading.selection.timeline.window
        assert window
        assert window.days[0].year > 2050
        await taken_over(pilot, screen, path, lambda text: text.replace(late, ""))
        window = screen.reading.selection.timeline.window
        assert window is None or window.days[1].year < 2050


async def test_the_cursor_of_the_timeline_stays_on_its_milestone(
    following: Following, path: Path
) -> None:
    new = """[[initiative]]
id = "new"
name = "New"

[[initiative.milestone]]
date = 2011
text = "Begun"
cite = [{ source = "report-2025-11-12" }]

[[initiative]]"""
    async with following() as (pilot, screen):
        await pilot.press("3", "down", "right")
        await pilot.pause()
        timeline = pane(screen, "timeline")
        was = timeline.current  # type: ignore[attr-defined]
        assert was.kind == "initiative"
        height = timeline.size.height
        await taken_over(pilot, screen, path, lambda t: t.replace("[[initiative]]", new, 1))
        assert timeline.current == was  # type: ignore[attr-defined]
        assert timeline.size.height == height + 1


async def test_the_cursor_of_the_timeline_stays_on_a_milestone_whose_date_is_corrected(
    following: Following, path: Path
) -> None:
    async with following() as (pilot, screen):
        await pilot.press("3", "down", "right")
        await pilot.pause()
        timeline = pane(screen, "timeline")
        was = timeline.current  # type: ignore[attr-defined]
        dated = f"[[initiative.milestone]]\ndate = {was.date.edtf}\n"
        corrected = "[[initiative.milestone]]\ndate = 2012\n"
        await taken_over(pilot, screen, path, writing(dated, corrected))
        assert timeline.current == replace(was, date=Date.parse(2012))  # type: ignore[attr-defined]


async def test_a_new_meeting_does_not_take_the_place_of_the_one_that_is_read(
    following: Following, path: Path
) -> None:
    async with following() as (pilot, screen):
        copy = path.read_text("utf-8")
        at = copy.index('[[meeting]]\nid = "2023-11-29"')
        end = copy.find("\n[[meeting]]", at + 1)
        table = copy[at:end] if end > 0 else copy[at:]
        later = table.replace('id = "2023-11-29"', 'id = "later"').replace(
            "date = 2023-11-29", "date = 2026-03-01", 1
        )
        await taken_over(pilot, screen, path, lambda text: f"{text}\n{later}\n")
        assert screen.reading.selection.meeting == "2025-11-12"
        assert "7 of 8" in picture(screen)
        assert screen.query_one(TitleBar).reloaded
        assert "reloaded" in picture(screen)


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 36)])
async def test_a_broken_save_is_said_in_two_lines_at_most(
    following: Following, path: Path, size: tuple[int, int]
) -> None:
    async with following(size) as (pilot, screen):
        before = screen.reading
        save(path, writing("format = 1", "format = 1\nwrong = 1\nworse = 2"))
        await until(pilot, lambda: "✗" in picture(screen))
        await pilot.pause()
        lines = picture(screen).splitlines()
        assert lines[1].startswith(" ✗ record.toml")
        assert "wrong" in lines[1]
        banner = screen.query_one(FileBanner)
        assert 1 <= banner.size.height <= 2
        said = "\n".join(lines[1 : 1 + banner.size.height])
        assert "and 1 more: coop-tui check" in said
        assert lines[1 + banner.size.height].startswith("╭")
        assert screen.reading is before
        save(path, lambda text: text.replace("\nwrong = 1\nworse = 2", ""))
        await until(pilot, lambda: "✗" not in picture(screen))
        await until(pilot, lambda: picture(screen).splitlines()[1].startswith("╭"))


async def test_the_banner_says_that_a_save_is_not_toml_without_its_line(
    following: Following, path: Path
) -> None:
    async with following((200, 24)) as (pilot, screen):
        save(path, writing("format = 1", "format = one"))
        await until(pilot, lambda: "✗" in picture(screen))
        await pilot.pause()
        assert 'not TOML: invalid value (text stands in quotation marks: "one")' in picture(screen)
        assert screen.query_one(FileBanner).size.height == 1


async def test_the_banner_is_hidden_where_there_is_no_room_for_anything(
    following: Following, path: Path
) -> None:
    async with following((30, 8)) as (pilot, screen):
        path.unlink()
        await until(pilot, lambda: screen.query_one(FileBanner).error)
        await pilot.pause()
        assert "✗" not in picture(screen)


async def test_what_is_wrong_is_shown_literally(following: Following, path: Path) -> None:
    async with following() as (pilot, screen):
        save(path, lambda text: f"[bad [/x] = 1\n{text}")
        await until(pilot, lambda: "✗ record.toml:1" in picture(screen))
        await taken_over(pilot, screen, path, lambda text: text.partition("\n")[2])
        save(path, lambda text: f'"[red]x[/x]" = 1\n{text}')
        await until(pilot, lambda: "✗ record.toml:1:1" in picture(screen))
        assert "[red]x[/x]" in picture(screen)


async def test_a_dialog_keeps_the_record_that_it_was_opened_with(
    following: Following, path: Path
) -> None:
    async with following() as (pilot, screen):
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
    following: Following, path: Path
) -> None:
    async with following() as (pilot, screen):
        await taken_over(pilot, screen, path, without('[[meeting]]\nid = "2023-11-29"'))
        screen.select(meeting="2023-11-29", sector="none")
        screen.narrow(plans=("none",), initiative="none")
        await pilot.pause()
        assert screen.reading.selection.sector is None
        assert screen.reading.selection.filter.plans == ()


async def test_whoever_leaves_the_reader_leaves_no_follower_at_work(
    following: Following, path: Path
) -> None:
    async with following() as (pilot, _):
        await pilot.pause(0.1)
        threads = [one for one in threading.enumerate() if isinstance(one, FileWatcher)]
        assert len(threads) == 1
    threads[0].join(5)
    assert not threads[0].is_alive()


async def test_broken_after_good_is_not_told_as_read_again(
    following: Following, path: Path
) -> None:
    async with following() as (pilot, screen):
        save(path, lambda text: text.replace("Hong Kong", "Hongkong", 1))
        await until(pilot, lambda: "reloaded" in picture(screen))
        save(path, lambda text: text.replace("format = 1", "format = 2", 1))
        await until(pilot, lambda: "✗" in picture(screen))
        assert "reloaded" not in picture(screen)


async def test_that_it_was_reloaded_is_shown_for_a_moment_only(
    following: Following, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(title_bar, "_RELOADED_SECONDS", 0.3)
    async with following() as (pilot, screen):
        save(path, lambda text: text.replace("Hong Kong", "Hongkong", 1))
        await until(pilot, lambda: "reloaded" in picture(screen))
        await until(pilot, lambda: "reloaded" not in picture(screen), 2)
