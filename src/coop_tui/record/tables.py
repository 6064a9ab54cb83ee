"""The tables of a record; its JSON Schema is generated from them."""

# Annotations are not postponed here: msgspec would have to evaluate each from its text
# when the first record is read.
from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from msgspec import Meta, Struct, field

from coop_tui.record.dates import Date
from coop_tui.record.fields import (
    LINE_LENGTH,
    ONCE_EACH,
    TEXT_PATTERN,
    Id,
    IncludePath,
    InitiativeId,
    Line,
    Names,
    PartyId,
    PersonId,
    PlaceId,
    PlanId,
    Prose,
    SectorId,
    SourceId,
    Url,
    WhenGiven,
    describe,
    when,
)
from coop_tui.record.kinds import Kind

FORMAT = 1
"""The version of the format that this program reads."""

LAST_ORDINAL = 9999
"""The highest ordinal of a meeting, and the most areas that its sources can name."""

SourceType = Literal["press-release", "news", "document", "web-page"]
MeetingKind = Literal["plenary", "working-meeting", "symposium", "visit", "meeting"]
Held = Literal["in-person", "by-video", "both"]
Recorded = Literal["in-full", "in-part"]


# The garbage collector skips tables, which saves much time with a large record: they are
# frozen and only contain texts and other tables, so they cannot form cycles.
class _Table(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A table of the record. A key without a field is an error."""


class Citation(_Table, frozen=True):
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


class Remark(_Table, frozen=True):
    """The editor's own note; never what a source of the claim says."""

    text: Annotated[Prose, describe("The note.", "Not checked against the outline itself.")]
    cite: Annotated[
        tuple[Citation, ...],
        Meta(description="What the note rests on.", examples=["report-2025-11-12 ¶7"]),
    ] = ()


NoteOn = Annotated[Remark | None, describe("The editor's note on it.")]


class Statement(_Table, frozen=True, kw_only=True):
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


class _Named(_Table, frozen=True, kw_only=True):
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


class Person(_Table, frozen=True):
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


class Source(_Table, frozen=True):
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


class Attendance(_Table, frozen=True):
    """A person at a meeting, in the office held on that day."""

    person: Annotated[PersonId, describe("Who: the id of a person.")]
    role: Annotated[Line, describe("The office held on that day.", "Mayor")]
    party: (
        Annotated[
            PartyId,
            describe(
                "The side on that day, if it is not given with the person: the id of a party."
            ),
        ]
        | None
    ) = None
    body: Annotated[
        Line,
        describe(
            "For a guest: the body on that day, if it is not given with the person.",
            "Liaison Office",
        ),
    ] = ""


class Area(_Table, frozen=True):
    """Sectors that a source only names as fields of co-operation."""

    sectors: Annotated[
        tuple[SectorId, ...],
        Meta(
            min_length=1,
            description="The ids of the sectors that are named.",
            examples=[["education", "culture"]],
            extra_json_schema=ONCE_EACH,
        ),
    ]
    cite: Citations
    title: Annotated[Line, describe("What the source calls them.", "Areas agreed on")] = ""
    remark: NoteOn = None


class Point(Statement, frozen=True, kw_only=True):
    """One thing that a source says at one meeting."""

    id: (
        Annotated[
            Id,
            describe(
                "Its id: a name for the point, unique in the meeting.",
                "fintech",
            ),
        ]
        | None
    ) = None
    sectors: Annotated[
        tuple[SectorId, ...],
        Meta(
            description=(
                "The ids of the sectors that it is on; [] for the relationship as a whole."
            ),
            examples=[["finance"]],
            extra_json_schema=ONCE_EACH,
        ),
    ]
    by: Annotated[
        tuple[PartyId, ...],
        Meta(
            min_length=1,
            description="The ids of the parties whose point it is.",
            examples=[["hk", "beijing"]],
        ),
    ]
    kind: Annotated[Kind, describe("What kind of statement or commitment it is.")]
    speaker: Annotated[PersonId, describe("The person who said it: the id of a person.")] | None = (
        None
    )
    to: Annotated[
        tuple[PartyId, ...],
        Meta(
            description="The ids of the parties to which it is addressed.",
            examples=[["beijing"]],
        ),
    ] = ()
    document: Annotated[
        Line, describe("The title of a document that was signed.", "Memorandum on food safety")
    ] = ""
    plans: Annotated[
        tuple[PlanId, ...],
        describe("The ids of the plans that it refers to."),
    ] = ()
    initiatives: Annotated[
        tuple[InitiativeId, ...], describe("The ids of the initiatives that it names.")
    ] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """The ids of its sectors, or of the relationship as a whole."""
        return self.sectors or (WHOLE.id,)


class Meeting(_Table, frozen=True):
    """A meeting and what its sources say of it."""

    id: Annotated[
        Id,
        describe(
            "Its id: the name by which the record refers to it; the date serves well.", "2018-10-24"
        ),
    ]
    date: Annotated[WhenGiven, when("When it was held, or began")]
    title: Annotated[
        Line, describe("A heading for it.", "Fourth plenary: agreement in eight areas")
    ]
    kind: Annotated[
        MeetingKind,
        describe(
            "What it was. A plenary is a full session of the mechanism; meeting is any other."
        ),
    ]
    people: Annotated[tuple[Attendance, ...], describe("Who took part, the leaders first.")]
    sources: Annotated[
        tuple[SourceId, ...],
        Meta(
            min_length=1,
            description="Where it is known from: the ids of its sources.",
            examples=[["press-2018-10-24"]],
        ),
    ]
    end: Annotated[WhenGiven, when("When it ended, if it lasted longer than a day")] | None = None
    places: Annotated[
        tuple[PlaceId, ...],
        Meta(
            description="Where it was held: the ids of places. Left out if that is not known.",
            examples=[["government-house"]],
        ),
    ] = ()
    held: Annotated[Held, describe("How it was held: in person, by video, or both.")] | None = None
    ordinal: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=LAST_ORDINAL,
                description="Its number among the meetings of its kind under the same mechanism.",
                examples=[4],
            ),
        ]
        | None
    ) = None
    mechanism: (
        Annotated[
            InitiativeId,
            describe("The body under which it is held: the id of an initiative.", "conference"),
        ]
        | None
    ) = None
    recorded: Annotated[
        Recorded,
        describe(
            "Whether all that its sources report of it is in the record. In part, if left out.",
        ),
    ] = "in-part"
    areas_named: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=LAST_ORDINAL,
                description="How many areas its sources speak of in all.",
                examples=[8],
            ),
        ]
        | None
    ) = None
    summary: Annotated[
        tuple[Statement, ...], describe("What it was about, statement by statement.")
    ] = ()
    outlook: Annotated[
        tuple[Statement, ...], describe("What it looks forward to, statement by statement.")
    ] = ()
    remark: NoteOn = None
    areas: Annotated[tuple[Area, ...], describe("The sectors that its sources only name.")] = field(
        default=(), name="area"
    )
    points: Annotated[tuple[Point, ...], describe("What its sources say, point by point.")] = field(
        default=(), name="point"
    )

    @property
    def last(self) -> Date:
        """The date of its last day; its date if it lasted no longer."""
        return self.end or self.date

    @property
    def in_full(self) -> bool:
        """Whether the record has all that the sources report of it."""
        return self.recorded == "in-full"

    @property
    def description(self) -> str:
        """The kind in words: ``5th plenary``, ``working meeting`` or ``meeting``."""
        kind = self.kind.replace("-", " ")
        return f"{ordinal(self.ordinal)} {kind}" if self.ordinal else kind


