"""The thread of a point as a lane of the timeline."""

from __future__ import annotations

from collections.abc import Iterator

from coop_tui.query.commitments.links import PointKey, links, reached
from coop_tui.query.follow_up.entries import entries_of, key_of
from coop_tui.query.selection import Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.kinds import COMMITMENTS
from coop_tui.record.tables import Dossier
from coop_tui.views.timeline.items import MEETINGS, Item, LaneItems, lane_of_marks, lanes

NAME = "Thread"


def lanes_with_thread(dossier: Dossier, selection: Selection) -> tuple[LaneItems, ...]:
    """The lanes of a record, with the thread of the selected point under the meetings."""
    found = lanes(dossier)
    lane = thread_lane(dossier, selection.thread) if selection.thread else None
    if lane is None:
        return found
    after = [one.key for one in found].index(MEETINGS) + 1
    return (*found[:after], lane, *found[after:])


@cached_per_record
def thread_lane(dossier: Dossier, point: tuple[str, int]) -> LaneItems | None:
    """The lane of all that is on record of the thread of a point; None if it has one mark only.

    These are the points that it takes up and those that take it up, at once or by way of
    others, and the outcomes and the due dates of all of them.
    """
    items = tuple(dict.fromkeys(_items(dossier, points_of_thread(dossier, point))))
    return lane_of_marks("thread", "", NAME, items) if len(items) > 1 else None


def points_of_thread(dossier: Dossier, point: tuple[str, int]) -> list[PointKey]:
    """A point, all that it takes up and all that take it up, in order of time."""
    key, known = PointKey(*point), links(dossier)
    found = {key} | reached([key], known.followed) | reached([key], known.followers)
    return [key_of(entry) for entry in entries_of(dossier, found)]


def _items(dossier: Dossier, points: list[PointKey]) -> Iterator[Item]:
    for key in points:
        meeting = dossier.meeting[key.meeting]
        end = meeting.end if meeting.end != meeting.date else None
        yield Item("point", *key, meeting.date, end)
        point = meeting.points[key.number - 1]
        if point.due and point.kind in COMMITMENTS:
            yield Item("due", *key, point.due)
        for outcome in point.outcomes:
            yield Item("outcome", *key, outcome.date)
