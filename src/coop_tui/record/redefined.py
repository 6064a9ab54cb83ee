"""A key or table of a TOML document that cannot be given where it is, since another is there."""

from __future__ import annotations

import difflib
import re
from typing import Any

import tomli

from coop_tui.record.characters import escape_controls
from coop_tui.record.diagnostics.examples import is_of_several
from coop_tui.record.diagnostics.positions import Locations
from coop_tui.record.diagnostics.problem import KeyPath, quoted
from coop_tui.record.stopped import HEADER, Fault, Stop


def redefined(stop: Stop) -> Fault | None:
    """What is wrong with a key, or with a table's header, that the parser does not take.

    Args:
        stop: Where the parser stopped: behind the key with its value, or in the header.

    Returns:
        The fault; None if it is not known.
    """
    text, start = stop.text, stop.statement
    before, pair = text[:start], stop.pair
    header = HEADER.match(text, start)
    if stop.in_table and pair is not None:
        hint = "a key stands once in { }"
        return Fault(f"{quoted(pair[1])} is given already", pair.start(1), hint)
    if header is not None:
        names, name = _names(header[1]), header[1]
    elif pair is not None and not stop.brackets:
        above = HEADER.match(text, stop.header) if stop.header >= 0 else None
        names, name = [*(_names(above[1]) if above else ()), *_names(pair[1])], pair[1]
    else:
        return None
    path, there = _reached(tomli.loads(before), names)
    place = Locations(before).of(path)
    if place is None:
        return None
    lines = text.split("\n", place.line - 1)[:-1]
    first = HEADER.match(text, sum(len(line) + 1 for line in lines))
    if first is not None and header is not None:
        return _second(start, header, first, place.line, of_several=isinstance(there, list))
    steps = [step for step in path if isinstance(step, str)]
    if header is None and len(steps) == len(names):
        return Fault(f"{quoted(name)} is given twice", start, f"line {place.line} has it already")
    hint = "write all of it in one place, either after = or below headers"
    whole = quoted(".".join(steps))
    return Fault(f"nothing can be added to {whole} of line {place.line}", start, hint)


def _second(
    start: int, header: re.Match[str], first: re.Match[str], line: int, *, of_several: bool
) -> Fault:
    """What is wrong with a header after another one."""
    shown = escape_controls(header[1])
    if not header[0].lstrip().startswith("[["):
        if of_several:
            return Fault(f"[{shown}] follows [[{shown}]]", start, f"write [[{shown}]]")
        hint = f"write [[{shown}]] for each" if is_of_several(_names(header[1])) else "keep one"
        return Fault(f"[{shown}] is given twice: line {line} has it already", start, hint)
    if _names(first[1]) == _names(header[1]):
        hint = f"write [[{shown}]] in line {line} too"
        return Fault(f"[[{shown}]] follows [{shown}]", start, hint)
    if (fault := _misspelt(first, shown)) is not None:
        return fault
    part = first[0].lstrip()
    part += "]" if part.startswith("[[") else ""
    message = f"{escape_controls(part)} stands before the first [[{shown}]]"
    at = first.end() - len(first[0].lstrip())
    return Fault(message, at, f"put it below the [[{shown}]] that it is part of")


def _misspelt(part: re.Match[str], name: str) -> Fault | None:
    """The header above the header of a part, if it is much like the one that is due there."""
    at = part.start()
    while at > 0:
        at = part.string.rfind("\n", 0, at - 1) + 1
        if (above := HEADER.match(part.string, at)) is not None:
            known = is_of_several(_names(above[1]))
            if known or not difflib.get_close_matches(above[1], [name]):
                return None
            at = above.end() - len(above[0].lstrip())
            return Fault(f"there is no [[{escape_controls(above[1])}]]", at, f"write [[{name}]]")
    return None


def _reached(document: dict[str, Any], names: list[str]) -> tuple[KeyPath, Any]:
    """How far names lead into a document, and to what; of a list, they go into the last entry."""
    path: list[str | int] = []
    node: Any = document
    for name in names:
        if isinstance(node, list) and node:
            path.append(len(node) - 1)
            node = node[-1]
        if not isinstance(node, dict) or name not in node:
            break
        path.append(name)
        node = node[name]
    return tuple(path), node


def _names(key: str) -> list[str]:
    """The parts of a dotted key."""
    names: list[str] = []
    table: Any = tomli.loads(f"{key} = 0")
    while isinstance(table, dict):
        ((name, table),) = table.items()
        names.append(name)
    return names
