"""The ids that a document gives, and what a reference that leads to none may mean."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Any

from coop_tui.record.fields import ID_PATTERN

_ROOM = 100
"""Characters for the ids that a hint lists."""


class Ids:
    """The ids of one kind of thing.

    Args:
        table: The array of tables that gives them.
        values: What the document has for that array, be it as it should or not.
    """

    def __init__(self, table: str, values: Iterable[Any]) -> None:
        self._table = table
        self._good: list[str] = []
        self._refused: list[str] = []
        self._all_apart = True
        self._hints: dict[str, str] = {}
        self._known: set[str] = set()
        for entry in (one for value in values for one in entries_of(value)):
            name = entry.get("id") if isinstance(entry, dict) else None
            if not isinstance(name, str) or name in self._known:
                self._all_apart = False
            else:
                (self._good if re.fullmatch(ID_PATTERN, name) else self._refused).append(name)
                self._known.add(name)

    def __contains__(self, reference: str) -> bool:
        """Whether a reference leads to one of them, be it refused or not."""
        return reference in self._known

    def hint(self, reference: str) -> str:
        """What to do about a reference that leads to none of them.

        Returns:
            What to do; empty if it is likely to lead to something once an id is mended
            that is refused, taken, or cannot be read.
        """
        # One mistake is mostly made many times, and to look for what is near takes long.
        if (hint := self._hints.get(reference)) is None:
            hint = self._hints[reference] = self._looked_up(reference)
        return hint

    def _looked_up(self, reference: str) -> str:
        spelt = {name.lower(): name for name in (*self._good, *self._refused)}
        close = difflib.get_close_matches(reference.lower(), spelt, n=1)
        meant = spelt[close[0]] if close else ""
        if meant:
            return "" if meant in self._refused else f"did you mean '{meant}'?"
        if not self._all_apart:
            return ""
        return f"known: {self._listed()}" if self._good else f"add a [[{self._table}]] with this id"

    def _listed(self) -> str:
        """The ids; of many, those that come first, and how many there are besides."""
        names, shown, room = self._good, 0, _ROOM
        while shown < len(names) and (room := room - len(names[shown]) - 2) >= 0:
            shown += 1
        more = f" and {len(names) - shown:,} more" if shown < len(names) else ""
        return f"{', '.join(names[:shown])}{more}".strip()


def entries_of(value: Any) -> list[Any]:
    """The entries of an array; of a table or a value in its place, that one."""
    return value if isinstance(value, list) else [value]
