"""The tables of a record; its JSON Schema is generated from them."""

# Annotations are not postponed here: msgspec would have to evaluate each from its text
# when the first record is read.
from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Literal, TypeVar

from msgspec import Meta, Struct, field

from coop_tui.record.fields import (
    LINE_LENGTH,
    TEXT_PATTERN,
    URL_PATTERN,
    Id,
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
    WhenGiven,
    describe,
    when,
)
from coop_tui.record.kinds import Kind

FORMAT = 1
"""The version of the format that this program reads."""

LAST_ORDINAL = 9999
"""The highest ordinal of a plenary."""


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
            "The place in it; ¶ or § joins the number, anything else follows after a blank.",
            "¶7",
            "¶4–5",
            "p. 12",
        ),
    ] = ""
    quote: Annotated[Line, describe("A short exact quotation from that place.", "go global")] = ""


Citations = Annotated[
    tuple[Citation, ...],
    Meta(
        min_length=1,
        description="Where the source says so.",
        examples=[[{"source": "report-2025-11-12", "at": "¶7"}]],
    ),
]


class Remark(_Table, frozen=True):
    """The editor's own note on a claim; never what a source of the claim says."""

    text: Annotated[Prose, describe("The note.", "Not checked against the outline itself.")]
    cite: Annotated[tuple[Citation, ...], describe("What the note rests on.")] = ()


NoteOn = Annotated[Remark | None, describe("The editor's note on it.")]


class Statement(_Table, frozen=True, kw_only=True):
    """A sentence or two, cited."""

    text: Annotated[
        Prose,
        describe(
            "What is said or happens, as plain text.",
            "The two sides agreed on what to do in eight areas.",
        ),
    ]
    cite: Citations
    remark: NoteOn = None


class Milestone(Statement, frozen=True, kw_only=True):
    """A dated event of a plan or an initiative."""

    date: Annotated[WhenGiven, when("When")]


class Party(_Table, frozen=True):
    """A side of the co-operation."""

    id: Annotated[Id, Meta(examples=["hk"])]
    name: Annotated[Line, describe("Its name.", "Hong Kong")]
    aka: Annotated[Names, Meta(examples=[["香港"]])] = ()


class Person(_Table, frozen=True):
    """Somebody who took part in a meeting."""

    id: Annotated[
        Id,
        describe("The person's id: the name by which the record refers to the person.", "john-lee"),
    ]
    name: Annotated[Line, describe("The name.", "John Lee")]
    party: Annotated[PartyId, describe("The side that the person belongs to: the id of a party.")]
    aka: Annotated[Names, Meta(examples=[["李家超"]])] = ()


class Place(_Table, frozen=True):
    """Where meetings are held."""

    id: Annotated[Id, Meta(examples=["government-house"])]
    name: Annotated[Line, describe("Its name.", "Government House, Hong Kong")]
    aka: Annotated[Names, Meta(examples=[["禮賓府"]])] = ()


class Programme(_Table, frozen=True, kw_only=True):
    """A plan or an initiative: it runs over time and has dated events."""

    id: Annotated[Id, Meta(examples=["14"])]
    name: Annotated[Line, describe("Its full name.", "14th Five-Year Plan")]
    short: Annotated[Line, describe("A name for narrow places.", "14th FYP")] = ""
    aka: Annotated[Names, Meta(examples=[["十四五"]])] = ()
    about: Annotated[
        tuple[Statement, ...], describe("What it is or holds, statement by statement.")
    ] = ()
    milestones: Annotated[tuple[Milestone, ...], describe("Its dated events.")] = field(
        default=(), name="milestone"
    )

    @property
    def label(self) -> str:
        """The short name if there is one, else the name."""
        return self.short or self.name


class Plan(Programme, frozen=True, kw_only=True):
    """A plan period."""

    start: Annotated[WhenGiven, when("When it begins")]
    end: Annotated[WhenGiven, when("When it ends")]


class Sector(_Table, frozen=True):
    """One entry of the fixed list by which meetings are compared."""

    id: Annotated[Id, Meta(examples=["healthcare"])]
    name: Annotated[Line, describe("Its name.", "Innovation and technology")]
    aka: Annotated[Names, Meta(examples=[["medical and health"]])] = ()


class Initiative(Programme, frozen=True, kw_only=True):
    """A scheme, body or zone that is named."""

    parties: Annotated[
        tuple[PartyId, ...], describe("The parties whose it is; always a list, also for one.")
    ] = ()


