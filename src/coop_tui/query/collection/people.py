"""Who is on record at which meetings, in which office, and with whom of another side.

Only attendance that a record names counts: others may have been there as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from msgspec import Struct

from coop_tui.query.points import areas, meetings, points_by_meeting
from coop_tui.query.selection import Selection
from coop_tui.record.tables import Dossier, Meeting


class Side(NamedTuple):
    """The side on which somebody took part: a party by id and name, or for a guest the body.

    Of a guest the id is None.
    """

    party: str | None
    name: str


class PersonKey(NamedTuple):
    """A person: the same in every record that has both the id and the name."""

    id: str
    name: str


Present = dict[PersonKey, dict[tuple[str, Side], None]]
"""The people at a meeting, each with the offices held there, usually one."""


class RecordMeeting(NamedTuple):
    """A meeting, the place of its record among several, from 0, and who took part."""

    record: int
    meeting: Meeting
    present: Present


class Meetings(Struct, frozen=True, dict=True):
    """Meetings on record, at least one, by record; one that stands in two records is two."""

    all: tuple[RecordMeeting, ...]

    def __len__(self) -> int:
        return len(self.all)

    @cached_property
    def by_record(self) -> dict[int, Meetings]:
        """Those in each record that has any, by its place."""
        return {
            record: Meetings(tuple(those))
            for record, those in groupby(self.all, attrgetter("record"))
        }

    @property
    def first(self) -> RecordMeeting:
        """The one that may be the earliest; of dates without a day, the earliest is within it."""
        return min(self.all, key=lambda one: (one.meeting.date.first, one.meeting.last.last))

    @property
    def latest(self) -> RecordMeeting:
        """The one that may be the latest; of dates without a day, the latest is within it."""
        *_, last = sorted(self.all, key=lambda one: (one.meeting.last.last, one.meeting.date.first))
        return last


class Office(Struct, frozen=True):
    """An office in which somebody took part, and the meetings at which it is on record.

    Attributes:
        role: The office as the record has it.
        side: The side on those days.
    """

    role: str
    side: Side
    meetings: Meetings


class Met(Struct, frozen=True):
    """Somebody of another side, and the meetings at which both took part."""

    person: PersonKey
    side: Side
    meetings: Meetings


class Attendee(Struct, frozen=True, dict=True):
    """Somebody who took part in meetings.

    Attributes:
        aka: Other names, in any script.
        order: The place of each party in the order of the records.
    """

    person: PersonKey
    aka: tuple[str, ...]
    meetings: Meetings
    order: Mapping[Side, int]

    @property
    def key(self) -> str:
        """Names the person among all."""
        return " ".join(self.person)

    @cached_property
    def offices(self) -> tuple[Office, ...]:
        """The offices, in order of the first meeting with each."""
        found: dict[tuple[str, Side], list[RecordMeeting]] = {}
        for one in self.meetings.all:
            for office in one.present[self.person]:
                found.setdefault(office, []).append(one)
        offices = (Office(*office, Meetings(tuple(held))) for office, held in found.items())
        return tuple(sorted(offices, key=lambda office: office.meetings.first.meeting.date))

    @property
    def side(self) -> Side:
        """The side at the latest meeting."""
        *_, (_, side) = self.meetings.latest.present[self.person]
        return side

    @cached_property
    def met(self) -> tuple[Met, ...]:
        """The people of another side, by side; in each, those whom he or she met most often first.

        Of two guests neither is of a side, so they are not listed with each other.
        """
        found: dict[tuple[PersonKey, Side], list[RecordMeeting]] = {}
        for one in self.meetings.all:
            own = {side.party for _, side in one.present[self.person]}
            for other, held in one.present.items():
                for side in dict.fromkeys(side for _, side in held):
                    if other != self.person and side.party not in own:
                        found.setdefault((other, side), []).append(one)
        met = (Met(*other, Meetings(tuple(those))) for other, those in found.items())
        return tuple(sorted(met, key=partial(_rank, self.order)))


def people(dossiers: Sequence[Dossier], selection: Selection) -> list[Attendee]:
    """Who took part in the selected meetings of records.

    They stand by party, in the order of the records, then the guests; in each, those at most
    meetings come first.

    Args:
        dossiers: The records.
        selection: Its sector and its filter say which meetings count: those with a point or
            an area that they select, and without a sector those that they select as a whole.
            A record without the sector has none.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    aka: dict[PersonKey, dict[str, None]] = {}
    attended: dict[PersonKey, list[RecordMeeting]] = {}
    for number, dossier in enumerate(dossiers):
        for meeting in _selected(dossier, selection):
            one = RecordMeeting(number, meeting, _present(dossier, meeting))
            for person in one.present:
                aka.setdefault(person, {}).update(dict.fromkeys(dossier.person[person.id].aka))
                attended.setdefault(person, []).append(one)
    sides = (Side(party.id, party.name) for dossier in dossiers for party in dossier.parties)
    order = {side: number for number, side in enumerate(dict.fromkeys(sides))}
    found = [
        Attendee(person, tuple(aka[person]), Meetings(tuple(held)), order)
        for person, held in attended.items()
    ]
    return sorted(found, key=partial(_rank, order))


def _rank(order: Mapping[Side, int], one: Attendee | Met) -> tuple[int, int, str]:
    """By party, then guests; in each, those at most meetings first, and then by name."""
    return order.get(one.side, len(order)), -len(one.meetings), one.person.name


def _selected(dossier: Dossier, selection: Selection) -> Sequence[Meeting]:
    wanted = selection.only("sector", "filter")
    if wanted.sector is None:
        return meetings(dossier, wanted)
    if wanted.sector not in dossier.topic:
        return ()
    found = {meeting.id for meeting, _ in points_by_meeting(dossier, wanted)}
    found.update(meeting.id for meeting, _ in areas(dossier, wanted))
    return [meeting for meeting in dossier.meetings if meeting.id in found]


def _present(dossier: Dossier, meeting: Meeting) -> Present:
    found: Present = {}
    for attendance in meeting.people:
        party = dossier.party_of(attendance)
        side = Side(party, dossier.party[party].name if party else dossier.body_of(attendance))
        person = PersonKey(attendance.person, dossier.person[attendance.person].name)
        found.setdefault(person, {})[attendance.role, side] = None
    return found
