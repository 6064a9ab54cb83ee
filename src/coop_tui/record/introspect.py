"""The tables and fields of the format, read from the annotations of the table classes.

The loader reads them for every record, so this does without ``msgspec.inspect``, which
takes long to import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache, cached_property
from itertools import chain
from operator import attrgetter
from typing import Annotated, Any, get_args, get_origin

from msgspec import Struct
from msgspec.structs import fields

from coop_tui.record.tables import Dossier

KeyPath = tuple[str | int, ...]
"""The keys and indices, from 0, that lead from the file to something in it."""

_ATTRIBUTES = (
    *("pattern", "max_length", "min_length", "ge", "le"),
    *("description", "examples", "extra", "extra_json_schema"),
)
"""What is read of the metadata of msgspec."""


class Field(Struct, frozen=True, dict=True):
    """A field of a table.

    If the value is a list, the type, the choices, the reference and the metadata are those
    of each item.

    Attributes:
        key: The name in TOML.
        name: The name of the attribute.
        required: Whether the key must be given.
        is_list: Whether the value is a list.
        type: A table class, ``str``, ``int``, ``Date``, an enum or a literal type.
        meta: The metadata of the value, by the names of msgspec: ``pattern``, ``ge``.
        list_meta: The metadata of the list; empty if the value is not a list.
    """

    key: str
    name: str
    required: bool
    is_list: bool
    type: Any
    meta: dict[str, Any]
    list_meta: dict[str, Any]

    @cached_property
    def is_table(self) -> bool:
        """Whether the type is a table class."""
        return isinstance(self.type, type) and issubclass(self.type, Struct)

    @cached_property
    def refers_to(self) -> str:
        """The key of the array of tables that has the id; empty if this is no reference."""
        return str(self.meta.get("extra", {}).get("refers_to", ""))

    @cached_property
    def choices(self) -> tuple[Any, ...]:
        """The values that are allowed, as in TOML; empty if the type alone decides."""
        if isinstance(self.type, type) and issubclass(self.type, Enum):
            return tuple(member.value for member in self.type)
        return get_args(self.type)

    @property
    def is_set(self) -> bool:
        """Whether the list may hold each value once only."""
        return bool(self.list_meta.get("extra_json_schema", {}).get("uniqueItems"))

    @property
    def min_items(self) -> int:
        """The fewest items of the list."""
        return int(self.list_meta.get("min_length", 0))

    @property
    def description(self) -> str:
        """What the field means."""
        return str((self.list_meta or self.meta).get("description", ""))

    @property
    def examples(self) -> list[Any]:
        """Values of the whole field, as in TOML."""
        own: list[Any] = self.meta.get("examples", [])
        if not self.is_list:
            return own
        return self.list_meta.get("examples") or [[example] for example in own]


@cache
def fields_of(table: type[Struct]) -> dict[str, Field]:
    """The fields of a table class by key, in the order of the class."""
    found = {}
    for info in fields(table):
        kind, meta = _unwrap(info.type)
        is_list = get_origin(kind) is tuple
        item, item_meta = _unwrap(get_args(kind)[0]) if is_list else (kind, meta)
        found[info.encode_name] = Field(
            info.encode_name,
            info.name,
            info.required,
            is_list,
            item,
            item_meta,
            meta if is_list else {},
        )
    return found


def _unwrap(annotation: Any) -> tuple[Any, dict[str, Any]]:
    """A type without ``Annotated`` and ``| None``, and its metadata."""
    meta: dict[str, Any] = {}
    while True:
        if get_origin(annotation) is Annotated:
            meta |= {  # as in msgspec, the last metadata decides
                name: value
                for given in annotation.__metadata__
                for name in _ATTRIBUTES
                if (value := getattr(given, name)) is not None
            }
            annotation = annotation.__origin__
        elif type(None) in get_args(annotation):
            (annotation,) = (one for one in get_args(annotation) if one is not type(None))
        else:
            return annotation, meta


@cache
def table_fields(table: type[Struct]) -> tuple[Field, ...]:
    """The fields of a table class whose values are tables or lists of tables."""
    return tuple(field for field in fields_of(table).values() if field.is_table)


def tables_in(table: Struct, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Struct]]:
    """A table and every table in it, each with its key path, in the order of the fields."""
    yield path, table
    for field in table_fields(type(table)):
        value = getattr(table, field.name)
        if field.is_list:
            for index, entry in enumerate(value):
                yield from tables_in(entry, (*path, field.key, index))
        elif value is not None:
            yield from tables_in(value, (*path, field.key))


def references(dossier: Dossier) -> Iterator[tuple[str, Iterable[str]]]:
    """The references of a record, field by field.

    Yields:
        The key of the array of tables that a field refers to, and the ids that it uses,
        each as often as it is used. Use up the ids before you take the next field.
    """
    return _references([dossier], Dossier)


def _references(tables: list[Any], table: type[Struct]) -> Iterator[tuple[str, Iterable[str]]]:
    # By field and not by entry: with 100,000 points this is many times as fast.
    for field in _reference_fields(table):
        values: Iterable[Any] = map(attrgetter(field.name), tables)
        if field.is_list:
            values = chain.from_iterable(values)
        elif not field.required:
            values = (value for value in values if value is not None)
        if field.refers_to:
            yield field.refers_to, values
        else:
            yield from _references(list(values), field.type)


@cache
def _reference_fields(table: type[Struct]) -> tuple[Field, ...]:
    """The fields that are references, or tables in which there are references."""
    return tuple(
        field
        for field in fields_of(table).values()
        if field.refers_to or (field.is_table and _reference_fields(field.type))
    )