class Source(_Table, frozen=True):
    """What is cited."""

    id: Annotated[Id, Meta(examples=["press-2018-10-24"])]
    title: Annotated[Line, describe("Its title.", "Beijing-HK set up closer ties")]
    publisher: Annotated[Line, describe("Who published it.", "China Daily")]
    date: Annotated[WhenGiven, when("When it was published")] | None = None
    url: (
        Annotated[
            str,
            Meta(
                pattern=URL_PATTERN,
                max_length=LINE_LENGTH,
                description="Its address, http or https.",
                examples=["https://www.cmab.gov.hk/en/press/press_491.htm"],
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
                description="The path of a local copy, relative to the record and not above it.",
                examples=["sources/press-2018-10-24.txt"],
            ),
        ]
        | None
    ) = None
    remark: NoteOn = None


class Attendance(_Table, frozen=True):
    """A person at a meeting, in the office held on that day."""

    person: Annotated[PersonId, describe("Who: the id of a person.")]
    role: Annotated[Line, describe("The office held that day.", "Mayor")]


class Point(Statement, frozen=True, kw_only=True):
    """One thing that a source says at one meeting."""

    sector: Annotated[SectorId, describe("The sector that it is on: the id of a sector.")]
    by: Annotated[
        tuple[PartyId, ...],
        Meta(
            min_length=1,
            description="The ids of the parties whose point it is.",
            examples=[["hk", "beijing"]],
        ),
    ]
    kind: Annotated[Kind, describe("How strong it is, from weakest to strongest.")]
    plans: Annotated[
        tuple[PlanId, ...],
        describe("The ids of plans to which it ties, besides the one that the meeting falls in."),
    ] = ()
    initiatives: Annotated[
        tuple[InitiativeId, ...], describe("The ids of initiatives that it names.")
    ] = ()


class Meeting(_Table, frozen=True):
    """A meeting and what its sources say of it."""

    id: Annotated[
        Id,
        describe(
            "Its id: the name by which the record refers to it; the date serves well.", "2018-10-24"
        ),
    ]
    date: Annotated[WhenGiven, when("When it was held")]
    title: Annotated[
        Line, describe("A heading for it.", "Fourth plenary: agreement in eight areas")
    ]
    place: Annotated[PlaceId, describe("Where it was held: the id of a place.")]
    kind: Annotated[
        Literal["meeting", "plenary"], describe("A plenary session of the mechanism, or a meeting.")
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
    ordinal: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=LAST_ORDINAL,
                description="Its number among the plenaries.",
                examples=[4],
            ),
        ]
        | None
    ) = None
    mechanism: (
        Annotated[
            InitiativeId, describe("The body under which it is held: the id of an initiative.")
        ]
        | None
    ) = None
    summary: Annotated[
        tuple[Statement, ...], describe("What it was about, statement by statement.")
    ] = ()
    outlook: Annotated[tuple[Statement, ...], describe("What it looks forward to.")] = ()
    remark: NoteOn = None
    points: Annotated[tuple[Point, ...], describe("What the sources say, point by point.")] = field(
        default=(), name="point"
    )

    @property
    def description(self) -> str:
        """The kind in words: ``5th plenary``, ``plenary`` or ``meeting``."""
        return f"{ordinal(self.ordinal)} {self.kind}" if self.ordinal else self.kind


def ordinal(number: int) -> str:
    """The English ordinal: ``1st``, ``12th``, ``23rd``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


_Named = TypeVar("_Named", Party, Person, Place, Plan, Sector, Initiative, Source, Meeting)


def _by_id(
    entries: Callable[["Dossier"], tuple[_Named, ...]],
) -> cached_property[dict[str, _Named]]:
    return cached_property(lambda dossier: {entry.id: entry for entry in entries(dossier)})


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

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """The plans, then the initiatives."""
        return (*self.plans, *self.initiatives)

    # Each table by the ids of its entries; the meetings in order of date.
    party = _by_id(lambda dossier: dossier.parties)
    sector = _by_id(lambda dossier: dossier.sectors)
    source = _by_id(lambda dossier: dossier.sources)
    person = _by_id(lambda dossier: dossier.persons)
    place = _by_id(lambda dossier: dossier.places)
    plan = _by_id(lambda dossier: dossier.plans)
    initiative = _by_id(lambda dossier: dossier.initiatives)
    meeting = _by_id(lambda dossier: dossier.meetings)
