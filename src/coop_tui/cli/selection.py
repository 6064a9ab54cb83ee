"""The options of ``export`` as a selection in each record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from coop_tui.cli.exit_status import UsageError
from coop_tui.cli.parser import EVERY_MEETING, SELECTING
from coop_tui.formats.format import Part
from coop_tui.query.commitments.status import Status
from coop_tui.query.search.language import statuses_asked_for
from coop_tui.query.sectors import opening
from coop_tui.query.selection import Filter, GroupBy, Selection
from coop_tui.record.characters import escape_controls
from coop_tui.record.record import Record
from coop_tui.record.suggestions import closest, did_you_mean
from coop_tui.record.tables import Dossier
from coop_tui.views.registry import TOGETHER, VIEWS

if TYPE_CHECKING:
    from argparse import Namespace


class _Unknown(NamedTuple):
    """What an option names and a record does not have, and what it has instead."""

    kind: str
    id: str
    known: Mapping[str, object]


def selection_from_options(arguments: Namespace, records: int) -> Selection:
    """The part of a selection that the options give for so many records, whatever these are.

    Raises:
        UsageError: If the view does not take an option.
    """
    view = VIEWS[arguments.view]
    together = TOGETHER.get(arguments.view) if records > 1 else None
    groupings = {} if together else view.groupings
    if arguments.by and GroupBy(arguments.by) not in groupings:
        known = ", ".join(by.value for by in groupings)
        choice = f"--by {arguments.by} (it takes: {known})" if known else "--by"
        raise UsageError(f"the {arguments.view} view takes no {choice}")
    query = (arguments.where or "").strip()
    fields = together.filter_fields if together else view.filter_fields
    statuses = statuses_asked_for(query) if "filter" in fields else set()
    taken = {*fields, "now"} if statuses else set(fields)
    accepted = [option for option, fields in SELECTING.items() if not taken.isdisjoint(fields)]
    for option in SELECTING:
        if getattr(arguments, option) and option not in accepted:
            known = ", ".join(f"--{one}" for one in accepted)
            raise UsageError(f"the {arguments.view} view takes no --{option} (it takes: {known})")
    plans = tuple(dict.fromkeys(arguments.plan or ()))
    meeting = next(iter(arguments.meeting or ()), None)
    return Selection(
        meeting=None if meeting == EVERY_MEETING else meeting,
        sector=arguments.sector,
        filter=Filter(plans=plans, initiative=arguments.initiative).with_query(
            query, arguments.now
        ),
        window=arguments.span,
        now=arguments.now,
        open=arguments.open,
    )


def parts_from_options(records: Sequence[Record], arguments: Namespace) -> list[Part]:
    """The records, each with the selection that the options of ``export`` ask for.

    Raises:
        UsageError: If an option names what no record holds, if the view does not take it, or
            if it is for one record and several have what it names.
    """
    wanted = selection_from_options(arguments, len(records))
    dossiers = [record.dossier for record in records]
    if wanted.filter.where:
        _check_query(dossiers, wanted, arguments)
    one_record = _asks_for_one_record(arguments) if len(records) > 1 else ""
    found = [_selected(dossier, wanted, arguments) for dossier in dossiers]
    for one in found[0][1]:
        same = [
            other
            for _, unknown in found
            for other in unknown
            if (other.kind, other.id) == (one.kind, one.id)
        ]
        if len(same) == len(found):
            known = dict.fromkeys(name for other in same for name in other.known)
            raise UsageError(_no_such(one._replace(known=known)))
    if one_record and sum(selection is not None for selection, _ in found) != 1:
        raise UsageError(one_record)
    return [
        Part(record, selection, tuple((one.kind, one.id) for one in unknown))
        for record, (selection, unknown) in zip(records, found, strict=True)
    ]


def _asks_for_one_record(arguments: Namespace) -> str:
    """The message on options that ask for what is of one record; empty if they do not."""
    if "against" in VIEWS[arguments.view].filter_fields:
        message = "the compare view takes two meetings of one record: name one record"
        if len(set(arguments.meeting or ())) != 2:  # there is nothing to look for in the records
            raise UsageError(message)
        return message
    return "--point takes a point of one record: name one record" if arguments.point else ""


def _check_query(dossiers: Sequence[Dossier], wanted: Selection, arguments: Namespace) -> None:
    """Raise UsageError if a query is none, or names what no record holds."""
    from coop_tui.query.collection.search import find_in_all, unresolved_in_all
    from coop_tui.query.search.language import QueryError

    query = wanted.filter.where
    try:
        find_in_all(dossiers, query, arguments.now)
        error = unresolved_in_all(dossiers, query)
    except QueryError as syntax_error:
        error = syntax_error
    if error:
        raise UsageError(f"--where: {error}")
    if statuses_asked_for(query) == {Status.OVERDUE.value} and arguments.now is None:
        raise UsageError(
            "--where: nothing is overdue without a day that counts as now: give --now DATE, "
            "or --now today"
        )


def _selected(
    dossier: Dossier, wanted: Selection, arguments: Namespace
) -> tuple[Selection | None, list[_Unknown]]:
    """The selection in one record, None if it has nothing of it; and what it does not have."""
    view = VIEWS[arguments.view]
    unknown: list[_Unknown] = []

    def known(kind: str, id: str | None, entries: Mapping[str, object]) -> bool:
        if id is not None and id not in entries:
            unknown.append(_Unknown(kind, id, entries))
            return False
        return True

    plans = tuple(id for id in wanted.filter.plans if known("plan", id, dossier.plan))
    without_plan = bool(wanted.filter.plans) and not plans
    others = len(unknown)
    known("sector", wanted.sector, dossier.sector)
    known("initiative", wanted.filter.initiative, dossier.initiative)
    selection = replace(wanted, filter=replace(wanted.filter, plans=plans))
    named = arguments.meeting or ()
    if "against" in view.filter_fields:
        for id in dict.fromkeys(named):
            known("meeting", id, dossier.meeting)
        if not unknown:
            earlier, later = _two_meetings(dossier, named)
            selection = replace(selection, meeting=earlier, against=later)
    else:
        if len(named) > 1:
            raise UsageError(f"the {arguments.view} view takes only one --meeting")
        meeting = next(iter(named), None)
        if meeting == EVERY_MEETING and EVERY_MEETING not in dossier.meeting:
            meeting = None
        elif meeting is None and not wanted.filter and not view.of_all_meetings:
            meeting = opening(dossier).meeting
        known("meeting", meeting, dossier.meeting)
        point = arguments.point
        if point and meeting is None:
            raise UsageError(
                "--point takes the number of a point at one meeting: give --meeting ID"
            )
        if point and meeting and not unknown:
            _check_point(dossier, meeting, point)
        thread = (meeting, point) if meeting and point else None
        selection = replace(selection, meeting=meeting, point=point, thread=thread)
    if without_plan or len(unknown) > others:
        return None, unknown
    return view.for_export(selection), unknown


def _check_point(dossier: Dossier, meeting: str, point: int) -> None:
    """Raise UsageError if a meeting has no point of a number."""
    count = len(dossier.meeting[meeting].points)
    if point > count:
        known = f"from 1 to {count}" if count else "none"
        raise UsageError(f"meeting {meeting} has no point {point} (known: {known})")


def _two_meetings(dossier: Dossier, named: Sequence[str]) -> list[str]:
    """The ids of the two meetings to compare, in order of time."""
    if len(named) != 2 or len(set(named)) != 2:
        raise UsageError(
            "the compare view takes two different meetings: --meeting ID --meeting ID "
            f"(known: {', '.join(dossier.meeting)})"
        )
    return [name for name in dossier.meeting if name in named]


def _no_such(unknown: _Unknown) -> str:
    """The message that there is nothing of an id, with the nearest one."""
    kind, id, known = unknown
    longer = [entry for entry in known if entry.startswith(id)]
    question = did_you_mean(longer[0] if len(longer) == 1 else closest(id, known))
    hint = " ".join(filter(None, (question, f"known: {', '.join(known)}")))
    return f"there is no {kind} {escape_controls(id)!r} ({hint})"
