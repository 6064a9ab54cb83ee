"""What the last value of a query could become."""

from __future__ import annotations

from coop_tui.query.search.language import CHOICES, last_value
from coop_tui.query.search.normalize import normalize_for_search
from coop_tui.query.search.texts import named_entries, names_of
from coop_tui.record.cache import cached_per_record
from coop_tui.record.tables import Dossier


def completed(dossier: Dossier, query: str) -> str | None:
    """A query with its last value completed; None if it does not end in a value that can be.

    What is typed stays as it is. A value with a space in it is offered after a quotation mark
    only, and is closed by another.
    """
    last = last_value(query)
    if last is None:
        return None
    typed = normalize_for_search(last.value)
    length = len(last.value)
    known = _known_values(dossier, last.field)
    if last.value in CHOICES.get(last.field, ()):
        return None
    for value in known:
        is_longer = len(value) > length or last.in_quotes
        fits = last.in_quotes or len(value.split()) == 1
        if is_longer and fits and normalize_for_search(value[:length]) == typed:
            return query + value[length:] + ('"' if last.in_quotes else "")
    return None


@cached_per_record
def _known_values(dossier: Dossier, field: str) -> tuple[str, ...]:
    """The values that a field can have: those of a closed list, or the ids and then the names."""
    if field in CHOICES:
        return tuple(sorted(CHOICES[field], key=len))
    if field == "meeting":
        return tuple(meeting.id for meeting in reversed(dossier.meetings))
    if field == "due":
        return ("any",)
    entries = named_entries(dossier).get(field, ())
    ids = [entry.id for entry in entries]
    names = [name for entry in entries for name in names_of(entry) if '"' not in name]
    return tuple(dict.fromkeys((*ids, *names)))
