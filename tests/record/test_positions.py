from __future__ import annotations

import datetime
import string
from collections.abc import Iterator
from typing import Any

import pytest
import tomli
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from coop_tui.record.diagnostics.positions import Locations, Position, located
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.introspect import KeyPath

DOCUMENT = """\
# 香港
title = "T" # a comment
a . b . "c d" = 1
"quo\\u0074ed" = { x = [1, { y = "香", z = 2 }], w.v = 3 }
'literal' = [
  "one", # a comment
  [2, 3],
]

[[meeting]]
id = "first"

  [[meeting.point]]
  text = "香港" # indented

  [meeting.point.remark]
  text = 'x'

[[meeting.point]]
remark.text = "y"

[[meeting]]
id = "second"
point = []

[ deep . "er" ]
x = 1

[deep]
y = 2
"""


PIECES = [
    *("[", "[[", "]", "]]", "a", '"', '"b"', "'", '"""', "=", "1", "\n", " ", ".", ",", "#"),
    *("{", "}", '"\\q"', '"\\ud800"', "\\u001b", "'" * 3, "\r\n", "香"),
]


@pytest.mark.parametrize(
    ("path", "line", "passage"),
    [
        (("title",), 2, "title"),
        (("a",), 3, "a ."),
        (("a", "b"), 3, "b ."),
        (("a", "b", "c d"), 3, '"c d"'),
        (("quoted",), 4, '"quo'),
        (("quoted", "x"), 4, "x = ["),
        (("quoted", "x", 0), 4, "1,"),
        (("quoted", "x", 1), 4, "{ y"),
        (("quoted", "x", 1, "z"), 4, "z = 2"),
        (("quoted", "w"), 4, "w.v"),
        (("quoted", "w", "v"), 4, "v = 3"),
        (("literal",), 5, "'literal'"),
        (("literal", 0), 6, '"one"'),
        (("literal", 1), 7, "[2"),
        (("literal", 1, 1), 7, "3]"),
        (("meeting",), 10, "meeting"),
        (("meeting", 0), 10, "[[meeting"),
        (("meeting", 0, "id"), 11, "id"),
        (("meeting", 0, "point"), 13, "point]]"),
        (("meeting", 0, "point", 0), 13, "[[meeting.point"),
        (("meeting", 0, "point", 0, "text"), 14, "text"),
        (("meeting", 0, "point", 0, "remark"), 16, "remark]"),
        (("meeting", 0, "point", 0, "remark", "text"), 17, "text"),
        (("meeting", 0, "point", 1), 19, "[[meeting.point"),
        (("meeting", 0, "point", 1, "remark"), 20, "remark."),
        (("meeting", 0, "point", 1, "remark", "text"), 20, "text"),
        (("meeting", 1), 22, "[[meeting"),
        (("meeting", 1, "point"), 24, "point"),
        (("deep",), 29, "deep]"),
        (("deep", "er"), 26, '"er"'),
        (("deep", "er", "x"), 27, "x"),
        (("deep", "y"), 30, "y"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\ufeff"])
def test_a_key_path_leads_to_its_place(path: KeyPath, line: int, passage: str, ends: str) -> None:
    marked = ends == "\ufeff"
    text = f"\ufeff{DOCUMENT}" if marked else DOCUMENT.replace("\n", ends)
    column = DOCUMENT.splitlines()[line - 1].index(passage) + 1
    assert Locations(text).of(path) == Position(line, column)


@pytest.mark.parametrize(
    "path",
    [
        (),
        ("absent",),
        ("title", "x"),
        ("title", 0),
        ("meeting", 2),
        ("meeting", -1),
        ("meeting", "id"),
        ("meeting", 0, 0),
        ("meeting", 1, "point", 0),
        ("literal", 2),
        ("quo\\u0074ed",),
        ("c d",),
    ],
)
def test_a_path_that_leads_nowhere_has_no_place(path: KeyPath) -> None:
    assert Locations(DOCUMENT).of(path) is None


def test_a_byte_order_mark_takes_no_column() -> None:
    assert Locations("\ufeffa = { b = 1 }").of(("a", "b")) == Position(1, 7)


def test_a_table_that_is_only_implied_is_where_it_is_first_named() -> None:
    locations = Locations("[a]\nb.c = 1\n[a.b.d]\n[e.f]\n[e.g]\n")
    assert locations.of(("a", "b")) == Position(2, 1)
    assert locations.of(("a", "b", "d")) == Position(3, 6)
    assert locations.of(("e",)) == Position(4, 2)


def test_a_column_counts_characters_and_not_bytes() -> None:
    text = 'a = { "𐍈é香" = 1, b = ["👩‍🔬", 2] }\n'
    locations = Locations(text)
    assert locations.of(("a", "b")) == Position(1, text.index("b =") + 1)
    assert locations.of(("a", "b", 1)) == Position(1, text.index("2") + 1)
    # From right to left, and past a line that was counted before.
    assert locations.of(("a", "𐍈é香")) == Position(1, 7)


def test_nothing_has_a_place_after_what_the_grammar_does_not_know() -> None:
    text = "a = 1\n[[b]]\nc = 2\nd = = 3\ne = 4\n[[b]]\nf = 5\n"
    locations = Locations(text)
    assert locations.of(("a",)) == Position(1, 1)
    assert locations.of(("b", 0)) == Position(2, 1)
    assert locations.of(("b", 1)) is None
    assert locations.of(("b", 0, "e")) is None
    assert locations.of(("b", 1, "f")) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "]",
        "= 1",
        "[[",
        "[a",
        '"',
        "a",
        "\0",
        "[]\nx = 1",
        '[["a"],."b"]]',
        "[[a],.b]]\nx = 1",
        '[#,"=\n1]',
        "[#a\n]",
        '"\\ud800" = 1',
    ],
)
def test_a_document_that_is_broken_gives_no_place_that_is_made_up(text: str) -> None:
    locations = Locations(text)
    for path in (("a",), ("x",), ("",), ("a", 0)):
        assert locations.of(path) is None


def test_an_escape_that_means_nothing_is_passed_over() -> None:
    locations = Locations('a = "\\ud800\\u001b"')
    assert locations.of_character(("a",), "\x1b") == Position(1, 12)


@given(st.lists(st.sampled_from(PIECES), max_size=9).map("".join))
@settings(max_examples=300)
def test_no_text_makes_the_tree_fail(text: str) -> None:
    locations = Locations(text)
    for path in (("a",), ("b",), ("a", 0), ("a", "b"), ("a", 0, "b")):
        locations.of(path)
        locations.of_character(path, "\x1b")


def test_deep_nesting_is_no_trouble() -> None:
    depth = 20_000
    arrays, keys = "[" * depth + "]" * depth, ".".join("k" * depth)
    locations = Locations(f"a = {arrays}\n[{keys}]\nx = 1\n")
    assert locations.of(("a", *[0] * 9_999)) == Position(1, 10_004)
    assert locations.of(("k",) * depth) == Position(2, 2 * depth)
    assert locations.of((*("k",) * depth, "x")) == Position(3, 1)


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        ('a = "x\\u001by"', ("a",), (1, 7)),
        ('a = "\\\\u001b \\U0000001B"', ("a",), (1, 14)),
        ('a = """\n香 \\\n  y\\u001B"""', ("a",), (3, 4)),
        ('a = """\r\n\r\n\\u001b"""', ("a",), (3, 1)),
        ('a = [1, { b = "\\u001b" }]', ("a", 1, "b"), (1, 16)),
        ('a = ["x", "y\\u001b"]', ("a", 1), (1, 13)),
        ('a = { "k\\u001by" = 1 }', ("a", "k\x1by"), (1, 9)),
        ('b."k\\u001b".c = 1', ("b", "k\x1b"), (1, 5)),
    ],
)
def test_a_character_is_found_in_a_text_or_a_key(
    text: str, path: KeyPath, place: tuple[int, int]
) -> None:
    tomli.loads(text)
    assert Locations(text).of_character(path, "\x1b") == Position(*place)


