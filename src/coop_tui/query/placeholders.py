"""The texts of a new record that stand where the maintainer's own belong.

``new`` writes them, and ``check`` warns of those that are left.
"""

from enum import StrEnum


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
