"""The timeline of several records: shared plans over a lane of meetings for each."""

from __future__ import annotations

import datetime
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.query.collection.records import FOURTEENTH, dossier, meeting, records
from tests.views.test_view_properties import dossiers, fits

from coop_tui.query.selection import Filter, Selection
from coop_tui.record.dates import Date, Window
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.collection.coverage import page_of_several as coverage_page
from coop_tui.views.collection.timeline import JointTimeline, data_of_several, page_of_several
from coop_tui.views.document import layout
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.wrap import plain

SPAN = Window.over(Date(2012), Date(2026))


def text(several: list[Record], selection: Selection | None = None, width: int = 100) -> str:
    page = page_of_several(several, selection or Selection())
    lines = (*layout.head(page, width), *layout.body(page, width))
    return "\n".join(line.plain.rstrip() for line in lines)


def lanes(several: list[Record], selection: Selection | None = None) -> dict[str, str]:
    chart = JointTimeline(several).chart(selection or Selection(), SPAN, 100)
    lines = [plain(line) for line in chart.lines]
    names = chart.names_cells
    return {line[:names].strip(): line[names:].rstrip() for line in lines[1:]}


def signs(lane: str) -> str:
    return "".join(sign for sign in lane if sign in "◈◆◇○②")


def test_each_record_has_a_lane_and_shared_plans_stand_above() -> None:
    east_and_west = records()[:2]
    found = lanes(east_and_west)
    assert list(found) == ["Plans", "East", "West", "Plan milestones"]
    assert "14th Plan" in found["Plans"]
    assert (signs(found["East"]), signs(found["West"])) == ("◆◆", "◆◆")
    assert found["Plan milestones"].count("●") == 1  # the same in both records


def test_plans_in_conflict_are_said_and_not_drawn() -> None:
    shown = text(records())
    assert list(lanes(records())) == ["East", "West", "South", "Isles"]
    assert "The id “14” stands for different plans: “14th Plan, 2021–2025” in East" in shown
    assert "They are not drawn." in shown


def test_a_plan_of_one_record_is_named() -> None:
    one = Record(dossier("A x", {"s": "S"}, plans=FOURTEENTH))
    shown = text([one, Record(dossier("B x", {"s": "S"}, [meeting("2020-01-01")]))])
    assert "Plans of one record only, which are not drawn: 14th Plan in A." in " ".join(
        shown.split()
    )


def test_a_mark_leads_to_its_record_and_meeting() -> None:
    timeline = JointTimeline(records())
    chart = timeline.chart(Selection(), SPAN, 100)
    found = [
        timeline.meeting_of(item)
        for line in sorted(chart.marks)
        for mark in chart.marks[line]
        for item in mark.items
    ]
    assert found == [
        (0, "2012-05-01"),
        (0, "2022-05-01"),
        (1, "2018-05-01"),
        (1, "2023-05-01"),
        (2, "2024"),
        (2, "2025-07-01"),
    ]


def test_meetings_of_one_id_in_two_records_are_told_apart() -> None:
    one = dossier("A x", {"s": "S"}, [meeting("2020-01-01", ["s agrees"])])
    two = dossier("B x", {"s": "S"}, [meeting("2020-01-01"), meeting("2022-01-01")])
    several = [Record(one), Record(two)]
    chosen = JointTimeline(several).item_of(1, "2020-01-01")
    found = lanes(several, Selection(chosen))
    assert (signs(found["A"]), signs(found["B"])) == ("◆", "◈◆")
    of_sector = lanes(several, Selection(sector="s"))
    assert (signs(of_sector["A"]), signs(of_sector["B"])) == ("◆", "◇◇")
    unknown = lanes(several, Selection("2020-01-01"))
    assert signs(unknown["A"]) == "◆"


def test_a_sector_is_marked_in_each_record_that_has_it() -> None:
    trade = Selection(sector="trade")
    found = {name: signs(lane) for name, lane in lanes(records(), trade).items()}
    assert found == {"East": "◆◆", "West": "◆◆", "South": "○◇", "Isles": ""}
    shown = text(records(), trade)
    assert "Timeline by record · Trade\n" in shown
    assert "No such sector in the list of Isles" in shown
    assert "(it may have been discussed all the same)" in shown


