"""Problems of a record, described for its maintainer."""

from __future__ import annotations

import re

from msgspec import Struct

from coop_tui.record.characters import escape_controls
from coop_tui.record.introspect import KeyPath

_MAX_LENGTH = 60
"""The most characters of a key or a text that are shown."""
_BARE_KEY = re.compile("[A-Za-z0-9_-]+")


def in_words(path: KeyPath, name: str | None) -> str:
    """A key path in words: ``meeting 2025-11-12, point 3, sector``.

    The name is the id of the entry to which the first two steps lead, if it has one.
    """
    words: list[str] = []
    for position, step in enumerate(path):
        if isinstance(step, str):
            words.append(_cut(step) if _BARE_KEY.fullmatch(step) else f'"{_cut(step)}"')
        else:
            words[-1] += f" {name if position == 1 and name else step + 1}"
    return ", ".join(words)


def quoted(text: str) -> str:
    """A text of a record in quotation marks; a long one is cut."""
    return f"'{_cut(text)}'"


def _cut(text: str) -> str:
    shown = escape_controls(text[: _MAX_LENGTH + 1])
    return shown if len(shown) <= _MAX_LENGTH else f"{shown[: _MAX_LENGTH - 1]}…"


class Problem(Struct, frozen=True):
    """One mistake in one file.

    Attributes:
        file: The file as the user named it.
        message: What is wrong.
        where: The key path in words; empty if the problem is not at one key.
        path: The key path: names of keys and indices from 0.
        hint: What to do; empty if there is nothing to suggest.
        line: From 1; None where it is not known.
        column: In characters, from 1; None where it is not known.
        warning: Whether it is only worth a look, and no mistake for certain.
        character: The character that it is about, in the key or text at the path.
        excerpt: The lines that show the place in the file; empty if there are none.
    """

    file: str
    message: str
    where: str = ""
    path: KeyPath = ()
    hint: str = ""
    line: int | None = None
    column: int | None = None
    warning: bool = False
    character: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        """``file:line:column: where: message (hint)``, without what is not known.

        Before the rest of a warning stands ``warning:``.
        """
        column = None if self.line is None else self.column
        parts = (self.file, self.line, column)
        place = ":".join(str(part) for part in parts if part is not None)
        warning = "warning" if self.warning else ""
        words = ": ".join([place, *filter(None, (warning, self.where, self.message))])
        return f"{words} ({self.hint})" if self.hint else words

    @property
    def in_full(self) -> str:
        """The problem on one line, with its excerpt below."""
        return f"{self}\n{self.excerpt}" if self.excerpt else str(self)


class RecordError(Exception):
    """A file is not a record.

    Attributes:
        problems: Every problem of the file, in its order.
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
