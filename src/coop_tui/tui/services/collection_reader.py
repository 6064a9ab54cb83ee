"""Reads the records of a list one after another, then watches their files."""

from __future__ import annotations

import datetime
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.collection.summary import summary
from coop_tui.query.search.index import build_index
from coop_tui.record.characters import escape_controls
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.files import STDIN
from coop_tui.record.loading.loader_process import CancellableLoader, LoadCancelled
from coop_tui.record.loading.record_files import (
    RecordFile,
    holds_shared_tables,
    read_record_file,
    record_files,
    refused,
)
from coop_tui.record.record import Record
from coop_tui.tui.services.file_watcher import (
    SECONDS,
    ChangeDetector,
    FileError,
    FileEvent,
    identity,
    identity_to_watch,
)
from coop_tui.views.collection.records import Entry

_LARGE = 2**20
"""The bytes from which a child process reads a file: a smaller one holds up no key."""


class Files(Struct, frozen=True):
    """The files of a list.

    Attributes:
        paths: Files, folders, and ``-`` for standard input.
        current: The file that is under the cursor at first; None for the first of them.
    """

    paths: tuple[str, ...]
    current: str | None = None

    @classmethod
    def beside(cls, record: Path) -> Files:
        """The record and its neighbours: the files in its folder, and none below it."""
        folder = str(record.parent)
        return cls((folder,), os.path.join(folder, record.name))

    def found(self) -> Iterator[str | Problem]:
        """The files that may be records, or why some cannot be found."""
        if self.current is None:
            yield from record_files(self.paths)
            return
        beside = list(record_files(self.paths, below=False))
        if self.current not in beside:  # it may be hidden, or a link, and is open all the same
            yield self.current
        shown = escape_controls(self.current)
        yield from (one for one in beside if isinstance(one, str) or one.file != shown)

    def refused(self, path: str) -> Problem | None:
        """Why a file may not be read now; None if it may."""
        if path in (*self.paths, self.current):
            return refused(path, None)
        folders = (one for one in self.paths if path.startswith(os.path.join(one, "")))
        return refused(path, next(folders, None))

    def name(self, path: str) -> str:
        """A file as people see it: in the folder, if there is one folder alone."""
        if path == STDIN:
            return "<stdin>"
        (first, *others) = self.paths
        folder = os.path.join(first, "")
        return escape_controls(path if others else path.removeprefix(folder))


class Removed(NamedTuple):
    """The key of a file that turned out to be no record, but a part of others."""

    key: str


class CollectionReader(threading.Thread):
    """Finds the files of a list, reads them, and then polls them once a second.

    It is a daemon, so that the reader closes even while a network folder does not answer. A
    file that is large is read by a child process, so that keys are heard meanwhile.
    """

    def __init__(
        self,
        files: Files,
        now: datetime.date,
        notify: Callable[[], None],
    ) -> None:
        """Make the thread.

        Args:
            files: The files.
            now: The day that counts as now.
            notify: Called in the thread when there are entries to be taken, once until they
                are.
        """
        super().__init__(name="coop-tui-records", daemon=True)
        self._files, self._now, self._notify = files, now, notify
        self._entries: dict[str, Entry] = {}
        self._detectors: dict[str, ChangeDetector] = {}
        self._queue: SimpleQueue[Entry | Removed] = SimpleQueue()
        self._told = threading.Event()
        """Whether the screen was told of entries that it has not taken."""
        self._wake = threading.Event()
        self._stopped = self._paused = False
        self._loader = CancellableLoader()
        self.unread = 0
        """How many of the files that were found have not been read yet."""
        self.found_all = False
        """Whether all files have been found."""

    def taken(self) -> list[Entry | Removed]:
        """The entries that are new, have changed or are gone since the last call."""
        self._told.clear()
        entries: list[Entry | Removed] = []
        try:
            while True:
                entries.append(self._queue.get_nowait())
        except Empty:
            return entries

    def pause(self) -> None:
        """Poll no more until ``resume``; what has not been read yet is read all the same."""
        self._paused = True

    def resume(self) -> None:
        """Poll at once, and then again every second."""
        self._paused = False
        self._wake.set()

    def stop(self) -> None:
        """Stop, without waiting for what is under way."""
        self._stopped = True
        self._wake.set()
        self._loader.cancel()

    def run(self) -> None:
        """Find, read, and poll until ``stop`` is called."""
        try:
            self._find()
            for key in [key for key, entry in self._entries.items() if not entry.problems]:
                if self._stopped:
                    return
                self._read(key)
                self.unread -= 1
                self._tell()
            while not self._stopped:
                self._wake.wait(SECONDS)
                self._wake.clear()
                if not (self._paused or self._stopped):
                    self._poll()
        except LoadCancelled:
            return

    def _find(self) -> None:
        for found in self._files.found():
            if self._stopped:
                return
            if isinstance(found, Problem):
                self._put(Entry(found.file, self._files.name(found.file), problems=(found,)))
                continue
            self.unread += 1
            self._put(Entry(found, self._files.name(found)))
        self.found_all = True
        self._tell()

    def _put(self, entry: Entry) -> None:
        self._entries[entry.key] = entry
        self._queue.put(entry)
        self._tell()

    def _tell(self) -> None:
        if not self._told.is_set():
            self._told.set()
            self._notify()

    def _read(self, key: str) -> None:
        """Read a file for the first time."""
        seen = None if key == STDIN else identity_to_watch(Path(key))
        found = read_record_file(key, self._load)
        if key not in self._files.paths and holds_shared_tables(key, found.problems):
            del self._entries[key]  # no record, but a part of others
            self._queue.put(Removed(key))
            return
        record = found.record
        if record:
            build_index(record.dossier)
        self._put(replace(self._with_record(self._entries[key], found), state=seen))
        if seen:
            includes = record.includes if record else ()
            self._detectors[key] = ChangeDetector(Path(key), seen, includes)

    def _with_record(self, entry: Entry, found: RecordFile) -> Entry:
        if found.record is None:
            return replace(entry, problems=found.problems)
        figures = summary(found.record.dossier, self._now)
        return replace(entry, record=found.record, summary=figures, problems=())

    def _load(self, path: str | Path) -> Record:
        if problem := self._files.refused(str(path)):
            raise RecordError([problem])
        return self._loader.load(path, _LARGE)

    def _poll(self) -> None:
        """Report every file that has changed, and read those that can be read by now."""
        for key in self._entries.keys() - self._detectors.keys():
            if key != STDIN and identity_to_watch(Path(key)) and not self._files.refused(key):
                self._read(key)
        for key, detector in self._detectors.items():
            if self._stopped or self._paused:
                return
            event = detector.poll(identity, partial(self._load, key))
            if event is not None:
                entry = self._changed(self._entries[key], event)
                self._put(replace(entry, state=detector.state))

    def _changed(self, entry: Entry, event: FileEvent) -> Entry:
        """The entry of a file that was saved or is gone; its last good record stays."""
        if isinstance(event, FileError):
            gone = (Problem(entry.file, "the file is gone"),)
            return replace(entry, problems=event.problems or gone)
        build_index(event.dossier)
        return replace(entry, record=event, summary=summary(event.dossier, self._now), problems=())
