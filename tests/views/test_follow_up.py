"""The follow-up and the agenda: their words, and that each commitment is where it belongs."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.golden.test_golden import RECORDS
from tests.query.test_threads import meeting, outcome, point, record
from tests.views.test_view_properties import selected

from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import proposed_name, render
from coop_tui.query.commitments.links import PointKey
from coop_tui.query.follow_up.threads import Silence, first_commitments, thread
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.dates import Date, Window
from coop_tui.record.loading.loader import load
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document import layout
from coop_tui.views.follow_up.words import silence_words, time_between
from coop_tui.views.registry import VIEWS

NOW = datetime.date(2026, 11, 25)
EXAMPLE = load(RECORDS["follow-up"])


@pytest.mark.parametrize(
    ("silence", "words"),
    [
        ((0, 0), "The record has no later meeting."),
        ((0, 1), "Whether it was raised at the one later meeting is not known."),
        ((0, 4), "Whether it was raised at the 4 later meetings is not known."),
        ((1, 0), "It was not raised at the one later meeting, as far as its sources report."),
        ((2, 0), "It was not raised at the 2 later meetings, as far as their sources report."),
        (
            (1, 4),
            "Of the 5 later meetings, it was not raised at 1, as far as its sources report; "
            "of 4 that is not known.",
        ),
        (
            (1000, 1),
            "Of the 1,001 later meetings, it was not raised at 1,000, as far as their sources "
            "report; of 1 that is not known.",
        ),
    ],
)
def test_the_meetings_since_are_told_in_a_sentence(silence: tuple[int, int], words: str) -> None:
    assert silence_words(Silence(*silence)) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2018-10-24", "2018-10-24", ""),
        ("2018-10-24", "2018-10-25", "1 day"),
        ("2018-10-24", "2018-11-23", "30 days"),
        ("2018-10-24", "2018-11-24", "1 month"),
        ("2018-10-24", "2025-11-12", "7 years"),
        ("2018-10-24", "2026-01-30", "7 years and 3 months"),
        ("2018-10-25", "2018-10-24", ""),
        ("2018", "2018", "less than 12 months"),
        ("2018", "2025-11-12", "between 6 and 8 years"),
        ("2018-10", "2018-12", "between 1 and 3 months"),
        ("2018-10", "2018-11", "less than 2 months"),
        ("2019", "2018", ""),
        ("2018", "2021", "between 2 and 4 years"),
        ("2020-01-31", "2020-02-29", "29 days"),
    ],
)
def test_a_time_is_no_more_exact_than_its_dates(first: str, last: str, words: str) -> None:
    assert time_between(Date.parse(first), Date.parse(last)) == words


@given(st.dates(), st.dates(), st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_a_time_of_rough_dates_holds_that_of_any_days_in_them(
    one: datetime.date, two: datetime.date, length: int, other: int
) -> None:
    first, last = sorted((one, two))
    rough = time_between(
        Date.parse(first.isoformat()[:length]), Date.parse(last.isoformat()[:other])
    )
    years = (last - first).days / 365.2425
    if found := re.fullmatch(r"between (\d+) and (\d+) (year|month)s", rough):
        scale = 1 if found[3] == "year" else 12
        assert int(found[1]) - 0.1 <= years * scale <= int(found[2]) + 0.1
    elif found := re.fullmatch(r"less than (\d+) (year|month)s?", rough):
        assert years * (1 if found[2] == "year" else 12) <= int(found[1]) + 0.1


def text_of(dossier: Dossier, view: str, selection: Selection, by: GroupBy = GroupBy.STATUS) -> str:
    """The view in a very wide text."""
    return render(Record(dossier), selection, view, width=1000, by=by).decode()


@pytest.mark.parametrize("view", VIEWS)
@given(what=selected())
@settings(max_examples=15)
def test_nothing_is_overdue_without_a_day_that_counts_as_now(
    view: str, what: tuple[Dossier, Selection]
) -> None:
    dossier, selection = what
    for form in FORMATS:
        for by in VIEWS[view].groupings or (GroupBy.MEETING,):
            without = replace(selection, now=None)
            text = render(Record(dossier), without, view, form, by=by).decode()
            text = text.replace('"overdue": 0', "")
            assert not re.search(r"\boverdue\b", text, re.IGNORECASE)


@given(selected(), st.sampled_from(list(VIEWS["follow-up"].groupings)))
def test_each_commitment_stands_on_the_page_once_in_full(
    what: tuple[Dossier, Selection], by: GroupBy
) -> None:
    dossier, selection = what
    everything = Selection(now=selection.now)
    page = VIEWS["follow-up"].grouped(by).page(Record(dossier), everything)
    keys = [line.key for line in layout.body(page, 100) if line.key]
    runs = [key for number, key in enumerate(keys) if number == 0 or keys[number - 1] != key]
    assert sorted(runs) == sorted(
        f"{one.meeting}/{one.number}" for one in first_commitments(dossier)
    )


@given(selected())
def test_the_page_of_a_point_has_each_of_its_thread_once_in_full(
    what: tuple[Dossier, Selection],
) -> None:
    dossier, selection = what
    for first in first_commitments(dossier)[:3]:
        one = thread(dossier, first, selection.now)
        of_point = Selection(first.meeting, point=first.number, now=selection.now)
        page = VIEWS["follow-up"].page(Record(dossier), of_point)
        keys = {line.key for line in layout.body(page, 100) if line.key}
        assert keys == {entry.key for entry in (*one.before, *one.points)}


def test_a_request_names_who_asked_whom_and_when() -> None:
    text = text_of(EXAMPLE.dossier, "agenda", Selection(now=NOW))
    assert "Addressed to The County and Mill on 4 Mar 2018." in text
    asked = record(meeting("a", "2017-05", point("urges")))
    assert "Addressed to nobody in particular in May 2017." in text_of(asked, "agenda", Selection())


def test_what_is_due_is_told_for_the_span_that_was_asked_for() -> None:
    dossier = record(meeting("a", "2017", point(due="2030")))
    span = Window.over(Date(2029), Date(2030))
    text = text_of(dossier, "agenda", Selection(now=NOW, window=span))
    assert "\nDue from 1 Jan 2029 to 31 Dec 2030 · 1 commitment\n" in text
    soon = text_of(dossier, "agenda", Selection(now=datetime.date(2030, 2, 3)))
    assert "\nDue within a year · 1 commitment\n" in soon


def test_what_has_come_to_its_end_is_asked_for_no_more() -> None:
    delivered = record(
        meeting("a", "2017-01-02", point("agrees", outcomes=outcome("2019-01-02", "done"))),
        meeting("b", "2020"),
    )
    text = text_of(delivered, "follow-up", Selection(now=NOW))
    assert "Done, 2 Jan 2019: A report. [1] Reported by A Newspaper." in text
    assert "Agreed 2 Jan 2017, reported as done 2 Jan 2019: 2 years later." in text
    assert "later meeting" not in text


def test_a_point_that_stands_above_is_only_named_again() -> None:
    dossier = record(
        meeting("a", "2017", point(), point()),
        meeting("b", "2018", point("agrees", "a/p1", "a/p2")),
    )
    text = text_of(dossier, "follow-up", Selection("b", point=1))
    assert text.count("\n2018 · Hong Kong agrees") == 1
    assert "\n2018: Hong Kong agrees: A text. [1] (above)\n" in text


def test_a_statement_that_nothing_takes_up_says_so() -> None:
    dossier = record(meeting("a", "2017", point("notes")))
    text = text_of(dossier, "follow-up", Selection("a", point=1))
    assert "This point is a statement, and no commitment on record takes it up." in text
    data = json.loads(render(Record(dossier), Selection("a", point=1), "follow-up", "json"))
    assert data["follow-up"]["groups"] == [{"name": None, "threads": []}]


def test_a_record_without_commitments_says_so() -> None:
    dossier = record(meeting("a", "2017", point("notes")))
    assert "The record holds no commitment." in text_of(dossier, "follow-up", Selection())
    assert "No commitment matches." in text_of(dossier, "follow-up", Selection(sector="health"))
    assert "No open commitment is on record." in text_of(dossier, "agenda", Selection())


def test_only_as_much_of_the_page_is_made_as_is_shown() -> None:
    dossier = record(meeting("a", "2017", *[point()] * 500))
    for view in ("follow-up", "agenda"):
        page = VIEWS[view].page(Record(dossier), Selection(now=NOW))
        lines = layout.body(page, 80)
        for _ in range(50):
            next(lines)
        assert len(page.blocks) < 80


def test_a_proposed_name_says_how_it_is_grouped() -> None:
    names = [
        proposed_name([Record(EXAMPLE.dossier)], "follow-up", Selection(), "text", by)
        for by in VIEWS["follow-up"].groupings
    ]
    assert names == [
        "record-follow-up.txt",
        *(f"record-follow-up-by-{by}.txt" for by in ("sector", "party", "due")),
    ]


def test_an_outcome_after_the_last_meeting_is_the_last_on_record() -> None:
    key = PointKey("2018-03-04", 7)
    assert str(thread(EXAMPLE.dossier, key, NOW).last_heard_of) == "May 2023"
    text = text_of(EXAMPLE.dossier, "follow-up", Selection())
    assert "Last on record at a meeting: 4 Mar 2018, 1st plenary. Of the 3 later" in text


def test_a_sector_that_is_on_record_again_is_told_though_nothing_takes_the_point_up() -> None:
    both = point("agrees", sectors='"trade", "health"')
    area = """[[meeting.area]]
