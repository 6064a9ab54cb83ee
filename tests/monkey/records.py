"""The records that the monkey plays on, and what may be saved over them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.benchmarks.records import large_record
from tests.conftest import FROZEN, SMALL
from tests.data.hostile.record import strings

from coop_tui.record.kinds import Kind
from coop_tui.record.toml_writer import key_value

KINDS = ("small", "shipped", "odd", "large")
LARGE = {"meetings": 200, "points": 3000}
_MEETING = "\n[[meeting]]\n"
_LONG = ("Long names do not end " * 14)[:300]
_YEARS = ((1, 1), (1, 9999), (9999, 9999), (2001, 2030), (2025, 2025))
"""Between which years all dates of a record lie."""


def record(kind: str, chance: Random) -> str:
    """A record to begin with: of a kind of ``KINDS``, and any at all of the kind ``odd``."""
    match kind:
        case "small":
            return SMALL
        case "shipped":
            return FROZEN.read_text("utf-8")
        case "large":
            return large_record(**LARGE)
        case _:
            return odd_record(chance)


def saved(kind: str, chance: Random) -> str:
    """A record as it might be saved next: without some of its meetings."""
    head, *meetings = record(kind, chance).split(_MEETING)
    kept = chance.choice([0.0, 0.5, 0.9, 1.0])
    return _MEETING.join([head, *(one for one in meetings if chance.random() < kept)])


def odd_record(chance: Random) -> str:
    """A valid record of any shape: much or nothing of each thing, odd names, odd dates."""
    return "\n".join(_Odd(chance).lines()) + "\n"


class _Odd:
    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._first, self._last = chance.choice(_YEARS)
        self._precisions = chance.choice([(4,), (4, 7, 10), (10,)])
        self._day = self._any_date() if chance.random() < 0.1 else None
        """The day on which everything is; None if dates differ."""
        self._most = chance.choice([1, 4, 12])

    def lines(self) -> Iterator[str]:
        yield 'format = 1\ntitle = "Odd record"'
        yield key_value("about", self._words())
        parties = self._ids("a", self._chance.choice([1, 2, 40]))
        sectors = self._ids("s", 1 + self._count())
        persons, initiatives = self._ids("p", self._count()), self._ids("i", self._count())
        self._sources = self._ids("q", 1 + self._count())
        for table, ids in (("party", parties), ("sector", sectors), ("place", ["o"])):
            for name in ids:
                yield from self._named(table, name)
        for name in persons:
            yield from self._named("person", name)
            party, body = self._chance.choice(parties), self._words()
            yield self._chance.choice([key_value("party", party), key_value("body", body)])
        plans = self._ids("f", self._count())
        for name in plans:
            yield from self._named("plan", name)
            yield from self._period()
            yield from self._milestones("plan")
        for name in initiatives:
            yield from self._named("initiative", name)
            yield key_value("parties", self._some(parties))
            yield from self._milestones("initiative")
        for name in self._sources:
            yield from (f"[[source]]\nid = '{name}'", key_value("title", self._words()))
            yield from (key_value("publisher", self._words()), "url = 'https://example.org/a'")
        for name in self._ids("m", self._count()):
            yield f"[[meeting]]\nid = '{name}'\nkind = 'meeting'"
            yield from self._chance.choice([(), ("places = ['o']", "held = 'both'")])
            yield from self._chance.choice([(), ("recorded = 'in-full'",), ("areas_named = 4",)])
            date, end = sorted((self._date(), self._date()))
            yield from (f"date = {date}", key_value("title", self._words()))
            yield from self._chance.choice([(), (f"end = {end}",)])
            there = [{"person": one, "role": self._words()} for one in self._some(persons)]
            yield from (
                key_value("people", there),
                key_value("sources", self._some(self._sources, 1)),
            )
            for _ in range(self._count() // 2):
                cite = {"source": self._chance.choice(self._sources)}
                yield f"[[meeting.area]]\n{key_value('sectors', self._some(sectors, 1))}"
                yield from (key_value("cite", [cite]), key_value("title", self._words()))
            for _ in range(self._count()):
                yield f"[[meeting.point]]\n{key_value('sectors', self._some(sectors))}"
                yield from (key_value("by", self._some(parties, 1)), *self._statement())
                yield key_value("kind", self._chance.choice(list(Kind)).value)
                yield key_value("plans", self._some(plans))
                yield key_value("initiatives", self._some(initiatives))

    def _named(self, table: str, name: str) -> Iterator[str]:
        yield f"[[{table}]]\nid = '{name}'"
        yield key_value("name", self._words())
        yield key_value("aka", self._some([self._words() for _ in range(3)]))

    def _milestones(self, table: str) -> Iterator[str]:
        for _ in range(self._count()):
            yield f"[[{table}.milestone]]\ndate = {self._date()}"
            yield from self._statement()

    def _statement(self) -> Iterator[str]:
        yield key_value("text", self._words())
        cite = {"source": self._chance.choice(self._sources), "at": "¶1", "quote": self._words()}
        yield key_value("cite", [cite])
        if self._chance.random() < 0.2:
            yield key_value("remark", {"text": self._words()})

    def _period(self) -> Iterator[str]:
        start, end = sorted(self._chance.randint(self._first, self._last) for _ in "ab")
        yield f"start = {start}\nend = {end}"

    def _date(self) -> str:
        return json.dumps(self._day or self._any_date())

    def _any_date(self) -> str:
        year = self._chance.randint(self._first, self._last)
        month, day = self._chance.randint(1, 12), self._chance.randint(1, 28)
        return f"{year:04d}-{month:02d}-{day:02d}"[: self._chance.choice(self._precisions)]

    def _count(self) -> int:
        return self._chance.choice([0, 1, *(self._chance.randint(1, self._most) for _ in "abc")])

    def _ids(self, prefix: str, count: int) -> list[str]:
        return [f"{prefix}{number}" for number in range(count)]

    def _some(self, among: list[str], least: int = 0) -> list[Any]:
        most = min(len(among), 4)
        return self._chance.sample(among, self._chance.randint(min(least, most), most))

    def _words(self) -> str:
        odd = (_LONG, "香港" * 150, "Trade", *strings("strings"))
        return self._chance.choice(odd)
