"""One query asked of several records."""

from __future__ import annotations

import pytest

from coop_tui.query.collection.search import completed_in_any, find_in_all, unresolved_in_all
from coop_tui.query.search.language import QueryError
from coop_tui.record.loading.loader import load

from .side_by_side import BEIJING, SHANGHAI

BOTH = [load(path).dossier for path in (BEIJING, SHANGHAI)]


def test_each_record_is_asked() -> None:
    both = find_in_all(BOTH, "healthcare", None)
    alone = [find_in_all([dossier], "healthcare", None)[0] for dossier in BOTH]
    assert both == alone
    assert all(matches.meetings for matches in both)


def test_what_only_one_record_knows_is_found_there_and_is_no_error() -> None:
    for query, known in (("sector:games", 0), ("sector:social-welfare", 1)):
        found = find_in_all(BOTH, query, None)
        assert found[known].meetings
        assert not found[1 - known].meetings
        assert unresolved_in_all(BOTH, query) is None
        assert unresolved_in_all([BOTH[1 - known]], query) is not None


def test_what_no_record_knows_is_an_error() -> None:
    assert str(unresolved_in_all(BOTH, "sector:zebras")).startswith("no sector is called 'zebras'")


def test_each_value_of_a_query_may_be_known_to_another_record() -> None:
    assert unresolved_in_all(BOTH, "sector:games sector:social-welfare") is None
    assert unresolved_in_all([BOTH[0], *BOTH], "sector:social-welfare") is None
    error = unresolved_in_all(BOTH, "sector:games sector:zebras")
    assert str(error).startswith("no sector is called 'zebras'")


def test_a_query_that_is_wrong_is_an_error_without_any_record() -> None:
    with pytest.raises(QueryError):
        find_in_all([], "nosuchfield:x", None)


def test_a_value_is_completed_by_the_first_record_that_has_one() -> None:
    assert completed_in_any(BOTH, "sector:social") == "sector:social-welfare"
    assert completed_in_any(BOTH, "sector:zebra") is None
