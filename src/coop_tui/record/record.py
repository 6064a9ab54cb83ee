"""A record: the tables of a file, its path, and the texts of its sources, kept beside it."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from msgspec import Struct, field

from coop_tui.record.characters import escape_controls, first_forbidden
from coop_tui.record.entries import Source
from coop_tui.record.fields import TEXT_PATTERN
from coop_tui.record.tables import Dossier

MAX_BYTES = 2 * 2**20
"""The largest text that is read: some 350,000 words."""

PATH_HINT = "a file beside a record lies in its folder, or below: texts/report.txt"
"""The hint on a path that is refused."""

_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NOCTTY


class TextError(Exception):
    """The text of a source cannot be read.

    Attributes:
        hint: How to correct that, or empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NotKeptError(TextError):
    """The record names no text for the source."""


class NoFolderError(TextError):
    """The record has no folder in which its texts could be."""


_FileIdentity = tuple[int, int, int, int]
"""The device, inode, size and time of change of a file: the same while it is unchanged."""


class SourceTexts:
    """The local texts of a record's sources.

    Args:
        folder: The folder of the record; None for standard input.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._cache: dict[str, tuple[_FileIdentity, tuple[str, ...]]] = {}

    def paragraphs(self, source: Source) -> tuple[str, ...]:
        """The paragraphs of a source's text, from the file as it is now.

        Blank lines separate paragraphs; without any, every line is a paragraph. Line breaks
        inside of a paragraph stay; a control character becomes ``<U+001B>``.

        Raises:
            NotKeptError: If the record names no text for the source.
            NoFolderError: If it does, but has no folder.
            TextError: If the text is refused, missing, unreadable, too large, empty or not
                in UTF-8.
        """
        if source.text is None:
            raise NotKeptError("the text is not kept beside the record")
        if self._folder is None:
            raise NoFolderError("the record came without a folder in which its texts could be")
        name = escape_controls(source.text)
        try:
            path = inside(self._folder, source.text)
            identity, paragraphs = self._cache.get(source.text, (None, ()))
            if identity != _identity(path.stat(), name):
                identity, paragraphs = self._cache[source.text] = _read(path, name)
        except FileNotFoundError:
            message = f"there is no file {name!r} in the record's folder"
            raise TextError(message, "the path is relative to the record") from None
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno is not None else "it is no file name"
            raise TextError(f"{name!r} cannot be read: {reason}") from None
        return paragraphs

    def files(self, sources: Iterable[Source]) -> Iterator[os.stat_result]:
        """The files of those texts of sources that exist."""
        for source in sources:
            if source.text is not None and self._folder is not None:
                with contextlib.suppress(TextError, OSError):
                    yield inside(self._folder, source.text).stat()


class Record(Struct, frozen=True, eq=False):
    """A dossier with the local texts of its sources.

    Attributes:
        dossier: The tables of the file.
        texts: The texts that are kept beside the file; none if it has no folder.
        path: The file; None if the record came through standard input.
        includes: The files of shared tables that it includes.
        stdin: What standard input was when the record came through it, if that was a
            file, as in ``coop-tui - < record.toml``.
    """

    dossier: Dossier
    texts: SourceTexts = field(default_factory=SourceTexts)
    path: Path | None = None
    includes: tuple[Path, ...] = ()
    stdin: os.stat_result | None = None

    @property
    def files(self) -> Iterator[os.stat_result]:
        """The files of the record that exist: its own, those included, and the texts.

        Their device and inode tell them apart, since standard input has no path.
        """
        if self.stdin is not None:
            yield self.stdin
        own = (self.path,) if self.path is not None else ()
        for path in (*own, *self.includes):
            with contextlib.suppress(OSError):
                yield path.stat()
        yield from self.texts.files(self.dossier.sources)


def file_names(records: Sequence[Record]) -> list[str]:
    """The names of the files of records, each with as many folders as tell it from the others.

    A record that came through standard input is called ``<stdin>``.
    """
    paths = [record.path.absolute().parts if record.path else () for record in records]
    names = []
    for parts in paths:
        length = 1
        others = [other for other in paths if other != parts]
        while length < len(parts) and any(one[-length:] == parts[-length:] for one in others):
            length += 1
        names.append(escape_controls(os.path.join(*parts[-length:])) if parts else "<stdin>")
    return names


def refuse_outside(name: str) -> None:
    """Refuse a name that is no path inside a record's folder; links are not looked at.

    Raises:
        TextError: If the name is none.
    """
    if not re.search(TEXT_PATTERN, name) or first_forbidden(name) is not None:
        raise TextError(
            f"{escape_controls(name)!r} is not a path inside the record's folder", PATH_HINT
        )


def inside(folder: Path, name: str) -> Path:
    """The path of a file inside a record's folder, without links.

    Raises:
        TextError: If the name is no path inside the folder, or is a link that leads out of it.
        OSError: If there is no such file.
    """
    refuse_outside(name)
    root = os.path.realpath(folder)
    path = Path(os.path.realpath(os.path.join(root, name), strict=True))
    if not path.is_relative_to(root):
        raise TextError(f"{name!r} is a link that leads out of the record's folder", PATH_HINT)
    return path


def _identity(found: os.stat_result, name: str) -> _FileIdentity:
    """The identity of a file, if it may be read."""
    if stat.S_ISDIR(found.st_mode):
        raise TextError(f"{name!r} is a folder", "name a text file in it")
    if not stat.S_ISREG(found.st_mode):
        raise TextError(f"{name!r} is a device or a pipe", "name a text file")
    if found.st_size > MAX_BYTES:
        most = f"{MAX_BYTES // 2**20} MiB"
        raise TextError(f"{name!r} is larger than {most}", "keep only what is cited")
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _read(path: Path, name: str) -> tuple[_FileIdentity, tuple[str, ...]]:
    # The file may have been replaced since its first check, so the open file is checked again.
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        identity = _identity(os.fstat(file.fileno()), name)
        data = file.read(MAX_BYTES)
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
    return identity, paragraphs


def _paragraphs(text: str) -> tuple[str, ...]:
    lines = [
        escape_controls(line.replace("\t", " ")).rstrip()
        for line in _BREAK.sub("\n", text).split("\n")
    ]
    blocks = ["\n".join(block) for has_text, block in groupby(lines, bool) if has_text]
    if len(blocks) > 1:
        return tuple(block.strip() for block in blocks)
    return tuple(line.strip() for line in lines if line)
