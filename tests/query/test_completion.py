"""What the value in which a query ends could become."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.query.test_search import RECORD

from coop_tui.query.search.completion import completed
from coop_tui.query.search.language import FIELDS, terms


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status:op", "status:open"),
        ("status:delivered", None),
        ("park -kind:Ag", "park -kind:Agrees"),
        ("result:", "result:done"),
        ("due:", "due:any"),
        ("by:b", "by:beijing"),
        ("by:北", "by:北京"),
        ("to:hk", None),  # nothing is left to add
        ("sector:youth", "sector:youth-trade"),
        ("speaker:john", None),  # a name of two words is offered in quotation marks
        ('speaker:"jöhn', 'speaker:"jöhn Lee"'),
        ('speaker:"John Lee', 'speaker:"John Lee"'),
        ('speaker:"John Lee"', None),
        ("meeting:2", "meeting:2012-01"),  # the latest
        ("source:da", "source:daily"),
        ("by:b ", None),
        ("by:b park", None),
        ("by", None),
        ('"by:b', None),
        ("before:2", None),
        ("place:h", None),
        ("", None),
    ],
)
def test_the_rest_of_the_last_value_is_offered(query: str, expected: str | None) -> None:
    assert completed(RECORD, query) == expected


@given(st.sampled_from([*FIELDS, ""]), st.sampled_from(["", '"']), st.text(max_size=3))
def test_what_is_offered_begins_as_typed_and_can_be_asked(
    field: str, quote: str, typed: str
) -> None:
    query = f"{field}:{quote}{typed}"
    offered = completed(RECORD, query)
    if offered is not None:
        assert offered.startswith(query)
        (term,) = terms(offered)
        assert term.field == field
