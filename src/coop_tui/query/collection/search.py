"""One query asked of several records."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from coop_tui.query.search.completion import completed
from coop_tui.query.search.index import Matches, find_matches, unresolved_terms
from coop_tui.query.search.language import QueryError, terms
from coop_tui.record.tables import Dossier


def find_in_all(
    dossiers: Sequence[Dossier], query: str, now: datetime.date | None
) -> list[Matches]:
    """What a query finds in each record; a value that a record does not know finds nothing there.

    Raises:
        QueryError: If the query cannot be understood.
    """
    list(terms(query))  # wrong words are wrong even if there is no record
    return [find_matches(dossier, query, now) for dossier in dossiers]


def unresolved_in_all(dossiers: Sequence[Dossier], query: str) -> QueryError | None:
    """An error for the first value that names nothing in any of the records; None if all do.

    Raises:
        QueryError: If the query cannot be understood.
    """
    first, *others = [unresolved_terms(dossier, query) for dossier in dossiers] or [{}]
    return next((first[term] for term in first if all(term in one for one in others)), None)


def completed_in_any(dossiers: Sequence[Dossier], query: str) -> str | None:
    """A query with its last value completed by the first record that has such a value."""
    found = (completed(dossier, query) for dossier in dossiers)
    return next(filter(None, found), None)