def ordinal(number: int) -> str:
    """The English ordinal: ``1st``, ``12th``, ``23rd``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


_Entry = TypeVar("_Entry", Party, Person, Place, Plan, Sector, Initiative, Source, Meeting)


def _by_id(
    entries: Callable[["Dossier"], tuple[_Entry, ...]],
) -> cached_property[dict[str, _Entry]]:
    return cached_property(lambda dossier: {entry.id: entry for entry in entries(dossier)})


WHOLE = Sector(id="*", name="The relationship as a whole")
"""Stands in the place of a sector for points on none; no entry of a record can have its id."""


class Dossier(_Table, frozen=True, dict=True, weakref=True, eq=False, gc=True):
    """One record: a relationship, its meetings, and what each source says."""

    # In a loaded record the meetings are sorted by date and every reference resolves: to
    # look up an id that the record uses cannot fail.

    format: Annotated[Literal[1], describe("The version of the format: 1.")]
    title: Annotated[
        Line, describe("What the record is called.", "Hong Kong – Beijing co-operation")
    ]
    about: Annotated[Prose, describe("What it is about.", "Meetings of the leaders.")]
    parties: Annotated[tuple[Party, ...], Meta(min_length=1, description="The sides.")] = field(
        name="party"
    )
    sectors: Annotated[
        tuple[Sector, ...], Meta(min_length=1, description="The sectors, in a fixed order.")
    ] = field(name="sector")
    include: Annotated[
        tuple[IncludePath, ...],
        Meta(
            description="Files that several records share, in the folder of the record or below.",
            examples=[["shared/people.toml"]],
            extra_json_schema=ONCE_EACH,
        ),
    ] = ()
    sources: Annotated[tuple[Source, ...], describe("What is cited.")] = field(
        default=(), name="source"
    )
    persons: Annotated[tuple[Person, ...], describe("Who took part in meetings.")] = field(
        default=(), name="person"
    )
    places: Annotated[tuple[Place, ...], describe("Where meetings are held.")] = field(
        default=(), name="place"
    )
    plans: Annotated[tuple[Plan, ...], describe("The plan periods.")] = field(
        default=(), name="plan"
    )
    initiatives: Annotated[
        tuple[Initiative, ...], describe("Schemes, bodies and zones that are named.")
    ] = field(default=(), name="initiative")
    meetings: Annotated[tuple[Meeting, ...], describe("The meetings.")] = field(
        default=(), name="meeting"
    )

    @cached_property
    def topics(self) -> tuple[Sector, ...]:
        """The sectors, then the relationship as a whole if any point is on it."""
        on_whole = any(not point.sectors for meeting in self.meetings for point in meeting.points)
        return (*self.sectors, WHOLE) if on_whole else self.sectors

    def party_of(self, attendance: Attendance) -> str | None:
        """The id of the side of a person at a meeting; None for a guest."""
        if attendance.party or attendance.body:
            return attendance.party
        return self.person[attendance.person].party

    def body_of(self, attendance: Attendance) -> str:
        """The body that a guest came from; empty for a person of a side."""
        if attendance.party or attendance.body:
            return attendance.body
        return self.person[attendance.person].body

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """The plans, then the initiatives."""
        return (*self.plans, *self.initiatives)

    # Each table by the ids of its entries; the meetings in order of date.
    party = _by_id(lambda dossier: dossier.parties)
    sector = _by_id(lambda dossier: dossier.sectors)
    topic = _by_id(lambda dossier: (*dossier.sectors, WHOLE))
    source = _by_id(lambda dossier: dossier.sources)
    person = _by_id(lambda dossier: dossier.persons)
    place = _by_id(lambda dossier: dossier.places)
    plan = _by_id(lambda dossier: dossier.plans)
    initiative = _by_id(lambda dossier: dossier.initiatives)
    meeting = _by_id(lambda dossier: dossier.meetings)
