"""A mistake is one problem, and what follows from it is not another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from coop_tui.record.diagnostics.problem import Problem

Edit = Callable[..., str]
Problems = Callable[[str | bytes], list[Problem]]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        # A header that is not the one of a list, or misspelt.
        ("[[place]]", "[place]", "place"),
        ("[[place]]", "[[places]]", "places"),
        ("[[plan]]", "[[plans]]", "plans"),
        # A header of another name altogether, or of a part without its entry.
        ("[[person]]", "[[people]]", "people"),
        ("[[place]]", "[[venue]]", "venue"),
        ("[[meeting.point]]", "[[point]]", "point"),
        # An id that is refused, or not there.
        ('id = "house"', 'id = "House"', "place 1, id"),
        ('id = "house"', 'id = "hous\u00e9"', "place 1, id"),
        ('id = "house"', "id = 5", "place 1, id"),
        ('id = "house"', 'ids = "house"', "place 1, ids"),
        ('id = "house"\n', "", "place 1"),
        # An id that is used twice, so that another is not there.
        ('id = "beijing"', 'id = "hk"', "party 2, id"),
        # A key that is misspelt, or stands in the wrong place.
        ('title = "Small record"', 'titel = "Small record"', "titel"),
        ('name = "Finance"', 'nmae = "Finance"', "sector finance, nmae"),
        ('name = "Finance"', '"na\u202eme" = "Finance"', "sector finance"),
    ],
)
def test_what_follows_from_a_mistake_is_no_mistake_of_its_own(
    problems: Problems, edited: Edit, old: str, new: str, where: str
) -> None:
    assert [problem.where for problem in problems(edited(old, new))] == [where]


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


def test_people_under_a_header_of_their_own_are_not_missing_from_each_meeting(
    problems: Problems, small: str
) -> None:
    given = small.replace("people = []\n", "")
    assert given != small
    apart = f'{given}\n[[people]]\nperson = "lee"\nrole = "Chief Executive"\n'
    (problem,) = problems(apart)
    assert (problem.where, problem.hint) == ("people", "did you mean [[meeting.people]]?")


@pytest.mark.parametrize(
    ("header", "due"),
    [
        ("[[point]]", "[[meeting.point]]"),
        ("[[points]]", "[[meeting.point]]"),
        ("[[milestone]]", "[[plan.milestone]] or [[initiative.milestone]]"),
        ("[[summary]]", "[[meeting.summary]]"),
        ("[remark]", "[source.remark] or [meeting.remark]"),
    ],
)
def test_a_part_without_its_entry_brings_the_header_that_is_due(
    problems: Problems, small: str, header: str, due: str
) -> None:
    (problem,) = problems(f'{small}\n{header}\ntext = "T"\n')
    assert problem.message == "there is no such key"
    assert problem.hint == f"did you mean {due}?"


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("[[person]]", "[[persons]]", "did you mean 'person'?"),
        ("[[place]]", "[[Plaice]]", "did you mean 'place'?"),
        ("[[person]]", "[[people]]", "known: format, title, "),
        ("[[initiative]]", "[[body]]", "known: format, title, "),
        ("[[place]]", "[[milestone]]", "known: format, title, "),
        ("[[place]]", '[[venue]]\nid = "elsewhere"\n[[place]]', "known: format, title, "),
    ],
)
def test_an_unknown_table_brings_the_table_that_is_spelt_like_it(
    problems: Problems, edited: Edit, old: str, new: str, hint: str
) -> None:
    (problem,) = problems(edited(old, new))
    assert problem.hint.startswith(hint)


def test_a_table_that_is_needed_is_not_missing_under_another_name(
    problems: Problems, small: str
) -> None:
    (problem,) = problems(small.replace("[[party]]", "[[side]]"))
    assert problem.where == "side"


def test_a_reference_to_nothing_is_told_beside_a_table_that_is_not_known(
    problems: Problems, edited: Edit
) -> None:
    found = problems(
        edited("[[place]]", "[[venue]]").replace('sectors = ["trade"]', 'sectors = ["zzz"]')
    )
    assert [problem.where for problem in found] == ["venue", "meeting later, point 1, sectors 1"]


def test_beside_an_id_that_is_used_twice_a_reference_like_another_is_told(
    problems: Problems, edited: Edit
) -> None:
    found = problems(edited('id = "finance"', 'id = "trade"').replace('["trade"]', '["tarde"]'))
    assert [problem.where for problem in found] == [
        "sector 2, id",
        "meeting later, point 1, sectors 1",
    ]
