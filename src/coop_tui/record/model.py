"""The types of a record; its JSON Schema is generated from them.

A field that refers to something carries, as ``extra={"refers_to": …}``, the name of
the array of tables in which that something has its ``id``. The loader checks
references by that mark and by nothing else.
"""

# Annotations are not postponed here: msgspec would have to evaluate each from its text
# when the first record is read.
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from msgspec import Meta, Struct, field

from coop_tui.record.dates import EDTF_PATTERN, Date

if TYPE_CHECKING:
    from coop_tui.record.search import Search

FORMAT = 1
"""The version of the format that is read."""

# "$" alone would let a newline at the end pass.
ID_PATTERN = r"^[a-z0-9][a-z0-9._-]*(?!\n)$"
URL_PATTERN = r"^https?://[^\s<>\"]+(?!\n)$"
LINE_PATTERN = r"^\S[^\n\t]*(?!\n)$"
PROSE_PATTERN = r"\S"

Id = Annotated[
    str,
    Meta(
        pattern=ID_PATTERN,
        description="Name by which the rest of the record refers to this; unique in its kind.",
        examples=["innovation-technology"],
    ),
]
Line = Annotated[str, Meta(pattern=LINE_PATTERN)]
"""Text of one line."""
Prose = Annotated[str, Meta(pattern=PROSE_PATTERN)]
"""Text that may be written over several lines; it is set as one paragraph."""
Names = Annotated[
    tuple[Line, ...],
    Meta(description="Other names, in any script; search finds them.", examples=[["創科"]]),
]
WhenGiven = Annotated[
    Date,
    Meta(
        description="A year, a month or a day (EDTF level 0), as precise as the source.",
        extra_json_schema={
            "anyOf": [
                {"type": "string", "pattern": EDTF_PATTERN},
                {"type": "integer", "minimum": 1, "maximum": 9999},
            ],
        },
        examples=["2025-11-12", "2025-11", 2025],
    ),
]


def _ref(kind: str, what: str) -> Meta:
    return Meta(description=f"The id of {what}.", extra={"refers_to": kind})


PartyId = Annotated[str, _ref("party", "a party")]
PersonId = Annotated[str, _ref("person", "a person")]
PlaceId = Annotated[str, _ref("place", "a place")]
PlanId = Annotated[str, _ref("plan", "a plan")]
SectorId = Annotated[str, _ref("sector", "a sector")]
InitiativeId = Annotated[str, _ref("initiative", "an initiative")]
SourceId = Annotated[str, _ref("source", "a source")]


class Kind(Enum):
    """How firm a point is, from loosest to firmest."""

    BRINGS = "brings"
    NOTES = "notes"
    HOPES = "hopes"
    URGES = "urges"
    INTENDS = "intends"
    AGREES = "agrees"
    DELIVERS = "delivers"

    @property
    def firmness(self) -> int:
        """1 for the loosest kind to 7 for the firmest."""
        return _FIRMNESS[self]

    @property
    def plural(self) -> str:
        """The verb for more than one party: ``agree`` for ``agrees``."""
        return self.value.removesuffix("s")


_FIRMNESS = {kind: number for number, kind in enumerate(Kind, 1)}