def test_a_record_without_the_sector_says_nothing_of_it() -> None:
    food = Selection(sector="food")
    assert signs(lanes(records(), food)["East"]) == "◇◇"
    shown = text(records()[:2], food)
    assert "No such sector in the list of East: what was said of it there is not known." in shown
    assert "discussed all the same)" in shown.replace("\n", " ")  # although East is in full
    east, west = data_of_several(records()[:2], food)["records"]
    assert {one["discussed"] for one in east["meetings"]} == {None}
    assert [one["discussed"] for one in west["meetings"]] == [True, False]


def test_a_record_in_full_without_the_sector_leaves_it_open() -> None:
    held = [meeting("2020-01-01", in_full=True)]
    several = [
        Record(dossier("A x", {"trade": "Trade"}, held)),
        Record(dossier("B x", {"food": "Food"}, held)),
    ]
    doubt = "(it may have been discussed all the same)"
    assert doubt in text(several, Selection(sector="trade"), 200)
    assert doubt not in text([several[0], several[0]], Selection(sector="trade"), 200)


def test_a_sector_in_conflict_marks_no_plan_of_all_records() -> None:
    it = Selection(sector="it")
    shown = text(records()[:2], it)
    assert (
        "The id “it” stands for different sectors: “Innovation” in East; “Information” in West"
        in (" ".join(shown.split()))
    )
    assert "◆" not in lanes(records()[:2], it)["Plans"]
    assert "◆" in lanes(records()[:2], Selection(sector="trade"))["Plans"]


def test_query_window_and_now_are_respected() -> None:
    signed = Selection(
        filter=Filter(where="kind:signs"),
        window=Window.over(Date(2022), Date(2026)),
        now=datetime.date(2025, 1, 1),
    )
    shown = text(records()[:2], signed, 120)
    assert "where kind:signs · 1 Jan 2022 to 31 Dec 2026 · now 1 Jan 2025" in shown
    assert "▲ now" in shown
    found = {name: signs(lane) for name, lane in lanes(records()[:2], signed).items()}
    assert (found["East"], found["West"]) == ("◆◇", "◇◆")


def test_meetings_are_told_record_by_record() -> None:
    shown = text(records())
    east = shown.index("Meetings: North – East talks\n1 May 2012  Talks")
    assert east < shown.index("Meetings: North – West talks\n1 May 2018  Talks")
    assert "Meetings: North – Isles talks\nThe record holds no meeting." in shown


def test_records_without_a_date_say_so() -> None:
    several = [Record(dossier(title, {"s": "S"})) for title in ("A x", "B x")]
    assert "The records hold no date that can be drawn." in text(several)


def test_a_drawing_costs_no_more_in_a_long_record() -> None:
    def timed(count: int) -> float:
        days = (datetime.date(1900, 1, 1) + datetime.timedelta(days) for days in range(count))
        many = dossier("A x", {"s": "S"}, [meeting(str(day)) for day in days])
        timeline = JointTimeline([Record(many), Record(dossier("B x", {"s": "S"}))])
        window = Window.over(Date(1900, 1, 1), Date(1900, 3, 1))
        timeline.chart(Selection(), window, 100)
        times = []
        for _ in range(9):
            start = perf_counter()
            timeline.chart(Selection(), window, 100)
            times.append(perf_counter() - start)
        return min(times)

    assert timed(4000) < 3 * timed(100)


@pytest.mark.parametrize("make", [page_of_several, coverage_page])
@given(
    several=st.lists(dossiers(), min_size=2, max_size=3),
    width=st.sampled_from([40, 41, 80, 120]),
    sector=st.sampled_from([None, "s0", "s3"]),
    plans=st.sampled_from([(), ("f0",)]),
)
@settings(max_examples=15)
def test_every_line_of_any_records_fits_and_claims_no_absence_in_part(
    make: object, several: list[Dossier], width: int, sector: str | None, plans: tuple[str, ...]
) -> None:
    assert callable(make)
    page = make(list(map(Record, several)), Selection(sector=sector, filter=Filter(plans=plans)))
    in_full = any(one.in_full for dossier in several for one in dossier.meetings)
    for charset in Charset:
        lines = [
            line.plain
            for line in (*layout.head(page, width, charset), *layout.body(page, width, charset))
        ]
        assert [line for line in lines if not fits(line, width)] == []
        assert charset is Charset.UNICODE or all(map(str.isascii, lines))
        assert in_full or "not raised" not in " ".join(lines)
