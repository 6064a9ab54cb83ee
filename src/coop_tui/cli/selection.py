"""The options of ``export`` as a selection in a record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from coop_tui.cli.exit_status import UsageError
from coop_tui.cli.parser import EVERY_MEETING, SELECTING
from coop_tui.query.commitments.status import Status
from coop_tui.query.search.language import statuses_asked_for
from coop_tui.query.sectors import opening
from coop_tui.query.selection import Filter, GroupBy, Selection
from coop_tui.record.characters import escape_controls
from coop_tui.record.suggestions import closest, did_you_mean
from coop_tui.record.tables import Dossier
from coop_tui.views.registry import VIEWS

if TYPE_CHECKING:
    from argparse import Namespace

Name = TypeVar("Name", str, str | None)


def selection_from_options(dossier: Dossier, arguments: Namespace) -> Selection:
    """The selection that the options of ``export`` ask for.

    Raises:
        UsageError: If an option names what the record does not hold, or if the view does
            not take it.
    """
    view = VIEWS[arguments.view]
    if arguments.by and GroupBy(arguments.by) not in view.groupings:
        known = ", ".join(by.value for by in view.groupings)
        choice = f"--by {arguments.by} (it takes: {known})" if known else "--by"
        raise UsageError(f"the {arguments.view} view takes no {choice}")
    query = (arguments.where or "").strip()
    statuses = statuses_asked_for(query) if "filter" in view.filter_fields else set()
    taken = {*view.filter_fields, "now"} if statuses else set(view.filter_fields)
    accepted = [option for option, fields in SELECTING.items() if not taken.isdisjoint(fields)]
    for option in SELECTING:
        if getattr(arguments, option) and option not in accepted:
            known = ", ".join(f"--{one}" for one in accepted)
            raise UsageError(f"the {arguments.view} view takes no --{option} (it takes: {known})")
    if query:
        from coop_tui.query.collection.search import unresolved_in_all
        from coop_tui.query.search.index import find_matches
        from coop_tui.query.search.language import QueryError

        try:
            find_matches(dossier, query)
            error = unresolved_in_all([dossier], query)
        except QueryError as syntax_error:
            error = syntax_error
        if error:
            raise UsageError(f"--where: {error}")
        if statuses == {Status.OVERDUE.value} and arguments.now is None:
            raise UsageError(
                "--where: nothing is overdue without a day that counts as now: give --now DATE, "
                "or --now today"
            )
    plans = dict.fromkeys(_known("plan", name, dossier.plan) for name in arguments.plan or ())
    wanted = Selection(
        sector=_known("sector", arguments.sector, dossier.sector),
        filter=Filter(
            plans=tuple(plans),
            initiative=_known("initiative", arguments.initiative, dossier.initiative),
        ).with_query(query, arguments.now),
        window=arguments.span,
        now=arguments.now,
        open=arguments.open,
    )
    named = arguments.meeting or ()
    if "against" in view.filter_fields:
        earlier, later = _two_meetings(dossier, named)
        return view.for_export(replace(wanted, meeting=earlier, against=later))
    if len(named) > 1:
        raise UsageError(f"the {arguments.view} view takes only one --meeting")
    meeting = next(iter(named), None)
    if meeting == EVERY_MEETING and EVERY_MEETING not in dossier.meeting:
        meeting = None
    elif meeting is None and not wanted.filter and not view.of_all_meetings:
        meeting = opening(dossier).meeting
    meeting = _known("meeting", meeting, dossier.meeting)
    point = arguments.point
    if point and meeting is None:
        raise UsageError("--point takes the number of a point at one meeting: give --meeting ID")
    count = len(dossier.meeting[meeting].points) if meeting else 0
    if point and point > count:
        known = f"from 1 to {count}" if count else "none"
        raise UsageError(f"meeting {meeting} has no point {point} (known: {known})")
    thread = (meeting, point) if meeting and point else None
    return view.for_export(replace(wanted, meeting=meeting, point=point, thread=thread))


def _two_meetings(dossier: Dossier, named: Sequence[str]) -> list[str]:
    """The ids of the two meetings to compare, in order of time."""
    known = {_known("meeting", name, dossier.meeting) for name in named}
    if len(named) != 2 or len(known) != 2:
        raise UsageError(
            "the compare view takes two different meetings: --meeting ID --meeting ID "
            f"(known: {', '.join(dossier.meeting)})"
        )
    return [name for name in dossier.meeting if name in known]


def _known(kind: str, name: Name, entries: Mapping[str, object]) -> Name:
    """A name, if the record has it; otherwise raise UsageError with the nearest one."""
    if name is None or name in entries:
        return name
    longer = [entry for entry in entries if entry.startswith(name)]
    question = did_you_mean(longer[0] if len(longer) == 1 else closest(name, entries))
    hint = " ".join(filter(None, (question, f"known: {', '.join(entries)}")))
    raise UsageError(f"there is no {kind} {escape_controls(name)!r} ({hint})")
