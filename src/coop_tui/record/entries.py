"""The claims of a record, and what its meetings refer to: parties, people, plans, sources."""

# Annotations are not postponed here: msgspec would have to evaluate each from its text
# when the first record is read.
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from coop_tui.record.fields import (
    LINE_LENGTH,
    TEXT_PATTERN,
    Id,
    Line,
    Names,
    PartyId,
    Prose,
    SourceId,
    Url,
    WhenGiven,
    describe,
    when,
)

Result = Literal["done", "in-part", "dropped"]
SourceType = Literal["press-release", "news", "document", "web-page"]


# The garbage collector skips tables, which saves much time with a large record: they are
# frozen and only contain texts and other tables, so they cannot form cycles.
class Table(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A table of the record. A key without a field is an error."""


class Citation(Table, frozen=True):
    """A source and the place in it."""

    source: SourceId
    at: Annotated[
        Line,
        describe(
            "The place in the source: paragraphs, a page, or whatever helps to find it.",
            "¶7",
            "¶4–5",
            "p. 12",
        ),
    ] = ""
    quote: Annotated[Line, describe("A few exact words from that place.", "go global")] = ""


Citations = Annotated[
    tuple[Citation, ...],
    Meta(
        min_length=1,
        description="Where a source says so: its id, then the place in it.",
        examples=["report-2025-11-12 ¶7", [{"source": "report-2025-11-12", "at": "¶7"}]],
    ),
]


class Remark(Table, frozen=True):
    """The editor's own note; never what a source of the claim says."""

    text: Annotated[Prose, describe("The note.", "Not checked against the outline itself.")]
    cite: Annotated[
        tuple[Citation, ...],
        Meta(description="What the note rests on.", examples=["report-2025-11-12 ¶7"]),
    ] = ()


NoteOn = Annotated[Remark | None, describe("The editor's note on it.")]


class Statement(Table, frozen=True, kw_only=True):
    """A sentence or two, cited."""

    text: Annotated[
        Prose,
        describe(
            "What is said, or what happens, in plain text.",
            "The two sides agreed on what to do in eight areas.",
        ),
    ]
    cite: Citations
    remark: NoteOn = None

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources that it rests on, each once; a remark has its own."""
        return tuple(dict.fromkeys(citation.source for citation in self.cite))


class Milestone(Statement, frozen=True, kw_only=True):
    """A dated event of a plan or an initiative."""

    date: Annotated[WhenGiven, when("When it happens")]


class Outcome(Statement, frozen=True, kw_only=True):
    """What is reported, outside of a meeting, of what became of a point."""

    date: Annotated[WhenGiven, when("When it came about, or was reported")]
    result: Annotated[
        Result,
        describe("What became of the point: it was done, or done in part, or dropped."),
    ]
    by: Annotated[
        tuple[PartyId, ...],
        Meta(
            description=(
                "The ids of the parties that report it. If left out, those who published its "
                "sources report it."
            ),
            examples=[["hk"]],
        ),
    ] = ()


class _Named(Table, frozen=True, kw_only=True):
    """What has a name, perhaps a short one, and other names."""

    id: Id
    name: Line
    short: Annotated[Line, describe("A short name, for where there is little room.")] = ""
    aka: Names = ()

    @property
    def label(self) -> str:
        """The short name if there is one, else the name."""
        return self.short or self.name


class Party(_Named, frozen=True, kw_only=True):
    """A side of the co-operation, or another body that speaks or is spoken to."""

    id: Annotated[Id, Meta(examples=["hk"])]
    name: Annotated[Line, describe("Its name.", "Hong Kong")]
    short: Annotated[Line, describe("A short name, for where there is little room.", "HK")] = ""
    aka: Annotated[Names, Meta(examples=[["香港"]])] = ()


class Person(Table, frozen=True):
    """Somebody who took part in a meeting."""

    id: Annotated[
        Id,
        describe("The person's id: the name by which the record refers to the person.", "john-lee"),
    ]
    name: Annotated[Line, describe("The name.", "John Lee")]
    party: (
        Annotated[PartyId, describe("The side that the person belongs to: the id of a party.")]
        | None
    ) = None
    body: Annotated[
        Line,
        describe(
            "For a guest, who belongs to no side: the body that he or she comes from.",
            "Liaison Office",
        ),
    ] = ""
    aka: Annotated[Names, Meta(examples=[["李家超"]])] = ()


class Place(_Named, frozen=True, kw_only=True):
    """Where meetings are held."""

    id: Annotated[Id, Meta(examples=["government-house"])]
    name: Annotated[Line, describe("Its name.", "Government House, Hong Kong")]
    short: Annotated[
        Line, describe("A short name, for where there is little room.", "Government House")
    ] = ""
    aka: Annotated[Names, Meta(examples=[["禮賓府"]])] = ()


class Programme(_Named, frozen=True, kw_only=True):
    """A plan or an initiative: it runs over time and has dated events."""

    id: Annotated[Id, Meta(examples=["14"])]
    name: Annotated[Line, describe("Its full name.", "14th Five-Year Plan")]
    short: Annotated[
        Line, describe("A short name, for where there is little room.", "14th FYP")
    ] = ""
    aka: Annotated[Names, Meta(examples=[["十四五"]])] = ()
    about: Annotated[
        tuple[Statement, ...], describe("What it is or what it says, statement by statement.")
    ] = ()
    milestones: Annotated[tuple[Milestone, ...], describe("Its dated events.")] = field(
        default=(), name="milestone"
    )


class Plan(Programme, frozen=True, kw_only=True):
    """A plan period."""

    start: Annotated[WhenGiven, when("When it begins")]
    end: Annotated[WhenGiven, when("When it ends")]


class Sector(_Named, frozen=True, kw_only=True):
    """One entry of the fixed list by which meetings are compared."""

    id: Annotated[Id, Meta(examples=["healthcare"])]
    name: Annotated[Line, describe("Its name.", "Innovation and technology")]
    short: Annotated[Line, describe("A short name, for where there is little room.", "I&T")] = ""
    aka: Annotated[Names, Meta(examples=[["medical and health"]])] = ()


class Initiative(Programme, frozen=True, kw_only=True):
    """A scheme, body or zone that is named."""

    parties: Annotated[
        tuple[PartyId, ...], describe("The ids of the parties to which it belongs.")
    ] = ()


class Source(Table, frozen=True):
    """What is cited."""

    id: Annotated[Id, Meta(examples=["press-2018-10-24"])]
    title: Annotated[Line, describe("Its own title.", "Beijing-HK set up closer ties")]
    publisher: Annotated[Line, describe("Who published it.", "China Daily")]
    type: (
        Annotated[
            SourceType,
            describe("What it is: a press release, a news report, a document or a web page."),
        ]
        | None
    ) = None
    side: (
        Annotated[
            PartyId,
            describe("The side that it comes from: the id of a party. Left out if from neither."),
        ]
        | None
    ) = None
    date: Annotated[WhenGiven, when("When it was published")] | None = None
    url: (
        Annotated[
            Url,
            describe(
                "Its address, http or https.", "https://www.cmab.gov.hk/en/press/press_491.htm"
            ),
        ]
        | None
    ) = None
    accessed: Annotated[WhenGiven, when("When it was last looked at")] | None = None
    archived: (
        Annotated[
            Url,
            describe(
                "The address of an archived copy.",
                "https://web.archive.org/web/2025/https://example.org/",
            ),
        ]
        | None
    ) = None
    text: (
        Annotated[
            str,
            Meta(
                pattern=TEXT_PATTERN,
                max_length=LINE_LENGTH,
                description="The path of a copy of its text, in the folder of the record or below.",
                examples=["sources/press-2018-10-24.txt"],
            ),
        ]
        | None
    ) = None
    remark: NoteOn = None


WHOLE = Sector(id="*", name="The relationship as a whole")
"""Stands in the place of a sector for points on none; no entry of a record can have its id."""
