"""Coverage by record as a page and as data."""

from __future__ import annotations

import pytest
from tests.query.collection.records import records

from coop_tui.query.presence import Presence
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.dates import Date, Window
from coop_tui.record.record import Record
from coop_tui.views.collection.coverage import data_of_several, page_of_several
from coop_tui.views.document import layout
from coop_tui.views.document.charset import Charset


def text(several: list[Record], selection: Selection | None = None, width: int = 100) -> str:
    page = page_of_several(several, selection or Selection())
    lines = (*layout.head(page, width), *layout.body(page, width))
    return "\n".join(line.plain.rstrip() for line in lines)


def test_records_stand_side_by_side_by_title_and_file() -> None:
    shown = text(records())
    assert shown.startswith("4 records\nCoverage by record\n")
    assert "East   North – East talks (east.toml): 2 meetings, all recorded in full" in shown
    assert (
        "South  North – South talks (south.toml): 2 meetings, 1 recorded in full and 1 in part"
        in shown
    )
    assert "Isles  North – Isles talks (isles.toml): 0 meetings" in shown
    lines = [" ".join(line.split()) for line in shown.split("\n")]
    assert "East West South Isles total first last" in lines
    assert "Trade 2▅ 2▆ ○ / 4 2012 2024" in lines
    assert "Health · / ? ? 0 – –" in lines
    assert "The relationship as a whole 1▅ 1 2022 2022" in lines


def test_the_legend_explains_the_signs_that_are_there_and_no_others() -> None:
    shown = text(records(), width=200)
    for meaning in ("· not raised", "? not recorded", "/ no such sector in its list"):
        assert meaning in shown
    assert "no match" not in shown
    narrowed = text(records()[:2], Selection(filter=Filter(where="trade")), 200)
    assert "– no match" not in narrowed  # Trade, the only sector that both have, matches in both
    assert "not raised" not in narrowed
    assert "no such sector" not in narrowed


def test_sectors_of_one_record_and_sectors_in_conflict_are_named() -> None:
    shown = text(records())
    assert "In one record only: 1 in West (Food)." in shown
    assert "it  “Innovation” in East; “Information” in West" in shown


def test_plans_in_conflict_or_missing_are_said() -> None:
    shown = text(records(), Selection(filter=Filter(plans=("14",))), 200)
    assert "Coverage by record · under or tied to the plan “14”" in shown
    (words,) = (line for line in shown.splitlines() if "stands for different plans" in line)
    assert words.count("“14th Plan, 2021–2025” in ") == 1
    assert "“14th Outline, 2020–2026” in " in words
    assert "No plan has the id “14” in South." in shown
    alike = text(records()[:2], Selection(filter=Filter(plans=("14",))))
    assert "under or tied to the 14th Plan" in alike
    assert "different plans" not in alike


def test_a_meeting_that_may_lie_outside_the_span_is_said_to() -> None:
    march = Selection(window=Window.over(Date(2024, 3), Date(2024, 3)))
    assert "1 meeting that counts here may lie outside the span" in text(records(), march)
    year = Selection(window=Window.over(Date(2024), Date(2024)))
    assert "may lie outside" not in text(records(), year)


def test_plenaries_count_what_is_on_record_and_no_more() -> None:
    lines = [" ".join(line.split()) for line in text(records()).split("\n")]
    assert "1 May 2022, 1st plenary: Talks 3 2 0" in lines
    assert "1 May 2023, 2nd plenary: Talks ? 2 1" in lines
    assert "1 May 2023, 2nd plenary: Recorded in part." in lines
    assert "† Editor's remark: Only half. [1]" in lines
    assert "[1] Report of North – West talks. P." in lines
    assert "North – Isles talks: no plenary on record." in lines


def test_a_source_of_one_id_in_two_records_is_not_taken_for_the_same() -> None:
    page = page_of_several(records(), Selection())
    assert len(list(page.body())) > 0
    assert [source.title for source in page.sources] == ["Report of North – West talks"]


def test_records_that_share_nothing_say_so() -> None:
    isles, west = records()[3], records()[1]
    shown = text([isles, west])
    assert "The records share no sector." in shown
    assert "In one record only: 1 in Isles (Health); 3 in West (Trade, Information, Food)." in shown


def test_the_data_names_records_and_what_cannot_be_compared() -> None:
    data = data_of_several(records(), Selection(filter=Filter(plans=("14",))))
    assert data["by"].value == "record"
    east, west, *_ = data["records"]
    assert (east["title"], east["file"]) == ("North – East talks", "east.toml")
    assert west["plenaries"][0]["documents"] == ["Accord"]
    trade = data["sectors"][0]
    assert trade["id"] == "trade"
    assert [cell["presence"] for cell in trade["cells"]] == [
        Presence.DISCUSSED,
        Presence.DISCUSSED,
        Presence.NOT_RECORDED,
        Presence.NO_SUCH_SECTOR,
    ]
    assert [one["id"] for one in data["in_one_record_only"]] == ["food"]
    assert [one["id"] for one in data["not_compared"]] == ["it"]
    assert [use["file"] for use in data["plans_in_conflict"][0]["uses"]] == [
        "east.toml",
        "west.toml",
        "isles.toml",
    ]


@pytest.mark.parametrize("width", [30, 40, 80])
def test_every_line_fits_in_both_charsets(width: int) -> None:
    page = page_of_several(records(), Selection())
    for charset in Charset:
        for line in layout.body(page, width, charset):
            assert len(line.plain) <= width
            assert charset is Charset.UNICODE or line.plain.isascii()
