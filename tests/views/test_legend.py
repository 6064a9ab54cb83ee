from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from coop_tui.formats.render import render
from coop_tui.query.selection import Filter, Selection, TimelineView
from coop_tui.record.loading.loader import load
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
    now = TimelineView(now=datetime.date(2026, 1, 1))
    assert signs(dossier, Selection()) == "◆●▷─②═░"
    assert signs(dossier, Selection("2012")) == "◈◆●▷─②═░"
    assert signs(dossier, Selection("2024", "finance")) == "◈◇●▷─②═░"
    assert signs(dossier, Selection("2024", "trade", timeline=now)) == "◈○◇●▷─②═░┊"
    far = TimelineView(now=datetime.date(2100, 1, 1))
    assert signs(dossier, Selection(timeline=far)) == "◆●━②═░"


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
