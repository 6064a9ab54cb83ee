from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from tests.views.test_chart import drawn, line_of

from coop_tui.formats.render import render
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.entries import WHOLE
from coop_tui.record.loading.loader import load, parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.registry import VIEWS
from coop_tui.views.timeline.legend import legend, sector_legend

OVERLAPPING = Path(__file__).parent.parent / "data" / "overlapping-plans.toml"


@pytest.fixture(scope="module")
def record() -> Record:
    return load(OVERLAPPING)


def signs(dossier: Dossier, selection: Selection) -> str:
    """The signs that a legend explains, in order."""
    return "".join(entry[0] for entry in legend(dossier, selection).split("; "))


def test_only_what_can_be_drawn_is_explained(record: Record) -> None:
    dossier = record.dossier
    now = datetime.date(2026, 1, 1)
    assert signs(dossier, Selection()) == "◆●▷─②═░"
    assert signs(dossier, Selection("2012")) == "◈◆●▷─②═░"
    assert signs(dossier, Selection("2024", "finance")) == "◈◇●▷─②═░"
    assert signs(dossier, Selection("2024", "trade", now=now)) == "◈○◇●▷─②═░┊"
    far = datetime.date(2100, 1, 1)
    assert signs(dossier, Selection(now=far)) == "◆●━②═░"


def test_the_words_follow_what_is_selected(record: Record) -> None:
    dossier = record.dossier
    for selection, words in (
        (Selection(), "◆ a meeting;"),
        (Selection("2012"), "◆ another meeting;"),
        (Selection("2012"), "◈ the meeting that is shown, and its plans;"),
        (Selection(filter=Filter(plans=("14",))), "◈ the selected plan;"),
        (Selection(filter=Filter(where="hall")), "◆ a meeting at which something matches"),
        (Selection(filter=Filter(where="hall")), "◇ a meeting at which nothing matches;"),
        (Selection(sector="trade"), "○ a meeting at which the sector is only named as an area;"),
    ):
        assert words in legend(dossier, selection)


def test_a_meeting_without_a_mark_is_not_said_to_lack_the_sector(record: Record) -> None:
    dossier = record.dossier
    nothing = "◇ a meeting with nothing on record of the sector"
    doubt = " (it may have been discussed all the same);"
    assert nothing + doubt in legend(dossier, Selection(sector="finance"))
    # Of trade, only a meeting that is recorded in full has nothing on record.
    assert f"{nothing};" in legend(dossier, Selection(sector="trade"))
    for selection, words in (
        (Selection(sector="finance"), "◆ Finance  ◇ nothing on record"),
        (Selection("2024", "finance"), "Finance:  ◇ nothing on record"),
        (Selection("2012", "trade"), "◆ Trade  ◇ nothing on record"),
        (Selection("2019", "culture"), "Culture:  ○ named as an area  ◇ nothing on record"),
        (Selection(None, "trade", Filter(where="bank")), "Trade:  ◇ nothing matches"),
    ):
        assert sector_legend(dossier, selection) == words


@pytest.mark.parametrize("view", ["timeline", "dossier"])
def test_an_export_explains_its_drawing(record: Record, view: str) -> None:
    selection = Selection() if view == "dossier" else Selection("2024", "trade")
    text = " ".join(render(record, selection, view, "text").decode().split())
    assert legend(record.dossier, VIEWS[view].for_export(selection)) in text


def test_a_sector_that_is_only_named_looks_unlike_one_with_nothing_on_record(
    record: Record,
) -> None:
    dossier = record.dossier
    assert [
        [sign for sign in line_of(drawn(dossier, selection=Selection(sector=sector)), "Meetings")
         if sign in "◆○◇"]
        for sector in ("trade", "finance", "culture")
    ] == [["○", "◇", "◆"], ["◇", "◇", "◆"], ["○", "◇", "◇"]]  # fmt: skip


def test_a_meeting_that_matches_a_query_itself_is_marked(record: Record) -> None:
    dossier = record.dossier
    found = drawn(dossier, selection=Selection(filter=Filter(where="hall")))
    assert [sign for sign in line_of(found, "Meetings") if sign in "◆○◇"] == ["◇", "◆", "◇"]


def test_a_meeting_held_under_an_initiative_is_marked(shipped: Dossier) -> None:
    found = drawn(shipped, 160, Selection(filter=Filter(initiative="conference")))
    for name, mark in ((mark.items[0].id, mark) for mark in found.marks[2]):
        held = shipped.meeting[name].mechanism == "conference"
        assert (mark.role == "meeting.mark") >= held


def test_the_relationship_as_a_whole_is_no_sector() -> None:
    text = OVERLAPPING.read_text("utf-8").replace('sectors = ["finance"]', "sectors = []")
    dossier = parse(text.encode(), "r")
    whole = Selection(sector=WHOLE.id)
    assert "◆ a meeting with points on the relationship as a whole" in legend(dossier, whole)
    assert "◇ a meeting without a point on it;" in legend(dossier, whole)
    assert sector_legend(dossier, whole).endswith("◇ no point")


def test_a_plan_that_alone_has_selected_points_is_explained(record: Record) -> None:
    text = OVERLAPPING.read_text("utf-8").replace(
        'initiatives = ["market"]', 'initiatives = ["market"]\nplans = ["13"]'
    )
    words = "◆ a plan to which points on the sector belong;"
    assert words in legend(parse(text.encode(), "r"), Selection("2024", "trade"))
    assert words not in legend(record.dossier, Selection("2024", "trade"))
