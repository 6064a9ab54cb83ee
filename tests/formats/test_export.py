from __future__ import annotations

import json
from pathlib import Path

import pytest

from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import proposed_name, render
from coop_tui.query.selection import NOTHING, Filter, Selection
from coop_tui.record.entries import Initiative, Plan
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document import layout
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import VIEWS

LATEST = Selection("2025-11-12")


@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.parametrize("view", VIEWS)
def test_the_same_record_gives_the_same_bytes(shipped: Dossier, view: str, form: str) -> None:
    assert render(Record(shipped), LATEST, view, form) == render(
        Record(shipped), LATEST, view, form
    )


@pytest.mark.parametrize("view", VIEWS)
def test_text_is_the_lines_of_the_view_under_its_head(shipped: Dossier, view: str) -> None:
    page = VIEWS[view].page(Record(shipped), LATEST)
    parts = [*layout.head(page, 80), None, *layout.body(page, 80)]
    lines = ["" if part is None else part.plain.rstrip() for part in parts]
    assert render(Record(shipped), LATEST, view).decode() == "\n".join(lines) + "\n"


@pytest.mark.parametrize("view", VIEWS)
def test_the_selection_in_force_is_named_in_the_heading(shipped: Dossier, view: str) -> None:
    head = render(Record(shipped), LATEST, view).decode().split("\n")[1]
    assert ("12 Nov 2025" in head) == ("meeting" in VIEWS[view].filter_fields)


def test_a_sector_and_a_plan_are_named_in_the_heading(shipped: Dossier) -> None:
    head = (
        render(Record(shipped), Selection(None, "finance", Filter(("13",))), "points")
        .decode()
        .split("\n")[1]
    )
    assert "Finance" in head
    assert "13th Five-Year Plan" in head


@pytest.mark.parametrize("view", VIEWS)
def test_ascii_gives_ascii_in_every_format(shipped: Dossier, view: str) -> None:
    for form in FORMATS:
        assert render(Record(shipped), LATEST, view, form, charset=Charset.ASCII).isascii()


@pytest.mark.parametrize("view", VIEWS)
def test_json_says_what_was_selected_and_keeps_every_character(shipped: Dossier, view: str) -> None:
    plain = json.loads(render(Record(shipped), LATEST, view, "json"))
    escaped = json.loads(render(Record(shipped), LATEST, view, "json", charset=Charset.ASCII))
    assert plain == escaped
    assert plain["view"] == view
    fields = {str(field) for field in VIEWS[view].filter_fields}
    if "filter" in fields:
        fields = fields - {"filter"} | {"plans", "initiative", "where", "now"}
    assert set(plain["selection"]) == fields
    assert plain["selection"].get("meeting", "2025-11-12") == "2025-11-12"
    assert plain[view]
    cited = {source["id"] for source in plain["sources"]}
    assert cited == {source.id for source in shipped.sources}


def test_json_of_points_holds_every_point_with_its_citation(shipped: Dossier) -> None:
    found = json.loads(render(Record(shipped), LATEST, "points", "json"))["points"]
    meeting = shipped.meeting["2025-11-12"]
    assert [point["text"] for point in found] == [point.text for point in meeting.points]
    assert [point["cite"][0].get("at") for point in found] == [
        point.cite[0].at for point in meeting.points
    ]
    (remarked,) = (point for point in found if point.get("remark"))
    assert "technology factor" in remarked["remark"]["text"]


def test_every_text_of_the_record_is_in_the_dossier(shipped: Dossier) -> None:
    written = "".join(render(Record(shipped), Selection(), "dossier").decode().split())
    texts = [point.text for meeting in shipped.meetings for point in meeting.points]
    texts += [one.text for meeting in shipped.meetings for one in meeting.summary]
    texts += [meeting.remark.text for meeting in shipped.meetings if meeting.remark]
    schemes: list[Plan | Initiative] = [*shipped.plans, *shipped.initiatives]
    for scheme in schemes:
        texts += [one.text for one in scheme.about]
        texts += [one.text for one in scheme.milestones]
    texts += [name for person in shipped.persons for name in (person.name, *person.aka)]
    texts += [name for sector in shipped.sectors for name in (sector.name, *sector.aka)]
    texts += [source.title for source in shipped.sources]
    texts += [source.url for source in shipped.sources if source.url]
    assert len(texts) > 100
    assert [text for text in texts if "".join(text.split()) not in written] == []


@pytest.mark.parametrize(
    ("view", "selection", "form", "name"),
    [
        ("meeting", LATEST, "text", "hk-meeting-2025-11-12.txt"),
        ("dossier", LATEST, "markdown", "hk-dossier.md"),
        ("points", Selection("m", "s", Filter(("p",))), "json", "hk-points-m-p-s.json"),
    ],
)
def test_a_proposed_name_says_what_is_in_the_file(
    view: str, selection: Selection, form: str, name: str
) -> None:
    assert (
        proposed_name([Record(NOTHING.dossier, path=Path("some/hk.toml"))], view, selection, form)
        == name
    )
