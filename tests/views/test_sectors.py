"""What is said of sectors where they were not discussed."""

from __future__ import annotations

import re

from tests.query.test_coverage import dossier_with

from coop_tui.formats.render import render
from coop_tui.query.sectors import opening
from coop_tui.query.selection import Selection
from coop_tui.record.kinds import Kind
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier


def said(dossier: Dossier, selection: Selection) -> list[list[str]]:
    return [
        line.split() for line in render(Record(dossier), selection, "sectors").decode().splitlines()
    ]


def test_without_a_meeting_no_sector_is_before_or_after_one() -> None:
    empty = dossier_with([], [])
    lines = said(empty, opening(empty))
    assert lines[-3:] == [["Never", "discussed"], ["Trade", "–"], ["Finance", "–"]]
    some = dossier_with(["2020"], [(0, 0, Kind.HOPES)])
    assert said(some, Selection())[-2:] == [["Never", "discussed"], ["Finance", "–"]]


def test_at_a_meeting_a_sector_that_comes_later_says_when() -> None:
    dossier = dossier_with(["2020", "2021"], [(1, 0, Kind.HOPES)])
    lines = said(dossier, Selection("m0"))
    assert lines[-3:] == [
        ["Not", "discussed", "before", "it", "next"],
        ["Trade", "2021"],
        ["Finance", "–"],
    ]


def test_where_there_is_no_point_the_meetings_nearest_in_time_that_have_some_are_named() -> None:
    dossier = dossier_with(["2020", "2021", "2022"], [(0, 0, Kind.HOPES), (2, 0, Kind.HOPES)])
    shown = render(Record(dossier), Selection("m1", "s0"), "points").decode()
    assert re.search("Last discussed before: .*2020\nNext discussed: .*2022\n", shown)
    shown = render(Record(dossier), Selection("m1", "s1"), "points").decode()
    assert re.search("before: not in this record\nNext discussed: not in this record\n", shown)