class _Table(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the record: a key that is not listed is a mistake."""


class Citation(_Table, frozen=True):
    """A source and the place in it."""

    source: SourceId
    at: Annotated[
        Line, Meta(description="The place in the source.", examples=["¶7", "¶4–5", "p. 12"])
    ] = ""
    quote: Annotated[
        Line, Meta(description="A short exact quotation from that place.", examples=["go global"])
    ] = ""


Citations = Annotated[
    tuple[Citation, ...], Meta(min_length=1, description="Where the source says so.")
]


class Remark(_Table, frozen=True):
    """The editor's own note on a claim; never what a source of the claim says."""

    text: Annotated[Prose, Meta(description="The note.")]
    cite: Annotated[tuple[Citation, ...], Meta(description="What the editor's note rests on.")] = ()


class Statement(_Table, frozen=True, kw_only=True):
    """A sentence or two, cited."""

    text: Annotated[Prose, Meta(description="What is said or happens, as plain text.")]
    cite: Citations
    remark: Remark | None = None


class Milestone(Statement, frozen=True, kw_only=True):
    """A dated event of a plan or an initiative."""

    date: WhenGiven


class Party(_Table, frozen=True):
    """A side of the co-operation."""

    id: Id
    name: Annotated[Line, Meta(description="Its name.", examples=["Hong Kong"])]
    aka: Names = ()


class Person(_Table, frozen=True):
    """Somebody who took part in a meeting."""

    id: Id
    name: Annotated[Line, Meta(description="The name.", examples=["John Lee"])]
    party: PartyId
    aka: Names = ()


class Place(_Table, frozen=True):
    """Where meetings are held."""

    id: Id
    name: Annotated[Line, Meta(description="Its name.", examples=["Government House, Hong Kong"])]
    aka: Names = ()


class Programme(_Table, frozen=True, kw_only=True):
    """What runs over time and has dated events: a plan or an initiative."""

    id: Id
    name: Annotated[Line, Meta(description="Its full name.", examples=["14th Five-Year Plan"])]
    short: Annotated[Line, Meta(description="A name for narrow places.", examples=["14th FYP"])] = (
        ""
    )
    aka: Names = ()
    about: Annotated[
        tuple[Statement, ...], Meta(description="What it is, statement by statement.")
    ] = ()
    milestones: Annotated[tuple[Milestone, ...], Meta(description="Its dated events.")] = field(
        default=(), name="milestone"
    )

    @property
    def label(self) -> str:
        """The short name if there is one, else the name."""
        return self.short or self.name


class Plan(Programme, frozen=True, kw_only=True):
    """A plan period."""

    start: WhenGiven
    end: WhenGiven


class Sector(_Table, frozen=True):
    """One entry of the fixed list by which meetings are compared."""

    id: Id
    name: Annotated[Line, Meta(description="Its name.", examples=["Innovation and technology"])]
    aka: Names = ()


class Initiative(Programme, frozen=True, kw_only=True):
    """A scheme, body or zone that is named."""

    parties: Annotated[
        tuple[PartyId, ...], Meta(description="The ids of the parties whose it is.")
    ] = ()


class Source(_Table, frozen=True):
    """What is cited."""

    id: Id
    title: Annotated[Line, Meta(description="Its title.")]
    publisher: Annotated[Line, Meta(description="Who published it.", examples=["China Daily"])]
    date: WhenGiven | None = None
    url: (
        Annotated[str, Meta(pattern=URL_PATTERN, description="Its address, http or https.")] | None
    ) = None
    text: (
        Annotated[Line, Meta(description="Path of a local copy, relative to the record.")] | None
    ) = None
    remark: Remark | None = None


class Attendance(_Table, frozen=True):
    """A person at a meeting, in the office held on that day."""

    person: PersonId
    role: Annotated[Line, Meta(description="The office held that day.", examples=["Mayor"])]


class Point(Statement, frozen=True, kw_only=True):
    """One thing that a source says at one meeting."""

    sector: SectorId
    by: Annotated[
        tuple[PartyId, ...],
        Meta(min_length=1, description="The ids of the parties whose point it is."),
    ]
    kind: Annotated[Kind, Meta(description="How firm it is, from loosest to firmest.")]
    plans: Annotated[tuple[PlanId, ...], Meta(description="The ids of plans that it ties to.")] = ()
    initiatives: Annotated[
        tuple[InitiativeId, ...], Meta(description="The ids of initiatives that it names.")
    ] = ()


class Meeting(_Table, frozen=True):
    """A meeting and what its sources say of it."""

    id: Id
    date: WhenGiven
    title: Annotated[Line, Meta(description="A heading for it.")]
    place: PlaceId
    kind: Annotated[
        Literal["plenary", "meeting"],
        Meta(description="A plenary session of the mechanism, or a meeting."),
    ]
    people: Annotated[tuple[Attendance, ...], Meta(description="Who took part, the leaders first.")]
    sources: Annotated[
        tuple[SourceId, ...], Meta(min_length=1, description="The ids of its sources.")
    ]
    ordinal: Annotated[int, Meta(ge=1, description="Its number among the plenaries.")] | None = None
    mechanism: Annotated[str, _ref("initiative", "the initiative that it is held under")] | None = (
        None
    )
    summary: Annotated[
        tuple[Statement, ...], Meta(description="What it was about, statement by statement.")
    ] = ()
    outlook: Annotated[tuple[Statement, ...], Meta(description="What it looks forward to.")] = ()
    remark: Remark | None = None
    points: Annotated[
        tuple[Point, ...], Meta(description="What the sources say, point by point.")
    ] = field(default=(), name="point")

    @property
    def description(self) -> str:
        """Its kind for people: ``5th plenary``, ``plenary`` or ``meeting``."""
        return f"{ordinal(self.ordinal)} {self.kind}" if self.ordinal else self.kind


def ordinal(number: int) -> str:
    """The English ordinal: ``1st``, ``12th``, ``23rd``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


_Named = TypeVar("_Named", Party, Person, Place, Plan, Sector, Initiative, Source, Meeting)


def _by_id(entries: tuple[_Named, ...]) -> dict[str, _Named]:
    return {entry.id: entry for entry in entries}


class Dossier(_Table, frozen=True, dict=True, eq=False):
    """One record: a relationship, its meetings, and what each source says."""

    # Once loaded, the meetings are in order of date and every reference leads to
    # something: a lookup by an id that the record uses cannot fail.

    format: Annotated[Literal[1], Meta(description="The version of the format: 1.")]
    title: Annotated[Line, Meta(description="What the record is called.")]
    about: Annotated[Prose, Meta(description="What it is about.")]
    parties: Annotated[tuple[Party, ...], Meta(min_length=1, description="The sides.")] = field(
        name="party"
    )
    sectors: Annotated[
        tuple[Sector, ...], Meta(min_length=1, description="The sectors, in a fixed order.")
    ] = field(name="sector")
    sources: Annotated[tuple[Source, ...], Meta(description="What is cited.")] = field(
        default=(), name="source"
    )
    persons: Annotated[tuple[Person, ...], Meta(description="Who took part in meetings.")] = field(
        default=(), name="person"
    )
    places: Annotated[tuple[Place, ...], Meta(description="Where meetings are held.")] = field(
        default=(), name="place"
    )
    plans: Annotated[tuple[Plan, ...], Meta(description="The plan periods.")] = field(
        default=(), name="plan"
    )
    initiatives: Annotated[
        tuple[Initiative, ...], Meta(description="Schemes, bodies and zones that are named.")
    ] = field(default=(), name="initiative")
    meetings: Annotated[tuple[Meeting, ...], Meta(description="The meetings.")] = field(
        default=(), name="meeting"
    )

    @cached_property
    def search(self) -> "Search":
        """The index of the record, made when something is first looked for."""
        from coop_tui.record.search import Search

        return Search(self)

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """The plans, then the initiatives."""
        return (*self.plans, *self.initiatives)

    @cached_property
    def party(self) -> dict[str, Party]:
        """Parties by id."""
        return _by_id(self.parties)

    @cached_property
    def sector(self) -> dict[str, Sector]:
        """Sectors by id."""
        return _by_id(self.sectors)

    @cached_property
    def source(self) -> dict[str, Source]:
        """Sources by id."""
        return _by_id(self.sources)

    @cached_property
    def person(self) -> dict[str, Person]:
        """Persons by id."""
        return _by_id(self.persons)

    @cached_property
    def place(self) -> dict[str, Place]:
        """Places by id."""
        return _by_id(self.places)

    @cached_property
    def plan(self) -> dict[str, Plan]:
        """Plans by id."""
        return _by_id(self.plans)

    @cached_property
    def initiative(self) -> dict[str, Initiative]:
        """Initiatives by id."""
        return _by_id(self.initiatives)

    @cached_property
    def meeting(self) -> dict[str, Meeting]:
        """Meetings by id, in order of date."""
        return _by_id(self.meetings)
