"""What changed between two versions of a record."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.views.test_view_properties import dossiers

from coop_tui.query.changes import ORDER, Changes, changed_keys, changes
from coop_tui.record.dates import Date
from coop_tui.record.entries import Citation, Table
from coop_tui.record.introspect import Field, fields_of, table_fields
from coop_tui.record.kinds import Kind
from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier, Point

CITE = (Citation("report", "¶2"),)


def point(text: str, **keys: Any) -> Point:
    given: dict[str, Any] = {"sectors": ("trade",), "by": ("hk",), "kind": Kind.HOPES}
    return Point(text=text, **{"cite": CITE, **given, **keys})


@pytest.fixture
def record(small: str) -> Dossier:
    return parse(small.encode(), "record.toml")


def with_points(dossier: Dossier, *points: Point) -> Dossier:
    """The record with these points at its later meeting, and no others."""
    earlier, later = dossier.meetings
    return replace(dossier, meetings=(earlier, replace(later, points=points)))


def told(found: Changes) -> list[tuple[str, str, list[str]]]:
    """What is told of each point: its text, what happened to it, and the keys that changed."""
    return [(one.entry.text, one.what, [key.field.key for key in one.keys]) for one in found.points]


def value_of(field: Field, number: int) -> Any:
    """The first or the second (0 or 1) of two values that a field can have."""
    if field.choices:
        is_enum = isinstance(field.type, type) and issubclass(field.type, Enum)
        value = list(field.type if is_enum else field.choices)[number]
    elif field.is_table:
        value = table_of(field.type, number)
    else:
        value = {Date: Date(1999 + number), str: f"value-{number}", int: 7 + number}[field.type]
    return (value,) if field.is_list else value


def table_of(table: type[Table], number: int = 0) -> Table:
    """A table with every key."""
    return table(**{one.name: value_of(one, number) for one in fields_of(table).values()})


@pytest.mark.parametrize("table", [Point, *(one.type for one in table_fields(Dossier))])
def test_a_change_of_any_key_is_told(table: type[Table]) -> None:
    before = table_of(table)
    for field in fields_of(table).values():
        after = replace(before, **{field.name: value_of(field, 1)})
        assert [one.field for one in changed_keys(before, after)] == [field]


def test_every_table_has_its_place() -> None:
    assert {*ORDER, "meeting"} == {field.key for field in table_fields(Dossier)}


def test_nothing_changed_between_a_record_and_itself(small: str) -> None:
    once, again = (parse(small.encode(), "record.toml") for _ in range(2))
    assert not changes(once, again)


def test_moving_and_wrapping_is_no_change(record: Dossier) -> None:
    first, second, third = point("One\nand two."), point("Three."), point("Four.", id="four")
    moved = (third, point("One and  two."), second)
    assert not changes(with_points(record, first, second, third), with_points(record, *moved))
    turned = replace(record, sectors=record.sectors[::-1], parties=record.parties[::-1])
    assert not changes(record, turned)


def test_points_are_matched_by_their_id_whatever_they_say(record: Dossier) -> None:
    old = (point("Trade is to grow.", id="a"), point("Culture is on the agenda.", id="b"))
    new = (point("Trade is to grow.", id="b"), point("Culture is on the agenda.", id="a"))
    found = changes(with_points(record, *old), with_points(record, *new))
    assert [(one.old_number, one.new_number) for one in found.points] == [(2, 1), (1, 2)]
    assert {tuple(keys) for _, _, keys in told(found)} == {("text",)}


def test_a_point_that_only_got_an_id_is_the_same_point(record: Dossier) -> None:
    old, new = point("Trade is to grow."), point("Trade is to grow.", id="trade")
    found = changes(with_points(record, old, old), with_points(record, old, new))
    assert told(found) == [("Trade is to grow.", "changed", ["id"])]


def test_a_reworded_point_is_told_from_a_new_one_and_one_that_is_gone(record: Dossier) -> None:
    old = (point("Closer work in finance is hoped for."), point("A museum is to open in 2027."))
    new = (point("Youth exchange was discussed."), point("Closer work on finance is hoped for."))
    found = changes(with_points(record, *old), with_points(record, *new))
    assert told(found) == [
        ("Youth exchange was discussed.", "added", []),
        ("Closer work on finance is hoped for.", "changed", ["text"]),
        ("A museum is to open in 2027.", "removed", []),
    ]


def test_of_points_with_one_text_the_more_alike_are_the_same(record: Dossier) -> None:
    text = "Both sides want more."
    old = (point(text, by=("hk",)), point(text, by=("beijing",)))
    new = (point(text, by=("beijing",), due=Date(2026)), point(text, by=("hk",), due=Date(2026)))
    found = changes(with_points(record, *old), with_points(record, *new))
    assert told(found) == [(text, "changed", ["due"])] * 2


def test_one_of_two_equal_points_that_is_gone_is_told_once(record: Dossier) -> None:
    twice = (point("Again."), point("Again."))
    found = changes(with_points(record, *twice), with_points(record, *twice[:1]))
    assert told(found) == [("Again.", "removed", [])]


def test_a_point_is_never_sought_at_another_meeting(record: Dossier) -> None:
    earlier, later = record.meetings
    moved = replace(
        record, meetings=(replace(earlier, points=later.points), replace(later, points=()))
    )
    found = changes(record, moved)
    assert [(one.entry.id, [point.what for point in one.points]) for one in found.meetings] == [
        ("earlier", ["added"]),
        ("later", ["removed"]),
    ]


def test_a_meeting_is_added_or_removed_with_its_points_in_order_of_time(record: Dossier) -> None:
    earlier, later = record.meetings
    newer = replace(later, id="newer", date=Date(2026))
    new = replace(record, meetings=(replace(earlier, title="Renamed"), newer))
    found = changes(record, new)
    assert [(one.entry.id, one.what, len(one.points)) for one in found.meetings] == [
        ("earlier", "changed", 0),
        ("later", "removed", 1),
        ("newer", "added", 1),
    ]
    (key,) = found.meetings[0].keys
    assert (key.field.key, key.old, key.new) == ("title", "Earlier meeting", "Renamed")


def test_entries_and_the_record_itself_are_told(
    record: Dossier, edited: Callable[[str, str], str]
) -> None:
    new = parse(
        edited('id = "finance"\nname = "Finance"', 'id = "money"\nname = "Money"').encode(), "r"
    )
    found = changes(record, replace(new, title="Other", about=f"  {record.about}"))
    assert [(one.entry.id, one.what) for one in found.tables["sector"]] == [  # type: ignore[attr-defined]
        ("money", "added"),
        ("finance", "removed"),
    ]
    assert [one.field.key for one in found.keys] == ["title"]


def test_only_the_items_of_a_list_that_differ_are_told(record: Dossier) -> None:
    other = (*CITE, Citation("report", "¶9"))
    before = point("One.", cite=other)
    (key,) = changed_keys(before, replace(before, cite=(CITE[0], Citation("report", "¶8"))))
    assert key.removed == [Citation("report", "¶9")]
    assert key.added == [Citation("report", "¶8")]


@given(dossiers(), st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_what_is_shuffled_did_not_change_and_what_is_taken_away_is_told(
    dossier: Dossier, random: random.Random
) -> None:
    def shuffled(entries: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(entries, len(entries)))

    meetings = [replace(one, points=shuffled(one.points)) for one in dossier.meetings]
    other = replace(dossier, meetings=tuple(meetings), sources=shuffled(dossier.sources))
    assert not changes(dossier, other)
    without = replace(other, meetings=tuple(replace(one, points=()) for one in meetings))
    found = changes(dossier, without)
    count = sum(len(one.points) for one in dossier.meetings)
    assert [one.what for one in found.points] == ["removed"] * count
    assert [one.what for one in changes(without, dossier).points] == ["added"] * count


def test_time_does_not_grow_with_the_square_of_a_meeting(record: Dossier) -> None:
    def seconds(count: int) -> float:
        old, new = (
            [
                point(f"{number:06d} {'abcdefghij'[number % 10] * 30} {end}")
                for number in range(count)
            ]
            for end in ("before", "thereafter")
        )
        start = time.process_time()
        found = changes(with_points(record, *old), with_points(record, *new))
        assert sum(1 for _ in found.points) >= count
        return time.process_time() - start

    seconds(100)  # what is imported first
    few, many = seconds(1_000), seconds(8_000)
    assert many < 24 * few


def test_points_that_are_equal_need_no_comparison_of_texts() -> None:
    program = """
import sys
from coop_tui.paths import shipped_record
from coop_tui.query.changes import changes
from coop_tui.record.loading.loader import load
old, new = (load(shipped_record()).dossier for _ in range(2))
assert not changes(old, new)
assert "rapidfuzz" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
