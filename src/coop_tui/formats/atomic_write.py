"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from coop_tui.record.characters import escape_controls


class WriteError(Exception):
    """A file could not be written; the message says which and why."""


class ExistsError(WriteError):
    """The file exists already and was left as it was."""


def write(
    path: Path,
    data: bytes,
    *,
    overwrite: bool = False,
    protected: Iterable[os.stat_result] = (),
) -> Path:
    """Write a file whole, or leave everything as it was; return its absolute path.

    The bytes go to a temporary file in the same folder, which then takes the name. Protected
    files are never replaced, under whatever name.

    Raises:
        ExistsError: If the file exists and may not be replaced.
        WriteError: If the file cannot be written, or is protected.
    """
    try:
        path = path.expanduser().absolute()
        name = escape_controls(str(path))
        target = path.resolve() if path.is_symlink() else path
        if target.is_dir():
            raise WriteError(f"{name} is a folder; name a file in it")
        if target.exists() and not target.is_file():
            raise WriteError(f"{name} is a device or a pipe; name a file")
        if target.exists() and any(map(partial(os.path.samestat, target.stat()), protected)):
            raise WriteError(f"{name} is a file of the record; name another")
        if os.path.lexists(path) and not overwrite:
            raise FileExistsError
        _replace(target, data, overwrite=overwrite)
    except FileExistsError:
        raise ExistsError(f"{name} exists already and was left as it was") from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise WriteError(f"{escape_controls(str(path))} was not written: {reason}") from None
    return path


@contextlib.contextmanager
def _signals_blocked() -> Iterator[None]:
    """Block the signals that end the program; they take effect afterwards."""
    import signal

    stopping = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, stopping)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@_signals_blocked()
def _replace(target: Path, data: bytes, *, overwrite: bool) -> None:
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(target))
        if overwrite:
            temporary.replace(target)
        else:
            _take_free_name(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _take_free_name(temporary: Path, target: Path) -> None:
    """Rename the file; raise FileExistsError if another took the name meanwhile."""
    try:
        target.hardlink_to(temporary)
    except OSError:  # perhaps the file system has no hard links: take the name, then replace it
        target.touch(exist_ok=False)
        try:
            temporary.replace(target)
        except OSError:
            target.unlink(missing_ok=True)
            raise


def _mode(target: Path) -> int:
    """The permissions of the file to be replaced, or those of a new file."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
