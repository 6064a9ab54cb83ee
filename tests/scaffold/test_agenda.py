"""What the next meeting could take up, as comments in a new meeting."""

from __future__ import annotations

import re
from collections.abc import Callable

import tomli
from msgspec.structs import replace

from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier
from coop_tui.scaffold.agenda import agenda_comments
from coop_tui.scaffold.next_meeting import with_next_meeting


def with_points(dossier: Dossier, count: int, text: str) -> Dossier:
    """The small record with as many points at its last meeting, all of one text."""
    last = dossier.meetings[-1]
    points = (replace(last.points[0], text=text),) * count
    return replace(dossier, meetings=(*dossier.meetings[:-1], replace(last, points=points)))


def test_what_the_meeting_could_take_up_stands_at_its_end(edited: Callable[..., str]) -> None:
    text = edited('kind = "hopes"', 'id = "more-trade"\nkind = "urges"\nto = ["beijing"]')
    text = text.replace('by = ["hk", "beijing"]', 'by = ["hk"]')
    made = with_next_meeting(text.encode(), parse(text.encode(), "")).decode()
    assert made.endswith(
        "\n\n"
        "# What the meeting could take up, as far as is on record. The agenda view has it all.\n"
        "# A point that takes one of these up names it in follows.\n"
        "#\n"
        "# Requests without an answer on record:\n"
        "# - later/more-trade: Hong Kong urges Beijing: More trade is hoped for.\n"
    )


def test_a_point_without_an_id_is_named_by_its_number(small: str) -> None:
    lines = list(agenda_comments(parse(small.encode(), "")))
    assert lines[-1].startswith("# - later, point 1: Hong Kong and Beijing hope: More trade")


def test_nothing_is_added_to_a_record_in_which_nothing_is_open(
    edited: Callable[..., str],
) -> None:
    text = edited('kind = "hopes"', 'kind = "delivers"')
    assert list(agenda_comments(parse(text.encode(), ""))) == []


def test_no_text_of_a_record_leaves_its_comment(small: str) -> None:
    odd = "One\nformat = 2\r[[meeting]]\t\x00\x07\x85\u2028id = 1\u202e\ud800 " + "word " * 90
    dossier = with_points(parse(small.encode(), ""), 1, odd + "大灣區" * 90)
    lines = list(agenda_comments(dossier))
    assert [line for line in lines if line[:1] not in ("", "#")] == []
    assert re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u202e]", "".join(lines)) is None
    assert tomli.loads("\n".join(lines)) == {}
    assert max(map(len, lines)) <= 100


def test_of_very_many_commitments_the_first_are_listed(small: str) -> None:
    lines = list(agenda_comments(with_points(parse(small.encode(), ""), 1_025, "A text.")))
    assert sum(line.startswith("# - later, point ") for line in lines) == 20
    assert lines[-1] == "# - and 1,005 more"
