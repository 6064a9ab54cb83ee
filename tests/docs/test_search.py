from __future__ import annotations

import pytest

from coop_tui.paths import shipped_record
from coop_tui.query.search.index import find_matches
from coop_tui.query.search.language import FIELDS, terms
from coop_tui.record.loading.loader import load

from .pages import page, rows

QUERIES = list(rows(page("docs/search.md")))


def test_every_field_is_documented_and_no_other() -> None:
    shown = {term.field for query in QUERIES for term in terms(query)}
    assert shown - {""} == set(FIELDS)


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_finds_something_in_the_shipped_record(query: str) -> None:
    dossier = load(shipped_record()).dossier
    assert find_matches(dossier, query).count
