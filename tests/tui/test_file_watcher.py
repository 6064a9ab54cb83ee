"""When the watcher of a file reports a change."""

from __future__ import annotations

import os
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.loader import load
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.tui.services import file_watcher
from coop_tui.tui.services.file_watcher import (
    ChangeDetector,
    FileError,
    FileEvent,
    FileIdentity,
    FileWatcher,
    identity,
    identity_to_watch,
    included_by,
)

GONE: FileIdentity = (2,)
FIRST, SECOND, THIRD = (1, 1, 10, 1), (1, 2, 10, 2), (1, 2, 30, 3)
WRONG = Problem("record.toml", "wrong", line=3)


def has_index(dossier: Dossier) -> bool:
    return any(name.endswith("build_index") for name in vars(dossier))


PATH, PEOPLE = Path("record.toml"), Path("people.toml")


class File:
    """A file, or several one after the other, in another state at each poll."""

    def __init__(self, *states: FileIdentity, record: Record | None) -> None:
        self._states: Iterator[FileIdentity] = iter(states)
        self._record = record
        self.loaded = 0

    def identity(self, path: Path) -> FileIdentity:
        return next(self._states)

    def load(self) -> Record:
        self.loaded += 1
        if self._record is None:
            raise RecordError([WRONG])
        return self._record


def poll(detector: ChangeDetector, *states: FileIdentity, record: Record | None = None) -> object:
    file = File(*states, record=record)
    return detector.poll(file.identity, file.load)


def detector_of(*read: FileIdentity) -> ChangeDetector:
    """The detector of a record, and of a file that it includes if there are two states."""
    detector = ChangeDetector(PATH, read[0], [PEOPLE][: len(read) - 1])
    detector._reported = read
    return detector


@pytest.fixture
def record(shipped: Dossier) -> Record:
    return Record(shipped)


def test_a_file_that_did_not_change_is_not_read(record: Record) -> None:
    file = File(FIRST, record=record)
    assert detector_of(FIRST).poll(file.identity, file.load) is None
    assert file.loaded == 0


@pytest.mark.parametrize("place", range(4))
def test_another_device_inode_size_or_time_is_another_state(record: Record, place: int) -> None:
    other = tuple(value + (number == place) for number, value in enumerate(FIRST))
    assert poll(detector_of(FIRST), other, other, record=record) is record


def test_a_good_record_is_reported_once(record: Record) -> None:
    detector = detector_of(FIRST)
    assert poll(detector, SECOND, SECOND, record=record) is record
    assert poll(detector, SECOND) is None


def test_a_file_that_is_written_while_it_is_read_is_read_again(record: Record) -> None:
    detector = detector_of(FIRST)
    assert poll(detector, SECOND, THIRD, record=record) is None
    assert poll(detector, THIRD, THIRD, record=record) is record


def test_a_broken_record_is_reported_if_it_stays_so() -> None:
    detector = detector_of(FIRST)
    assert poll(detector, SECOND, SECOND) is None
    assert poll(detector, SECOND, SECOND) == FileError((WRONG,))
    assert poll(detector, SECOND) is None


def test_a_save_that_is_halfway_is_never_reported(record: Record) -> None:
    detector = detector_of(FIRST)
    assert poll(detector, SECOND, SECOND) is None
    assert poll(detector, THIRD, THIRD) is None
    assert poll(detector, SECOND, SECOND, record=record) is record


def test_a_file_that_is_gone_is_reported_if_it_stays_so_and_when_it_is_back(
    record: Record,
) -> None:
    detector = detector_of(FIRST)
    assert poll(detector, GONE) is None
    assert poll(detector, GONE) == FileError(gone=PATH)
    assert poll(detector, GONE) is None
    assert poll(detector, FIRST, FIRST, record=record) is record


def test_a_file_that_was_gone_for_a_moment_was_not_gone() -> None:
    detector = detector_of(FIRST)
    assert poll(detector, GONE) is None
    assert poll(detector, FIRST) is None
    assert poll(detector, GONE) is None


def test_a_file_that_cannot_be_examined_is_reported_with_the_error_of_reading_it() -> None:
    detector, refused = detector_of(FIRST), (13,)
    assert poll(detector, refused, refused) is None
    assert poll(detector, refused, refused) == FileError((WRONG,))


def test_a_file_that_is_included_is_followed_like_the_record(record: Record) -> None:
    record = replace(record, includes=(PEOPLE,))
    detector = detector_of(FIRST, FIRST)
    assert poll(detector, FIRST, FIRST) is None
    assert poll(detector, FIRST, SECOND, FIRST, SECOND) is None
    assert poll(detector, FIRST, SECOND, FIRST, SECOND) == FileError((WRONG,))
    assert poll(detector, FIRST, THIRD, FIRST, THIRD, record=record) is record
    assert poll(detector, FIRST, THIRD) is None


