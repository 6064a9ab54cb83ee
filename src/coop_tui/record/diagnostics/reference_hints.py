"""The ids that a document has, and hints for references to ids that it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from coop_tui.record.fields import ID_PATTERN
from coop_tui.record.suggestions import closest, did_you_mean

_MAX_LENGTH = 100
"""The most characters of the ids that a hint lists."""


def entries_of(value: Any) -> list[Any]:
    """The entries of an array; a value that is not an array counts as its only entry."""
    return value if isinstance(value, list) else [value]


def id_of(entry: Any) -> str | None:
    """The id of an entry; None if it has none that is text."""
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else None


class TableIds:
    """The ids in an array of tables.

    Args:
        table: The key of the array.
        entries: Its entries, valid or not.
        others: Ids in tables whose key is unknown: this table may be meant.
    """

    def __init__(self, table: str, entries: list[Any], others: Iterable[str]) -> None:
        self._table = table
        ids = [id_of(entry) for entry in entries]
        self._given = dict.fromkeys(name for name in ids if name is not None)
        self._all_known = len(self._given) == len(ids)
        self._others = set(others)
        # The same mistake is often made many times, and to search for similar ids is slow.
        self.hint = cache(self._hint)

    def __contains__(self, reference: str) -> bool:
        """Whether an entry has this id, valid or not."""
        return reference in self._given

    def _hint(self, reference: str) -> str:
        """What to do about a reference to an id that is not there.

        Returns:
            The hint; empty if the reference probably leads to an entry once its id is
            corrected, which is a problem of its own.
        """
        if name := closest(reference, [*self._others, *self._given]):
            is_valid = re.fullmatch(ID_PATTERN, name)
            return did_you_mean(name) if is_valid or name in self._others else ""
        if not self._all_known:
            return ""
        valid = [name for name in self._given if re.fullmatch(ID_PATTERN, name)]
        return f"known: {_listed(valid)}" if valid else f"add a [[{self._table}]] with this id"


def _listed(names: list[str]) -> str:
    """The names, separated by commas; of many the first, and the number of the rest."""
    shown, room = 0, _MAX_LENGTH
    while shown < len(names) and (room := room - len(names[shown]) - 2) >= 0:
        shown += 1
    more = f" and {len(names) - shown:,} more" if shown < len(names) else ""
    return f"{', '.join(names[:shown])}{more}".strip()
