"""What the monkey does: steps drawn by chance, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from tests.data.hostile.record import strings

from coop_tui.tui.command_groups import GROUPS

Value = str | float | int


class Step(NamedTuple):
    """One thing done, with all that it needs; places are parts of the screen, 0 to 1."""

    kind: str
    values: tuple[Value, ...] = ()

    def __str__(self) -> str:
        """The step as it is printed: ``click 0.25 0.5 1 2``."""
        return " ".join([self.kind, *map(repr, self.values)])


_OF_TEXTUAL = (
    *("backspace", "delete", "ctrl+u", "ctrl+w", "ctrl+k", "ctrl+a", "ctrl+v", "ctrl+x"),
    *("ctrl+q", "ctrl+z", "ctrl+right", "shift+home", "shift+down", "ctrl+home", "f1", "f5"),
)


def keys() -> list[str]:
    """Every key that is bound anywhere in the reader, and what its widgets heed besides."""
    found = [key for _, group in GROUPS for one in group for key in one.keys.split(",")]
    return list(dict.fromkeys([*found, *_OF_TEXTUAL]))


_QUERIES = (
    *("trade", "kind:ag", "by:hk", "-by:hk", '"go', "plan:14", "plan:f1", "nofield:x", "kind:"),
    *("香港", "meeting:2025", "person:", "person:p1", "sector:s0 source:q0", "-", "a -a", "zzz"),
)
_COMMANDS = ("", "the", "quit", "light", "fit", "t", "export", "plan", "zoom", "odd", "香", "[/")
_FILES = ("", "a", "a.txt", "no/such/folder", "../outside", "~/home", "/absolute", "x\ty", "\x1b")
_SIZES = ((1, 1), (2, 300), (39, 9), (40, 10), (80, 24), (120, 36), (200, 50), (300, 100))
_STATES = ("good", "good", "good", "broken", "empty", "gone")
_WEIGHTS = {
    "key": 600,
    "rest": 100,
    "click": 110,
    "type": 40,
    "scroll": 35,
    "resize": 25,
    "drag": 20,
    "search": 20,
    "palette": 20,
    "hover": 15,
    "paste": 8,
    "file": 8,
    "save": 6,
    "focus": 4,
}


def steps(seed: int, count: int, *, saves: float = 1.0) -> list[Step]:
    """Steps drawn by chance.

    Args:
        seed: The same gives the same steps, however many of them.
        count: How many.
        saves: How often the record is saved, as a part of how often it usually is.
    """
    chance = Random(seed)
    weights = {**_WEIGHTS, "save": _WEIGHTS["save"] * saves}
    every_key = keys()
    drawn = []
    for _ in range(count):
        (kind,) = chance.choices(list(weights), list(weights.values()))
        drawn.append(Step(kind, tuple(_values(kind, chance, every_key))))
    return drawn


def _values(kind: str, chance: Random, every_key: list[str]) -> Iterator[Value]:
    match kind:
        case "key":
            yield chance.choice(every_key)
        case "type":
            yield chance.choice(_QUERIES + _COMMANDS)
        case "search":
            yield from (chance.choice(_QUERIES), chance.choice(["enter", "escape", "down"]))
        case "palette":
            yield from (chance.choice(_COMMANDS), chance.choice(["enter", "escape", "down"]))
        case "file":
            yield chance.choice(_FILES)
        case "paste":
            yield chance.choice([*strings("strings"), *strings("refused")])
        case "click":
            yield from _places(chance, 1)
            yield from (chance.choice([1, 1, 1, 3]), chance.choice([1, 1, 2, 3]))
        case "drag":
            yield from _places(chance, 3)
        case "hover":
            yield from _places(chance, 1)
        case "scroll":
            yield from _places(chance, 1)
            yield from (chance.choice(["up", "down", "left", "right"]), chance.choice([1, 5]))
        case "resize":
            anything = chance.randint(1, 160), chance.randint(1, 50)
            yield from chance.choice([anything, chance.choice(_SIZES)])
        case "save":
            yield from (chance.choice(_STATES), chance.randrange(2**32))


def _places(chance: Random, count: int) -> Iterator[float]:
    return (round(chance.random(), 3) for _ in range(2 * count))
