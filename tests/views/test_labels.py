from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from tests.query.test_coverage import dossier_with

from coop_tui.formats.render import render
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.dates import Date
from coop_tui.record.entries import Place
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record
from coop_tui.views.labels import meeting_name, party_run, party_runs, scope

PARTY = '[[party]]\nid = "{0}"\nname = "Party number {0}"\nshort = "P{0}"\n\n'


def test_many_parties_are_given_their_short_names(edited: Callable[..., str]) -> None:
    more = "".join(map(PARTY.format, range(12)))
    dossier = parse(edited("[[person]]", f"{more}[[person]]").encode(), "record.toml")
    said = "".join(run.text for run in party_runs(dossier, ("hk", "0", "1")))
    assert said == "Hong Kong, Party number 0 and Party number 1"
    said = "".join(run.text for run in party_runs(dossier, ("hk", "0", "1", "2")))
    assert said == "Hong Kong, P0, P1 and P2"
    assert [party_run(dossier, party).role for party in ("hk", "9", "10", "11")] == [
        *("party.1", "party.12"),
        *("party.further", "party.further"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "names"),
    [
        ({"kind": "visit"}, {}, ["5 Jan 2024, visit", "5 Jan 2024"]),
        ({"places": ("town",)}, {"places": ("port",)}, ["5 Jan 2024, Town", "5 Jan 2024, Port"]),
        (
            {"held": "by-video"},
            {"held": "in-person"},
            ["5 Jan 2024, by video", "5 Jan 2024, in person"],
        ),
        ({"places": ("town",)}, {}, ["5 Jan 2024 (1)", "5 Jan 2024 (2)"]),
        ({"date": Date(2024, 1)}, {}, ["Jan 2024", "5 Jan 2024"]),
    ],
)
def test_meetings_of_one_day_have_names_of_their_own(
    first: dict[str, Any], second: dict[str, Any], names: list[str]
) -> None:
    dossier = dossier_with(["2024-01-05", "2024-01-05"], [])
    meetings = (replace(dossier.meetings[0], **first), replace(dossier.meetings[1], **second))
    places = (Place(id="town", name="Town"), Place(id="port", name="Port"))
    dossier = replace(dossier, meetings=meetings, places=places)
    assert [meeting_name(dossier, meeting) for meeting in meetings] == names


def test_a_heading_names_the_initiative_of_a_filter_as_such(small: str) -> None:
    dossier = parse(small.encode(), "record.toml")
    words = scope(dossier, "Points", Selection(filter=Filter(initiative="hetao")))
    assert words == ("Points", "tied to the initiative “Hetao”")


@pytest.mark.parametrize(
    ("title", "ordinal", "words"),
    [
        ("Second meeting", "", "Second meeting"),
        ("The Mayors' Meeting", "ordinal = 2", "The Mayors' Meeting, 2nd"),
        ("Talks", "ordinal = 2", "Talks, 2nd meeting"),
        ("Talks", "", "Talks"),
    ],
)
def test_the_kind_of_a_meeting_is_not_said_again_after_its_title(
    edited: Callable[..., str], title: str, ordinal: str, words: str
) -> None:
    text = edited('title = "Later meeting"', f'title = "{title}"\n{ordinal}')
    page = render(Record(parse(text.encode(), "r")), Selection(), "timeline").decode()
    assert f"12 Nov 2025  {words}\n" in page
