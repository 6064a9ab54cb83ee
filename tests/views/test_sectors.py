"""What is said of sectors where they were not discussed."""

from __future__ import annotations

import re

from msgspec.structs import replace
from tests.query.test_coverage import dossier_with

from coop_tui.formats.render import render
from coop_tui.query.sectors import opening
from coop_tui.query.selection import Selection
from coop_tui.record.entries import Citation
from coop_tui.record.kinds import Kind
from coop_tui.record.record import Record
from coop_tui.record.tables import Area, Dossier


def said(dossier: Dossier, selection: Selection) -> list[list[str]]:
    return [
        line.split() for line in render(Record(dossier), selection, "sectors").decode().splitlines()
    ]


def test_without_a_meeting_no_sector_is_before_or_after_one() -> None:
    empty = dossier_with([], [])
    lines = said(empty, opening(empty))
    assert lines[-3:] == [
        ["Not", "recorded", "at", "any", "meeting"],
        ["Trade", "–"],
        ["Finance", "–"],
    ]
    some = dossier_with(["2020"], [(0, 0, Kind.HOPES)])
    never = [["Not", "recorded", "at", "any", "meeting"], ["Finance", "–"]]
    assert said(some, Selection())[-2:] == never
    never = [["Not", "raised", "at", "any", "meeting"], ["Finance", "–"]]
    some = dossier_with(["2020"], [(0, 0, Kind.HOPES)], in_full=True)
    assert said(some, Selection())[-2:] == never


def test_at_a_meeting_a_sector_that_comes_later_says_when() -> None:
    dossier = dossier_with(["2020", "2021"], [(1, 0, Kind.HOPES)])
    lines = said(dossier, Selection("m0"))
    assert lines[-4:] == [
        ["Not", "recorded,", "nor", "on", "record", "before", "next", "on", "record"],
        ["Trade", "2021"],
        ["Not", "recorded", "at", "any", "meeting"],
        ["Finance", "–"],
    ]


def test_a_sector_that_is_only_named_was_last_on_record_before_the_meeting_or_never() -> None:
    later = dossier_with(["2020", "2021"], [(1, 0, Kind.HOPES)])
    area = Area(("s0",), (Citation("s"),))
    named = replace(later.meetings[0], areas=(area,))
    dossier = replace(later, meetings=(named, *later.meetings[1:]))
    assert ["Trade", "○", "–"] in said(dossier, Selection("m0"))


def test_where_there_is_no_point_the_meetings_nearest_in_time_that_have_some_are_named() -> None:
    dossier = dossier_with(["2020", "2021", "2022"], [(0, 0, Kind.HOPES), (2, 0, Kind.HOPES)])
    shown = render(Record(dossier), Selection("m1", "s0"), "points").decode()
    assert re.search("Last on record before: .*2020\nNext on record: .*2022\n", shown)
    shown = render(Record(dossier), Selection("m1", "s1"), "points").decode()
    assert re.search("before: none\nNext on record: none\n", shown)
