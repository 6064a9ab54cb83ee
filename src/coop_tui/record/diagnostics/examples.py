"""How what a record wants is written, for hints: made of the types and examples of the model."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from msgspec import inspect

from coop_tui.record.diagnostics.problem import KeyPath
from coop_tui.record.tables import Dossier
from coop_tui.record.toml_writer import to_toml

_LONGEST = 140
"""Characters that an example may have."""


@cache
def fields_of(cls: type) -> tuple[inspect.Field, ...]:
    """The keys of a table of the model, with their types."""
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return info.fields


def is_list(kind: inspect.Type) -> bool:
    """Whether a type of the model is a list."""
    return isinstance(_bare(kind), inspect.VarTupleType)


def is_of_several(names: Iterable[str]) -> bool:
    """Whether a table of a record, by the names in its header, is one of a list."""
    kind, several = inspect.type_info(Dossier), False
    for name in names:
        keys = {one.encode_name: one.type for one in getattr(kind, "fields", ())}
        if name not in keys:
            return False
        kind, several = _item(keys[name]), is_list(keys[name])
    return several


@cache
def parts() -> dict[str, list[str]]:
    """The headers of the tables that entries of a record consist of, by name of the part."""
    headers: dict[str, list[str]] = {}
    for table in fields_of(Dossier):
        for part in getattr(_item(table.type), "fields", ()):
            if isinstance(_item(part.type), inspect.StructType):
                path = (table.encode_name, part.encode_name)
                headers.setdefault(part.encode_name, []).append(_header(part.type, path))
    return headers


def _item(kind: inspect.Type) -> inspect.Type:
    """A type bare; of a list, that of what stands in it."""
    bare = _bare(kind)
    return _bare(bare.item_type) if isinstance(bare, inspect.VarTupleType) else bare


def _bare(kind: inspect.Type) -> inspect.Type:
    """A type without what is said of it, and without that the value can be left out."""
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        kind = _inner(kind)
    return kind


def _inner(kind: inspect.Metadata | inspect.UnionType) -> inspect.Type:
    if isinstance(kind, inspect.Metadata):
        return kind.type
    (given,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
    return given


def _sample(kind: inspect.Type) -> Any:
    """A value of a type, made of the examples of the model."""
    match kind:
        case inspect.Metadata(extra_json_schema={"examples": [first, *_]}):
            return first
        case inspect.Metadata() | inspect.UnionType():
            return _sample(_inner(kind))
        case inspect.StructType():
            return {one.encode_name: _sample(one.type) for one in kind.fields if one.required}
        case inspect.VarTupleType():
            return [_sample(kind.item_type)]
        case inspect.EnumType():
            return next(iter(kind.cls)).value
        case inspect.LiteralType():
            return kind.values[0]
        case inspect.StrType():
            return "text"
    raise TypeError(f"the model has a type without an example: {kind}")


def example(kind: inspect.Type, key: str | int) -> str:
    """``such as`` and a key with a value; nothing if that would be long."""
    line = f"such as {key} = {to_toml(_sample(kind))}"
    return line if len(line) <= _LONGEST else ""


def as_table(kind: inspect.Type, path: KeyPath) -> str:
    """How a table, or a list of tables, is written where something else was found."""
    if isinstance(path[-1], int):
        array = kind if is_list(kind) else inspect.VarTupleType(kind)
        return example(array, path[-2]) or f"write [[{_dotted(path)}]]"
    return example(kind, path[-1]) or f"write {_header(kind, path)}"


def as_missing(field: inspect.Field, path: KeyPath) -> str:
    """How a key that is missing is written."""
    if not path and is_list(field.type):
        return f"at least one [[{field.encode_name}]] is needed"
    return example(field.type, field.encode_name)


def as_list(value: Any, kind: inspect.Type, path: KeyPath) -> str:
    """What to do about a value that is to be a list."""
    array = _bare(kind)
    assert isinstance(array, inspect.VarTupleType)
    if not isinstance(_bare(array.item_type), inspect.StructType):
        return example(kind, path[-1]) if isinstance(value, dict) else "put it in [ ]"
    if isinstance(value, dict):
        return f"put it in [ ], or write [[{_dotted(path)}]]"
    return as_table(kind, path)


def as_text(value: Any, kind: inspect.Type, path: KeyPath) -> str:
    """What to do about a value that is to be text."""
    match value:
        case [str()]:
            return "take the [ ] away"
        case list() | dict():
            if isinstance(path[-1], str):
                return example(kind, path[-1])
            return example(kind if is_list(kind) else inspect.VarTupleType(kind), path[-2])
    return "put it in quotation marks"


def _header(kind: inspect.Type, path: KeyPath) -> str:
    return f"[[{_dotted(path)}]]" if is_list(kind) else f"[{_dotted(path)}]"


def _dotted(path: KeyPath) -> str:
    return ".".join(step for step in path if isinstance(step, str))
