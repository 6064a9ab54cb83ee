"""What stands under a point: what it takes up, when it is due, and what came of it."""

from __future__ import annotations

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


def exported(text: str, meeting: str, form: str = "text") -> str:
    record = Record(parse(text.encode(), "record.toml"))
    return render(record, Selection(meeting), "points", form, width=100).decode()


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
    dropped = "May 2018: dropped, as Another Newspaper reports. It was given up. [2¶2]"
    in_part = "2019: done in part, as Hong Kong reports. A half was built. [2¶2]"
    assert shown.index(dropped) < shown.index(in_part)
    assert "[2]  News. Another Newspaper." in shown
    (point,) = json.loads(exported(text, "a", "json"))["points"]
    assert [one["result"] for one in point["outcomes"]] == ["in-part", "dropped"]


def test_the_sources_of_an_outcome_need_not_be_of_the_meeting(tmp_path: Path) -> None:
    path = tmp_path / "record.toml"
    outcome = OUTCOME.format(date="2019", result="done", text="It was built.", more="")
    path.write_text(HEAD + NEWS + meeting("a", "2018-03-04", outcome), encoding="utf-8")
    assert [one for one in check([str(path)]) if "among the sources" in one.message] == []
