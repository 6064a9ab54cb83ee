"""The types of single values in a record: texts, dates and references.

The metadata of a reference has ``extra={"refers_to": …}``: the key of the array of tables
that has the ``id``. Everything that checks or follows references reads it there.
"""

# Annotations are not postponed here: msgspec would have to evaluate each from its text
# when the first record is read.
from typing import Annotated, Any

from msgspec import Meta

from coop_tui.record.dates import EDTF_PATTERN, Date

LINE_LENGTH, PROSE_LENGTH = 1_000, 100_000
"""The most characters of a line and of prose: far more than a name or a paragraph needs, and
few enough to be drawn again at every key press."""

# "$" alone would allow a newline at the end.
_ID = "[a-z0-9][a-z0-9._-]*"
ID_PATTERN = rf"^{_ID}(?!\n)$"
POINT_PATTERN = rf"^{_ID}/{_ID}(?!\n)$"
URL_PATTERN = r"^https?://[^\s<>\"]+(?!\n)$"
LINE_PATTERN = r"^\S[^\n\t]*(?!\n)$"
PROSE_PATTERN = r"\S"
# A relative path without ".."; a backslash or a drive could lead out on Windows.
TEXT_PATTERN = r"^(?!/|[A-Za-z]:|(.*/)?\.\.(/|$))\S[^\n\t\\]*(?!\n)$"

ONCE_EACH = {"uniqueItems": True}
"""The metadata, as in JSON Schema, of a list that may hold each value once only."""


def describe(description: str, *examples: Any) -> Meta:
    """What a key means, with examples of its value: for the schema, the hints and ``new``."""
    return Meta(description=description, examples=list(examples) or None)


Id = Annotated[
    str,
    Meta(
        pattern=ID_PATTERN,
        max_length=LINE_LENGTH,
        description="Its id: the name by which the record refers to it; unique in its kind.",
    ),
]
Line = Annotated[str, Meta(pattern=LINE_PATTERN, max_length=LINE_LENGTH)]
"""Text of one line."""
Prose = Annotated[str, Meta(pattern=PROSE_PATTERN, max_length=PROSE_LENGTH)]
"""Text that may be written on several lines; it is shown as one paragraph."""
Url = Annotated[str, Meta(pattern=URL_PATTERN, max_length=LINE_LENGTH)]
IncludePath = Annotated[str, Meta(pattern=TEXT_PATTERN, max_length=LINE_LENGTH)]
"""The path of a file, relative to the record and not above it."""
Names = Annotated[
    tuple[Line, ...],
    Meta(description="Other names, in any script; search finds them."),
]
WhenGiven = Annotated[
    Date,
    Meta(
        extra_json_schema={
            # A day fits two of them: some tools treat a TOML date as text, others only as
            # a date.
            "anyOf": [
                {
                    "description": 'In quotation marks: "2025", "2025-11" or "2025-11-12".',
                    "type": "string",
                    "pattern": EDTF_PATTERN,
                },
                {
                    "description": "A day as it is: 2025-11-12.",
                    "type": "string",
                    "format": "date",
                    "pattern": EDTF_PATTERN,
                },
                {
                    "description": "A year as it is: 2025.",
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 9999,
                },
            ],
        },
        examples=["2025-11-12", "2025-11", 2025],
    ),
]


def when(what: str) -> Meta:
    """The description of a date.

    Args:
        what: The event, such as ``When it was held``.
    """
    return Meta(description=f"{what}: a year, a month or a day, as precise as the source.")


def _ref(kind: str, what: str, example: str) -> Meta:
    return Meta(description=f"The id of {what}.", examples=[example], extra={"refers_to": kind})


PartyId = Annotated[str, _ref("party", "a party", "hk")]
PersonId = Annotated[str, _ref("person", "a person", "john-lee")]
PlaceId = Annotated[str, _ref("place", "a place", "government-house")]
PlanId = Annotated[str, _ref("plan", "a plan", "14")]
SectorId = Annotated[str, _ref("sector", "a sector", "healthcare")]
InitiativeId = Annotated[str, _ref("initiative", "an initiative", "hetao")]
SourceId = Annotated[str, _ref("source", "a source", "report-2025-11-12")]
PointId = Annotated[
    str,
    Meta(
        pattern=POINT_PATTERN,
        max_length=2 * LINE_LENGTH + 1,
        description="The id of a meeting and, after a slash, that of a point of it.",
        examples=["2018-10-24/fintech"],
        extra={"refers_to": "point"},
    ),
]