def test_a_character_is_found_as_it_stands() -> None:
    text = "a = '''\nx\\u202e\n香\u202e'''\n\"\u202e\" = 1"
    assert Locations(text).of_character(("a",), "\u202e") == Position(3, 2)
    assert Locations(text).of_character(("\u202e",), "\u202e") == Position(4, 2)


@pytest.mark.parametrize("path", [(), ("a",), ("b",), ("c",), ("absent",)])
def test_a_character_that_is_not_there_has_no_place(path: KeyPath) -> None:
    assert Locations("a = 'x\\u001b'\nb = 1\nc = \"\\\\u001b\"").of_character(path, "\x1b") is None


def test_problems_come_in_order_of_line_and_those_of_the_whole_file_first() -> None:
    given = [Problem("f", "last", path=("b",)), Problem("f", "m", path=("a",)), Problem("f", "w")]
    found = located(given, "a = 1\nb = 2\n")
    assert [(one.message, one.line, one.column) for one in found] == [
        ("w", None, None),
        ("m", 1, 1),
        ("last", 2, 1),
    ]


def test_problems_keep_their_order_where_one_has_no_place() -> None:
    given = [Problem("f", "y", path=("a",)), Problem("f", "x", path=("b",))]
    found = located(given, "a = 1\nc = = 3\nb = 2\n")
    assert [(one.message, one.line) for one in found] == [("y", 1), ("x", None)]


