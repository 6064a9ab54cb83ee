"""What is wrong with a record, in words for its maintainer."""

from __future__ import annotations

from typing import NamedTuple

KeyPath = tuple[str | int, ...]


class Problem(NamedTuple):
    """One mistake in one file.

    Attributes:
        file: The file as the user named it.
        message: What is wrong.
        where: The key path in words; empty if the problem is not at one key.
        path: The key path: names of keys and indices from 0.
        hint: What to do; empty if there is nothing to suggest.
        line: From 1; None where it is not known.
        column: In characters, from 1; None where it is not known.
    """

    file: str
    message: str
    where: str = ""
    path: KeyPath = ()
    hint: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """``file:line:column: where: message (hint)``, without what is not known."""
        place = [self.file]
        if self.line is not None:
            place.append(str(self.line))
            if self.column is not None:
                place.append(str(self.column))
        head = ":".join(place)
        words = f"{self.where}: {self.message}" if self.where else self.message
        return f"{head}: {words}" + (f" ({self.hint})" if self.hint else "")


class RecordError(Exception):
    """A file is not a record; carries every problem found, in file order."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
