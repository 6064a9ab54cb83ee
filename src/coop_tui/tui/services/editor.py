"""Opens the record in an editor, at the line of what is selected."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli
from textual.app import App, SuspendNotSupported

from coop_tui.paths import shipped_record
from coop_tui.record.characters import escape_controls
from coop_tui.tui.subject import Subject

VARIABLES = ("VISUAL", "EDITOR")
"""Where the editor is named; the first that is set and not empty counts."""

_PLUS = ("+{line}", "{file}")
_COLON = ("{file}:{line}",)
_GOTO = ("--wait", "--goto", "{file}:{line}")
_JETBRAINS = ("--wait", "--line", "{line}", "{file}")

ARGUMENTS = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf"), _GOTO),
    **dict.fromkeys(("idea", "pycharm", "webstorm", "clion", "goland", "rustrover"), _JETBRAINS),
    **dict.fromkeys(("subl", "zed", "zeditor"), ("--wait", *_COLON)),
    **dict.fromkeys(("hx", "helix"), _COLON),
    "kate": ("--block", "--line", "{line}", "{file}"),
    "mate": ("--wait", "--line", "{line}", "{file}"),
}
"""How editors are given a line, by the name of the program, as their manuals have it.

``+LINE FILE`` stands for all others: ex and vi have had it from the beginning, and the
manual pages of vim, nvim, nano, emacs, emacsclient, micro, kak, joe and gedit give it.
Visual Studio Code and what is made of it: "Command Line Interface"; JetBrains: "Open files
from the command line"; Sublime Text: "Command Line Interface"; Zed: "CLI"; Helix:
``hx --help``; Kate: "Starting Kate"; TextMate: ``mate --help``. Those that open a window
of their own are told to wait, so that the reader comes back when the file is closed.
"""


class EditorError(Exception):
    """The record was not edited; says why."""


def line_of(text: str, subject: Subject) -> int | None:
    """The line of a subject in a record, or of what keeps the record from being read.

    Args:
        text: The record as it is written.
        subject: What is looked for; if it is not found, its meeting or initiative is.

    Returns:
        From 1; None where it is not known.
    """
    from coop_tui.record.diagnostics.positions import Locations

    try:
        document = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return error.lineno
    except (RecursionError, ValueError):  # nested too deeply, or a number too long
        return None
    number = _index(document.get(subject.table), subject.id)
    if number is None:
        return None
    locations = Locations(text)
    entry = (subject.table, number)
    for path in ((*entry, *subject.path_in_table), entry):
        if place := locations.of(path):
            return place.line
    return None


def _index(tables: Any, name: str) -> int | None:
    """The place of the table with an id; what is read here may be anything."""
    if not isinstance(tables, list):
        return None
    alike = (n for n, one in enumerate(tables) if isinstance(one, dict) and one.get("id") == name)
    return next(alike, None)


def chosen(environment: Mapping[str, str]) -> str:
    """The editor that is set in the environment.

    Raises:
        EditorError: If none is.
    """
    for variable in VARIABLES:
        if editor := environment.get(variable, "").strip():
            return editor
    raise EditorError(f"Set {' or '.join(VARIABLES)} to edit the record.")


def command(editor: str, file: Path, line: int | None) -> list[str]:
    """What to run.

    Args:
        editor: The editor and its options, quoted as for a shell.
        file: The file; it is named from the root on, so that none is taken for an option.
        line: The line at which to open it, from 1; None if it is not known.

    Raises:
        EditorError: If a quotation mark is missing.
    """
    try:
        words = shlex.split(editor)
    except ValueError as error:
        raise EditorError(f"The editor {escape_controls(editor)} cannot be run: {error}.") from None
    if not any(words):
        raise EditorError(f"The editor {escape_controls(editor)} cannot be run: it has no name.")
    arguments = ARGUMENTS.get(Path(words[0]).name, _PLUS)
    path = os.path.abspath(file)
    if line is None:
        waits = [word for word in arguments if word in ("--wait", "--block")]
        return [*words, *waits, path]
    return [*words, *(word.format(file=path, line=line) for word in arguments)]


def run(words: list[str]) -> None:
    """Run an editor and wait until it is left.

    Raises:
        EditorError: If it cannot be started, or fails.
    """
    name = escape_controls(words[0])
    try:
        status = subprocess.run(words, check=False).returncode
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise EditorError(f"{name} cannot be started: {reason}.") from None
    if status < 0:
        raise EditorError(f"{name} was ended by {_signal_name(-status)}.")
    if status > 0:
        raise EditorError(f"{name} ended with exit status {status}.")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def edit(app: App[Any], file: Path, subject: Subject | None, line: int | None) -> None:
    """Hand the terminal to the editor, and take it back when that is left.

    Args:
        app: The reader.
        file: The record.
        subject: What to open it at.
        line: A line that goes before that: of the first problem of a broken record.

    Raises:
        EditorError: If there is no editor, it cannot be run, or it fails.
    """
    if file == shipped_record():
        raise EditorError(
            f"This record is a part of the program. To edit it, copy {file} and open the copy."
        )
    if not file.exists():
        raise EditorError(f"{escape_controls(str(file))} is gone.")
    editor = chosen(os.environ)
    if line is None and subject is not None:
        with contextlib.suppress(OSError):
            line = line_of(file.read_text("utf-8-sig", "replace"), subject)
    words = command(editor, file, line)
    failure: EditorError | None = None
    try:
        # What is raised inside would keep Textual from taking the terminal back.
        with app.suspend(), _terminal_kept(), _interrupts_passed_by():
            try:
                run(words)
            except EditorError as error:
                failure = error
    except SuspendNotSupported:
        raise EditorError("The reader cannot make room for an editor here.") from None
    if failure:
        raise failure


@contextlib.contextmanager
def _interrupts_passed_by() -> Iterator[None]:
    """Leave to the editor what is typed to interrupt it.

    A handler is not passed on to a program that is started; a signal that is ignored
    would be ignored there too.
    """
    numbers = (signal.SIGINT, signal.SIGQUIT)
    before = [signal.signal(number, lambda *_: None) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@contextlib.contextmanager
def _terminal_kept() -> Iterator[None]:
    """Put the terminal back as it was, should the editor be ended before it has."""
    if sys.__stdin__ is None or not sys.__stdin__.isatty():
        yield
        return
    settings = termios.tcgetattr(sys.__stdin__)
    try:
        yield
    finally:
        with contextlib.suppress(termios.error):  # it was closed meanwhile
            termios.tcsetattr(sys.__stdin__, termios.TCSADRAIN, settings)
