"""What follows and what became of it is in order of time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coop_tui.record.diagnostics.follow_up import circle
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.loading.loader import parse

HEAD = """\
format = 1
title = "Record"
about = "Three meetings."
[[party]]
id = "hk"
name = "Hong Kong"
[[sector]]
id = "trade"
name = "Trade"
[[source]]
id = "report"
title = "Report"
publisher = "A Newspaper"
"""


def meeting(name: str, date: str, *points: str) -> str:
    """A meeting with points, each given as an id and further lines."""
    text = f"""
[[meeting]]
id = "{name}"
date = "{date}"
title = "A meeting"
kind = "meeting"
people = []
sources = ["report"]
"""
    for number, lines in enumerate(points, 1):
        text += f"""
[[meeting.point]]
id = "p{number}"
sectors = ["trade"]
by = ["hk"]
kind = "hopes"
text = "A hope."
cite = "report"
{lines}
"""
    return text


Problems = Callable[[str | bytes], list[Problem]]


@pytest.mark.parametrize(
    ("meetings", "place", "message", "hint"),
    [
        (
            [meeting("a", "2018", 'follows = ["b/p1"]'), meeting("b", "2020-01", "")],
            "meeting a, point 1, follows 1",
            "it follows a point of a later meeting (Jan 2020)",
            "the other way round",
        ),
        (
            [meeting("a", "2018", 'follows = ["a/p1"]')],
            "meeting a, point 1, follows 1",
            "the point follows itself",
            "earlier meetings",
        ),
        (
            [meeting("a", "2018", "", 'follows = ["a/p1"]')],
            "meeting a, point 2, follows 1",
            "it follows a point of its own meeting",
            "earlier meetings",
        ),
        (
            [meeting("a", "2018", ""), meeting("b", "2020", 'follows = ["a/p2"]')],
            "meeting b, point 1, follows 1",
            "there is no point 'a/p2'",
            "did you mean 'a/p1'?",
        ),
        (
            [meeting("a", "2018", ""), meeting("b", "2020", 'follows = ["p1"]')],
            "meeting b, point 1, follows 1",
            "'p1' is not the id of a point",
            "2018-10-24/fintech",
        ),
        (
            [meeting("a", "2018", ""), meeting("b", "2020", 'follows = ["a/p1", "a/p1"]')],
            "meeting b, point 1, follows 2",
            "'a/p1' is listed twice",
            "follows 1 is the same",
        ),
        (
            [meeting("a", "2018-03", 'due = "2018-02"')],
            "meeting a, point 1, due",
            "it is due before its meeting",
            "correct the date",
        ),
        (
            [meeting("a", "2018-03-04", OUTCOME := """\
[[meeting.point.outcome]]
date = "2018-03-03"
result = "done"
text = "Done."
cite = "report"
""")],
            "meeting a, point 1, outcome 1, date",
            "the outcome is earlier than the meeting of its point",
            "correct the date",
        ),
        (
            [
                meeting("b", "2018-03", 'follows = ["a/p1"]'),
                meeting("a", "2018", 'follows = ["b/p1"]'),
            ],
            "meeting a, point 1, follows 1",
            "points follow each other in a circle: a/p1, b/p1",
            "take one of the links away",
        ),
    ],
)  # fmt: skip
def test_a_wrong_link_is_named_with_what_to_do(
    problems: Problems, meetings: list[str], place: str, message: str, hint: str
) -> None:
    for order in (meetings, meetings[::-1]):
        (problem,) = problems(HEAD + "".join(order))
        assert (problem.where, problem.message) == (place, message)
        assert hint in problem.hint
        assert problem.line is not None


def test_a_circle_through_a_vague_date_is_found_by_any_way_round(problems: Problems) -> None:
    meetings = (
        meeting("a", "2025-11-12", 'follows = ["b/p1"]'),
        meeting("b", "2025-03-01", 'follows = ["c/p1"]'),
        meeting("c", "2025", 'follows = ["a/p1"]'),
    )
    (problem,) = problems(HEAD + "".join(meetings))
    assert problem.message == "points follow each other in a circle: a/p1, c/p1, b/p1"


@pytest.mark.parametrize(
    "meetings",
    [
        [meeting("a", "2018", ""), meeting("b", "2020", 'follows = ["a/p1"]\ndue = "2020"')],
        [meeting("a", "2018-03-04", ""), meeting("b", "2018", 'follows = ["a/p1"]')],
        [meeting("a", "2018-03-04", ""), meeting("b", "2018-03-04", 'follows = ["a/p1"]')],
        [meeting("a", "2018-03-04", OUTCOME.replace("03-03", "03"))],
    ],
)
def test_what_may_be_in_order_is_accepted(meetings: list[str]) -> None:
    for order in (meetings, meetings[::-1]):
        parse((HEAD + "".join(order)).encode(), "record.toml")


def test_a_circle_begins_with_the_first_in_the_alphabet() -> None:
    links = {"c": ["b"], "b": ["a", "x"], "a": ["c"]}
    found = circle(links)
    assert found[0] == "a"
    assert all(one in links[two] for one, two in zip(found, [*found[1:], found[0]], strict=True))
    assert circle({"c": ["b"], "b": ["a"]}) == []
