"""The local texts of a record's sources, read from its folder and from nowhere else."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from coop_tui.record.characters import escape_controls, first_forbidden
from coop_tui.record.fields import TEXT_PATTERN
from coop_tui.record.tables import Source

MOST_BYTES = 2 * 2**20
"""The largest text that is read: some 350,000 words."""

PATH_HINT = "a text lies in the folder of the record, or below: texts/report.txt"
"""What to do about a path that is refused."""

_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY


class TextError(Exception):
    """The text of a source cannot be had.

    Attributes:
        hint: What to do; empty if there is nothing to suggest.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NotKeptError(TextError):
    """The record names no text for the source."""


class NoFolderError(TextError):
    """The record came without a folder, so that its texts cannot be looked for."""


class _FileIdentity(Struct, frozen=True):
    """By what a file is known to be the same, and unchanged."""

    device: int
    inode: int
    size: int
    changed: int


class SourceTexts:
    """The local texts of a record's sources.

    Args:
        folder: The folder of the record; None if it has none, as when it came through
            standard input.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._read: dict[str, tuple[_FileIdentity, tuple[str, ...]]] = {}

    @classmethod
    def beside(cls, record: str | Path) -> SourceTexts:
        """The texts in the folder of a record, where a link to the record leads."""
        file = Path(os.path.realpath(record))
        return cls(file.parent if file.is_file() else None)

    def paragraphs(self, source: Source) -> tuple[str, ...]:
        """The paragraphs of a source's text, from the file as it is now.

        Where the text has blank lines, what stands between them is a paragraph; where
        it has none, every line is. Line breaks inside of a paragraph are kept; refused
        characters are shown as ``<U+001B>``.

        Raises:
            NotKeptError: If the record names no text for it.
            NoFolderError: If it does, but is itself without a folder.
            TextError: If there is one but it cannot be had: it is refused, missing,
                unreadable, too large, empty or no text in UTF-8.
        """
        if source.text is None:
            raise NotKeptError("the text is not kept beside the record")
        if self._folder is None:
            raise NoFolderError("the record came without a folder in which its texts could be")
        name = escape_controls(source.text)
        try:
            path = _inside(self._folder, source.text)
            stamp = _identity(Path(path).stat(), name)
            kept = self._read.get(source.text)
            if kept is None or kept[0] != stamp:
                kept = self._read[source.text] = _read(path, name)
        except FileNotFoundError:
            message = f"there is no file {name!r} in the record's folder"
            raise TextError(message, "the path is relative to the record") from None
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno is not None else "it is no file name"
            raise TextError(f"{name!r} cannot be read: {reason}") from None
        return kept[1]

    def files(self, sources: Iterable[Source]) -> Iterator[Path]:
        """The files of the texts of sources, as far as there are any."""
        for source in sources:
            if source.text is not None and self._folder is not None:
                with contextlib.suppress(TextError, OSError):
                    yield Path(_inside(self._folder, source.text))


def _inside(folder: Path, name: str) -> str:
    """The path of a text, free of links and inside of the folder."""
    if not re.search(TEXT_PATTERN, name) or first_forbidden(name) is not None:
        raise TextError(
            f"{escape_controls(name)!r} is not a path inside the record's folder", PATH_HINT
        )
    root = os.path.realpath(folder)
    path = os.path.realpath(os.path.join(root, name), strict=True)
    if not Path(path).is_relative_to(root):
        raise TextError(f"{name!r} is a link that leads out of the record's folder", PATH_HINT)
    return path


def _identity(found: os.stat_result, name: str) -> _FileIdentity:
    """The stamp of a file that may be read."""
    if stat.S_ISDIR(found.st_mode):
        raise TextError(f"{name!r} is a folder", "name a text file in it")
    if not stat.S_ISREG(found.st_mode):
        raise TextError(f"{name!r} is a device or a pipe", "name a text file")
    if found.st_size > MOST_BYTES:
        most = f"{MOST_BYTES // 2**20} MiB"
        raise TextError(f"{name!r} is larger than {most}", "keep only what is cited")
    return _FileIdentity(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _read(path: str, name: str) -> tuple[_FileIdentity, tuple[str, ...]]:
    # What was looked at may have been replaced since: what is opened is looked at again.
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        stamp = _identity(os.fstat(file.fileno()), name)
        data = file.read(MOST_BYTES)
    if b"\0" in data:
        raise TextError(f"{name!r} is no text file", "a text is plain text in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{name!r} is not UTF-8 at byte {error.start + 1}"
        raise TextError(message, "save the file as UTF-8") from None
    paragraphs = _paragraphs(text)
    if not paragraphs:
        raise TextError(f"{name!r} is empty", "paste the text of the source into it")
    return stamp, paragraphs


def _paragraphs(text: str) -> tuple[str, ...]:
    lines = [
        escape_controls(line.replace("\t", " ")).rstrip()
        for line in _BREAK.sub("\n", text).split("\n")
    ]
    blocks = ["\n".join(block) for full, block in groupby(lines, bool) if full]
    if len(blocks) > 1:
        return tuple(block.strip() for block in blocks)
    return tuple(line.strip() for line in lines if line)
