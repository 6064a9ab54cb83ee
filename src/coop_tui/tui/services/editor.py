"""Opens a file of the record in an editor, at the line of a subject."""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import sys
import termios
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import tomli
from textual.app import App, SuspendNotSupported

from coop_tui.paths import shipped_record
from coop_tui.record.characters import escape_controls
from coop_tui.tui.subject import Subject

VARIABLES = ("VISUAL", "EDITOR")
"""The environment variables that name the editor; the first that is not empty counts."""

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
"""The arguments for a line and a file, by the name of the program.

The manuals give them: Visual Studio Code and its derivatives: "Command Line Interface";
JetBrains: "Open files from the command line"; Sublime Text: "Command Line Interface";
Zed: "CLI"; Helix: ``hx --help``; Kate: "Starting Kate"; TextMate: ``mate --help``. All
other programs get ``+LINE FILE``, as in the manual pages of vi, vim, nvim, nano, emacs,
emacsclient, micro, kak, joe and gedit. An editor with a window of its own gets an option
to wait, so that the reader comes back when the user closes the file.
"""


class EditorError(Exception):
    """The record was not edited; the message says why."""


def line_of(text: str, subject: Subject) -> int | None:
    """The line of a subject in the text of a record, from 1; None if it is unknown.

    For a point or milestone that is not found, it is the line of the meeting or initiative;
    in a text that is not TOML, the line of the error.
    """
    from coop_tui.record.diagnostics.positions import Locations

    try:
        document = tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return error.lineno
    except (RecursionError, ValueError):  # nested too deeply, or a number too long
        return None
    tables = document.get(subject.table)
    for number, table in enumerate(tables if isinstance(tables, list) else ()):
        if isinstance(table, dict) and table.get("id") == subject.id:
            locations, entry = Locations(text), (subject.table, number)
            found = locations.of((*entry, *subject.path_in_table)) or locations.of(entry)
            return found.line if found else None
    return None


def place_of(files: Iterable[Path], subject: Subject) -> tuple[Path, int] | None:
    """The first of some files that holds a subject, and its line; None if none does."""
    for file in files:
        with contextlib.suppress(OSError):
            if line := line_of(file.read_text("utf-8-sig", "replace"), subject):
                return file, line
    return None


def editor_in(environment: Mapping[str, str]) -> str:
    """The editor that the environment names.

    Raises:
        EditorError: If it names none.
    """
    for variable in VARIABLES:
        if editor := environment.get(variable, "").strip():
            return editor
    raise EditorError(f"Set {' or '.join(VARIABLES)} to edit the record.")


def editor_command(editor: str, file: Path, line: int | None) -> list[str]:
    """The words of the command that opens a file in an editor, at a line if it is known.

    The editor has its options with it, quoted as for a shell. The path of the file becomes
    absolute, so that it never looks like an option. Lines are counted from 1.

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
        arguments = (*(word for word in arguments if word in ("--wait", "--block")), "{file}")
    return [*words, *(word.format(file=path, line=line) for word in arguments)]


def run_editor(words: list[str]) -> None:
    """Run the command of an editor, and wait until it ends.

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
        ended_by = f"signal {-status}"
        with contextlib.suppress(ValueError):  # a real-time signal
            ended_by = signal.Signals(-status).name
        raise EditorError(f"{name} was ended by {ended_by}.")
    if status > 0:
        raise EditorError(f"{name} ended with exit status {status}.")


def edit(
    app: App[Any],
    record: Path,
    includes: Iterable[Path],
    subject: Subject | None,
    problem: tuple[Path, int] | None,
) -> None:
    """Give the terminal to the editor until the user leaves it.

    The editor begins at the subject, in the file that holds it; in a broken record, at the
    file and the line of the problem.

    Raises:
        EditorError: If there is no editor, it cannot be run, or it fails.
    """
    if record == shipped_record():
        raise EditorError(
            f"This record is a part of the program. To edit it, copy {record} and open the copy."
        )
    if not record.exists():
        raise EditorError(f"{escape_controls(str(record))} is gone.")
    editor = editor_in(os.environ)
    place = problem or (place_of((record, *includes), subject) if subject else None)
    words = editor_command(editor, *(place or (record, None)))
    failure: EditorError | None = None
    try:
        # An error inside would keep Textual from taking the terminal back.
        with app.suspend(), _terminal_restored(), _interrupts_ignored():
            try:
                run_editor(words)
            except EditorError as error:
                failure = error
    except SuspendNotSupported:
        raise EditorError("The reader cannot make room for an editor here.") from None
    if failure:
        raise failure


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Leave the keys for an interrupt to the editor.

    A program that is started inherits SIG_IGN but no handler, so a handler ignores them.
    """
    numbers = (signal.SIGINT, signal.SIGQUIT)
    before = [signal.signal(number, lambda *_: None) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@contextlib.contextmanager
def _terminal_restored() -> Iterator[None]:
    """Restore the settings of the terminal, in case the editor was killed."""
    if sys.__stdin__ is None or not sys.__stdin__.isatty():
        yield
        return
    settings = termios.tcgetattr(sys.__stdin__)
    try:
        yield
    finally:
        with contextlib.suppress(termios.error):  # the terminal was closed meanwhile
            termios.tcsetattr(sys.__stdin__, termios.TCSADRAIN, settings)
