"""What a record knows of a sector at a meeting: the rule by which every absence is judged.

Only a meeting that is recorded in full can show that a sector was not raised. Of any other
meeting the record does not know it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from coop_tui.query.points import areas
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.tables import Area, Dossier, Meeting


class Presence(Enum):
    """What a record knows of a sector at a meeting, or at several."""

    DISCUSSED = "discussed"
    """At least one point is on it."""
    NAMED = "named"
    """A source names it as an area, and no point is on it."""
    NOT_RAISED = "not_raised"
    """Nothing of it is in the record, which holds all that the sources report."""
    NOT_RECORDED = "not_recorded"
    """Nothing of it is in the record, which does not hold all."""
    NO_MATCH = "no_match"
    """Nothing of it matches a filter; there may be more without the filter."""
    NO_SUCH_SECTOR = "no_such_sector"
    """The record has no such sector in its list, so that it says nothing about it."""


def presence_without_points(meetings: Iterable[Meeting], filter: Filter) -> Presence:
    """What it means that a record has neither a point nor an area of a sector at meetings.

    Args:
        meetings: The meetings; without any, nothing is known.
        filter: The filter through which the record is read.
    """
    if filter:
        return Presence.NO_MATCH
    in_full = [meeting.in_full for meeting in meetings]
    return Presence.NOT_RAISED if in_full and all(in_full) else Presence.NOT_RECORDED


def sectors_on_record(meeting: Meeting) -> set[str]:
    """The ids of the sectors of the points and the areas of a meeting."""
    of_points = {sector for point in meeting.points for sector in point.sectors}
    return of_points | {sector for area in meeting.areas for sector in area.sectors}


def areas_by_sector(dossier: Dossier, selection: Selection) -> dict[str, list[Area]]:
    """The selected areas by the id of each sector that they name, in order of date."""
    found: dict[str, list[Area]] = {}
    for _, of_meeting in areas(dossier, selection):
        for area in of_meeting:
            for sector in area.sectors:
                found.setdefault(sector, []).append(area)
    return found
