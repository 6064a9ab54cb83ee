from __future__ import annotations

import datetime
from itertools import pairwise

import pytest

from coop_tui.record.dates import Date


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2025", "2025"),
        ("2025-11", "2025-11"),
        ("2025-11-12", "2025-11-12"),
        (2025, "2025"),
        (9, "0009"),
        (datetime.date(2025, 11, 12), "2025-11-12"),
        ("2024-02-29", "2024-02-29"),
        ("9999-12-31", "9999-12-31"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(value: object, edtf: str) -> None:
    assert Date.parse(value).edtf == edtf


@pytest.mark.parametrize(
    "value",
    [
        "",
        "25",
        "2025-1",
        "2025-13",
        "2025-00",
        "2025-11-00",
        "2025-02-29",
        "2025-11-31",
        "2025-11-12T10:00",
        "2025-11-12\n",
        " 2025",
        "٢٠٢٥",
        "0000",
        0,
        -1,
        10000,
        True,
        2025.0,
        None,
        datetime.datetime(2025, 11, 12, 10),
        datetime.time(10),
        ["2025"],
    ],
)
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"a date is a year|must be in|out of range"):
        Date.parse(value)


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2025-11-12", "2025-11-12", "2025-11-12"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("9999-11", "9999-11-01", "9999-11-30"),
        ("0001", "0001-01-01", "0001-12-31"),
    ],
)
def test_a_date_covers_all_that_it_names(edtf: str, first: str, last: str) -> None:
    date = Date.parse(edtf)
    assert (date.first.isoformat(), date.last.isoformat()) == (first, last)


def test_dates_sort_by_time_and_the_wider_before_what_it_contains() -> None:
    order = ["2024-12-31", "2025", "2025-11", "2025-11-12", "2025-12", "2026"]
    dates = [Date.parse(edtf) for edtf in order]
    assert sorted([*dates[3:], *dates[:3]]) == dates
    assert all(earlier < later for earlier, later in pairwise(dates))


def test_dates_of_different_precision_are_different() -> None:
    assert Date(2025) != Date(2025, 1)
    assert Date(2025, 1) != Date(2025, 1, 1)
    assert Date(2025) != 2025
    assert len({Date(2025), Date.parse("2025"), Date(2025, 1)}) == 2


@pytest.mark.parametrize(
    ("edtf", "words", "weekday"),
    [
        ("2025-11-12", "12 Nov 2025", "Wed"),
        ("2025-11-02", "2 Nov 2025", "Sun"),
        ("2025-11", "Nov 2025", ""),
        ("2025", "2025", ""),
        ("0009", "0009", ""),
    ],
)
def test_a_date_is_shown_as_precisely_as_it_is_known(edtf: str, words: str, weekday: str) -> None:
    date = Date.parse(edtf)
    assert (str(date), date.weekday) == (words, weekday)
