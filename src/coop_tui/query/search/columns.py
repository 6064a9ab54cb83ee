"""Columns of an index, and masks of its items.

A mask says which items match: an integer with one byte for each item, 1 or 0, and the first
item lowest.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

Value = str | tuple[str, ...]
_BYTE = 256


class Column:
    """The value of every item in one field: few different values for many items."""

    def __init__(self, values: Iterable[Value]) -> None:
        numbers: dict[Value, int] = {}
        column = [numbers.setdefault(value, len(numbers)) for value in values]
        self._values = [(value,) if isinstance(value, str) else value for value in numbers]
        self._column = bytes(column) if len(numbers) <= _BYTE else column

    def mask_of(self, ids: AbstractSet[str]) -> int:
        """The mask of the items that have one of the ids."""
        matches = bytes([not ids.isdisjoint(value) for value in self._values])
        if not any(matches):
            return 0
        if isinstance(self._column, bytes):  # some forty times as fast
            return mask_of_flags(self._column.translate(matches.ljust(_BYTE, b"\0")))
        return mask_of_flags(bytes(map(matches.__getitem__, self._column)))


def mask_of_flags(flags: bytes) -> int:
    """The mask whose bytes are given, 1 for each item that matches and 0 for each other."""
    return int.from_bytes(flags, "little")
