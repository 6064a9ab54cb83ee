"""A mistake is told once, and not again wherever something follows from it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coop_tui.record.problems import Problem

Bend = Callable[..., str]
Problems = Callable[[str | bytes], list[Problem]]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        # A header that is not the one of a list, or misspelt.
        ("[[place]]", "[place]", "place"),
        ("[[place]]", "[[places]]", "places"),
        ("[[plan]]", "[[plans]]", "plans"),
        # An id that is refused, or not there.
        ('id = "house"', 'id = "House"', "place 1, id"),
        ('id = "house"', 'id = "hous\u00e9"', "place 1, id"),
        ('id = "house"', "id = 5", "place 1, id"),
        ('id = "house"', 'ids = "house"', "place 1, ids"),
        ('id = "house"\n', "", "place 1"),
        # A key that is misspelt, or stands in the wrong place.
        ('title = "Small record"', 'titel = "Small record"', "titel"),
        ('name = "Finance"', 'nmae = "Finance"', "sector finance, nmae"),
        ('name = "Finance"', '"na\u202eme" = "Finance"', "sector finance"),
    ],
)
def test_what_follows_from_a_mistake_is_no_mistake_of_its_own(
    problems: Problems, bend: Bend, old: str, new: str, where: str
) -> None:
    assert [problem.where for problem in problems(bend(old, new))] == [where]


def test_a_key_of_the_head_that_has_strayed_is_not_missing_as_well(
    problems: Problems, small: str
) -> None:
    about = 'about = "Two sides and two meetings."\n'
    assert about in small
    strayed = small.replace(about, "").replace('id = "hk"\n', f'id = "hk"\n{about}', 1)
    assert [problem.where for problem in problems(strayed)] == ["party hk, about"]


def test_the_points_of_a_meeting_whose_header_is_misspelt_are_not_told_as_well(
    problems: Problems, small: str
) -> None:
    bent = small.replace("[[meeting]]", "[[meetings]]")
    assert {problem.where for problem in problems(bent)} == {"meetings"}
