"""A key that the format does not know where it stands: what it is likely to be."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from coop_tui.record.diagnostics.examples import fields_of, is_list, parts
from coop_tui.record.diagnostics.problem import KeyPath
from coop_tui.record.diagnostics.references import entries_of
from coop_tui.record.tables import Dossier


class UnknownTables:
    """The keys at the head of a document that the format does not know.

    Args:
        document: What the TOML parser gave.

    Attributes:
        parts: The parts of entries that are likely to stand there under a header of
            their own: ``point`` for ``[[point]]``.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self._names = [one.encode_name for one in fields_of(Dossier)]
        self._ids: dict[str, set[str]] = {}
        self._like: dict[str, str] = {}
        self._sought: dict[str, Counter[str]] = {}
        for key, value in document.items():
            if key not in self._names:
                tables = [one for one in entries_of(value) if isinstance(one, dict)]
                ids = {one["id"] for one in tables if isinstance(one.get("id"), str)}
                self._ids[key] = ids
                self._like[key] = _like(key, self._fitting(tables, ids))
        self.parts = parts().keys() & self._like.values()

    def _fitting(self, tables: list[Any], ids: set[str]) -> list[str]:
        """The names that what a key holds could have."""
        if not tables:
            return self._names
        arrays = [one.encode_name for one in fields_of(Dossier) if is_list(one.type)]
        # No part of an entry has an id.
        return arrays if ids else [*arrays, *parts()]

    def holds(self, reference: str, table: str) -> bool:
        """Whether a reference leads into one of them, which is then taken for that table."""
        for key, ids in self._ids.items():
            if reference in ids:
                self._sought.setdefault(key, Counter())[table] += 1
                return True
        return False

    def meant(self, key: str) -> str:
        """What one of them is likely to be: by its name, else by the references into it.

        Returns:
            A key of the file, or a part of entries; empty if that is not known.
        """
        if (like := self._like[key]) or key not in self._sought:
            return like
        return self._sought[key].most_common(1)[0][0]

    def hint(self, key: str) -> str:
        """What to do about one of them."""
        meant = self.meant(key)
        if meant in self.parts:
            return f"did you mean {' or '.join(parts()[meant])}?"
        return _did_you_mean(meant, self._names)


def meant_in(path: KeyPath, key: str, fields: Iterable[str]) -> tuple[KeyPath, str]:
    """The table in which a key of a table that is not known is likely to belong.

    Args:
        path: The table, not the file itself.
        key: The key.
        fields: The keys of the table.

    Returns:
        The path of the table, and the name of the key there; empty if that is not known.
    """
    if key in _of_the_head():
        return (), key
    return path, _like(key, fields)


def hint_in(path: KeyPath, key: str, fields: Iterable[str]) -> str:
    """What to do about a key of a table that is not known; the arguments are the same."""
    table, meant = meant_in(path, key, fields)
    if table != path:
        return f"'{key}' belongs at the head of the file, before the first [[table]]"
    return _did_you_mean(meant, fields)


def _did_you_mean(meant: str, known: Iterable[str]) -> str:
    return f"did you mean '{meant}'?" if meant else f"known: {', '.join(known)}"


def _of_the_head() -> Iterator[str]:
    """The keys of the file itself that are no tables."""
    return (one.encode_name for one in fields_of(Dossier) if not is_list(one.type))


def _like(key: str, known: Iterable[str]) -> str:
    """The key that is most like one that is not known; empty if none is."""
    return next(iter(difflib.get_close_matches(key, known, n=1)), "")
