"""The files of a record, and standard input: their bytes, their text and their tables."""

from __future__ import annotations

import codecs
import os
import stat
import sys
from pathlib import Path
from typing import Any

import tomli
from msgspec import Struct

from coop_tui.record.characters import escape_controls
from coop_tui.record.diagnostics.problem import Problem, RecordError

STDIN = "-"
LARGE = 8 * 2**20
"""The size in bytes from which parsing a record takes noticeably long."""

# UTF-32 comes first, since its byte order mark begins like that of UTF-16.
_OTHER_ENCODINGS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
_NOT_TEXT = ("this is no text file", "a record is a TOML file in UTF-8")


class TomlFile(Struct, frozen=True):
    """A file, parsed.

    Attributes:
        name: The file in problems.
        text: Its text.
        tables: What the TOML parser returned.
        path: Its path, without links, if a record includes it.
    """

    name: str
    text: str
    tables: dict[str, Any]
    path: str = ""

    def entries(self, key: str) -> list[Any]:
        """The entries of an array of tables; none if something else is in its place."""
        value = self.tables.get(key)
        return value if isinstance(value, list) else []


def folder_of(path: str | Path) -> Path | None:
    """The folder of a record, or of the file to which it links; None for standard input."""
    if str(path) == STDIN:
        return None
    file = Path(os.path.realpath(path))
    return file.parent if file.is_file() else None


def stdin_file() -> os.stat_result | None:
    """The file that standard input is redirected from; None if it is no file."""
    found = os.fstat(0)
    return found if stat.S_ISREG(found.st_mode) else None


def mebibytes(size: int) -> str:
    """A number of bytes in words: ``25.1 MiB``."""
    return f"{size / 2**20:.1f} MiB"


def read_bytes(path: str | Path) -> tuple[bytes, str]:
    """Read a file, or standard input if the path is ``-``.

    Returns:
        The bytes, and the name of the file in problems.

    Raises:
        RecordError: If the file cannot be read.
    """
    name = "<stdin>" if str(path) == STDIN else escape_controls(str(path)) or '""'
    if path == "":
        raise _error(name, "the name of the file is empty", "name a record")
    try:
        if str(path) != STDIN:
            mode = Path(path).stat().st_mode
            if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):  # may have no end
                raise _error(name, "this is a device; name a record")
            return Path(path).read_bytes(), name
        if sys.stdin is None:
            raise _error(name, "standard input is closed")
        return sys.stdin.buffer.read(), name
    except (OSError, ValueError) as error:
        raise _error(name, unreadable(error)) from None


def _error(file: str, message: str, hint: str = "") -> RecordError:
    return RecordError([Problem(file, message, hint=hint)])


def decode_utf8(data: bytes, file: str) -> str:
    """Decode the text of a file, without its byte order mark.

    Raises:
        RecordError: If the bytes are not text in UTF-8, or if there are none.
    """
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise _error(file, "the file is empty", "a record begins with: format = 1")
    for mark, encoding in _OTHER_ENCODINGS.items():
        if data.startswith(mark):
            raise _error(file, f"the file is in {encoding}, and not in UTF-8", "save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\0" in data:
            raise _error(file, *_NOT_TEXT) from None
        message = f"byte 0x{data[error.start]:02X} is not UTF-8"
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8-sig", "replace")) + 1
        problem = Problem(file, message, hint="save it as UTF-8", line=line, column=column)
        raise RecordError([problem]) from None
    if text.count("\0") > len(text) // 8:
        raise _error(file, *_NOT_TEXT)
    return text


def unreadable(error: OSError | ValueError) -> str:
    """Why a file or folder cannot be read, in words."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file"
    if isinstance(error, IsADirectoryError):
        return "this is a folder; name a record in it"
    if isinstance(error, OSError) and error.errno is not None:
        return f"cannot be read: {os.strerror(error.errno)}"
    return "cannot be read: the name is no file name"


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """Parse the text of a file.

    Raises:
        RecordError: If it is not TOML.
    """
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        from coop_tui.record.diagnostics.toml_errors import toml_problem

        raise RecordError([toml_problem(error, file)]) from None
    except RecursionError:
        message = "not a record: nested too deeply"
    except ValueError:
        message = "not a record: a number is too long to read"
    raise RecordError([Problem(file, message)])
