from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.query.test_evidence import cited, point, record_of

from coop_tui.formats.render import render
from coop_tui.query.selection import NOTHING, Filter, Selection
from coop_tui.record.loading.loader import load
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views import evidence, source

NORTH, BOTH = cited("north-1", "¶2", "The quay is long"), '["north", "south"]'


def sentences(record: Record, where: str = "") -> list[str]:
    found = evidence.data(record, Selection(filter=Filter(where=where)))["findings"]
    assert isinstance(found, list)
    return found


def text(record: Record, selection: Selection | None = None, width: int = 80) -> str:
    return render(record, selection or Selection(), "evidence", width=width).decode()


def test_a_row_for_each_meeting_and_one_for_all_with_the_same_counts_as_the_data(
    tmp_path: Path,
) -> None:
    two = point(NORTH) + point(cited("paper"), cited("south-1"))
    record = record_of(tmp_path, two, point(cited("paper")), "")
    shown = text(record)
    rows = [line.rsplit(maxsplit=3)[-3:] for line in shown.splitlines() if line[-1:].isdigit()]
    assert rows == [
        *(["2", "1", "1"], ["1", "1", "0"], ["0", "0", "0"], ["3", "2", "1"]),
        *(["1", "1", "1"], ["0", "0", "1"], ["0", "0", "0"], ["1", "1", "2"]),
        *(["1", "1", "1"], ["0", "0", "1"], ["0", "0", "0"], ["1", "1", "2"]),
    ]
    data = json.loads(render(record, Selection(), "evidence", "json"))["evidence"]
    assert [entry["id"] for entry in data["meetings"]] == ["m1", "m2", "m3"]
    assert data["parties"] == [{"id": "north", "name": "North"}, {"id": "south", "name": "South"}]
    assert data["total"] == {
        "points": 3,
        "one_source": 2,
        "more_sources": 1,
        "sides": {"north": 1, "south": 1},
        "side_not_stated": 2,
        "paragraph_named": 1,
        "quoted": 1,
        "quotation_found": 1,
        "quotation_not_found": 0,
        "quotation_not_checked": 0,
        "text_not_kept": 2,
        "text_unreadable": 1,
    }
    assert " – ".join(data["findings"]) in " ".join(shown.split())


def test_what_holds_for_every_point_is_said_so(tmp_path: Path) -> None:
    record = record_of(tmp_path, point(NORTH, by=BOTH) + point(NORTH))
    assert sentences(record) == [
        "All points rest on one and the same source.",
        "Every point rests on sources of North alone.",
        "Of the one point by South, alone or with others, none is known to rest on a source of "
        "South.",
        "Every point names a paragraph of a source.",
        "Every point has a quotation that stands where it is cited.",
        "The text of every cited source is kept beside the record.",
    ]
    assert source.DISCLAIMER in " ".join(text(record).split())


def test_a_side_that_is_not_stated_stays_so(tmp_path: Path) -> None:
    """A source of which the side is not stated may be of any side, and of neither."""
    record = record_of(tmp_path, point(cited("paper")) + point(cited("paper")))
    assert "The record does not state of which side any of the sources is." in sentences(record)
    assert not [line for line in sentences(record) if "North" in line]
    record = record_of(tmp_path, point(cited("paper")) * 2 + point(cited("south-1")))
    assert sentences(record)[:5] == [
        "Every point rests on one source alone.",
        "1 of 3 points rests on sources of South alone.",
        "2 of 3 points rest only on sources whose side is not stated.",
        "Of the 3 points by North, alone or with others, none is known to rest on a source of "
        "North.",
        "No point names a paragraph of a source.",
    ]


def test_sources_of_several_sides_are_told_from_several_sources(tmp_path: Path) -> None:
    of_both, of_north = (cited("north-1"), cited("south-1")), (cited("north-1"), cited("north-2"))
    record = record_of(tmp_path, point(*of_both) + point(*of_north), point(cited("paper")))
    assert sentences(record)[:4] == [
        "2 of 3 points rest on two sources or more.",
        "1 of 3 points rests on sources of North alone.",
        "1 of 3 points rests only on sources whose side is not stated.",
        "1 of 3 points rests on sources of more than one side.",
    ]
    record = record_of(tmp_path, point(cited("south-1")), point(cited("north-1")))
    assert "No point is known to rest on sources of more than one side." in sentences(record)


