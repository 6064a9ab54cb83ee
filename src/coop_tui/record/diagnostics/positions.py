"""Finds the line and column of a key path in the syntax tree of a TOML 1.0 document.

No position is guessed: after the first syntax error nothing has one, since a header may
be missing there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

import tomli
import tree_sitter
import tree_sitter_toml
from msgspec import Struct
from msgspec.structs import replace

from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.introspect import KeyPath

_CONTINUATION = bytes(range(0x80, 0xC0))
"""The bytes of UTF-8 that continue a character."""
_LITERAL = re.compile(".", re.DOTALL)
_BASIC = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|[^\\]", re.DOTALL)
"""A character of a string, or an escape sequence."""


class Position(Struct, frozen=True):
    """A position in a text.

    Attributes:
        line: From 1.
        column: In characters, from 1.
    """

    line: int
    column: int


class _Entry:
    """The part of a document at one key path. Its contents are read on demand.

    Attributes:
        start: The byte at which it begins.
        implied: Whether it is only named on the way to something in it, by a header or a
            dotted key.
        unread: The nodes with keys or items of it that have not been read yet.
        value: The node of its value; None for a table with a header.
        keys: The entries read so far, if it is a table.
        items: The entries read so far, if it is an array.
    """

    __slots__ = ("implied", "items", "keys", "start", "unread", "value")

    def __init__(
        self, start: int, value: tree_sitter.Node | None = None, *, implied: bool = False
    ) -> None:
        self.start = start
        self.implied = implied
        self.unread = [] if value is None else [value]
        self.value = value
        self.keys: dict[str, _Entry] = {}
        self.items: list[_Entry] = []

    def imply(self, key: str, start: int) -> _Entry:
        """Get the table that a header or dotted key passes through; of an array, the last entry."""
        entry = self.keys.get(key)
        if entry is None:
            entry = self.keys[key] = _Entry(start, implied=True)
        elif entry.implied:
            entry.start = min(entry.start, start)
        return entry.items[-1] if entry.items else entry

    def define(self, key: str, start: int, value: tree_sitter.Node | None = None) -> _Entry:
        """Get the entry that a header or a pair defines."""
        entry = self.keys.setdefault(key, _Entry(start))
        entry.start, entry.implied = start, False
        if value is not None:
            entry.value = value
            entry.unread.append(value)
        return entry

    def read(self) -> None:
        """Read the contents of the unread nodes, one level down."""
        for node in self.unread:
            if node.type == "array":
                for item in _before_error(node.named_children):
                    if item.type != "comment":
                        self.items.append(_Entry(item.start_byte, item))
            elif node.type in ("inline_table", "table", "table_array_element"):
                for pair in _before_error(node.named_children):
                    self.take(pair)
        self.unread = []

    def take(self, pair: tree_sitter.Node) -> None:
        """Add a pair; ignore any other node."""
        if pair.type != "pair":
            return
        key, *rest = pair.named_children
        parts = _keys(key)
        if not parts:
            return
        *above, (last, start) = parts
        value = next((node for node in rest if node.type != "comment"), None)
        table = self
        for part, byte in above:
            table = table.imply(part, byte)
        table.define(last, start, value)


class Locations:
    """The positions of the keys, entries and items of a TOML document.

    Args:
        text: The document. A byte order mark at its start is not counted.
    """

    def __init__(self, text: str) -> None:
        self._data = text.removeprefix("\ufeff").encode("utf-8", "surrogatepass")
        self._counted = (0, 0)
        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
        self._root = _Entry(0)
        self._tree = parser.parse(self._data)
        for node in _before_error(self._tree.root_node.children):
            self._take(node)

    def _take(self, node: tree_sitter.Node) -> None:
        if node.type not in ("table", "table_array_element"):
            self._root.take(node)
            return
        header = node.named_child(0)
        parts = _keys(header) if header is not None else []
        if not parts:
            return
        *above, (last, start) = parts
        table = self._root
        for key, byte in above:
            table = table.imply(key, byte)
        if node.type == "table":
            table = table.define(last, start)
        else:
            if last not in table.keys:
                table.define(last, start)
            entries = table.keys[last].items
            table = _Entry(node.start_byte)
            entries.append(table)
        table.unread.append(node)

    def of(self, path: KeyPath) -> Position | None:
        """The position of a key path.

        Args:
            path: Names of keys, and indices from 0.

        Returns:
            The last part of a key; the ``[[header]]`` of an entry of an array of tables;
            an item of an array; the first mention of a table without a header. None if
            the path is empty, leads nowhere, or leads past a syntax error.
        """
        entry = self._entry(path)
        return None if entry is None or not path else self._place(entry.start)

    def of_character(self, path: KeyPath, character: str) -> Position | None:
        """The position of a character, or of the escape sequence for it.

        Args:
            path: A key or an item, as for ``of``.
            character: The character to look for, in the key or else in the text at the path.

        Returns:
            The first position; None if the character is not there.
        """
        entry = self._entry(path)
        if entry is None or not path:
            return None
        if isinstance(path[-1], str) and character in path[-1]:
            root, start = self._tree.root_node, entry.start
            return self._within(root.named_descendant_for_byte_range(start, start), character)
        return self._within(entry.value, character)

    def _entry(self, path: KeyPath) -> _Entry | None:
        entry: _Entry | None = self._root
        for step in path:
            if entry is None:
                return None
            entry.read()
            if isinstance(step, str):
                entry = entry.keys.get(step)
            else:
                entry = entry.items[step] if 0 <= step < len(entry.items) else None
        return entry

    @cached_property
    def _line_ends(self) -> list[int]:
        return [match.start() for match in re.finditer(b"\n", self._data)]

    def _place(self, byte: int) -> Position:
        before = bisect_left(self._line_ends, byte)
        start = self._line_ends[before - 1] + 1 if before else 0
        # Positions in one long line are mostly asked for from left to right.
        known, column = self._counted
        if not start <= known <= byte:
            known, column = start, 0
        column += len(self._data[known:byte].translate(None, _CONTINUATION))
        self._counted = (byte, column)
        return Position(before + 1, column + 1)

    def _within(self, node: tree_sitter.Node | None, character: str) -> Position | None:
        """The position of a character in a quoted key or a text."""
        if node is None or node.type not in ("quoted_key", "string"):
            return None
        written = _source(node)
        for token in (_LITERAL if written.startswith("'") else _BASIC).finditer(written):
            if _unescape(token[0]) == character:
                before = written[: token.start()].encode("utf-8", "surrogatepass")
                return self._place(node.start_byte + len(before))
        return None


def located(problems: list[Problem], text: str) -> list[Problem]:
    """Add line and column to the problems of one file, where they are known.

    Args:
        problems: The problems, in the order of the document.
        text: The document.

    Returns:
        The problems. If each one at a key has a position, they are sorted by line and
        column, and those of the whole file come first; otherwise the order is kept.
    """
    locations = Locations(text)
    placed = []
    for problem in problems:
        place = (
            locations.of_character(problem.path, problem.character) if problem.character else None
        ) or locations.of(problem.path)
        if place:
            problem = replace(problem, line=place.line, column=place.column)
        placed.append(problem)
    if any(problem.path and problem.line is None for problem in placed):
        return placed
    return sorted(placed, key=lambda problem: (problem.line or 0, problem.column or 0))


def _before_error(nodes: list[tree_sitter.Node]) -> Iterator[tree_sitter.Node]:
    """The nodes before the first syntax error, and the node that contains it."""
    for node in nodes:
        if not node.has_error:
            yield node
            continue
        if not node.is_error and not node.is_missing:
            yield node
        return


def _keys(node: tree_sitter.Node) -> list[tuple[str, int]]:
    """The parts of a key and the bytes at which they begin; none if the node is not a key."""
    if node.has_error or node.type not in ("bare_key", "quoted_key", "dotted_key"):
        return []
    parts = []
    while node.type == "dotted_key":
        node, last = node.named_children
        parts.append(last)
    parts.append(node)
    try:
        return [(_name(part), part.start_byte) for part in reversed(parts)]
    except tomli.TOMLDecodeError:
        return []


def _name(node: tree_sitter.Node) -> str:
    written = _source(node)
    if node.type == "bare_key":
        return written
    (name,) = tomli.loads(f"{written} = 0")
    return name


def _source(node: tree_sitter.Node) -> str:
    return (node.text or b"").decode("utf-8", "surrogatepass")


def _unescape(token: str) -> str:
    """The character that a character or an escape sequence stands for."""
    if len(token) == 1 or token[1].isspace():  # a backslash at the end of a line
        return token
    try:
        value = tomli.loads(f'text = "{token}"')["text"]
    except tomli.TOMLDecodeError:
        return token
    assert isinstance(value, str)
    return value
