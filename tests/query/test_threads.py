"""What became of commitments: their status, their threads, and the meetings since."""

from __future__ import annotations

import datetime

import pytest

from coop_tui.query.commitments.links import PointKey
from coop_tui.query.commitments.status import Status, statuses
from coop_tui.query.follow_up.threads import first_commitments, silence, thread, threads_of
from coop_tui.record.dates import Date
from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier

NOW = datetime.date(2026, 1, 1)
HEAD = """\
format = 1
title = "Record"
about = "Some meetings."
[[party]]
id = "hk"
name = "Hong Kong"
[[sector]]
id = "trade"
name = "Trade"
[[sector]]
id = "health"
name = "Health"
[[source]]
id = "report"
title = "Report"
publisher = "A Newspaper"
"""


def point(
    kind: str = "hopes", *follows: str, sectors: str = '"trade"', due: str = "", outcomes: str = ""
) -> str:
    """A point without its id, as it stands in a record."""
    links = ", ".join(f'"{name}"' for name in follows)
    return "\n".join(
        [
            f'sectors = [{sectors}]\nby = ["hk"]\nkind = "{kind}"\ntext = "A text."',
            'cite = "report"',
            f"follows = [{links}]" if follows else "",
            f'due = "{due}"' if due else "",
            outcomes,
        ]
    )


def outcome(date: str, result: str) -> str:
    """An outcome of a point."""
    return f"""
[[meeting.point.outcome]]
date = "{date}"
result = "{result}"
text = "A report."
cite = "report"
"""


def meeting(name: str, date: str, *points: str, recorded: str = "in-part") -> str:
    """A meeting whose points have the ids p1, p2 and so on."""
    text = f"""
[[meeting]]
id = "{name}"
date = "{date}"
title = "A meeting"
kind = "meeting"
people = []
sources = ["report"]
recorded = "{recorded}"
"""
    for number, lines in enumerate(points, 1):
        text += f'[[meeting.point]]\nid = "p{number}"\n{lines}\n'
    return text


def record(*meetings: str) -> Dossier:
    """A record of meetings."""
    return parse((HEAD + "".join(meetings)).encode(), "record.toml")


def first_status(*meetings: str, now: datetime.date | None = None) -> Status | None:
    """The status of the first point of the meeting ``a``, whatever the order in the file."""
    found = {statuses(record(*order), now)["a"][0] for order in (meetings, meetings[::-1])}
    assert len(found) == 1
    return found.pop()


BOTH = '"trade", "health"'


@pytest.mark.parametrize(
    ("first", "later", "expected"),
    [
        (point(), [], Status.OPEN),
        (point("notes"), [], None),
        (point("delivers"), [], Status.DELIVERED),
        (point(), [point("hopes", "a/p1")], Status.TAKEN_UP),
        (point(), [point("notes", "a/p1")], Status.TAKEN_UP),
        (point(outcomes=outcome("2019", "done")), [], Status.DELIVERED),
        (point(outcomes=outcome("2019", "in-part")), [], Status.IN_PART),
        (point(outcomes=outcome("2019", "dropped")), [], Status.DROPPED),
        (point(outcomes=outcome("2019", "dropped")), [point("hopes", "a/p1")], Status.TAKEN_UP),
        (point(outcomes=outcome("2021", "dropped")), [point("hopes", "a/p1")], Status.DROPPED),
        (
            point(outcomes=outcome("2019", "done") + outcome("2019", "dropped")),
            [],
            Status.IN_PART,
        ),
        (
            point(outcomes=outcome("2018", "dropped") + outcome("2019", "done")),
            [],
            Status.DELIVERED,
        ),
        (point(sectors=BOTH), [point("delivers", "a/p1", sectors=BOTH)], Status.DELIVERED),
        (point(sectors=BOTH), [point("delivers", "a/p1")], Status.IN_PART),
        (
            point(sectors=BOTH),
            [point("delivers", "a/p1"), point("delivers", "a/p1", sectors='"health"')],
            Status.DELIVERED,
        ),
        (point(), [point("delivers", "a/p1"), point("hopes", "a/p1")], Status.IN_PART),
    ],
)
def test_a_status_comes_from_what_follows_and_the_outcomes(
    first: str, later: list[str], expected: Status | None
) -> None:
    assert first_status(meeting("a", "2017", first), meeting("b", "2020", *later)) is expected


def test_nothing_is_overdue_without_a_day_that_counts_as_now() -> None:
    due = meeting("a", "2017", point(due="2018"))
    assert first_status(due) is Status.OPEN
    assert first_status(due, now=NOW) is Status.OVERDUE
    assert first_status(due, now=datetime.date(2018, 12, 31)) is Status.OPEN


def test_the_latest_due_date_of_a_chain_counts() -> None:
    due = meeting("a", "2017", point(due="2018"))
    assert first_status(due, meeting("b", "2020", point("hopes", "a/p1")), now=NOW) is (
        Status.OVERDUE
    )
    extended = meeting("b", "2020", point("hopes", "a/p1", due="2027"))
    assert first_status(due, extended, now=NOW) is Status.TAKEN_UP


def test_a_chain_may_be_longer_than_the_stack() -> None:
    chain = [meeting("a", "1000-01-01", point())]
    chain += [
        meeting(f"m{n}", f"{1000 + n // 300}-{n % 300 // 25 + 1:02}-{n % 25 + 1:02}",
                point("hopes", f"m{n - 1}/p1" if n > 1 else "a/p1"))
        for n in range(1, 3000)
    ]  # fmt: skip
    chain.append(meeting("z", "2020", point("delivers", "m2999/p1")))
    dossier = record(*chain)
    assert statuses(dossier, None)["a"] == (Status.DELIVERED,)
    assert len(thread(dossier, PointKey("a", 1), None).points) == 3001


def test_branches_join_in_one_thread_and_a_statement_in_between_ends_none() -> None:
    dossier = record(
        meeting("a", "2017", point(), point()),
        meeting("b", "2018", point("notes", "a/p1"), point("hopes", "a/p1", "a/p2")),
        meeting("c", "2019", point("agrees", "b/p1", "b/p2")),
    )
    one, two = PointKey("a", 1), PointKey("a", 2)
    assert first_commitments(dossier) == (one, two)
    found = thread(dossier, one, None)
    assert [(entry.meeting.id, entry.number) for entry in found.points] == [
        ("a", 1), ("b", 1), ("b", 2), ("c", 1),
    ]  # fmt: skip
    assert [each.first.number for each in threads_of(dossier, PointKey("c", 1), None)] == [1, 2]


def test_only_a_meeting_in_full_without_the_sector_did_not_raise_it() -> None:
    other = point("notes", sectors='"health"')
    dossier = record(
        meeting("a", "2017", point()),
        meeting("b", "2018", other, recorded="in-full"),
        meeting("c", "2019", other),
        meeting("d", "2020", point("notes"), recorded="in-full"),
    )
    found = silence(dossier, thread(dossier, PointKey("a", 1), None))
    assert found == (1, 2)


def test_a_due_date_that_comes_back_is_the_one_that_counts() -> None:
    dossier = record(
        meeting("a", "2017", point(due="2020")),
        meeting("b", "2018", point("agrees", "a/p1", due="2030")),
        meeting("c", "2019", point("agrees", "b/p1", due="2020")),
    )
    one = thread(dossier, PointKey("a", 1), datetime.date(2025, 1, 1))
    assert (one.status, one.due) == (Status.OVERDUE, Date(2020))
    assert one.dues == [Date(2020), Date(2030), Date(2020)]
