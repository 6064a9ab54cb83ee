"""The tables of a record; its JSON Schema is generated from them."""

# Annotations are not postponed here: msgspec would have to evaluate each from its text
# when the first record is read.
from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from msgspec import Meta, field

from coop_tui.record.dates import Date
from coop_tui.record.entries import (
    WHOLE,
    Citations,
    Initiative,
    NoteOn,
    Outcome,
    Party,
    Person,
    Place,
    Plan,
    Programme,
    Sector,
    Source,
    Statement,
    Table,
)
from coop_tui.record.fields import (
    ONCE_EACH,
    Id,
    IncludePath,
    InitiativeId,
    Line,
    PartyId,
    PersonId,
    PlaceId,
    PlanId,
    PointId,
    Prose,
    SectorId,
    SourceId,
    WhenGiven,
    describe,
    when,
)
from coop_tui.record.kinds import Kind

FORMAT = 1
"""The version of the format that this program reads."""

LAST_ORDINAL = 9999
"""The highest ordinal of a meeting, and the most areas that its sources can name."""

MeetingKind = Literal["plenary", "working-meeting", "symposium", "visit", "meeting"]
Held = Literal["in-person", "by-video", "both"]
Recorded = Literal["in-full", "in-part"]


class Attendance(Table, frozen=True):
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


class Area(Table, frozen=True):
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

    follows: Annotated[
        tuple[PointId, ...],
        Meta(
            description=(
                "The earlier points that it takes up: the ids of their meetings and theirs."
            ),
            examples=[["2018-10-24/fintech"]],
            extra_json_schema=ONCE_EACH,
        ),
    ] = ()
    due: (
        Annotated[WhenGiven, when("When what it promises is to be done, if a source says so")]
        | None
    ) = None
    outcomes: Annotated[
        tuple[Outcome, ...], describe("What became of it, as reported outside of a meeting.")
    ] = field(default=(), name="outcome")

    @property
    def topics(self) -> tuple[str, ...]:
        """The ids of its sectors, or of the relationship as a whole."""
        return self.sectors or (WHOLE.id,)


class Meeting(Table, frozen=True):
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


class Dossier(Table, frozen=True, dict=True, weakref=True, eq=False, gc=True):
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

    @cached_property
    def point(self) -> dict[str, tuple[Meeting, int]]:
        """Every point that has an id, by ``meeting/point``: its meeting and its number there."""
        return {
            f"{meeting.id}/{point.id}": (meeting, number)
            for meeting in self.meetings
            for number, point in enumerate(meeting.points, 1)
            if point.id is not None
        }
