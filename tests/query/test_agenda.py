"""What the next meeting could take up, each commitment once and for one reason."""

from __future__ import annotations

import datetime

import pytest
from tests.query.test_threads import meeting, outcome, point, record

from coop_tui.query.follow_up.agenda import Reason, agenda
from coop_tui.query.selection import Selection
from coop_tui.record.dates import Date, Window

NOW = datetime.date(2026, 1, 1)
AFTER = (meeting("b", "2018"), meeting("c", "2019"))


@pytest.mark.parametrize(
    ("first", "now", "meetings", "expected"),
    [
        (point(due="2018"), NOW, AFTER, Reason.OVERDUE),
        (point(due="2018"), None, AFTER, Reason.NOT_HEARD_OF),
        (point(due="2026"), NOW, AFTER, Reason.DUE),
        (point(due="2027"), NOW, AFTER, Reason.NOT_HEARD_OF),
        (point("urges"), NOW, AFTER, Reason.REQUEST),
        (point("urges", outcomes=outcome("2017", "in-part")), NOW, AFTER, Reason.NOT_HEARD_OF),
        (point(), NOW, AFTER, Reason.NOT_HEARD_OF),
        (point(), NOW, AFTER[:1], Reason.OTHER),
        (point(outcomes=outcome("2018", "in-part")), NOW, AFTER, Reason.OTHER),
        (point(due="2019", outcomes=outcome("2018", "in-part")), NOW, AFTER, Reason.OVERDUE),
        (point(outcomes=outcome("2018", "done")), NOW, AFTER, None),
        (point(outcomes=outcome("2018", "dropped")), NOW, AFTER, None),
        (point("notes"), NOW, AFTER, None),
    ],
)
def test_a_commitment_has_the_first_reason_that_fits(
    first: str, now: datetime.date | None, meetings: tuple[str, ...], expected: Reason | None
) -> None:
    found = agenda(record(meeting("a", "2017", first), *meetings), Selection(now=now))
    assert [item.reason for item in found] == ([expected] if expected else [])


def test_a_span_takes_the_place_of_the_year_from_now() -> None:
    dossier = record(meeting("a", "2017", point(due="2030"), point(due="2026")))
    window = Window.over(Date(2029), Date(2030))
    found = agenda(dossier, Selection(now=NOW, window=window))
    reasons = {item.key.number: item.reason for item in found}
    assert reasons == {1: Reason.DUE, 2: Reason.OTHER}


def test_what_was_taken_up_again_stands_under_its_latest_point_alone() -> None:
    dossier = record(meeting("a", "2017", point()), meeting("b", "2018", point("hopes", "a/p1")))
    found = agenda(dossier, Selection())
    assert [item.key.meeting for item in found] == ["b"]


def test_of_two_that_are_overdue_the_later_one_is_on_the_agenda() -> None:
    first = meeting("a", "2017", point(due="2018"))
    later = meeting("b", "2018", point("agrees", "a/p1", due="2020"))
    found = agenda(record(first, later), Selection(now=NOW))
    assert [(item.key.meeting, item.reason) for item in found] == [("b", Reason.OVERDUE)]


def test_the_latest_stand_first_under_a_reason() -> None:
    dossier = record(meeting("a", "2017", point(), point()), meeting("b", "2018", point()))
    found = agenda(dossier, Selection())
    assert [(item.key.meeting, item.key.number) for item in found] == [("b", 1), ("a", 1), ("a", 2)]


def test_what_is_not_selected_takes_nothing_off_the_agenda() -> None:
    first = meeting("a", "2017", point())
    later = meeting("b", "2018", point("agrees", "a/p1", sectors='"health"', due="2020"))
    last = meeting("c", "2019", point("agrees", "b/p1", due="2020"))
    due = meeting("a", "2017", point(due="2018"))
    for sector, expected in (("trade", "c"), ("health", "b")):
        found = agenda(record(due, later, last), Selection(sector=sector, now=NOW))
        assert [item.key.meeting for item in found] == [expected]
    two = record(due, later)
    assert [item.key.meeting for item in agenda(two, Selection(sector="trade", now=NOW))] == ["a"]
    assert not agenda(record(first, later), Selection(sector="trade"))
