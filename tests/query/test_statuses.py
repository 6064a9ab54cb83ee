"""Properties of the statuses of commitments, over records of any kind."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.views.test_view_properties import Writer, dossier_of, selected

from coop_tui.query.commitments.links import PointKey, links, reached
from coop_tui.query.commitments.status import Status, statuses
from coop_tui.query.follow_up.agenda import Reason, agenda
from coop_tui.query.follow_up.threads import first_commitments, selected_commitments, thread
from coop_tui.query.points import points
from coop_tui.query.selection import Selection
from coop_tui.record.kinds import COMMITMENTS, Kind
from coop_tui.record.tables import Dossier

NOW = st.none() | st.dates(datetime.date(1989, 1, 1), datetime.date(2031, 1, 1))
DOCUMENTS = st.builds(
    lambda seed, size: Writer(seed, size).document(), st.integers(0, 2**32), st.integers(1, 5)
)


def by_name(dossier: Dossier, now: datetime.date | None) -> dict[str, Status | None]:
    """The statuses of the points that have an id."""
    found = statuses(dossier, now)
    return {
        f"{meeting.id}/{point.id}": status
        for meeting in dossier.meetings
        for point, status in zip(meeting.points, found[meeting.id], strict=True)
        if point.id
    }


@given(DOCUMENTS, NOW, st.randoms(use_true_random=False))
def test_a_status_does_not_depend_on_the_order_in_the_file(
    document: dict[str, Any], now: datetime.date | None, chance: Any
) -> None:
    expected = by_name(dossier_of(document), now)
    for meeting in document["meeting"]:
        for point in meeting["point"]:
            chance.shuffle(point.get("outcome", []))
            chance.shuffle(point["follows"])
        chance.shuffle(meeting["point"])
    chance.shuffle(document["meeting"])
    assert by_name(dossier_of(document), now) == expected


@given(DOCUMENTS, NOW)
def test_without_links_outcomes_and_due_dates_the_kind_alone_counts(
    document: dict[str, Any], now: datetime.date | None
) -> None:
    for meeting in document["meeting"]:
        for point in meeting["point"]:
            for key in ("follows", "outcome", "due"):
                point.pop(key, None)
    dossier = dossier_of(document)
    found = statuses(dossier, now)
    of_kind = {kind: Status.OPEN if kind in COMMITMENTS else None for kind in Kind}
    of_kind[Kind.DELIVERS] = Status.DELIVERED
    for entry in points(dossier, Selection()):
        assert found[entry.meeting.id][entry.number - 1] is of_kind[entry.point.kind]


@given(DOCUMENTS, NOW)
def test_a_day_makes_nothing_but_overdue_of_what_is_open_or_taken_up_again(
    document: dict[str, Any], now: datetime.date | None
) -> None:
    dossier = dossier_of(document)
    without, found = by_name(dossier, None), by_name(dossier, now)
    for name, status in found.items():
        if status is Status.OVERDUE:
            assert now
            assert without[name] in (Status.OPEN, Status.TAKEN_UP)
        else:
            assert status is without[name]


@given(selected())
def test_every_commitment_is_in_a_thread(what: tuple[Dossier, Selection]) -> None:
    dossier, selection = what
    now = selection.now
    firsts = first_commitments(dossier)
    held = {one.key for key in firsts for one in thread(dossier, key, now).points}
    commitments = {
        entry.key for entry in points(dossier, Selection()) if entry.point.kind in COMMITMENTS
    }
    assert commitments <= held
    narrowed = selected_commitments(dossier, selection)
    wanted = {entry.key for entry in points(dossier, selection)}
    expected = {
        key
        for key in firsts
        if not wanted.isdisjoint(one.key for one in thread(dossier, key, now).points)
    }
    assert (set(firsts) if narrowed is None else narrowed) == expected


@given(selected())
def test_the_agenda_has_each_unsettled_commitment_once(what: tuple[Dossier, Selection]) -> None:
    dossier, selection = what
    found = statuses(dossier, selection.now)
    items = agenda(dossier, selection)
    followers = links(dossier).followers

    def is_unsettled(key: PointKey) -> bool:
        status = found[key.meeting][key.number - 1]
        return status in (Status.OVERDUE, Status.OPEN, Status.IN_PART)

    keys = [PointKey(entry.meeting.id, entry.number) for entry in points(dossier, selection)]
    unsettled = set(filter(is_unsettled, keys))
    assert sorted(item.key for item in items) == sorted(
        key for key in unsettled if unsettled.isdisjoint(reached([key], followers))
    )
    order = list(Reason)
    assert [item.reason for item in items] == sorted(
        (item.reason for item in items), key=order.index
    )
