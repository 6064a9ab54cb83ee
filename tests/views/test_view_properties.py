"""Every view of any record: lines that fit the width, and the same bytes twice."""

from __future__ import annotations

import datetime
import json
import random
import re
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import render
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.dates import Date
from coop_tui.record.diagnostics.validator import validate
from coop_tui.record.entries import Source, SourceType
from coop_tui.record.kinds import Kind
from coop_tui.record.record import Record, SourceTexts
from coop_tui.record.tables import Dossier, Held, MeetingKind, Recorded
from coop_tui.views.document import layout
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import VIEWS

WORDS = [
    *(
        "Hong",
        "Kong",
        "a",
        "co-operation",
        "香港",
        "北京市政府",
        "x" * 50,
        "香" * 45,
        "é",
        "e\u0301",
    ),
    *("👩‍👩‍👧", "👍🏽", "🇭🇰", "❤️", "☎️", "1️⃣", "שלום", "각", "ไทย", "\u200b", "a\u200db", "ﷺ"),
    *("*b*", "[x](y)", "<b>", "–", "…", "¶7", "\u00a0", "\u00ad", "１２", "ﬁ", "½"),
]


class OddTexts(SourceTexts):
    """For every source a text, the same each time, made of the words of the records."""

    def paragraphs(self, source: Source) -> tuple[str, ...]:
        if source.text is None:
            return super().paragraphs(source)
        writer = Writer(len(source.title), 20)
        return tuple(writer.prose() for _ in range(writer.count()))


