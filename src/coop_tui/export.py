"""A view as bytes in a format, and files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path

import msgspec

from coop_tui.record.characters import drawable, visible
from coop_tui.record.dates import Date, Window
from coop_tui.record.model import Dossier
from coop_tui.record.query import By, Selection
from coop_tui.views import layout
from coop_tui.views.catalogue import BY_PLAN, VIEWS, View
from coop_tui.views.charset import Charset

DEFAULT_WIDTH = 80


class Format(Enum):
    """A format of export."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"

    @property
    def suffix(self) -> str:
        """The usual ending of a file in this format."""
        return {Format.TEXT: ".txt", Format.MARKDOWN: ".md", Format.JSON: ".json"}[self]


class WriteError(Exception):
    """A file could not be written; the message says which and why."""


class ExistsError(WriteError):
    """The file is there already and was left as it was."""


def render(
    dossier: Dossier,
    selection: Selection,
    view: str,
    form: Format = Format.TEXT,
    width: int = DEFAULT_WIDTH,
    charset: Charset = Charset.UNICODE,
    by: By = By.MEETING,
) -> bytes:
    r"""A view as UTF-8 with ``\n`` at every end of line.

    Args:
        dossier: The record.
        selection: What is looked at; the view takes of it what it heeds.
        view: A name in ``VIEWS``.
        form: The format.
        width: Cells for a line of text, and for what is drawn in Markdown.
        charset: The characters to draw with; JSON escapes what ASCII lacks.
        by: The columns of a view that is a matrix.
    """
    shown = _shown(view, by)
    selection = shown.said(selection)
    if form is Format.JSON:
        return _json(dossier, selection, view, shown, charset)
    page = shown.page(dossier, selection)
    if form is Format.MARKDOWN:
        from coop_tui.views.markdown import markdown

        lines = markdown(page, width, charset)
    else:
        head, body = layout.head(page, width, charset), layout.body(page, width, charset)
        lines = [line.plain.rstrip() for line in (*head, layout.Line(()), *body)]
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def _shown(view: str, by: By) -> View:
    return BY_PLAN.get(view, VIEWS[view]) if by is By.PLAN else VIEWS[view]


def _json(
    dossier: Dossier, selection: Selection, view: str, shown: View, charset: Charset
) -> bytes:
    import json

    value = {
        "title": dossier.title,
        "view": view,
        "selection": {name: _plain(getattr(selection, name)) for name in shown.heeds},
        view: shown.data(dossier, selection),
        "sources": dossier.sources,
    }
    plain = msgspec.to_builtins(value, enc_hook=_edtf)
    text = json.dumps(plain, indent=2, ensure_ascii=charset is Charset.ASCII)
    return f"{text}\n".encode()


def _edtf(value: object) -> str:
    if isinstance(value, Date):
        return value.edtf
    raise NotImplementedError


def _plain(value: Window | object) -> object:
    """A stretch of time by its first and last day; anything else as it is."""
    return [day.edtf for day in value.days] if isinstance(value, Window) else value


def proposed_name(
    record: Path, view: str, selection: Selection, form: Format, by: By = By.MEETING
) -> str:
    """A file name for an export: record, view and what is selected."""
    said = VIEWS[view].said(selection)
    columns = "by-plan" if by is By.PLAN and view in BY_PLAN else None
    point = f"point-{said.point}" if said.point is not None else None
    parts = (columns, said.meeting, point, said.against, *said.plans, said.initiative, said.sector)
    return "-".join([_stem(record), view, *filter(None, parts)]) + form.suffix


def _stem(record: Path) -> str:
    """What an export is named after: the record, unless that came by standard input."""
    return drawable(record.stem).strip("-") or "record"


def files_of(dossier: Dossier, record: str | Path) -> tuple[Path, ...]:
    """The files that a record consists of: its own, and the texts of its sources.

    Args:
        dossier: The record.
        record: Its own file.
    """
    return (Path(record), *dossier.texts.files(dossier.sources))


def write(path: Path, data: bytes, *, overwrite: bool = False, spared: Iterable[Path] = ()) -> Path:
    """Write a file whole, or leave everything as it was.

    The bytes go to a temporary file in the same folder, which then takes the name.

    Args:
        path: Where to.
        data: What.
        overwrite: Whether a file that is there may be replaced.
        spared: Files that may not be replaced at all.

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
            raise WriteError(f"{visible(str(path))} is a folder; name a file in it")
        if target.exists() and not target.is_file():
            raise WriteError(f"{visible(str(path))} is a device or a pipe; name a file")
        if target.exists() and any(map(target.samefile, filter(Path.exists, spared))):
            raise WriteError(f"{visible(str(path))} is a file of the record; name another")
        if os.path.lexists(path) and not overwrite:
            raise ExistsError(f"{visible(str(path))} exists already and was left as it was")
        _replace(target, data, overwrite=overwrite)
    except FileExistsError:
        raise ExistsError(f"{visible(str(path))} exists already and was left as it was") from None
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise WriteError(f"{visible(str(path))} was not written: {reason}") from None
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
