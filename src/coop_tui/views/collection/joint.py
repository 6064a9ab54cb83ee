"""One dossier over several records, for what a page of all of them draws and cites.

An id in it is the place of the record, from 0, before the id in that record: two records may
use one id for different things. Only plans that the records share keep their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TypeVar

from msgspec.structs import replace

from coop_tui.query.collection.shared import shared_plans
from coop_tui.record.entries import Citation, Milestone, Plan, Remark, Source, Statement
from coop_tui.record.tables import Dossier, Meeting

AnyStatement = TypeVar("AnyStatement", Statement, Milestone)

_SourceIds = Mapping[str, str]
"""The id of a source in the joint dossier, by its id in its record."""


def joint_id(record: int, name: str) -> str:
    """The id of an entry of a record in the joint dossier: ``0/2018-10-24``."""
    return f"{record}/{name}"


def record_and_id(name: str) -> tuple[int, str]:
    """The place of the record of an id of the joint dossier, and the id in that record."""
    record, _, own = name.partition("/")
    return int(record), own


def joint_dossier(dossiers: Sequence[Dossier], title: str) -> Dossier:
    """The meetings of all records, without what was said there, and the plans that they share.

    A plan that several records share has the statements and the milestones of each, those that
    say the same once. A source that several records describe alike is there once, too.
    """
    sources: dict[str, Source] = {}
    known: dict[tuple[Source, str], str] = {}
    ids = [_source_ids(number, dossier, known, sources) for number, dossier in enumerate(dossiers)]
    meetings = (
        _meeting(number, meeting, ids[number])
        for number, dossier in enumerate(dossiers)
        for meeting in dossier.meetings
    )
    shared = shared_plans(dossiers)
    return Dossier(
        format=1,
        title=title,
        about="",
        parties=tuple(
            replace(party, id=joint_id(number, party.id))
            for number, dossier in enumerate(dossiers)
            for party in dossier.parties
        ),
        sectors=(),
        sources=tuple(sources.values()),
        plans=tuple(
            _plan(
                [dossiers[number].plan[name] for number in shared.records[name]],
                [ids[number] for number in shared.records[name]],
            )
            for name in shared.in_several
        ),
        meetings=tuple(sorted(meetings, key=attrgetter("date"))),
    )


def _source_ids(
    number: int, dossier: Dossier, known: dict[tuple[Source, str], str], sources: dict[str, Source]
) -> _SourceIds:
    """The ids of the sources of a record; those that no earlier record describes are added."""
    ids: dict[str, str] = {}
    for source in dossier.sources:
        whose = dossier.party[source.side].name if source.side else ""
        ids[source.id] = known.setdefault((source, whose), joint_id(number, source.id))
    for source in dossier.sources:
        name = ids[source.id]
        side = joint_id(number, source.side) if source.side else None
        described = replace(source, id=name, side=side, remark=_remark(source.remark, ids))
        sources.setdefault(name, described)
    return ids


def _meeting(number: int, meeting: Meeting, ids: _SourceIds) -> Meeting:
    return replace(
        meeting,
        id=joint_id(number, meeting.id),
        places=(),
        people=(),
        sources=tuple(ids[name] for name in meeting.sources),
        mechanism=None,
        summary=(),
        outlook=(),
        remark=_remark(meeting.remark, ids),
        areas=(),
        points=(),
    )


def _plan(plans: Sequence[Plan], ids: Sequence[_SourceIds]) -> Plan:
    return replace(
        plans[0],
        about=tuple(_together(zip((plan.about for plan in plans), ids, strict=True))),
        milestones=tuple(_together(zip((plan.milestones for plan in plans), ids, strict=True))),
    )


def _together(
    of_records: Iterable[tuple[Iterable[AnyStatement], _SourceIds]],
) -> Iterator[AnyStatement]:
    """The statements of all records; those that say the same once, with the citations of all."""
    found: dict[AnyStatement, list[Citation]] = {}
    for statements, ids in of_records:
        for statement in statements:
            said = replace(statement, cite=(), remark=_remark(statement.remark, ids))
            found.setdefault(said, []).extend(_citations(statement.cite, ids))
    for said, citations in found.items():
        yield replace(said, cite=tuple(dict.fromkeys(citations)))


def _remark(remark: Remark | None, ids: _SourceIds) -> Remark | None:
    return replace(remark, cite=_citations(remark.cite, ids)) if remark else None


def _citations(citations: Iterable[Citation], ids: _SourceIds) -> tuple[Citation, ...]:
    return tuple(replace(citation, source=ids[citation.source]) for citation in citations)
