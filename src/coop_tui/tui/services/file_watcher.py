"""Follows the file of a record: what became of it is told once it has come to rest.

Editors save in three ways: they put another file in its place, they empty it and write
it anew, or they move it away first. Seen at the wrong moment the second looks broken,
and the third looks gone. So a good record counts as soon as it is whole, and anything
else only if it is still so at the next look.
"""

from __future__ import annotations

import contextlib
import errno
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from coop_tui.query.search.index import build_index
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.loader_process import LoadCancelled, LoaderProcess, start_loading
from coop_tui.record.record import Record

SECONDS = 1.0
"""From one look to the next."""

FileIdentity = tuple[int, ...]
"""What tells two states of a file apart: device, inode, size and time of change in
nanoseconds; where there is no looking at it, the number of the error alone."""

_GONE: tuple[FileIdentity, ...] = ((errno.ENOENT,), (errno.ENOTDIR,))


class FileError(Struct, frozen=True):
    """Why a file holds no record any more.

    Attributes:
        problems: What is wrong with it; nothing if it is gone.
    """

    problems: tuple[Problem, ...] = ()


FileEvent = Record | FileError


def identity(path: Path) -> FileIdentity:
    """Look at a file; a link is followed, and what is no regular file counts as none."""
    try:
        found = path.stat()
    except OSError as error:
        return (error.errno or 0,)
    if not stat.S_ISREG(found.st_mode):
        return (errno.ENOENT,)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def identity_to_watch(path: Path) -> FileIdentity | None:
    """The stamp from which on a file is followed; None for what cannot be.

    To be taken before the file is read, so that no change after that is missed.
    """
    seen = identity(path)
    return seen if len(seen) > 1 else None


class ChangeDetector:
    """Decides, look by look, what there is to tell of a file."""

    def __init__(self, seen: FileIdentity) -> None:
        """Begin.

        Args:
            seen: The file as it was when the record was read.
        """
        self._told = seen
        self._doubted: FileIdentity | None = None
        """A state that looked wrong, and is wrong if the file stays so."""

    def poll(
        self, identity: Callable[[], FileIdentity], load: Callable[[], Record]
    ) -> FileEvent | None:
        """Look once.

        Args:
            identity: Looks at the file.
            load: Reads it; raises ``RecordError`` if it is no record.

        Returns:
            The record if it was saved anew, what is wrong with it, or None if there is
            nothing new.
        """
        seen = identity()
        if seen == self._told:
            self._doubted = None
            return None
        news: FileEvent
        if seen in _GONE:
            news = FileError()
        else:
            try:
                news = load()
            except RecordError as error:
                news = FileError(tuple(error.problems))
            if identity() != seen:  # it was read while it was written
                return None
        if isinstance(news, FileError) and seen != self._doubted:
            self._doubted = seen
            return None
        self._told, self._doubted = seen, None
        return news


class FileWatcher(threading.Thread):
    """Looks at a file once a second, and tells what became of it.

    It is a daemon, so that whoever leaves need not wait for a look at a network folder
    that does not answer. The executor of asyncio is waited for, so it would not do.
    """

    def __init__(
        self,
        path: Path,
        seen: FileIdentity,
        notify: Callable[[FileEvent], None],
        search_in_force: Callable[[], bool],
    ) -> None:
        """Make the follower; ``start`` starts it.

        Args:
            path: The file.
            seen: The file as it was when the record was read.
            notify: Called in the thread with each event.
            search_in_force: Whether the index of a new record is wanted with it.
        """
        super().__init__(name="coop-tui-watch", daemon=True)
        # Absolute, since "-" alone would be standard input.
        self._path = path.absolute()
        self._detector = ChangeDetector(seen)
        self._notify, self._search_in_force = notify, search_in_force
        self._wake = threading.Event()
        self._paused = self._stopped = False
        self._loader: LoaderProcess | None = None

    def run(self) -> None:
        """Look until told to stop."""
        while True:
            self._wake.wait(SECONDS)
            self._wake.clear()
            if self._stopped:
                return
            if self._paused:
                continue
            try:
                news = self._detector.poll(lambda: identity(self._path), self._load)
            except LoadCancelled:
                return
            if isinstance(news, Record) and self._search_in_force():
                build_index(news.dossier)
            if news is not None and not self._stopped:
                self._notify(news)

    def _load(self) -> Record:
        record = start_loading(self._path)
        if isinstance(record, Record):
            return record
        self._loader = record
        if self._stopped:  # while it was started
            record.cancel()
        return record.result()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Do not look meanwhile, and look at once afterwards."""
        self._paused = True
        try:
            yield
        finally:
            self._paused = False
            self._wake.set()

    def stop(self) -> None:
        """Look no more; does not wait for the look that is under way."""
        self._stopped = True
        self._wake.set()
        if self._loader:
            self._loader.cancel()
