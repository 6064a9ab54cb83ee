"""The lines that say what is wrong with the file of the record, when something is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.cells import cell_len
from textual import on
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from coop_tui.record.characters import escape_controls
from coop_tui.record.record import Record
from coop_tui.tui.theme import literal
from coop_tui.views.document.blocks import Run
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import truncate
from coop_tui.views.document.wrap import plain, wrap

if TYPE_CHECKING:
    from coop_tui.tui.services.file_watcher import FileError, FileEvent, FileIdentity, FileWatcher


class FileBanner(Widget):
    """Follows the file of the record, and says what is wrong with it, if something is."""

    error: reactive[FileError | None] = reactive(None, layout=True)
    """Why the file holds no record any more; None while it does."""

    @dataclass
    class RecordReloaded(Message):
        """The file was saved, and holds a record."""

        record: Record

    @dataclass
    class FileChecked(Message):
        """The watcher has news of the file; posted from its thread."""

        event: FileEvent

    def __init__(
        self, path: Path, seen: FileIdentity | None, search_in_force: Callable[[], bool]
    ) -> None:
        """Make the banner.

        Args:
            path: The file of the record.
            seen: The file as it was when it was read; None if it cannot be followed.
            search_in_force: Whether the index of a new record is wanted with it; may be asked
                in another thread.
        """
        super().__init__()
        self._path, self._seen, self._search_in_force = path, seen, search_in_force
        self._watcher: FileWatcher | None = None

    def on_mount(self) -> None:
        """Follow the file once all is drawn."""
        if self._seen is not None:
            self.call_after_refresh(self._watch_file, self._seen)

    def on_unmount(self) -> None:
        """Follow it no more."""
        if self._watcher:
            self._watcher.stop()

    def _watch_file(self, seen: FileIdentity) -> None:
        from coop_tui.tui.services.file_watcher import FileWatcher

        self._watcher = FileWatcher(self._path, seen, self._notify, self._search_in_force)
        self._watcher.start()

    def _notify(self, event: FileEvent) -> None:
        """Pass on what the follower tells; called in its thread."""
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self.post_message(self.FileChecked(event))

    def paused(self) -> AbstractContextManager[None]:
        """Do not look at the file meanwhile, but at once afterwards."""
        return self._watcher.paused() if self._watcher else contextlib.nullcontext()

    @property
    def line(self) -> int | None:
        """The line of the first problem, where it is known."""
        problems = self.error.problems if self.error else ()
        return problems[0].line if problems else None

    @on(FileChecked)
    def _show_or_pass_on(self, message: FileChecked) -> None:
        """Say what is wrong, or nothing; pass on what is good."""
        if isinstance(message.event, Record):
            self.error = None
            self.post_message(self.RecordReloaded(message.event))
        else:
            self.error = message.event

    def watch_error(self) -> None:
        """Take no room where nothing is wrong."""
        self.set_class(self.error is not None, "-error")

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """All there is."""
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words need."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Say it literally: there may be anything in a file."""
        return literal("\n".join(self._lines(self.size.width)))

    def _lines(self, width: int) -> list[str]:
        if self.error is None:
            return []
        name = escape_controls(self._path.name)
        if not self.error.problems:
            return _fit([f"✗ {name} is gone. What is shown is its last good state."], width)
        first, *more = self.error.problems
        words = [f"✗ {replace(first, file=name)}"]
        if more:
            words.append(f"and {len(more)} more: coop-tui check {escape_controls(str(self._path))}")
        return _fit(words, width)


def _fit(words: list[str], width: int) -> list[str]:
    """Words in a line, or in two; what has no room in those is cut."""
    if cell_len(whole := "; ".join(words)) <= width:
        return [whole]
    if len(words) == 1:
        first, *rest = (plain(line) for line in wrap((Run(words[0], ""),), width))
        words = [first, " ".join(rest)] if rest else [first]
    return [truncate(line, width, Charset.UNICODE) for line in words]
