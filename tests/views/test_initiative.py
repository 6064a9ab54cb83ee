from __future__ import annotations

import json
from collections.abc import Callable

from coop_tui.formats.render import render
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record

Edit = Callable[..., str]
MILESTONES = """\
[[initiative.milestone]]
date = 2017
text = "Set up"
cite = "report ¶3"

[[initiative.milestone]]
date = 2016
text = "Announced"
cite = "report ¶4"

[[source]]"""


def exported(text: str, view: str, selection: Selection) -> str:
    return render(Record(parse(text.encode(), "r")), selection, view, "text").decode()


def test_an_initiative_comes_before_its_meetings(edited: Edit) -> None:
    page = exported(
        edited("[[source]]", MILESTONES), "meeting", Selection(filter=Filter(initiative="hetao"))
    )
    order = ["Hong Kong Park at Hetao", "2016  Announced", "2017  Set up", "Later", "Earlier"]
    found = [page.index(words) for words in order]
    assert found == sorted(found)


def test_an_initiative_without_meetings_says_that_none_is_found(edited: Edit) -> None:
    text = edited('mechanism = "hetao"', "").replace('initiatives = ["hetao"]', "")
    page = exported(text, "meeting", Selection(filter=Filter(initiative="hetao")))
    assert "Hong Kong Park at Hetao" in page
    assert "No meeting is found that was held under it or has a point on it." in page
    assert "Later meeting" not in page


def test_the_source_of_a_milestone_is_shown_alone(edited: Edit) -> None:
    text = edited("[[source]]", MILESTONES)
    selection = Selection(filter=Filter(initiative="hetao"), milestone=2)
    page = exported(text, "source", selection)
    assert "Source · Hetao · milestone of 2016\n" in page
    assert "Announced" in page
    assert "Set up" not in page
    assert "More trade" not in page
    record = Record(parse(text.encode(), "r"))
    data = json.loads(render(record, selection, "source", "json"))
    assert [entry["text"] for entry in data["source"]["statements"]] == ["Announced"]
    assert data["source"]["points"] == []
    assert data["selection"]["milestone"] == 2


def test_the_source_of_a_milestone_of_a_plan_is_shown_alone(small: str) -> None:
    page = exported(small, "source", Selection(filter=Filter(plans=("14",)), milestone=1))
    assert "Source · 14th Five-Year Plan · milestone of 11 Mar 2021\n" in page
    assert "Approved" in page
    assert "More trade" not in page