class Writer:
    """Writes a valid record, as the TOML parser gives it, with odd texts in every field.

    Drawn from one seed: a hundred choices of hypothesis itself would take far longer.
    """

    def __init__(self, seed: int, size: int) -> None:
        self.random = random.Random(seed)
        self.size = size
        self.far = self.random.random() < 0.2

    def count(self, least: int = 0) -> int:
        return max(least, self.random.randint(0, self.size))

    def words(self, by: str) -> str:
        return by.join(self.random.choices(WORDS, k=self.random.randint(1, 6))).strip() or "x"

    def line(self) -> str:
        return self.words(" ")

    def prose(self) -> str:
        return self.words(self.random.choice([" ", "\n", "\t", "  "]))

    def date(self) -> str:
        first, last = (1, 3_652_059) if self.far else (726_468, 741_442)  # 1990 to 2030
        day = datetime.date.fromordinal(self.random.randint(first, last)).isoformat()
        return "-".join(day.split("-")[: self.random.choice([1, 2, 3, 3])])

    def later(self, date: str) -> str:
        """A date of the same precision, up to some years later."""
        days = self.random.choice([0, 1, 3, 40, 2000])
        end = min(Date.parse(date).last.toordinal() + days, datetime.date.max.toordinal())
        return datetime.date.fromordinal(end).isoformat()[: len(date)]

    def some(self, ids: list[str], least: int = 0) -> list[str]:
        return self.random.choices(ids, k=self.random.randint(least, 3)) if ids else []

    def maybe(self, **entry: object) -> dict[str, object]:
        return entry if self.random.random() < 0.5 else {}

    def cite(self, least: int = 1) -> list[dict[str, Any]]:
        places = ["¶7", "p. 12", "§4", self.line()]
        return [
            {
                "source": name,
                **self.maybe(at=self.random.choice(places)),
                **self.maybe(quote=self.line()),
            }
            for name in self.some(self.sources, least)
        ]

    def remark(self) -> dict[str, object]:
        return self.maybe(remark={"text": self.prose(), "cite": self.cite(0)})

    def statements(self) -> list[dict[str, Any]]:
        return [
            {"text": self.prose(), "cite": self.cite(), **self.remark()}
            for _ in range(min(3, self.count()))
        ]

    def named(self, name: str) -> dict[str, Any]:
        names = self.maybe(aka=[self.line(), self.line()])
        return {"id": name, "name": self.line(), **self.maybe(short=self.line()), **names}

    def scheme(self, name: str) -> dict[str, Any]:
        milestones = [{**one, "date": self.date()} for one in self.statements()]
        about = self.statements()
        return {
            **self.named(name),
            "about": about,
            "milestone": milestones,
        }

    def plan(self, name: str) -> dict[str, Any]:
        start = self.random.randint(1990, 2030)
        return {**self.scheme(name), "start": start, "end": start + self.random.randint(0, 12)}

    def point(self, said: dict[str, Any]) -> dict[str, Any]:
        return {
            "sectors": sorted(set(self.some(self.sectors))),
            "by": self.some(self.parties, 1),
            "to": self.some(self.parties),
            "kind": self.random.choice([kind.value for kind in Kind]),
            **self.maybe(document=self.line()),
            **(self.maybe(speaker=self.persons[0]) if self.persons else {}),
            "plans": self.some(self.plans),
            "initiatives": self.some(self.initiatives),
            **said,
        }

    def meeting(self, name: str) -> dict[str, Any]:
        date = self.date()
        return {
            "id": name,
            "date": date,
            **self.maybe(end=self.later(date)),
            "title": self.line(),
            "places": self.some(["w0", "w1"]),
            "kind": self.random.choice(get_args(MeetingKind)),
            **self.maybe(held=self.random.choice(get_args(Held))),
            **self.maybe(recorded=self.random.choice(get_args(Recorded))),
            **self.maybe(areas_named=self.random.choice([1, 11])),
            "people": [
                {"person": one, "role": self.line(), **self.maybe(body=self.line())}
                for one in self.some(self.persons)
            ],
            "area": [self.area() for _ in range(min(2, self.count()))],
            "sources": self.some(self.sources, 1),
            "summary": self.statements(),
            "outlook": self.statements(),
            "point": [self.point(said) for said in self.statements()],
            **self.remark(),
            **self.maybe(ordinal=self.random.choice([1, 22, 9999])),
            **(self.maybe(mechanism=self.initiatives[0]) if self.initiatives else {}),
        }

    def area(self) -> dict[str, Any]:
        title = self.maybe(title=self.line())
        return {
            "sectors": sorted(set(self.some(self.sectors, 1))),
            "cite": self.cite(),
            **title,
            **self.remark(),
        }

    def outcome(self, date: str) -> dict[str, Any]:
        return {
            "date": self.later(date),
            "result": self.random.choice(["done", "in-part", "dropped"]),
            "by": self.some(self.parties),
            "text": self.prose(),
            "cite": self.cite(),
            **self.remark(),
        }

    def linked(self, meetings: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The meetings, with points that take up those of earlier ones, and what came of them."""
        for meeting in meetings:
            for number, point in enumerate(meeting["point"]):
                point.update(self.maybe(id=f"n{number}"))
                point.update(self.maybe(due=self.later(meeting["date"])))
                outcomes = [self.outcome(meeting["date"]) for _ in range(self.random.randint(0, 2))]
                point.update(self.maybe(outcome=outcomes))
        for meeting in meetings:
            date = Date.parse(meeting["date"])
            earlier = [
                f"{one['id']}/{point['id']}"
                for one in meetings
                if Date.parse(one.get("end", one["date"])).ends_before(date)
                for point in one["point"]
                if "id" in point
            ]
            for point in meeting["point"]:
                point["follows"] = sorted(set(self.some(earlier)))
        return meetings

    def source(self, name: str) -> dict[str, Any]:
        urls = ["http://x", "https://x.org/" + "path/" * 30, "https://香港.org/" + "香/" * 30]
        return {
            "id": name,
            "title": self.line(),
            "publisher": self.line(),
            "url": self.random.choice(urls),
            **self.maybe(type=self.random.choice(get_args(SourceType))),
            **self.maybe(side=self.random.choice(self.parties)),
            **self.maybe(date=self.date()),
            **self.maybe(accessed=self.date()),
            **self.maybe(archived=self.random.choice(urls)),
            **self.maybe(text="t.txt"),
            **self.remark(),
        }

    def document(self) -> dict[str, Any]:
        def ids(kind: str, least: int = 0) -> list[str]:
            return [f"{kind}{number}" for number in range(self.count(least))]

        self.sectors, self.parties, self.sources = ids("s", 1), ids("p", 1), ids("r", 1)
        self.persons, self.plans, self.initiatives = ids("h"), ids("f"), ids("i")
        persons = [
            {
                "id": name,
                "name": self.line(),
                **self.maybe(aka=[self.line()]),
                **(self.random.choice([{"party": self.parties[0]}, {"body": self.line()}, {}])),
            }
            for name in self.persons
        ]
        return {
            "format": 1,
            "title": self.line(),
            "about": self.prose(),
            "party": [self.named(name) for name in self.parties],
            "person": persons,
            "place": [self.named("w0"), self.named("w1")],
            "sector": [self.named(name) for name in self.sectors],
            "plan": [self.plan(name) for name in self.plans],
            "initiative": [self.scheme(name) for name in self.initiatives],
            "source": [self.source(name) for name in self.sources],
            "meeting": self.linked([self.meeting(name) for name in ids("m")]),
        }


def dossier_of(document: dict[str, Any]) -> Dossier:
    dossier = msgspec.convert(document, Dossier, dec_hook=lambda _, value: Date.parse(value))
    meetings = tuple(sorted(dossier.meetings, key=lambda meeting: meeting.date))
    dossier = msgspec.structs.replace(dossier, meetings=meetings)
    dossier.__dict__["texts"] = OddTexts()
    return dossier


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    document = Writer(draw(st.integers(0, 2**32)), draw(st.integers(0, 5))).document()
    assert validate(document, "r") == []
    return dossier_of(document)


def one_of(draw: st.DrawFn, entries: dict[str, Any]) -> str | None:
    return draw(st.none() | st.sampled_from(sorted(entries))) if entries else None


@st.composite
def selected(draw: st.DrawFn) -> tuple[Dossier, Selection]:
    dossier = draw(dossiers())
    selection = Selection(
        one_of(draw, dossier.meeting),
        one_of(draw, dossier.sector),
        Filter(tuple(filter(None, [one_of(draw, dossier.plan)])), one_of(draw, dossier.initiative)),
        now=draw(st.none() | st.dates(datetime.date(1989, 1, 1), datetime.date(2031, 1, 1))),
    )
    return dossier, selection


WIDTHS = st.integers(40, 200) | st.sampled_from([40, 41, 80])


@pytest.mark.parametrize("view", VIEWS)
@given(what=selected(), width=WIDTHS)
@settings(max_examples=12)
def test_every_line_fits_the_width_and_is_clean(
    view: str, what: tuple[Dossier, Selection], width: int
) -> None:
    dossier, selection = what
    page = VIEWS[view].page(Record(dossier), selection)
    for charset in Charset:
        for line in (*layout.head(page, width, charset), *layout.body(page, width, charset)):
            assert fits(line.plain, width)
        text = render(
            Record(dossier), selection, view, "text", width=width, charset=charset
        ).decode()
        assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", text) is None
        assert charset is Charset.UNICODE or text.isascii()
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        lines = text.split("\n")
        assert [line for line in lines if line != line.rstrip()] == []
        assert [line for line in lines if not fits(line, width)] == []


def fits(line: str, width: int) -> bool:
    """Whether a line fits the width, or is an address, which is never broken."""
    return cell_len(line) <= width or re.fullmatch(r" *https?://\S+", line) is not None


@given(what=selected(), view=st.sampled_from(sorted(VIEWS)), width=WIDTHS)
@settings(max_examples=15)
def test_an_export_is_the_same_bytes_twice_in_every_format(
    what: tuple[Dossier, Selection], view: str, width: int
) -> None:
    dossier, selection = what
    again = dossier_of(msgspec.to_builtins(dossier, enc_hook=lambda date: date.edtf))
    for form in FORMATS:
        for charset in Charset:
            once = render(Record(dossier), selection, view, form, width=width, charset=charset)
            assert once == render(
                Record(again), selection, view, form, width=width, charset=charset
            )
            assert charset is Charset.UNICODE or once.isascii()
            if form == "json":
                assert json.loads(once)["view"] == view


@given(st.dates(), st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
@settings(max_examples=100)
def test_dates_round_trip_and_sort_by_what_they_cover(
    first: datetime.date, second: datetime.date, length: int, other: int
) -> None:
    one, two = Date.parse(first.isoformat()[:length]), Date.parse(second.isoformat()[:other])
    assert one.edtf == first.isoformat()[:length]
    assert one.first <= first <= one.last
    assert (one == two) == (one.edtf == two.edtf)
    if one.last < two.first:
        assert one < two
