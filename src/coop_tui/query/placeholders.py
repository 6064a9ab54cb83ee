"""What stands in a new record, or a new meeting, where the maintainer's own belongs.

``new`` writes it, and ``check`` warns of what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from coop_tui.record.dates import Date
from coop_tui.record.entries import Source
from coop_tui.record.introspect import KeyPath, fields_of, tables_in
from coop_tui.record.tables import Meeting


class Placeholder(StrEnum):
    """A text that ``new`` writes in the place of another."""

    RECORD_TITLE = "Title of the record"
    RECORD_ABOUT = "What the record is about"
    FIRST_PARTY = "Name of the first party"
    SECOND_PARTY = "Name of the second party"
    FIRST_PERSON = "Name of a person of the first party"
    SECOND_PERSON = "Name of a person of the second party"
    THIRD_PERSON = "Name of a person whose party each meeting says"
    GUEST = "Name of a guest"
    BODY = "Body that the guest belongs to"
    BODY_THAT_DAY = "Body that the guest came from"
    PLACE = "Name of the place"
    PLAN = "Name of the plan"
    PLAN_ABOUT = "What the plan holds"
    SECTOR = "Name of the sector"
    INITIATIVE = "Name of the initiative"
    INITIATIVE_ABOUT = "What the initiative is"
    SHORT = "Short name"
    AKA = "Another name of it"
    PERSON_AKA = "Another name of the person"
    MILESTONE = "What happens"
    SOURCE_TITLE = "Title of the source"
    PUBLISHER = "Who published it"
    URL = "https://example.org/"
    ARCHIVED = "https://web.archive.org/web/2000/https://example.org/"
    MEETING_TITLE = "Title of the meeting"
    ROLE = "Office held that day"
    INCOMPLETE = "What is not known of the meeting"
    SUMMARY = "What the meeting was about"
    OUTLOOK = "What the meeting looks forward to"
    AREA = "What the source calls the areas"
    POINT = "What the source says"
    DOCUMENT = "Title of the document"
    OUTCOME = "What is reported of it"
    LATER_MEETING = "Title of the next meeting"
    LATER_POINT = "What the source says of the same matter then"
    QUOTE = "a few exact words"
    REMARK = "Note of the editor"


PLACEHOLDERS = frozenset(Placeholder)

NEXT_MEETING, NEXT_SOURCE = "next-meeting", "next-source"
"""The ids of a meeting and of its source that ``new`` adds to a record."""

UNKNOWN_DATE = Date(9999)
"""The date of such a meeting: it can be taken for no other, and the meeting is the last."""

_TEXTS = PLACEHOLDERS | {NEXT_MEETING, NEXT_SOURCE}


def placeholders_in(table: Struct) -> Iterator[tuple[KeyPath, str, bool]]:
    """The placeholders in a table, without those in tables in it.

    Yields:
        The path of each in the table, what stands there, and whether its key must be given.
    """
    dated = isinstance(table, Meeting | Source)  # a plan may well end in the year 9999
    for field in fields_of(type(table)).values():
        value = getattr(table, field.name)
        if field.type is str and value and not field.refers_to:
            for path, text in _texts(field.key, value):
                if text in _TEXTS:
                    yield path, text, field.required
        elif dated and field.type is Date and value == UNKNOWN_DATE:
            yield (field.key,), UNKNOWN_DATE.edtf, field.required


def has_placeholders(table: Struct) -> bool:
    """Whether there is a placeholder in a table or in a table in it."""
    return any(True for _, one in tables_in(table) for _ in placeholders_in(one))


def _texts(key: str, value: str | tuple[str, ...]) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield (key,), value
    else:
        yield from (((key, index), text) for index, text in enumerate(value))
