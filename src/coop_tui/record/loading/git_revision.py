"""A record as it is at a revision of git: ``HEAD~1:data/record.toml``.

Git is asked for the bytes, so a name means what it means to git, and nothing is checked out.
What the record includes is looked up in the tree of its folder at that revision: no path in
a tree leads out of it, and git tells of a link that does.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess

from coop_tui.record.characters import escape_controls
from coop_tui.record.diagnostics.problem import Problem, RecordError, quoted
from coop_tui.record.loading.includes import IncludedFile
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import PATH_HINT, Record, TextError, refuse_outside

# A colon in braces belongs to the revision, as in HEAD@{2025-11-12 10:00}.
_REVISION = re.compile(r"((?:[^:{}\n\0]|\{[^{}\n\0]*\})+):([^\n\0]+)")
_MAX_SECONDS = 30
_ENVIRONMENT = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
_LINKS = ("symlink", "dangling", "loop", "notdir")
"""What git says of a path that a link leads astray; ``symlink``, if it leads out of the tree."""


def names_revision(word: str) -> bool:
    """Whether a word may be ``REV:FILE``, as git understands it."""
    return _REVISION.fullmatch(word) is not None


def load_revision(word: str) -> Record:
    """Read a record from git. The texts of its sources are not read.

    Args:
        word: ``REV:FILE``. The path is from the top of the repository, or from the current
            folder if it begins with ``./`` or ``../``.

    Raises:
        RecordError: If git does not have it, or if it is no record.
    """
    shown = escape_controls(word)
    try:
        folder = _FolderInGit(word)
        data = folder.read(folder.own).data
    except TextError as error:
        raise RecordError([Problem(shown, str(error), hint=error.hint)]) from None
    return Record(parse(data, shown, folder))


class _FolderInGit:
    """The folder in which a record is at a revision.

    Args:
        word: The record, as ``REV:FILE``.

    Raises:
        TextError: If git does not have it.
    """

    def __init__(self, word: str) -> None:
        match = _REVISION.fullmatch(word)
        assert match is not None, "this names no revision"
        revision, path = match.groups()
        above, slash, name = path.rpartition("/")
        self._name: str = name
        self._shown = word.removesuffix(name)
        if _look_up(f"{revision}^{{tree}}")[0] != "tree":
            message = f"there is no such file, and git knows no revision {quoted(revision)}"
            raise TextError(message)
        found, self._tree = _look_up(f"{revision}:{above}{slash}")
        if found == "tree":
            found, _ = _look_up(f"{self._tree}:{name}", "--follow-symlinks")
        if found in _LINKS:
            raise TextError("this is a link; name the file to which it leads")
        if found == "tree":
            raise TextError("this is a folder; name a record in it")
        if found != "blob":
            hint = ""
            if not path.startswith(("./", "../")):
                here = escape_controls(f"{revision}:./{path}")
                hint = f"the path is from the top of the repository; from this folder: {here}"
            raise TextError(f"revision {quoted(revision)} has no file {quoted(path)}", hint)

    @property
    def own(self) -> str:
        return self._name

    def read(self, name: str) -> IncludedFile:
        refuse_outside(name)
        path = posixpath.normpath(name)
        spec = f"{self._tree}:{path}"
        found, id = _look_up(spec, "--follow-symlinks")
        if found == "tree":
            raise TextError(f"{quoted(name)} is a folder", "name a file in it")
        if found == "symlink":
            message = f"{quoted(name)} is a link that leads out of the record's folder"
            raise TextError(message, PATH_HINT)
        if found != "blob":
            message = f"there is no file {quoted(name)} in the record's folder at that revision"
            raise TextError(message, "the path is relative to the record")
        return IncludedFile(path, escape_controls(f"{self._shown}{path}"), _git("blob", id))


def _look_up(name: str, *options: str) -> tuple[str, str]:
    """What git has under a name.

    Returns:
        Its type, or what is wrong with it, such as ``missing``; and its id.
    """
    answer = _git("--batch-check", *options, stdin=f"{name}\n")
    line = os.fsdecode(answer).partition("\n")[0]
    if match := re.fullmatch(r"([0-9a-f]{40,}) (\w+) \d+", line):
        return match[2], match[1]
    first, _, last = line.partition(" ")
    return (first if first in _LINKS and last.isdecimal() else "missing"), ""


def _git(*arguments: str, stdin: str = "") -> bytes:
    """The answer of ``git cat-file``, which gets names on standard input, and so never options.

    Raises:
        TextError: If there is none.
    """
    try:
        done = subprocess.run(
            ["git", "--no-pager", "cat-file", *arguments],
            input=os.fsencode(stdin),
            env={**os.environ, **_ENVIRONMENT},
            capture_output=True,
            timeout=_MAX_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        message = "there is no such file, and git is not installed to look for a revision"
        raise TextError(message) from None
    except subprocess.TimeoutExpired:
        raise TextError(f"git did not answer within {_MAX_SECONDS} seconds") from None
    except OSError as error:
        raise TextError(f"git cannot be run: {os.strerror(error.errno or 0)}") from None
    if done.returncode:
        said = os.fsdecode(done.stderr).strip().partition("\n")[0].removeprefix("fatal: ")
        raise TextError(f"there is no such file, and git says: {escape_controls(said)}")
    return done.stdout
