"""What stands under a point: what it takes up, when it is due, and what came of it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

from tests.record.test_links import HEAD, meeting

from coop_tui.cli.check import check
from coop_tui.formats.render import render
from coop_tui.query.selection import Selection
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record

OUTCOME = """\
[[meeting.point.outcome]]
date = "{date}"
result = "{result}"
text = "{text}"
cite = "news ¶2"
{more}
"""
NEWS = """
[[source]]
id = "news"
title = "News"
publisher = "Another Newspaper"
"""


def exported(text: str, meeting: str, form: str = "text", now: datetime.date | None = None) -> str:
    record = Record(parse(text.encode(), "record.toml"))
    return render(record, Selection(meeting, now=now), "points", form, width=100).decode()


def test_what_a_point_takes_up_and_when_it_is_due_stand_under_it() -> None:
    first = meeting("a", "2018-03-04", "")
    text = HEAD + first + meeting("b", "2020", 'follows = ["a/p1"]\ndue = "2021-06"')
    shown = exported(text, "b")
    assert "Takes up, from 4 Mar 2018: A hope." in shown
    assert "Due: Jun 2021" in shown
    assert "Takes up" not in exported(text, "a")


def test_an_outcome_names_who_reports_it() -> None:
    outcomes = OUTCOME.format(
        date="2019", result="in-part", text="A half was built.", more='by = ["hk"]'
    ) + OUTCOME.format(date="2018-05", result="dropped", text="It was given up.", more="")
    text = HEAD + NEWS + meeting("a", "2018-03-04", outcomes)
    shown = exported(text, "a")
    dropped = "Dropped, May 2018: It was given up. [2¶2] Reported by Another Newspaper."
    in_part = "Done in part, 2019: A half was built. [2¶2] Reported by Hong Kong."
    assert shown.index(dropped) < shown.index(in_part)
    assert "[2]  News. Another Newspaper." in shown
    (point,) = json.loads(exported(text, "a", "json"))["points"]
    assert [one["result"] for one in point["outcomes"]] == ["in-part", "dropped"]


def test_the_sources_of_an_outcome_need_not_be_of_the_meeting(tmp_path: Path) -> None:
    path = tmp_path / "record.toml"
    outcome = OUTCOME.format(date="2019", result="done", text="It was built.", more="")
    path.write_text(HEAD + NEWS + meeting("a", "2018-03-04", outcome), encoding="utf-8")
    assert [one for one in check([str(path)]) if "among the sources" in one.message] == []


def test_a_point_names_the_meetings_at_which_it_is_taken_up_again() -> None:
    follows = 'follows = ["a/p1"]'
    text = HEAD + meeting("a", "2018-03-04", "") + meeting("b", "2020", follows)
    text += meeting("c", "2019-05", follows)
    assert "Taken up again: May 2019 · 2020\n" in exported(text, "a")
    assert "again" not in exported(text, "b")
    (point,) = json.loads(exported(text, "a", "json"))["points"]
    assert point["followed_by"] == [
        {"meeting": "c", "number": 1, "id": "p1"},
        {"meeting": "b", "number": 1, "id": "p1"},
    ]
    assert point["status"] == "taken-up-again"


def test_a_commitment_with_nothing_later_on_record_has_no_line_of_its_own() -> None:
    text = HEAD + meeting("a", "2018-03-04", "")
    assert "A hope. [1]\n\nSources" in exported(text, "a", now=datetime.date(2026, 1, 1))
    (point,) = json.loads(exported(text, "a", "json"))["points"]
    assert (point["status"], point["followed_by"]) == ("open", [])


def test_what_is_overdue_is_so_on_a_day_and_as_far_as_the_record_knows() -> None:
    text = HEAD + meeting("a", "2018-03-04", 'due = "2021-06"')
    assert "Overdue" not in exported(text, "a")
    assert "Overdue" not in exported(text, "a", now=datetime.date(2021, 6, 30))
    shown = exported(text, "a", now=datetime.date(2021, 7, 1))
    assert "  Due: Jun 2021\n  Overdue on 1 Jul 2021, as far as the record knows\n" in shown
    (point,) = json.loads(exported(text, "a", "json", now=datetime.date(2021, 7, 1)))["points"]
    assert point["status"] == "overdue"


def test_a_status_that_comes_of_what_follows_names_who_reports_it() -> None:
    follows = 'follows = ["a/p1"]\n'
    head = HEAD + NEWS + meeting("a", "2018-03-04", "")
    delivered = meeting("b", "2020", follows).replace('kind = "hopes"', 'kind = "delivers"')
    shown = exported(head + delivered, "a")
    assert "Taken up again: 2020. Delivered. Reported by Hong Kong [1" in shown
    assert "Delivered" not in exported(head + delivered, "b")
    outcome = OUTCOME.format(date="2021", result="{}", text="So it was.", more="")
    for result, words in (("in-part", "Delivered in part"), ("dropped", "Dropped")):
        text = head + meeting("b", "2020", follows + outcome.format(result))
        reported = f"Taken up again: 2020. {words}. Reported by Another Newspaper [2¶2]"
        assert reported in exported(text, "a")
        assert ": So it was. [2¶2] Reported by Another Newspaper." in exported(text, "b")
        assert f"{words}. Reported" not in exported(text, "b")
