"""Short titles tell records apart."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from tests.query.collection.records import dossier

from coop_tui.query.collection.titles import short_titles


@pytest.mark.parametrize(
    ("titles", "short"),
    [
        (["North – East talks", "North – West talks"], ["East", "West"]),
        (["North – East talks", "South – East talks"], ["North", "South"]),
        (["North – East talks", "North – West"], ["East talks", "West"]),
        (["North – East", "North – East talks"], ["1 North – East", "2 North – East talks"]),
        (["Talks", "Talks"], ["1 Talks", "2 Talks"]),
        (
            ["Meetings A", "Meetings B", "C"],
            ["1 Meetings A", "2 Meetings B", "3 C"],
        ),
        (["Only one"], ["Only one"]),
        ([], []),
    ],
)
def test_what_titles_have_in_common_is_left_out(titles: list[str], short: list[str]) -> None:
    one = dossier("x", {"s": "S"})
    assert short_titles([replace(one, title=title) for title in titles]) == short
