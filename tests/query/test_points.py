from __future__ import annotations

from collections.abc import Callable

import pytest

from coop_tui.query.plans import plans_on, span
from coop_tui.query.points import meetings, points
from coop_tui.query.sectors import adjacent_meetings, opening, points_by_sector, with_sector
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.dates import Date
from coop_tui.record.kinds import Kind
from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier

Edit = Callable[[str, str], str]

RECORD = """\
format = 1
title = "T"
about = "A"
party = [{ id = "a", name = "A" }]
place = [{ id = "here", name = "Here" }]
source = [{ id = "s", title = "S", publisher = "P" }]
sector = [
  { id = "one", name = "One" },
  { id = "two", name = "Two" },
  { id = "three", name = "Three" },
]
plan = [
  { id = "p", name = "P", start = 2001, end = 2005 },
  { id = "q", name = "Q", start = 2006, end = 2010 },
]
"""


def meeting(name: str, date: str, *entries: tuple[str, str, str]) -> str:
    lines = [
        f'[[meeting]]\nid = "{name}"\ndate = "{date}"\ntitle = "T"\nplaces = ["here"]',
        'kind = "meeting"\npeople = []\nsources = ["s"]',
    ]
    for sector, kind, plan in entries:
        lines.append(
            f'[[meeting.point]]\nsectors = ["{sector}"]\nby = ["a"]\nkind = "{kind}"\n'
            f'text = "{sector}"\ncite = [{{ source = "s" }}]\nplans = [{plan}]'
        )
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def record() -> Dossier:
    text = RECORD + meeting(
        "m3",
        "2010-06-01",
        ("two", "notes", ""),
        ("two", "agrees", ""),
        ("two", "agrees", '"p"'),
        ("one", "hopes", '"p"'),
    )
    text += meeting("m1", "2003", ("one", "brings", ""), ("three", "notes", ""))
    text += meeting("m2", "2007-03", ("one", "urges", ""))
    return parse(text.encode(), "r")


def keys(record: Dossier, selection: Selection) -> list[str]:
    return [found.key for found in points(record, selection)]


def test_with_no_selection_every_point_comes_by_date(record: Dossier) -> None:
    assert keys(record, Selection()) == ["m1/1", "m1/2", "m2/1", "m3/1", "m3/2", "m3/3", "m3/4"]


def test_a_meeting_and_a_sector_narrow(record: Dossier) -> None:
    assert keys(record, Selection("m3", "one")) == ["m3/4"]
    assert keys(record, Selection(sector="one")) == ["m1/1", "m2/1", "m3/4"]
    assert keys(record, Selection("m2", "two")) == []


def test_a_plan_takes_what_was_said_while_it_ran_and_what_ties_to_it(record: Dossier) -> None:
    assert keys(record, Selection(filter=Filter(plans=("p",)))) == ["m1/1", "m1/2", "m3/3", "m3/4"]
    assert keys(record, Selection(filter=Filter(plans=("q",)))) == [
        "m2/1",
        "m3/1",
        "m3/2",
        "m3/3",
        "m3/4",
    ]
    assert keys(record, Selection("m3", "two", Filter(("p",)))) == ["m3/3"]


def test_the_selected_meetings(record: Dossier) -> None:
    assert [found.id for found in meetings(record, Selection())] == ["m1", "m2", "m3"]
    assert [found.id for found in meetings(record, Selection("m2"))] == ["m2"]


@pytest.mark.parametrize(
    ("date", "plans"),
    [
        ("2000-12-31", ""),
        ("2001-01-01", "p"),
        ("2005-12-31", "p"),
        ("2006-01-01", "q"),
        ("2005", "p"),
        ("2010-12", "q"),
        ("2011", ""),
    ],
)
def test_the_plan_of_a_date_is_derived(record: Dossier, date: str, plans: str) -> None:
    assert "".join(plan.id for plan in plans_on(record, Date.parse(date))) == plans


def test_a_vague_date_over_the_turn_of_plans_lies_in_both(edited: Edit) -> None:
    text = edited("start = 2021\nend = 2025", 'start = "2021-01"\nend = "2025-10-20"').replace(
        "[[sector]]",
        '[[plan]]\nid = "15"\nname = "15th"\nstart = "2025-10-21"\nend = 2030\n\n[[sector]]',
        1,
    )
    dossier = parse(text.encode(), "r")
    assert [plan.id for plan in plans_on(dossier, Date(2025, 10))] == ["14", "15"]
    assert [plan.id for plan in plans_on(dossier, Date(2025, 10, 21))] == ["15"]


