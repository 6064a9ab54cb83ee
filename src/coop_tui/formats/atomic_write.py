"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from coop_tui.record.characters import escape_controls


class WriteError(Exception):
    """A file could not be written; the message says which and why."""


class ExistsError(WriteError):
    """The file is there already and was left as it was."""


def write(
    path: Path, data: bytes, *, overwrite: bool = False, protected_paths: Iterable[Path] = ()
) -> Path:
    """Write a file whole, or leave everything as it was.

    The bytes go to a temporary file in the same folder, which then takes the name.

    Args:
        path: Where to.
        data: What.
        overwrite: Whether a file that is there may be replaced.
        protected_paths: Files that may not be replaced at all.

    Returns:
        The absolute path.

    Raises:
        ExistsError: If there is a file and it may not be replaced.
        WriteError: If it cannot be written, or is to be spared.
    """
    try:
        path = path.expanduser().absolute()
        target = path.resolve() if path.is_symlink() else path
        if target.is_dir():
            raise WriteError(f"{escape_controls(str(path))} is a folder; name a file in it")
        if target.exists() and not target.is_file():
            raise WriteError(f"{escape_controls(str(path))} is a device or a pipe; name a file")
        if target.exists() and any(map(target.samefile, filter(Path.exists, protected_paths))):
            raise WriteError(f"{escape_controls(str(path))} is a file of the record; name another")
        if os.path.lexists(path) and not overwrite:
            raise ExistsError(f"{escape_controls(str(path))} exists already and was left as it was")
        _replace(target, data, overwrite=overwrite)
    except FileExistsError:
        raise ExistsError(
            f"{escape_controls(str(path))} exists already and was left as it was"
        ) from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise WriteError(f"{escape_controls(str(path))} was not written: {reason}") from None
    return path


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let no signal that ends the program come between; it takes effect afterwards."""
    import signal

    stopping = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, stopping)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@_undisturbed()
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
    """Give the file its name unless another took it meanwhile."""
    try:
        target.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # no hard links on this file system: hold the name, then fill it
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