sectors = ["health", "trade"]
cite = "report"
"""
    first, last = meeting("a", "2017-01-02", both), meeting("c", "2021-05-06")
    text = text_of(record(first, meeting("b", "2020-03-04") + area, last), "follow-up", Selection())
    assert "Named or discussed since: Trade, Health (last on 4 Mar 2020)." in text
    of_one = record(first, meeting("b", "2020-03-04") + area, meeting("c", "2021-05-06", point()))
    text = text_of(of_one, "agenda", Selection())
    assert (
        "Named or discussed since: Trade (last on 6 May 2021); Health (last on 4 Mar 2020)." in text
    )
    (found, *_) = json.loads(render(Record(of_one), Selection(), "agenda", "json"))["agenda"]
    since = [(one["sector"], one["meeting"]) for one in found["sectors_on_record_since"]]
    assert since == [("Trade", "c"), ("Health", "b")]
    text = text_of(record(first, last), "follow-up", Selection())
    assert "discussed since" not in text


def test_an_earlier_due_date_is_told_beside_the_later_one() -> None:
    first = meeting("a", "2017-01-02", point(due="2018"))
    later = meeting("b", "2019-01-02", point("agrees", "a/p1", due="2030"))
    text = text_of(record(first, later), "follow-up", Selection(now=NOW))
    assert "Due: 2030, before that 2018." in text


def test_a_statement_has_no_due_date() -> None:
    first = meeting("a", "2017-01-02", point(due="2018"))
    later = meeting("b", "2019-01-02", point("notes", "a/p1", due="2030"))
    text = text_of(record(first, later), "follow-up", Selection(now=NOW))
    assert "Due: 2018." in text
    assert "\nOverdue ·" in text