def test_the_sector_most_spoken_of_comes_first_and_gaps_last(record: Dossier) -> None:
    found = points_by_sector(record, Selection("m3", "one"))
    assert [(sector.sector.id, len(sector.points)) for sector in found] == [
        ("two", 3),
        ("one", 1),
        ("three", 0),
    ]
    assert [sector.sector.id for sector in points_by_sector(record, Selection("m1"))] == [
        "one",
        "three",
        "two",
    ]


def test_the_strongest_is_a_commitment(record: Dossier) -> None:
    two, one, three = points_by_sector(record, Selection("m3"))
    assert two.strongest is Kind.AGREES
    assert one.strongest is Kind.HOPES
    assert three.strongest is None
    statements_only = points_by_sector(record, Selection("m1"))[0]
    assert statements_only.points
    assert statements_only.strongest is None


def test_only_commitments_have_a_strength() -> None:
    strengths = {kind.value: kind.strength for kind in Kind}
    statements = {"brings": 0, "notes": 0, "reports": 0}
    commitments = {"hopes": 1, "urges": 2, "intends": 3, "agrees": 4, "signs": 5, "delivers": 6}
    assert strengths == statements | commitments


@pytest.mark.parametrize(
    ("sector", "at", "before", "after"),
    [
        ("one", "m2", "m1", "m3"),
        ("one", "m1", None, "m2"),
        ("one", "m3", "m2", None),
        ("three", "m3", "m1", None),
        ("two", "m1", None, "m3"),
    ],
)
def test_where_a_sector_was_last_and_next_discussed(
    record: Dossier, sector: str, at: str, before: str | None, after: str | None
) -> None:
    found = adjacent_meetings(record, sector, at)
    assert (found.before.id if found.before else None) == before
    assert (found.after.id if found.after else None) == after


def test_a_reader_opens_on_the_latest_meeting_and_its_foremost_sector(record: Dossier) -> None:
    assert opening(record) == Selection("m3", "two")
    assert with_sector(record, Selection("m1")) == Selection("m1", "one")
    assert with_sector(record, Selection("m1", "two")) == Selection("m1", "two")


def test_a_record_without_meetings_opens_on_nothing() -> None:
    assert opening(parse(RECORD.encode(), "r")) == Selection()


def test_the_span_holds_every_date(record: Dossier, small: str) -> None:
    assert span(record) == (Date(2001), Date(2010))
    assert span(parse(small.encode(), "r")) == (Date(2018, 10), Date(2025))


def test_the_span_takes_in_milestones() -> None:
    text = RECORD.partition("plan = [")[0] + (
        'initiative = [{ id = "i", name = "I", milestone = ['
        '{ date = 1999, text = "X", cite = [{ source = "s" }] }] }]\n'
    )
    assert span(parse(text.encode(), "r")) == (Date(1999), Date(1999))


def test_a_record_without_dates_has_no_span() -> None:
    text = RECORD.partition("plan = [")[0]
    assert span(parse(text.encode(), "r")) is None


def test_the_meetings_of_an_initiative_are_those_under_it_and_those_with_points_on_it(
    small: str,
) -> None:
    dossier = parse(small.encode(), "r")
    selection = Selection(filter=Filter(initiative="hetao"))
    assert [one.id for one in meetings(dossier, selection)] == ["earlier", "later"]
    none_names_it = parse(small.replace('initiatives = ["hetao"]', "").encode(), "r")
    assert [one.id for one in meetings(none_names_it, selection)] == ["earlier"]
    both = Selection(filter=Filter(plans=("14",), initiative="hetao"))
    assert not meetings(none_names_it, both)


def test_a_meeting_under_a_plan_is_one_of_it_even_without_points(small: str) -> None:
    plan = """[[plan]]
id = "13"
name = "13th Five-Year Plan"
start = 2016
end = 2020

[[sector]]"""
    dossier = parse(small.replace("[[sector]]", plan, 1).encode(), "r")
    for plans, found in ((("13",), ["earlier"]), (("13", "14"), ["earlier", "later"])):
        assert [one.id for one in meetings(dossier, Selection(filter=Filter(plans)))] == found