def test_what_the_points_of_a_meeting_have_in_common_is_said_of_that_meeting(
    tmp_path: Path,
) -> None:
    north, paper, other = (point(cited(name)) for name in ("north-1", "paper", "north-2"))

    def said(*meetings: str) -> str:
        return sentences(record_of(tmp_path, *meetings))[1]

    rest = "the points of that meeting all rest on a single source."
    assert said(north * 2, paper * 2, other) == (
        f"At each of the 2 meetings with more than one point, {rest}"
    )
    assert said(north * 2, paper * 2, other + north) == (
        f"At 2 of the 3 meetings with more than one point, {rest}"
    )
    assert said(north * 2, paper, other) == f"At the one meeting with more than one point, {rest}"
    # A single point has its source in common with no other.
    assert "meeting" not in "".join(sentences(record_of(tmp_path, north, paper)))
    assert "that meeting" not in "".join(sentences(record_of(tmp_path, north + paper, paper)))


def test_all_points_may_rest_on_one_source_across_the_meetings(tmp_path: Path) -> None:
    paper = point(cited("paper"))
    found = sentences(record_of(tmp_path, paper * 2, paper))
    assert found[0] == "All points rest on one and the same source."
    assert "meeting" not in "".join(found)
    assert sentences(record_of(tmp_path, paper))[0] == "Every point rests on one source alone."


def test_what_was_not_found_and_what_could_not_be_looked_for_are_said_apart(
    tmp_path: Path,
) -> None:
    record = record_of(
        tmp_path,
        point(cited("north-1", "¶1", "The quay is long"))
        + point(cited("north-2", "", "The quay is long"))
        + point(cited("south-1")),
    )
    assert sentences(record)[-5:] == [
        "2 of 3 points name no paragraph of a source.",
        "1 of 3 points has a quotation that does not stand where it is cited.",
        "1 of 3 points has a quotation that cannot be checked, for want of the text.",
        "The text of 1 of 3 cited sources can be read.",
        "1 of 3 points cites a source whose text cannot be read, though the record names one.",
    ]
    assert source.DISCLAIMER not in " ".join(text(record).split())


def test_without_a_folder_no_text_is_said_to_be_kept_or_not(tmp_path: Path) -> None:
    record = Record(record_of(tmp_path, point(NORTH)).dossier)
    assert sentences(record)[-2:] == [
        "No text of the cited sources can be read.",
        "Every point cites a source whose text cannot be read, though the record names one.",
    ]


def test_a_filter_narrows_rows_totals_and_sentences(tmp_path: Path) -> None:
    record = record_of(
        tmp_path, point(NORTH), point(cited("paper"), sectors='["stores"]'), point(cited("paper"))
    )
    assert sentences(record)[0] == "Every point rests on one source alone."
    assert "No point names a paragraph of a source." in sentences(record, "sector:stores")
    narrowed = text(record, Selection(filter=Filter(where="sector:stores")))
    assert "Evidence · where sector:stores" in narrowed
    assert "2 Jan 2024" in narrowed
    assert "1 Jan 2024" not in narrowed
    assert "All meetings" not in narrowed
    assert text(record, Selection("m1", "freight")) == text(record)


def test_nothing_is_said_of_no_points(tmp_path: Path) -> None:
    record = record_of(tmp_path, point(NORTH), "")
    assert "No point matches." in text(record, Selection(filter=Filter(where="nowhere")))
    assert sentences(record, "nowhere") == []
    assert "The record holds no point." in text(NOTHING.record)


def test_a_meeting_that_is_recorded_in_part_may_have_had_more(tmp_path: Path) -> None:
    caution = "of a meeting recorded in part there may be more"
    record = record_of(tmp_path, point(NORTH))
    assert caution in text(record)
    path = tmp_path / "record.toml"
    words = path.read_text(encoding="utf-8")
    in_full = words.replace("people = []", 'people = []\nrecorded = "in-full"')
    path.write_text(in_full, encoding="utf-8")
    assert caution not in text(load(path))


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_count_is_left_out_at_any_width(shipped: Dossier, width: int) -> None:
    shown = text(Record(shipped), width=width)
    for head in ("points", "two or more", "not stated", "paragraph", "quotation", "no text kept"):
        assert [line for line in shown.splitlines() if f" {head}" in line], head


def test_markdown_has_real_tables(shipped: Dossier) -> None:
    written = render(Record(shipped), Selection(), "evidence", "markdown").decode()
    head = "| Number of sources | points | one | two or more |\n| --- | ---: | ---: | ---: |\n"
    assert head in written
    assert "```" not in written
