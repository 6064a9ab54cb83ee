"""One query asked of several records."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from coop_tui.query.search.completion import completed
from coop_tui.query.search.index import Matches, find_matches, unresolved_term
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
    """An error for a field whose value names nothing in any of the records; None if all do.

    Raises:
        QueryError: If the query cannot be understood.
    """
    errors = [unresolved_term(dossier, query) for dossier in dossiers]
    return errors[0] if errors and all(errors) else None


def completed_in_any(dossiers: Sequence[Dossier], query: str) -> str | None:
    """A query with its last value completed by the first record that has such a value."""
    found = (completed(dossier, query) for dossier in dossiers)
    return next(filter(None, found), None)
