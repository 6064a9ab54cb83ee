"""The thread of the selected point as a lane of the timeline."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.query.test_threads import meeting, outcome, point, record
from tests.views.test_chart import drawn, line_of, over, text_of
from tests.views.test_legend import signs

from coop_tui.formats.render import proposed_name, render
from coop_tui.query.selection import Selection
from coop_tui.record.loading.loader import load
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document.charset import Charset
from coop_tui.views.timeline.chart import Chart
from coop_tui.views.timeline.items import name_of, whole_range
from coop_tui.views.timeline.legend import legend
from coop_tui.views.timeline.thread import NAME, points_of_thread, thread_lane

DATA = Path(__file__).parents[2] / "data"
NOW = datetime.date(2026, 1, 1)


def threads() -> Dossier:
    """Two threads: one of three points with due dates and an outcome, one of two points."""
    report = outcome("2024-03-01", "in-part")
    return record(
        meeting("a", "2018-10-24", point(), point()),
        meeting("b", "2020-05-05", point("agrees", "a/p1", due="2022"), point("hopes", "a/p2")),
        meeting("c", "2023-11-29", point("intends", "b/p1", due="2030", outcomes=report)),
        meeting("d", "2025-01-01", point()),
    )


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return threads()


def test_a_thread_holds_what_a_point_takes_up_and_what_takes_it_up(dossier: Dossier) -> None:
    for key in (("a", 1), ("b", 1), ("c", 1)):
        assert points_of_thread(dossier, key) == [("a", 1), ("b", 1), ("c", 1)]
    assert points_of_thread(dossier, ("b", 2)) == [("a", 2), ("b", 2)]
    assert points_of_thread(dossier, ("d", 1)) == [("d", 1)]


def test_a_branch_holds_nothing_of_another_branch() -> None:
    dossier = record(
        meeting("a", "2018", point()),
        meeting("b", "2020", point("hopes", "a/p1"), point("hopes", "a/p1")),
    )
    assert points_of_thread(dossier, ("b", 1)) == [("a", 1), ("b", 1)]
    assert points_of_thread(dossier, ("a", 1)) == [("a", 1), ("b", 1), ("b", 2)]


def test_the_lane_has_points_outcomes_and_due_dates_in_order_of_time(dossier: Dossier) -> None:
    lane = thread_lane(dossier, ("c", 1))
    assert lane is not None
    assert [(item.kind, item.id, item.date.edtf) for item in lane.items] == [
        ("point", "a", "2018-10-24"),
        ("point", "b", "2020-05-05"),
        ("due", "b", "2022"),
        ("point", "c", "2023-11-29"),
        ("outcome", "c", "2024-03-01"),
        ("due", "c", "2030"),
    ]
    assert [name_of(dossier, item) for item in lane.items[2:5]] == [
        "2022  Due: A text.",
        "29 Nov 2023  A text.",
        "1 Mar 2024  Reported later of: A text.",
    ]


def test_a_point_of_which_no_more_is_on_record_has_no_lane(dossier: Dossier) -> None:
    lonely = Selection(thread=("d", 1))
    assert thread_lane(dossier, ("d", 1)) is None
    assert text_of(drawn(dossier, selection=lonely)) == text_of(drawn(dossier))
    assert legend(dossier, lonely) == legend(dossier, Selection())


def test_outcomes_and_due_dates_are_in_the_range_of_a_record(dossier: Dossier) -> None:
    window = whole_range(dossier)
    assert window is not None
    assert window.days[1].year >= 2030


def test_the_lane_stands_under_the_meetings_and_what_is_ahead_is_hollow(dossier: Dossier) -> None:
    chart = drawn(dossier, 120, Selection(thread=("c", 1), now=NOW))
    assert [line.split()[0] for line in text_of(chart)[1:3]] == ["Meetings", NAME]
    line = line_of(chart, NAME)
    assert [sign for sign in line if sign in "■▣◉▼▽"] == ["■", "■", "▼", "▣", "◉", "▽"]
    assert "━" in line
    assert "─" in line[line.index("◉") :]
    for item, mark in zip("ab", chart.marks[2], strict=False):
        (meeting_of_point,) = (one for one in chart.marks[1] if one.items[0].id == item)
        assert mark.cell == meeting_of_point.cell
    assert "▽" not in line_of(drawn(dossier, 120, Selection(thread=("a", 2), now=NOW)), NAME)


def test_without_now_what_is_later_than_the_latest_meeting_is_ahead(dossier: Dossier) -> None:
    found = Selection(thread=("c", 1))
    assert "▽" in line_of(drawn(dossier, 120, found), NAME)
    assert "▽ when one of them is due (at the latest meeting)" in legend(dossier, found)


def test_the_legend_has_the_signs_of_the_thread_that_is_shown(dossier: Dossier) -> None:
    assert signs(dossier, Selection(now=NOW)) == "◆②┊"
    assert signs(dossier, Selection(thread=("c", 1), now=NOW)) == "◆▣■◉▼▽━②░┊"
    assert signs(dossier, Selection(thread=("a", 2), now=NOW)) == "◆▣■━②┊"
    alone = record(meeting("a", "2018", point(due="2030")))
    found = legend(alone, Selection(thread=("a", 1), now=NOW))
    assert "▽ when it is due; ─ along the thread" in found
    assert "■" not in found


@pytest.mark.parametrize("name", ["hong-kong-beijing.toml", "hong-kong-shanghai.toml"])
def test_the_legend_has_every_sign_of_every_thread_of_a_shipped_record(name: str) -> None:
    dossier = load(DATA / name).dossier
    whole = whole_range(dossier)
    assert whole is not None
    count = 0
    for one in dossier.meetings:
        for number in range(1, len(one.points) + 1):
            selection = Selection(thread=(one.id, number), now=NOW)
            for window in (whole, over("2017", "2019")):
                lines = Chart(dossier, selection, window, 100).lines
                roles = {"thread.point", "thread.selected", "thread.outcome", "thread.due"}
                found = {run.text[0] for line in lines for run in line if run.role in roles}
                count += len(found)
                shown = {"②" if sign in "③④⑤⑥⑦⑧⑨" else sign for sign in found}
                assert shown <= set(signs(dossier, selection))
    assert count > 50


def test_in_ascii_the_signs_of_a_thread_differ(dossier: Dossier) -> None:
    chart = drawn(dossier, 120, Selection(thread=("c", 1), now=NOW), charset=Charset.ASCII)
    assert [sign for sign in line_of(chart, NAME)[8:] if sign in "xX!Vv"] == list("xxVX!v")


def test_an_export_tells_the_thread_and_who_reports_an_outcome(dossier: Dossier) -> None:
    selection = Selection("c", thread=("c", 1), now=NOW)
    text = render(Record(dossier), selection, "timeline", width=120).decode()
    assert "Timeline · 29 Nov 2023 · thread of point 1 · now 1 Jan 2026" in text
    told = text[text.index("\nThread\n2") : text.index("\nMeetings\n2")]
    assert told.split("\n")[2:] == [
        "24 Oct 2018  Hong Kong hopes: A text. [1]",
        "5 May 2020   Hong Kong agrees: A text. [1]",
        "2022         due: A text.",
        "29 Nov 2023  Hong Kong intends: A text. [1]",
        "1 Mar 2024   Done in part: A report. [1] Reported by A Newspaper.",
        "2030         due: A text.",
        "",
    ]
    elsewhere = render(Record(dossier), replace(selection, meeting="d"), "timeline").decode()
    assert "thread of point 1 of 29 Nov 2023" in elsewhere


def test_an_export_says_that_a_point_has_no_thread(dossier: Dossier) -> None:
    text = render(Record(dossier), Selection("d", thread=("d", 1)), "timeline").decode()
    assert "Nothing else is on record of this thread than the point." in text
    assert "\nThread\n" not in render(Record(dossier), Selection("d"), "timeline").decode()


def test_json_and_the_name_of_a_file_say_which_thread(dossier: Dossier) -> None:
    selection = Selection("c", thread=("c", 1))
    found = json.loads(render(Record(dossier), selection, "timeline", "json"))
    assert found["selection"]["thread"] == ["c", 1]
    thread = found["timeline"]["thread"]
    assert [(one["meeting"], one["due"]) for one in thread] == [
        ("a", None),
        ("b", "2022"),
        ("c", "2030"),
    ]
    assert thread[2]["outcomes"][0]["result"] == "in-part"
    name = proposed_name([Record(dossier)], "timeline", selection, "text")
    assert name == "record-timeline-c-thread-c-1.txt"
    assert proposed_name([Record(dossier)], "points", selection, "text") == "record-points-c.txt"