def test_a_file_that_is_included_and_gone_is_named(record: Record) -> None:
    detector = detector_of(FIRST, FIRST)
    assert poll(detector, FIRST, GONE) is None
    assert poll(detector, FIRST, GONE) == FileError(gone=PEOPLE)
    record = replace(record, includes=(PEOPLE,))
    assert poll(detector, FIRST, FIRST, FIRST, FIRST, record=record) is record


def test_a_record_may_include_a_file_that_is_gone_no_longer(record: Record) -> None:
    detector = detector_of(FIRST, FIRST)
    assert poll(detector, SECOND, GONE, SECOND, GONE, record=record) is record
    assert detector.files == (PATH,)
    assert poll(detector, SECOND) is None


def test_a_file_that_is_not_there_yet_is_waited_for(tmp_path: Path, small: str) -> None:
    path, people = tmp_path / "record.toml", tmp_path / "people.toml"
    begin = small.index("[[person]]")
    end = small.index("[[place]]")
    path.write_text(small, "utf-8")
    detector = ChangeDetector(path, identity(path))
    path.write_text(small[:begin] + small[end:], "utf-8")
    text = path.read_text("utf-8").replace("format = 1", 'format = 1\ninclude = ["people.toml"]')
    path.write_text(text, "utf-8")
    events = [detector.poll(identity, lambda: load(path)) for _ in range(2)]
    assert isinstance(events[1], FileError)
    people.write_text("format = 1\n\n" + small[begin:end], "utf-8")
    event = detector.poll(identity, lambda: load(path))
    assert isinstance(event, Record)
    assert event.includes == (people,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('include = ["a.toml", "b.toml"]\n[[party]]\nnot TOML', ["a.toml", "b.toml"]),
        ("format = 1\n", []),
        ('include = ["/a.toml", "../b.toml"]', []),
        ('include = ["a.toml"', None),
        ("include = 1", None),
        ("include = [1]", None),
    ],
)
def test_a_record_that_is_broken_still_says_what_it_includes(
    tmp_path: Path, text: str, names: list[str] | None
) -> None:
    path = tmp_path / "record.toml"
    path.write_text(text, "utf-8")
    assert included_by(path) == (None if names is None else [tmp_path / name for name in names])


def test_only_a_regular_file_is_watched(tmp_path: Path) -> None:
    (tmp_path / "record.toml").write_text("")
    (tmp_path / "link.toml").symlink_to("record.toml")
    os.mkfifo(tmp_path / "pipe")
    assert identity_to_watch(tmp_path / "record.toml") == identity(tmp_path / "link.toml")
    assert [identity_to_watch(tmp_path / name) for name in ("pipe", "none", ".")] == [None] * 3


@pytest.mark.parametrize("searching", [True, False])
def test_the_index_is_ready_where_a_search_is_in_force(
    tmp_path: Path, small: str, monkeypatch: pytest.MonkeyPatch, searching: bool
) -> None:
    monkeypatch.setattr(file_watcher, "SECONDS", 0.01)
    path = tmp_path / "record.toml"
    path.write_text(small, "utf-8")
    events: queue.Queue[FileEvent] = queue.Queue()
    watcher = FileWatcher(path, FIRST, events.put, lambda: searching)
    watcher.start()
    record = events.get(timeout=10)
    watcher.stop()
    assert isinstance(record, Record)
    assert has_index(record.dossier) is searching


def test_stopping_does_not_wait_for_a_poll_that_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging, released = threading.Event(), threading.Event()

    def hang(path: Path) -> FileIdentity:
        hanging.set()
        released.wait(30)
        return FIRST

    monkeypatch.setattr(file_watcher, "SECONDS", 0.01)
    monkeypatch.setattr(file_watcher, "identity", hang)
    watcher = FileWatcher(tmp_path, FIRST, lambda event: None, lambda: False)
    watcher.start()
    assert hanging.wait(10)
    begin = time.monotonic()
    with watcher.paused():
        pass
    watcher.stop()
    assert time.monotonic() - begin < 1
    assert watcher.daemon
    released.set()
    watcher.join(10)
    assert not watcher.is_alive()


def test_it_does_not_poll_while_it_is_paused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    polled: list[Path] = []
    monkeypatch.setattr(file_watcher, "SECONDS", 0.01)

    def poll(path: Path) -> FileIdentity:
        polled.append(path)
        return FIRST

    monkeypatch.setattr(file_watcher, "identity", poll)
    watcher = FileWatcher(tmp_path, FIRST, lambda event: None, lambda: False)
    with watcher.paused():
        watcher.start()
        time.sleep(0.1)
        assert not polled
    watcher.join(0.2)
    watcher.stop()
    assert polled
