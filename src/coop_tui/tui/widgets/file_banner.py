"""The lines that say what is wrong with the file of the record, when something is."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.cells import cell_len
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

    trouble: reactive[FileError | None] = reactive(None, layout=True)
    """Why the file holds no record any more; None while it does."""

    class RecordReloaded(Message):
        """The record was saved anew."""

        def __init__(self, record: Record) -> None:
            super().__init__()
            self.record = record

    class FileChecked(Message):
        """The follower has something to tell; comes from its thread."""

        def __init__(self, news: FileEvent) -> None:
            super().__init__()
            self.news = news

    def __init__(
        self, path: Path, seen: FileIdentity | None, searching: Callable[[], bool]
    ) -> None:
        """Make the banner.

        Args:
            path: The file of the record.
            seen: The file as it was when it was read; None if it cannot be followed.
            searching: Whether the index of a new record is wanted with it; may be asked
                in another thread.
        """
        super().__init__()
        self._path, self._seen, self._searching = path, seen, searching
        self._follower: FileWatcher | None = None

    def on_mount(self) -> None:
        """Follow the file once all is drawn."""
        if self._seen is not None:
            self.call_after_refresh(self._follow, self._seen)

    def on_unmount(self) -> None:
        """Follow it no more."""
        if self._follower:
            self._follower.stop()

    def _follow(self, seen: FileIdentity) -> None:
        from coop_tui.tui.services.file_watcher import FileWatcher

        self._follower = FileWatcher(self._path, seen, self._tell, self._searching)
        self._follower.start()

    def _tell(self, news: FileEvent) -> None:
        """Pass on what the follower tells; called in its thread."""
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self.post_message(self.FileChecked(news))

    def held(self) -> AbstractContextManager[None]:
        """Do not look at the file meanwhile, but at once afterwards."""
        return self._follower.held() if self._follower else contextlib.nullcontext()

    @property
    def line(self) -> int | None:
        """The line of the first problem, where it is known."""
        problems = self.trouble.problems if self.trouble else ()
        return problems[0].line if problems else None

    def on_file_banner_file_checked(self, event: FileChecked) -> None:
        """Say what is wrong, or nothing; pass on what is good."""
        if isinstance(event.news, Record):
            self.trouble = None
            self.post_message(self.RecordReloaded(event.news))
        else:
            self.trouble = event.news

    def watch_trouble(self) -> None:
        """Take no room where nothing is wrong."""
        self.set_class(self.trouble is not None, "-trouble")

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
        if self.trouble is None:
            return []
        name = escape_controls(self._path.name)
        if not self.trouble.problems:
            return _fit([f"✗ {name} is gone. What is shown is its last good state."], width)
        first, *more = self.trouble.problems
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
