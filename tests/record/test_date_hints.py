from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop_tui.record.dates import Date
from coop_tui.record.diagnostics.date_hints import loose_date


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("2023-5-6", "2023-05-06"),
        ("2023/05/06", "2023-05-06"),
        ("2023.5", "2023-05"),
        ("20230506", "2023-05-06"),
        ("6 May 2023", "2023-05-06"),
        ("6th of May, 2023", "2023-05-06"),
        ("06-may-2023", "2023-05-06"),
        ("6. Sept. 2023", "2023-09-06"),
        ("May 6, 2023", "2023-05-06"),
        ("DECEMBER 31st 2023", "2023-12-31"),
        (" May 2023 ", "2023-05"),
        ("2023年5月6日", "2023-05-06"),
        ("2023 年 12 月", "2023-12"),
    ],
)
def test_a_date_as_people_write_it(text: str, edtf: str) -> None:
    found = loose_date(text)
    assert found is not None
    assert found.edtf == edtf


@pytest.mark.parametrize(
    "text",
    [
        "",
        "May",
        "6 May",
        "2023",
        "20211",
        "0000",
        "5/6/2023",
        "31 June 2023",
        "2023-13",
        "May 32, 2023",
        "6 Ma 2023",
        "6 Maybe 2023",
        "6 Day 2023",
        "0 May 2023",
        "2023-00-01",
        "2021-2025",
        "٢٠٢٣-٠٥-٠٦",
    ],
)
def test_what_names_no_date_or_more_than_one(text: str) -> None:
    assert loose_date(text) is None


@given(st.dates())
def test_every_day_is_known_in_each_of_its_forms(day: object) -> None:
    for form in ("{0.year:04}-{0.month}-{0.day}", "{0.year:04}年{0.month}月{0.day}日"):
        assert loose_date(form.format(day)) == Date.parse(day)
