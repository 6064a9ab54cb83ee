"""The matches of queries, compared with a second search that is written to be read."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.benchmarks.records import large_record

from coop_tui.query.plans import plans_on
from coop_tui.query.points import meetings, points
from coop_tui.query.search.index import Matches, find_matches, highlights, unresolved_terms
from coop_tui.query.search.language import FIELDS, QueryError
from coop_tui.query.search.normalize import normalize_for_search
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.dates import Date
from coop_tui.record.entries import (
    Citation,
    Initiative,
    Outcome,
    Party,
    Person,
    Place,
    Plan,
    Remark,
    Sector,
    Source,
    Statement,
)
from coop_tui.record.kinds import Kind
from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Area, Attendance, Dossier, Meeting, Point

CITE = (Citation("press"),)


def point(text: str, sector: str = "trade", by: str = "hk", **more: object) -> Point:
    given = {"kind": Kind.NOTES, "cite": CITE} | more
    return Point(text=text, sectors=tuple(sector.split()), by=tuple(by.split()), **given)  # type: ignore[arg-type]


def meeting(name: str, title: str, *points: Point, **more: object) -> Meeting:
    given = {"places": ("house",), "kind": "meeting", "people": (), "sources": ("press",)} | more
    date = Date.parse(name[:7])
    return Meeting(id=name, date=date, title=title, points=points, **given)  # type: ignore[arg-type]


def dossier(*meetings: Meeting) -> Dossier:
    return Dossier(
        format=1,
        title="T",
        about="A",
        parties=(
            Party(id="hk", name="Hong Kong", aka=("香港",)),
            Party(id="beijing", name="Beijing", aka=("北京",)),
        ),
        sectors=(
            Sector(id="trade", name="Trade and investment", aka=("貿易",)),
            Sector(id="youth", name="Youth exchange"),
            Sector(id="youth-trade", name="Apprentices"),
        ),
        sources=(
            Source("press", "Press release", "Government"),
            Source("daily", "A long walk", "The Daily Press"),
        ),
        persons=(
            Person("lee", "John Lee", "hk", aka=("李家超",)),
            Person("yin", "Yin Yong", "beijing"),
        ),
        places=(
            Place(id="house", name="Government House", aka=("禮賓府",)),
            Place(id="hall", name="Café Hall"),
        ),
        plans=(
            Plan(id="1", name="1st Plan", start=Date(2001), end=Date(2005)),
            Plan(id="15", name="15th Plan", short="15th FYP", start=Date(2006), end=Date(2010)),
        ),
        initiatives=(
            Initiative(id="hetao", name="Park at Hetao", short="Hetao", aka=("河套",)),
            Initiative(id="council", name="The Council"),
        ),
        meetings=meetings,
    )


RECORD = dossier(
    meeting(
        "2003-05",
        "First talks",
        point("Firms want markets.", plans=("15",)),
        point("Schools visit\n  each other.", "youth", "beijing", kind=Kind.AGREES),
        people=(Attendance("lee", "Chief Executive"),),
        summary=(Statement(text="They spoke of rice.", cite=CITE),),
    ),
    meeting(
        "2007-11",
        "Second talks",
        point("Zürich is a model.", "youth-trade", "hk beijing", cite=(Citation("daily"),)),
        point(
            "A park.",
            initiatives=("hetao",),
            kind=Kind.HOPES,
            cite=(Citation("press", quote="go global"),),
            remark=Remark("Not opened yet.", (Citation("daily", quote="under way"),)),
        ),
        places=("hall",),
        kind="plenary",
        ordinal=2,
        mechanism="council",
        people=(Attendance("yin", "Mayor"),),
        remark=Remark("It rained."),
    ),
    meeting("2012-01", "A visit", outlook=(Statement(text="More schools.", cite=CITE),)),
)


def keys(matches: Matches) -> str:
    """``2003/1 2007/2``: the year of the meeting and the number of the point."""
    return " ".join(
        f"{name[:4]}/{number}" for name, numbers in matches.by_meeting.items() for number in numbers
    )


ALL = "2003/1 2003/2 2007/1 2007/2"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("  ", ALL),
        ("MARKETS", "2003/1"),
        ("zurich", "2007/1"),
        ("ZÜRICH", "2007/1"),
        ("market firm", "2003/1"),
        ("market schools", ""),
        ("wants", ""),
        ("visit each", "2003/2"),
        ('"visit each"', "2003/2"),
        ('"each visit"', ""),
        ("-markets", "2003/2 2007/1 2007/2"),
        ('-"visit each" -zurich', "2003/1 2007/2"),
        # shared names
        ("貿易", "2003/1 2007/2"),
        ("北京", "2003/2 2007/1"),
        ("河套", "2007/2"),
        ("fyp", "2003/1"),
        ("global", "2007/2"),
        ("opened", "2007/2"),
        ('"under way"', "2007/2"),
        ('" a park "', "2007/2"),
        # a meeting answers for its points by its names
        ("rice", ""),  # but not by what is said of it as a whole
        ("李家超", "2003/1 2003/2"),
        ("executive", ""),
        ("cafe", "2007/1 2007/2"),
        ("council", "2007/1 2007/2"),
        ("rained", ""),
        ("cafe by:beijing", "2007/1"),
        ("by:beijing cafe", "2007/1"),
        ("-rained firms", "2003/1"),
        ("talks -council", "2003/1 2003/2"),
        # fields
        ("by:hk", "2003/1 2007/1 2007/2"),
        ("by:香港 by:beijing", "2007/1"),
        ("-by:hk", "2003/2"),
        ("BY:HK markets", "2003/1"),
        ("by:hong", "2003/1 2007/1 2007/2"),
        ('by:"hong kong"', "2003/1 2007/1 2007/2"),
        ("kind:agrees", "2003/2"),
        ("kind:h", "2007/2"),
        ("sector:trade", "2003/1 2007/2"),  # the id exactly, not youth-trade
        ("sector:you", "2003/2 2007/1"),
        ("plan:1", "2003/1 2003/2"),  # the id exactly, not 15
        ("plan:15", "2003/1 2007/1 2007/2"),
        ('plan:"15th plan"', "2003/1 2007/1 2007/2"),
        ("meeting:2003", "2003/1 2003/2"),
        ("meeting:003", ""),
        ("meeting:2012-01", ""),
        ("meeting:plenary", "2007/1 2007/2"),
        ("meeting:second", "2007/1 2007/2"),
        ("meeting:禮賓府", "2003/1 2003/2"),
        ("initiative:hetao", "2007/2"),
        ("initiative:council", ""),
        ("person:lee", "2003/1 2003/2"),
        ("-person:lee", "2007/1 2007/2"),
        ("person:mayor", ""),
        ("source:press", "2003/1 2003/2 2007/2"),  # the id exactly, not the Daily Press
        ("source:walk", "2007/1 2007/2"),
        # what the closed lists do not have
        ("by:nobody", ""),
        ("-sector:nothing", ALL),
        # signs that are no syntax where they stand
        ("each-other", ""),
        ("10:30", ""),
        ('o"the', ""),
    ],
)
def test_a_query_finds(query: str, found: str) -> None:
    matches = find_matches(RECORD, query)
    assert keys(matches) == found
    assert matches.count == len(found.split())


@pytest.mark.parametrize(
    ("query", "years"),
    [
        ("", "2003 2007 2012"),
        ("visit", "2003 2012"),
        ("schools", "2003 2012"),
        ("executive -firms -schools", "2003"),
        ("initiative:council", "2007"),
        ("source:press", "2003 2007 2012"),
        ("kind:agrees", "2003"),
        ("plan:15", "2003 2007"),
        ("meeting:2012", "2012"),
        ("meeting:visit", "2012"),
        ("nowhere", ""),
    ],
)
def test_a_meeting_answers_by_a_point_or_by_itself(query: str, years: str) -> None:
    assert " ".join(name[:4] for name in find_matches(RECORD, query).meetings) == years


def test_a_meeting_is_found_by_the_date_that_its_id_does_not_tell() -> None:
    record = dossier(replace(RECORD.meetings[0], id="spring"), RECORD.meetings[1])
    for query in ("meeting:spr", "meeting:2003", "meeting:2003-05"):
        assert find_matches(record, query).meetings == ("spring",)


def test_the_words_to_highlight_are_those_looked_for() -> None:
    matches = find_matches(RECORD, 'Zürich "A  Model" -rice by:hk zurich')
    assert matches.words == ("zurich", "a model")


def test_hits_cannot_be_changed() -> None:
    matches = find_matches(RECORD, "talks")
    with pytest.raises(AttributeError):
        matches.count = 0  # type: ignore[misc]
    with pytest.raises(TypeError):
        matches.by_meeting["2003-05"] = ()  # type: ignore[index]


def test_what_was_just_asked_is_kept() -> None:
    assert find_matches(RECORD, "talks") is find_matches(RECORD, "talks")


@pytest.mark.parametrize(
    ("query", "position", "words"),
    [
        ("trade by:", 6, "by: stands alone, column 7"),
        ("-by: hk", 1, "by: stands alone, column 2"),
        ('by:""', 0, "by: stands alone"),
        ("a - b", 2, "- stands alone, column 3"),
        ('a "b', 2, "the quotation mark is not closed, column 3"),
        ('by:"b', 3, "the quotation mark is not closed"),
        ('a ""', 2, "there is nothing to look for"),
        ("a \u0301", 2, "there is nothing to look for"),
        ("a secotr:trade", 2, "no field 'secotr', column 3 (did you mean 'sector'? fields: by, "),
        (
            "-zzz:x",
            1,
            "(fields: by, to, speaker, kind, plan, sector, meeting, initiative, person, so",
        ),
        ("kind:argees", 5, "no kind 'argees', column 6 (did you mean 'agrees'? known: brings, "),
        ("kind:\x1b", 5, "<U+001B>"),
        ("result:dune", 7, "(did you mean 'done'? known: done, in-part, dropped)"),
        (
            "status:opeen",
            7,
            "no status 'opeen', column 8 (did you mean 'open'? known: overdue, ",
        ),
        ("before:soon", 7, "'soon' is no date, column 8 (write a date that all of its meeting"),
        ("after:2020/2021", 6, "no date"),
        ("due:2027/2026", 4, "'2027/2026' is no date, column 5 (write a date that it is due"),
        ("due:2026-13", 4, "no date"),
    ],
)
def test_a_wrong_query_is_told_what_and_where(query: str, position: int, words: str) -> None:
    with pytest.raises(QueryError) as caught:
        find_matches(RECORD, query)
    assert caught.value.position == position
    assert words in str(caught.value)
    assert caught.value.message in str(caught.value)
    assert str(caught.value).isprintable()


@given(
    st.text()
    | st.text('ab -":\u0301\n')
    | st.lists(
        st.sampled_from(
            [*(f"{field}:" for field in FIELDS), "-", '"', " ", "a", "kind:a", "x:", "1", "\u0301"]
        )
    ).map("".join)
)
def test_any_text_is_a_query_or_a_query_error(query: str) -> None:
    try:
        matches = find_matches(RECORD, query)
    except QueryError as error:
        assert 0 <= error.position < len(query)
        assert error.message
    else:
        assert set(matches.by_meeting) <= set(matches.meetings)
        assert matches.count == sum(map(len, matches.by_meeting.values()))
        assert all(matches.by_meeting.values())


# ── The search once more, by the definition ──────────────────────────────────────────────────────


class Asked(NamedTuple):
    excluded: bool
    field: str
    value: str

    @property
    def text(self) -> str:
        value = f'"{self.value}"' if re.search(r'\s|^-|^"', self.value) else self.value
        return "-" * self.excluded + (f"{self.field}:" if self.field else "") + value


def plain(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", bare.casefold())


def occurs(word: str, *texts: str) -> bool:
    return any(plain(word).strip() in plain(text) for text in texts)


def texts_of(statement: Statement) -> list[str]:
    noted = (
        [statement.remark.text, *(at.quote for at in statement.remark.cite)]
        if statement.remark
        else []
    )
    return [statement.text, *noted, *(at.quote for at in statement.cite)]


def called(record: Dossier, kind: str, names: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for name in names:
        entry = getattr(record, kind)[name]
        found += [entry.name, getattr(entry, "short", ""), *entry.aka]
    return found


def stands_for(value: str, table: Mapping[str, Any], name: str) -> bool:
    """Whether a value stands for an id: because it is one, or by the names."""
    if value in table:
        return value == name
    entry = table[name]
    if isinstance(entry, Source):
        return occurs(value, entry.id, entry.title, entry.publisher)
    return occurs(value, entry.id, entry.name, getattr(entry, "short", ""), *entry.aka)


def names_of(record: Dossier, meeting: Meeting) -> list[str]:
    texts = [meeting.title, *called(record, "place", meeting.places)]
    for there in meeting.people:
        texts += called(record, "person", (there.person,))
    return texts + (called(record, "initiative", (meeting.mechanism,)) if meeting.mechanism else [])


def texts_of_meeting(meeting: Meeting) -> list[str]:
    texts = [there.role for there in meeting.people]
    for statement in meeting.summary + meeting.outlook:
        texts += texts_of(statement)
    return texts + ([meeting.remark.text] if meeting.remark else [])


def answers(record: Dossier, asked: Asked, meeting: Meeting, point: Point | None) -> bool:
    """Whether a point, or with None the meeting itself, answers to a term."""
    value = asked.value
    table: Mapping[str, Any]
    names: tuple[str | None, ...]
    match asked.field:
        case "":
            texts = names_of(record, meeting)
            if point is None:
                texts += texts_of_meeting(meeting)
            else:
                texts += texts_of(point) + called(record, "sector", point.sectors)
                texts += called(record, "party", point.by) + called(record, "plan", point.plans)
                texts += called(record, "initiative", point.initiatives)
            return occurs(value, *texts)
        case "kind":
            return point is not None and point.kind.value.startswith(value)
        case "meeting":
            words = [meeting.title, meeting.description, *called(record, "place", meeting.places)]
            return meeting.id.startswith(value) or occurs(value, *words)
        case "by":
            table, names = record.party, point.by if point else ()
        case "sector":
            table, names = record.sector, point.sectors if point else ()
        case "person":
            table, names = record.person, tuple(there.person for there in meeting.people)
        case "plan":
            during = tuple(plan.id for plan in plans_on(record, meeting.date, meeting.end))
            table, names = record.plan, during + (point.plans if point else ())
        case "initiative":
            table, names = record.initiative, point.initiatives if point else (meeting.mechanism,)
        case "source":
            cited = point.cite + (point.remark.cite if point.remark else ()) if point else ()
            table, names = (
                record.source,
                tuple(at.source for at in cited) if point else meeting.sources,
            )
    return any(stands_for(value, table, name) for name in names if name)


SAID = st.lists(
    st.sampled_from(["Trade", "café", "Cafe\u0301", "香港", "hong  kong", "Lee", "ﬁrm", "plan"]),
    min_size=1,
    max_size=3,
).map("\n".join)
CITED = st.lists(
    st.builds(
        Citation, st.sampled_from(["press", "daily"]), quote=st.sampled_from(["", "Trade", "café"])
    ),
    min_size=1,
    max_size=2,
).map(tuple)
REMARKS = st.none() | st.builds(Remark, SAID, CITED)
STATEMENTS = st.lists(st.builds(Statement, text=SAID, cite=CITED, remark=REMARKS), max_size=1).map(
    tuple
)


def some(*ids: str, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(ids), unique=True, min_size=least).map(tuple)


POINTS = st.builds(
    Point,
    text=SAID,
    cite=CITED,
    remark=REMARKS,
    sectors=some("trade", "youth", "youth-trade"),
    by=some("hk", "beijing", least=1),
    kind=st.sampled_from(Kind),
    plans=some("1", "15"),
    initiatives=some("hetao", "council"),
)
MEETINGS = st.builds(
    Meeting,
    id=st.just(""),
    date=st.builds(Date, st.integers(2000, 2012)),
    title=SAID,
    places=some("house", "hall"),
    kind=st.sampled_from(["plenary", "meeting"]),
    ordinal=st.none() | st.just(2),
    people=some("lee", "yin").map(lambda ids: tuple(Attendance(name, "Mayor") for name in ids)),
    sources=some("press", "daily", least=1),
    mechanism=st.sampled_from([None, "council", "hetao"]),
    summary=STATEMENTS,
    outlook=STATEMENTS,
    remark=REMARKS,
    points=st.lists(POINTS, max_size=4).map(tuple),
)


def dated(meetings: list[Meeting]) -> Dossier:
    in_order = sorted(meetings, key=lambda meeting: meeting.date)
    named = (replace(meeting, id=f"{meeting.date.edtf}-{n}") for n, meeting in enumerate(in_order))
    return dossier(*named)


DOSSIERS = st.lists(MEETINGS, max_size=4).map(dated)
VALUES = {
    "": ["trade", "CAFÉ", "fi", "香港", "hong kong", "a", "plan", "mayor", "hetao", "e\nc", "zzz"],
    "by": ["hk", "beijing", "hong", "京", "zzz"],
    "kind": ["agrees", "a", "h"],
    "plan": ["1", "15", "plan", "fyp", "5"],
    "sector": ["trade", "youth", "exchange", "tra"],
    "meeting": ["200", "2006", "plenary", "2nd", "cafe", "government house"],
    "initiative": ["hetao", "council", "park", "河"],
    "person": ["lee", "yong", "e"],
    "source": ["press", "daily", "pre", "walk"],
}
TERMS = st.sampled_from([(field, value) for field in VALUES for value in VALUES[field]]).flatmap(
    lambda chosen: st.builds(Asked, st.booleans(), st.just(chosen[0]), st.just(chosen[1]))
)


@given(DOSSIERS, st.lists(TERMS, max_size=3))
def test_the_search_finds_what_the_definition_says(record: Dossier, terms: list[Asked]) -> None:
    def sought(meeting: Meeting, point: Point | None) -> bool:
        return all(answers(record, asked, meeting, point) is not asked.excluded for asked in terms)

    matches = find_matches(record, " ".join(asked.text for asked in terms))
    expected = {
        meeting.id: tuple(n for n, point in enumerate(meeting.points, 1) if sought(meeting, point))
        for meeting in record.meetings
    }
    assert list(matches.by_meeting.items()) == [(k, v) for k, v in expected.items() if v]
    by_itself = {where.id for where in record.meetings if sought(where, None)}
    assert matches.meetings == tuple(k for k, v in expected.items() if v or k in by_itself)


@given(DOSSIERS, TERMS)
def test_a_term_and_its_exclusion_part_the_record(record: Dossier, asked: Asked) -> None:
    found = find_matches(record, asked._replace(excluded=False).text)
    left = find_matches(record, asked._replace(excluded=True).text)
    for meeting in record.meetings:
        numbers = found.by_meeting.get(meeting.id, ()) + left.by_meeting.get(meeting.id, ())
        assert sorted(numbers) == list(range(1, len(meeting.points) + 1))
    assert {*found.meetings, *left.meetings} == {meeting.id for meeting in record.meetings}


@given(DOSSIERS, st.lists(TERMS, min_size=2, max_size=3))
def test_the_order_of_terms_and_what_was_asked_before_do_not_matter(
    record: Dossier, terms: list[Asked]
) -> None:
    forth = find_matches(record, " ".join(asked.text for asked in terms))
    back = find_matches(record, " ".join(asked.text for asked in reversed(terms)))
    assert (forth.by_meeting, forth.meetings) == (back.by_meeting, back.meetings)


def test_more_values_than_a_byte_can_number_are_told_apart() -> None:
    record = parse(large_record(300, 900).encode(), "large")
    for number in (0, 128, 255, 256, 257, 299):
        matches = find_matches(record, f"source:s{number}")
        assert list(matches.by_meeting) == [record.meetings[number].id]
        assert matches.count == 3


def test_the_large_record_is_as_large_as_asked_and_always_the_same() -> None:
    assert large_record(7, 40) == large_record(7, 40)
    record = parse(large_record(7, 40).encode(), "large")
    assert len(record.meetings) == 7
    assert sum(len(meeting.points) for meeting in record.meetings) == 40


# ── Highlights ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        (["kong"], "Hong Kong, Kong", ["Kong", "Kong"]),
        (["cafe"], "Cafe\u0301s, CAFÉ", ["Cafe\u0301", "CAFÉ"]),
        (["a b"], "a\n   b", ["a\n   b"]),
        (["fi"], "ofﬁce", ["ﬁ"]),
        (["fic"], "ofﬁce", ["ﬁc"]),
        (["香港"], "在香港的", ["香港"]),
        (["ban", "ana"], "banana", ["banana"]),
        (["aa"], "aaa", ["aaa"]),
        (["x", ""], "abc", []),
    ],
)
def test_words_are_marked_in_the_text_as_it_stands(
    words: list[str], text: str, marked: list[str]
) -> None:
    assert [text[first:last] for first, last in highlights(words, text)] == marked


@given(
    st.lists(st.text("aéfi \n香", max_size=3).map(normalize_for_search), max_size=3),
    st.text("aAéeﬁi\u0301 \n香港"),
)
def test_highlights_are_apart_within_the_text_and_fold_to_a_word(
    words: list[str], text: str
) -> None:
    spans = highlights(words, text)
    end = 0
    for first, last in spans:
        assert end <= first < last <= len(text)
        assert any(word and word in normalize_for_search(text[first:last]) for word in words)
        end = last
    assert bool(spans) == any(word and word in normalize_for_search(text) for word in words)


def followed_up() -> Dossier:
    outcome = Outcome(
        text="Opened", cite=(Citation("daily"),), date=Date(2012), result="in-part", by=("hk",)
    )
    return dossier(
        meeting("2010-03", "Spring", point("a", due=Date(2012, 6)), point("b", due=Date(2013))),
        meeting("2011", "Year", point("c", outcomes=(outcome,)), point("d")),
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("due:2012", "a"),
        ("due:2012-06", "a"),
        ("due:2012-06-30", ""),  # due at any day of June
        ("due:2012-07/2013", "b"),
        ("due:2012/2013", "a b"),
        ("due:any", "a b"),
        ("-due:any", "c d"),
        ("result:in", "c"),
        ("result:done", ""),
        ("before:2011", "a b"),
        ("before:2010-03-31", ""),  # the meeting was on any day of March
        ("before:2011-06", "a b"),
        ("after:2010-02", "a b c d"),
        ("after:2010", "c d"),
        ("opened", "c"),
        ("source:daily", "c"),
    ],
)
def test_what_became_of_points_and_when_they_met_can_be_asked_for(query: str, found: str) -> None:
    record = followed_up()
    assert not unresolved_terms(record, query) or not found
    assert texts_found(record, query) == found.split()


def texts_found(record: Dossier, query: str, now: datetime.date | None = None) -> list[str]:
    matches = find_matches(record, query, now).by_meeting
    return [record.meeting[name].points[n - 1].text for name in matches for n in matches[name]]


def commitments() -> Dossier:
    def reported(result: Literal["done", "in-part"]) -> tuple[Outcome, ...]:
        return (Outcome(text="So.", cite=CITE, date=Date(2012), result=result),)

    return dossier(
        meeting(
            "2010-03",
            "Spring",
            point("statement"),
            point("open", kind=Kind.HOPES),
            point("due", kind=Kind.HOPES, due=Date(2012, 6)),
            point("done", kind=Kind.HOPES, outcomes=reported("done")),
            point("part", kind=Kind.HOPES, outcomes=reported("in-part")),
            areas=(Area(("trade",), CITE),),
        ),
        meeting("2011", "Year", point("delivered", kind=Kind.DELIVERS)),
    )


DAY = datetime.date(2012, 7, 1)


@pytest.mark.parametrize(
    ("query", "now", "found"),
    [
        ("status:open", None, "open due"),
        ("status:open", datetime.date(2012, 6, 30), "open due"),
        ("status:open", DAY, "open"),
        ("status:overdue", DAY, "due"),
        ("status:overdue", None, ""),
        ("status:o", DAY, "open due"),
        ("status:delivered", DAY, "done delivered"),  # exactly, not in part
        ("status:deliv", DAY, "done part delivered"),
        ('STATUS:"Delivered in part"', DAY, "part"),
        ("-status:delivered -status:o", DAY, "statement part"),
        ("status:open open", DAY, "open"),
    ],
)
def test_commitments_are_found_by_their_status(
    query: str, now: datetime.date | None, found: str
) -> None:
    assert texts_found(commitments(), query, now) == found.split()


def test_the_day_makes_a_difference_to_a_query_for_a_status_alone() -> None:
    record = commitments()
    assert find_matches(record, "open", DAY) is find_matches(record, "open")
    assert Filter().with_query("open", DAY).now is None
    assert Filter().with_query("-status:open", DAY).now == DAY
    assert Filter().with_query("status:opeen", DAY).now is None
    overdue = Selection(filter=Filter().with_query("status:overdue", DAY))
    assert [entry.point.text for entry in points(record, overdue)] == ["due"]
    assert [one.id for one in meetings(record, overdue)] == ["2010-03"]