class Drawn:
    """A document at random, every key of which has a name of its own.

    Written besides it: which line and column each key has, as found by its name.
    """

    def __init__(self, data: st.DataObject) -> None:
        self.data = data
        self.count = 0
        self.lines: list[str] = []
        self.paths: dict[KeyPath, str] = {}

    def pick(self, *choices: Any) -> Any:
        return self.data.draw(st.sampled_from(choices))

    def name(self) -> tuple[str, str]:
        """A new name, and how it is written as a key."""
        self.count += 1
        stem = f"k{self.count}z"
        match self.pick("bare", "bare", "basic", "literal", "escaped"):
            case "basic":
                return f"{stem} 香.𐍈", f'"{stem} 香.𐍈"'
            case "literal":
                return f"{stem}]\\", f"'{stem}]\\'"
            case "escaped":
                return f"{stem}\"\t'é", f'"{stem}\\"\\t\'\\u00e9"'
            case _:
                return stem, stem

    def dotted(self, path: KeyPath) -> tuple[KeyPath, str]:
        """A new key of one to three parts below a path."""
        written = []
        for _ in range(self.data.draw(st.integers(1, 3))):
            name, key = self.name()
            path = (*path, name)
            self.paths[path] = key
            written.append(key)
        return path, self.pick(".", " . ").join(written)

    def value(self, path: KeyPath, depth: int, *, inline: bool) -> str:
        shapes = ["number", "text", "date"] + (["array", "table"] if depth else [])
        match self.pick(*shapes):
            case "text":
                broad = '"""\n香 = 1 # x\n[[k1z]]\n"""' if not inline else '"香 = \\" 1"'
                return str(self.pick('"x = 1"', "'# [k]'", broad))
            case "date":
                return datetime.date(2025, 11, 12).isoformat()
            case "array":
                items = range(self.data.draw(st.integers(0, 3)))
                gap = " " if inline else self.pick(" ", "\n  ", " # 香 ]\n ")
                values = [self.value((*path, i), depth - 1, inline=inline) for i in items]
                return f"[{gap}{f',{gap}'.join(values)}{',' if values else ''}{gap}]"
            case "table":
                return f"{{ {', '.join(self.pairs(path, depth - 1, inline=True))} }}"
            case _:
                return "1"

    def pairs(self, path: KeyPath, depth: int, *, inline: bool = False) -> Iterator[str]:
        for _ in range(self.data.draw(st.integers(0, 3))):
            below, key = self.dotted(path)
            yield f"{key} = {self.value(below, depth, inline=inline)}"

    def tables(self, path: KeyPath, header: str, depth: int) -> None:
        self.lines += self.pairs(path, 2)
        for _ in range(self.data.draw(st.integers(0, 2)) if depth else 0):
            below, key = self.dotted(path)
            whole = f"{header}.{key}" if header else key
            if self.pick(True, False):
                self.lines.append(f"[ {whole} ]")
                self.tables(below, whole, depth - 1)
            else:
                for index in range(self.data.draw(st.integers(1, 3))):
                    self.lines.append(f"[[{whole}]] # 香")
                    self.tables((*below, index), whole, depth - 1)

    def write(self) -> str:
        self.tables((), "", 3)
        end = self.pick("\n", "\r\n")
        return str(end).join("\n".join(self.lines).split("\n")) + str(self.pick("", "\n"))


@pytest.mark.slow
@given(data=st.data())
@settings(max_examples=150)
def test_locations_point_at_the_key_that_they_name(data: st.DataObject) -> None:
    drawn = Drawn(data)
    text = drawn.write()
    document = tomli.loads(text)
    assume(drawn.paths)
    locations = Locations(text)
    lines = text.replace("\r\n", "\n").split("\n")
    for path, written in drawn.paths.items():
        node: Any = document
        for step in path:
            node = node[step]
        place = locations.of(path)
        assert place is not None, (text, path)
        assert lines[place.line - 1][place.column - 1 :].startswith(written), (text, path, place)


@given(st.text(string.printable + "香\x1b\u202e", max_size=80), st.text(max_size=3))
@settings(max_examples=100)
def test_any_text_has_places_or_none(text: str, key: str) -> None:
    locations = Locations(text)
    for path in ((key,), ("a",), (key, 0), ("a", "b")):
        place = locations.of(path)
        if place is not None:
            assert place.column <= len(text.removeprefix("\ufeff").split("\n")[place.line - 1])
