"""Finds the line and column of a key path in the syntax tree of a TOML 1.0 document.

No position is guessed: after the first syntax error nothing has one, since a header may
be missing there.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

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
    """A position in a text: the line and the column, in characters, both from 1."""

    line: int
    column: int


class _Entry(Struct):
    """The part of a document at one key path. Its contents are read on demand.

    Attributes:
        start: The byte at which it begins.
        implied: Whether it is only named on the way to something in it, by a header or a
            dotted key.
        value: The node of its value; None for a table with a header.
        unread: The nodes with keys or items of it that have not been read yet.
        keys: The entries read so far, if it is a table.
        items: The entries read so far, if it is an array.
    """

    start: int
    implied: bool = False
    value: tree_sitter.Node | None = None
    unread: list[tree_sitter.Node] = []
    keys: dict[str, _Entry] = {}
    items: list[_Entry] = []

    def imply(self, parts: list[tuple[str, int]]) -> _Entry:
        """Get the table that a header or dotted key passes through; of an array, the last entry."""
        table = self
        for key, start in parts:
            entry = table.keys.setdefault(key, _Entry(start, implied=True))
            if entry.implied:
                entry.start = min(entry.start, start)
            table = entry.items[-1] if entry.items else entry
        return table

    def read(self) -> None:
        """Read the contents of the unread nodes, one level down."""
        for node in self.unread:
            for child in _before_error(node.named_children):
                if node.type != "array":
                    self.take(child)
                elif child.type != "comment":
                    self.items.append(_Entry(child.start_byte, value=child, unread=[child]))
        self.unread = []

    def take(self, node: tree_sitter.Node) -> None:
        """Add a pair or a table with a header; ignore any other node."""
        if node.type not in ("pair", "table", "table_array_element") or not node.named_children:
            return
        key, *values = node.named_children
        parts = _keys(key)
        if not parts:
            return
        *above, (last, start) = parts
        entry = self.imply(above).keys.setdefault(last, _Entry(start))
        if node.type == "table_array_element":
            entry.items.append(_Entry(node.start_byte, unread=[node]))
            return
        entry.start, entry.implied = start, False
        if node.type == "pair":
            entry.value = next((value for value in values if value.type != "comment"), None)
            node = entry.value or node
        entry.unread.append(node)


class Locations:
    """The positions of the keys, entries and items of a TOML document.

    Args:
        text: The document. A byte order mark at its start is not counted.
    """

    def __init__(self, text: str) -> None:
        self._data = text.removeprefix("\ufeff").encode("utf-8", "surrogatepass")
        self._line_ends = [match.start() for match in re.finditer(b"\n", self._data)]
        self._counted = (0, 0)
        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
        self._root = _Entry(0)
        self._tree = parser.parse(self._data)
        for node in _before_error(self._tree.root_node.children):
            self._root.take(node)

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
        return self._place(entry.start) if entry else None

    def of_character(self, path: KeyPath, character: str) -> Position | None:
        """The position of a character, or of the escape sequence for it.

        Args:
            path: A key or an item, as for ``of``.
            character: The character to look for, in the key or else in the text at the path.

        Returns:
            The first position; None if the character is not there, or is empty.
        """
        entry = self._entry(path)
        if entry is None or not character:
            return None
        node = entry.value
        if isinstance(path[-1], str) and character in path[-1]:
            root = self._tree.root_node
            node = root.named_descendant_for_byte_range(entry.start, entry.start)
        if node is None or node.type not in ("quoted_key", "string"):
            return None
        written = _source(node)
        for token in (_LITERAL if written.startswith("'") else _BASIC).finditer(written):
            if _unescape(token[0]) == character:
                before = written[: token.start()].encode("utf-8", "surrogatepass")
                return self._place(node.start_byte + len(before))
        return None

    def _entry(self, path: KeyPath) -> _Entry | None:
        entry, is_cited = (self._root if path else None), "cite" in path
        for step in path:
            if entry is None:
                return None
            if is_cited and entry.value is not None and entry.value.type == "string":
                return entry  # a citation in short
            entry.read()
            if isinstance(step, str):
                entry = entry.keys.get(step)
            else:
                entry = entry.items[step] if 0 <= step < len(entry.items) else None
        return entry

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
        path = problem.path
        if place := locations.of_character(path, problem.character) or locations.of(path):
            problem = replace(problem, line=place.line, column=place.column)
        placed.append(problem)
    if any(problem.path and problem.line is None for problem in placed):
        return placed
    return sorted(placed, key=lambda problem: (problem.line or 0, problem.column or 0))


def _before_error(nodes: list[tree_sitter.Node]) -> Iterator[tree_sitter.Node]:
    """The nodes before the first syntax error, and the node that contains it."""
    for node in nodes:
        if not node.is_error and not node.is_missing:
            yield node
        if node.has_error:
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
        return str(tomli.loads(f'text = "{token}"')["text"])
    except tomli.TOMLDecodeError:
        return token
