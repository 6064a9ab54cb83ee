"""Key path to line and column, from the syntax tree of a TOML document.

Nothing is made up: from the first passage on that the grammar does not know, nothing
has a place, since a header could have been lost there. The grammar is that of
TOML 1.0.
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

from coop_tui.record.diagnostics.problem import KeyPath, Problem

_CONTINUATION = bytes(range(0x80, 0xC0))
"""The bytes of UTF-8 that begin no character."""
_LITERAL = re.compile(".", re.DOTALL)
_BASIC = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)|[^\\]", re.DOTALL)
"""A character of a string, or an escape."""


class Position(Struct, frozen=True):
    """A place in a text.

    Attributes:
        line: From 1.
        column: In characters, from 1.
    """

    line: int
    column: int


class _Entry:
    """What stands at one key path; what is inside is read only when it is asked for.

    Attributes:
        start: The byte at which it begins.
        implied: Whether only headers or dotted keys that lead further name it.
        unread: Nodes in which the tree has keys or items of it.
        value: The node of its value; None for a table with a header.
        keys: What is known to be in it, if it is a table.
        items: What is known to be in it, if it is an array.
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
        """The table in which what follows ``key`` stands: of an array, its last entry."""
        entry = self.keys.get(key)
        if entry is None:
            entry = self.keys[key] = _Entry(start, implied=True)
        elif entry.implied:
            entry.start = min(entry.start, start)
        return entry.items[-1] if entry.items else entry

    def define(self, key: str, start: int, value: tree_sitter.Node | None = None) -> _Entry:
        """The entry that a header or a pair names itself."""
        entry = self.keys.setdefault(key, _Entry(start))
        entry.start, entry.implied = start, False
        if value is not None:
            entry.value = value
            entry.unread.append(value)
        return entry

    def read(self) -> None:
        """Learn what the nodes that were put off hold, one level down."""
        for node in self.unread:
            if node.type == "array":
                for item in _sound(node.named_children):
                    if item.type != "comment":
                        self.items.append(_Entry(item.start_byte, item))
            elif node.type in ("inline_table", "table", "table_array_element"):
                for pair in _sound(node.named_children):
                    self.take(pair)
        self.unread = []

    def take(self, pair: tree_sitter.Node) -> None:
        """Learn of a pair; any other node is passed over."""
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
    """Where the keys, entries and items of a TOML document stand.

    Args:
        text: The document; that it begins with a byte order mark does not count.
    """

    def __init__(self, text: str) -> None:
        self._data = text.removeprefix("\ufeff").encode("utf-8", "surrogatepass")
        self._counted = (0, 0)
        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_toml.language()))
        self._root = _Entry(0)
        self._tree = parser.parse(self._data)
        for node in _sound(self._tree.root_node.children):
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
        """Where something stands.

        Args:
            path: Names of keys, and indices from 0.

        Returns:
            For a key, the place of its last part; for an entry of an array of tables,
            that of its ``[[header]]``; for an item of an array, that of the item; for a
            table without a header, where it is first named. None if the tree does not
            say: the path leads nowhere, is empty, or leads past a passage that the
            grammar does not know.
        """
        entry = self._entry(path)
        return None if entry is None or not path else self._place(entry.start)

    def of_character(self, path: KeyPath, character: str) -> Position | None:
        """Where a character stands, or the escape that makes it.

        Args:
            path: A key or an item, as for ``of``.
            character: What to look for: in the key first, then in the text at the path.

        Returns:
            The place of the first; None if it is not there.
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
        # Many places of one long line are mostly asked for from left to right.
        known, column = self._counted
        if not start <= known <= byte:
            known, column = start, 0
        column += len(self._data[known:byte].translate(None, _CONTINUATION))
        self._counted = (byte, column)
        return Position(before + 1, column + 1)

    def _within(self, node: tree_sitter.Node | None, character: str) -> Position | None:
        """Where a key or text in quotation marks has a character."""
        if node is None or node.type not in ("quoted_key", "string"):
            return None
        written = _written(node)
        for token in (_LITERAL if written.startswith("'") else _BASIC).finditer(written):
            if _meant(token[0]) == character:
                before = written[: token.start()].encode("utf-8", "surrogatepass")
                return self._place(node.start_byte + len(before))
        return None


def located(problems: list[Problem], text: str) -> list[Problem]:
    """The problems of one file, with line and column as far as these are known.

    Args:
        problems: In the order in which they stand in the document.
        text: The document.

    Returns:
        The problems; in order of line and column if each that is at a key has them,
        those of the file as a whole first, and else in the order given.
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


def _sound(nodes: list[tree_sitter.Node]) -> Iterator[tree_sitter.Node]:
    """The nodes up to the first with an error in it, and that one if it is no error itself."""
    for node in nodes:
        if not node.has_error:
            yield node
            continue
        if not node.is_error and not node.is_missing:
            yield node
        return


def _keys(node: tree_sitter.Node) -> list[tuple[str, int]]:
    """The parts of a key and the bytes at which they begin; none if it is no key."""
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
    written = _written(node)
    if node.type == "bare_key":
        return written
    (name,) = tomli.loads(f"{written} = 0")
    return name


def _written(node: tree_sitter.Node) -> str:
    return (node.text or b"").decode("utf-8", "surrogatepass")


def _meant(token: str) -> str:
    """The character that an escape, or a character by itself, stands for."""
    if len(token) == 1 or token[1].isspace():  # a backslash may end a line, and means nothing
        return token
    try:
        value = tomli.loads(f'text = "{token}"')["text"]
    except tomli.TOMLDecodeError:
        return token
    assert isinstance(value, str)
    return value
