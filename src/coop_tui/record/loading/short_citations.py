"""Citations in short: ``"press-2018-10-24 ¶7"`` in the place of a table.

The text is the id of a source and, after one blank, the place in it, if that is known.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct

from coop_tui.record.entries import Citation
from coop_tui.record.introspect import Field, fields_of
from coop_tui.record.tables import Dossier


def expand_citations(document: dict[str, Any]) -> None:
    """Put a table in the place of each citation in short, alone or in a list.

    Anything else stays as it is, whether it is valid or not.
    """
    _expand([document], Dossier)


def _expand(tables: list[Any], table: type[Struct]) -> None:
    # By field and not by entry: with 100,000 points this is many times as fast.
    for field in _fields_with_citations(table):
        given = [one for one in tables if type(one) is dict and field.key in one]
        if field.type is Citation:
            for one in given:
                value = one[field.key]
                if type(value) is str:
                    one[field.key] = [_expanded(value)]
                elif type(value) is list and any(type(entry) is str for entry in value):
                    one[field.key] = [
                        _expanded(entry) if type(entry) is str else entry for entry in value
                    ]
            continue
        values: list[Any] = [one[field.key] for one in given]
        if field.is_list:
            values = [entry for value in values if type(value) is list for entry in value]
        if values:
            _expand(values, field.type)


def _expanded(text: str) -> dict[str, str]:
    source, blank, at = text.partition(" ")
    return {"source": source, "at": at} if blank else {"source": source}


@cache
def _fields_with_citations(table: type[Struct]) -> tuple[Field, ...]:
    """The fields that hold citations, or tables in which there are any."""
    return tuple(
        field
        for field in fields_of(table).values()
        if field.type is Citation or (field.is_table and _fields_with_citations(field.type))
    )
