"""The lines that say what is wrong with a file of the record."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace
from rich.cells import cell_len
from textual import on
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from coop_tui.record.characters import escape_controls
from coop_tui.record.loading.files import folder_of
from coop_tui.record.record import Record
from coop_tui.tui.services.file_watcher import FileError, FileEvent, FileIdentity, FileWatcher
from coop_tui.tui.theme import literal
from coop_tui.views.document.blocks import Run
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import truncate
from coop_tui.views.document.wrap import plain, wrap


class FileBanner(Widget):
    """Watches the files of the record, and shows what is wrong; the screen shows a new record."""

    error: reactive[FileError | None] = reactive(None, layout=True)
    """Why there is no valid record now; None while there is one."""

    @dataclass
    class FileChecked(Message):
        """A file was saved or is gone; the thread of the watcher posts it."""

        event: FileEvent

    def __init__(
        self,
        path: Path,
        read: FileIdentity | None,
        search_in_force: Callable[[], bool],
        includes: Iterable[Path] = (),
    ) -> None:
        """Make the banner.

        Args:
            path: The file of the record.
            read: Its state when the record was read; None if it cannot be watched.
            search_in_force: Whether a new record needs its index at once; the watcher calls
                it in its thread.
            includes: The files that the record includes.
        """
        super().__init__()
        self._path = path
        self._watcher = (
            FileWatcher(path, read, self._notify, search_in_force, includes) if read else None
        )

    def on_mount(self) -> None:
        """Watch the file after the first frame."""
        if self._watcher:
            self.call_after_refresh(self._watcher.start)

    def on_unmount(self) -> None:
        """Stop watching."""
        if self._watcher:
            self._watcher.stop()

    def _notify(self, event: FileEvent) -> None:
        """Report an event; called in the thread of the watcher."""
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self.post_message(self.FileChecked(event))

    def paused(self) -> AbstractContextManager[None]:
        """Do not poll the file meanwhile, but at once afterwards."""
        return self._watcher.paused() if self._watcher else contextlib.nullcontext()

    @property
    def place(self) -> tuple[Path, int] | None:
        """The file and the line of the first problem; None if there is none or it is unknown."""
        first = next(iter(self.error.problems), None) if self.error else None
        return (Path(first.file), first.line) if first and first.line else None

    @on(FileChecked)
    def _show_error(self, message: FileChecked) -> None:
        """Show what is wrong with the file, or that it is valid again."""
        self.error = None if isinstance(message.event, Record) else message.event

    def watch_error(self) -> None:
        """Take no room while the file is valid."""
        self.set_class(self.error is not None, "-error")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of lines of the message."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Draw the message."""
        return literal("\n".join(self._lines(self.size.width)))

    def _lines(self, width: int) -> list[str]:
        if self.error is None:
            return []
        if not self.error.problems:
            name = self._path_in_folder(self.error.gone or self._path)
            return _fit([f"✗ {name} is gone. What is shown is its last good state."], width)
        first, *more = self.error.problems
        parts = [f"✗ {replace(first, file=self._path_in_folder(Path(first.file)))}"]
        if more:
            parts.append(f"and {len(more)} more: coop-tui check {escape_controls(str(self._path))}")
        return _fit(parts, width)

    def _path_in_folder(self, file: Path) -> str:
        """A file of the record, as it is named in the record's folder."""
        for folder in (self._path.absolute().parent, folder_of(self._path)):
            if folder and file.is_relative_to(folder):
                file = file.relative_to(folder)
        return escape_controls(str(file))


def _fit(parts: list[str], width: int) -> list[str]:
    """Fit one or two parts of a message into one line, or truncate them in two."""
    if cell_len(message := "; ".join(parts)) <= width:
        return [message]
    if len(parts) == 1:
        first, *rest = (plain(line) for line in wrap((Run(parts[0], ""),), width))
        parts = [first, " ".join(rest)] if rest else [first]
    return [truncate(part, width, Charset.UNICODE) for part in parts]
