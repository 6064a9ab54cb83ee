from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec import Struct, inspect

from coop_tui.record.entries import Source
from coop_tui.record.introspect import Field, fields_of, references, tables_in
from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier, Meeting, Point


def structs(kind: inspect.Type) -> Iterator[inspect.StructType]:
    """The structs in a type, as msgspec itself finds them."""
    match kind:
        case inspect.StructType():
            yield kind
            for field in kind.fields:
                yield from structs(field.type)
        case inspect.Metadata(type=inner) | inspect.VarTupleType(item_type=inner):
            yield from structs(inner)
        case inspect.UnionType():
            for one in kind.types:
                yield from structs(one)


STRUCTS = {struct.cls.__name__: struct for struct in structs(inspect.type_info(Dossier))}


def inner_types(kind: inspect.Type) -> Iterator[inspect.Type]:
    """A type and the types in it, without null."""
    yield kind
    match kind:
        case inspect.Metadata(type=inner) | inspect.VarTupleType(item_type=inner):
            yield from inner_types(inner)
        case inspect.UnionType():
            for one in kind.types:
                yield from inner_types(one)


@pytest.mark.parametrize("name", STRUCTS)
def test_the_fields_are_those_that_msgspec_reads(name: str) -> None:
    struct = STRUCTS[name]
    fields = list(fields_of(struct.cls).values())
    assert [(field.key, field.name, field.required) for field in fields] == [
        (field.encode_name, field.name, field.required) for field in struct.fields
    ]
    for field, told in zip(fields, struct.fields, strict=True):
        kinds = list(inner_types(told.type))
        assert field.is_list == any(isinstance(kind, inspect.VarTupleType) for kind in kinds)
        assert field.is_table == any(isinstance(kind, inspect.StructType) for kind in kinds)
        extras = [kind.extra for kind in kinds if isinstance(kind, inspect.Metadata) and kind.extra]
        assert field.refers_to == (extras[0]["refers_to"] if extras else "")
        for kind in kinds:
            match kind:
                case inspect.StrType():
                    limits = (field.meta.get("pattern"), field.meta.get("max_length"))
                    assert limits == (kind.pattern, kind.max_length)
                case inspect.IntType():
                    assert (field.meta.get("ge"), field.meta.get("le")) == (kind.ge, kind.le)
                case inspect.VarTupleType():
                    assert field.min_items == (kind.min_length or 0)
                case inspect.LiteralType():
                    assert set(field.choices) == set(kind.values)
                case inspect.EnumType():
                    assert field.choices == tuple(member.value for member in kind.cls)


def field(table: type[Struct], key: str) -> Field:
    return fields_of(table)[key]


def test_examples_are_of_the_whole_field() -> None:
    assert field(Point, "plans").examples == [["14"]]
    assert field(Point, "by").examples == [["hk", "beijing"]]
    assert field(Meeting, "places").examples == [["government-house"]]
    assert field(Meeting, "ordinal").examples == [4]
    assert field(Source, "remark").examples == []


def test_every_table_comes_with_the_path_that_leads_to_it(small: str) -> None:
    dossier = parse(small.encode(), "r")
    found = dict(tables_in(dossier))
    assert found[()] is dossier
    assert found["meeting", 1, "point", 0, "cite", 0] is dossier.meetings[1].points[0].cite[0]
    assert found["plan", 0, "milestone", 0] is dossier.plans[0].milestones[0]


def test_references_come_as_often_as_they_are_used(small: str) -> None:
    dossier = parse(small.encode(), "r")
    by_table: dict[str, list[str]] = {}
    for table, ids in references(dossier):
        by_table.setdefault(table, []).extend(ids)
    assert by_table["person"] == ["lee"]
    assert by_table["initiative"] == ["hetao"] * 2
    assert by_table["source"] == ["report"] * 4
