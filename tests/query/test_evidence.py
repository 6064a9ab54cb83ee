from __future__ import annotations

from pathlib import Path

import pytest

from coop_tui.query.evidence import (
    MeetingEvidence,
    Tally,
    evidence_by_meeting,
    parties_concerned,
)
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.loading.loader import load
from coop_tui.record.record import Record

HEAD = """
format = 1
title = "Two harbours"
about = "Two harbour offices."
party = [{ id = "north", name = "North" }, { id = "south", name = "South" }]
sector = [{ id = "freight", name = "Freight" }, { id = "stores", name = "Stores" }]
source = [
  { id = "north-1", title = "A", publisher = "P", type = "news", side = "north", text = "a.txt" },
  { id = "north-2", title = "B", publisher = "P", side = "north" },
  { id = "south-1", title = "C", publisher = "P", side = "south", text = "gone.txt" },
  { id = "paper", title = "D", publisher = "P", type = "news" },
]
"""


def point(*cite: str, sectors: str = '["freight"]', by: str = '["north"]', rest: str = "") -> str:
    """A point as TOML, with its citations."""
    said = f'kind = "notes"\ntext = "So it is."\nsectors = {sectors}\nby = {by}'
    return f"[[meeting.point]]\n{said}\ncite = [{', '.join(cite)}]\n{rest}\n"


def cited(source: str, at: str = "", quote: str = "") -> str:
    """A citation as TOML."""
    given = {"source": source, "at": at, "quote": quote}
    return f"{{ {', '.join(f'{key} = {value!r}' for key, value in given.items() if value)} }}"


def record_of(folder: Path, *meetings: str) -> Record:
    """A record of meetings, of which the points are given."""
    head = """
        kind = "meeting"
        title = "They meet"
        people = []
        sources = ["paper"]
        """
    dated = (
        f'[[meeting]]\nid = "m{number}"\ndate = 2024-01-0{number}\n{head}\n{points}'
        for number, points in enumerate(meetings, 1)
    )
    (folder / "record.toml").write_text("\n".join([HEAD, *dated]), encoding="utf-8")
    (folder / "a.txt").write_text("One.\n\nThe quay is long.\n\nThree.", encoding="utf-8")
    return load(folder / "record.toml")


def only(record: Record, selection: Selection | None = None) -> MeetingEvidence:
    (found,) = evidence_by_meeting(record, selection or Selection())
    return found


def test_two_citations_of_one_source_are_one_source(tmp_path: Path) -> None:
    twice = (cited("north-1", "¶1"), cited("north-1", "¶2"))
    found = only(record_of(tmp_path, point(*twice) + point(*twice, cited("paper"))))
    assert [entry.sources for entry in found.points] == [("north-1",), ("north-1", "paper")]
    assert (found.tally.points, found.tally.one_source, found.tally.more_sources) == (2, 1, 1)
    assert not found.on_one_source


def test_a_point_does_not_rest_on_the_source_of_a_remark(tmp_path: Path) -> None:
    remark = f"remark = {{ text = 'Hm.', cite = [{cited('paper', '¶1', 'The quay')}] }}"
    found = only(record_of(tmp_path, point(cited("north-1"), rest=remark)))
    assert [entry.sources for entry in found.points] == [("north-1",)]
    assert (found.tally.paragraph_named, found.tally.quoted) == (0, 0)


def test_a_point_counts_under_every_side_of_its_sources_and_no_side_is_made_up(
    tmp_path: Path,
) -> None:
    points = (
        point(cited("north-1"), cited("north-2")),
        point(cited("north-1"), cited("south-1"), cited("paper")),
        point(cited("paper")),
    )
    found = only(record_of(tmp_path, "".join(points)))
    sides = [set(entry.sides) for entry in found.points]
    assert sides == [{"north"}, {"north", "south", None}, {None}]
    assert dict(found.tally.sides) == {"north": 2, "south": 1, None: 2}


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (cited("north-1", "¶2", "The quay is long"), (1, 1, 1, 0, 0)),
        (cited("north-1", "¶1", "The quay is long"), (1, 1, 0, 1, 0)),
        (cited("north-1", "p. 2", "The quay was short"), (0, 1, 0, 1, 0)),
        (cited("north-1", "p. 2", "The quay is long"), (0, 1, 1, 0, 0)),
        (cited("north-2", "¶9", "The quay is long"), (1, 1, 0, 0, 1)),
        (cited("south-1", "", "The quay is long"), (0, 1, 0, 0, 1)),
        (cited("north-1", "¶2"), (1, 0, 0, 0, 0)),
    ],
)
def test_a_quotation_counts_as_found_only_where_it_is_cited(
    tmp_path: Path, citation: str, expected: tuple[int, ...]
) -> None:
    tally = only(record_of(tmp_path, point(citation))).tally
    assert expected == (
        tally.paragraph_named,
        tally.quoted,
        tally.quotation_found,
        tally.quotation_not_found,
        tally.quotation_not_checked,
    )


def test_a_text_that_is_not_kept_is_told_from_one_that_cannot_be_read(tmp_path: Path) -> None:
    points = point(cited("north-1")) + point(cited("north-2"), cited("south-1"))
    found = only(record_of(tmp_path, points))
    assert (found.tally.text_not_kept, found.tally.text_unreadable) == (1, 1)
    assert [set(entry.not_kept) for entry in found.points] == [set(), {"north-2"}]
    assert [set(entry.unreadable) for entry in found.points] == [set(), {"south-1"}]


def test_the_text_is_read_as_it_is_now(tmp_path: Path) -> None:
    record = record_of(tmp_path, point(cited("north-1", "", "a new quay")))
    assert only(record).tally.quotation_not_found == 1
    (tmp_path / "a.txt").write_text("There is a new quay.", encoding="utf-8")
    assert only(record).tally.quotation_found == 1


def test_a_filter_leaves_out_points_and_the_meetings_without_any(tmp_path: Path) -> None:
    points = point(cited("paper")) + point(cited("paper"), sectors='["stores"]')
    record = record_of(tmp_path, points, point(cited("north-1")), "")
    everything = evidence_by_meeting(record, Selection())
    assert [len(entry.points) for entry in everything] == [2, 1, 0]
    assert [entry.on_one_source for entry in everything] == [True, True, False]
    found = only(record, Selection("m2", "freight", Filter(where="sector:stores")))
    assert (found.meeting.id, found.tally.points) == ("m1", 1)


def test_the_parties_are_those_with_points_or_sources_in_the_order_of_the_record(
    tmp_path: Path,
) -> None:
    record = record_of(tmp_path, point(cited("south-1")), point(cited("paper")))
    both, north = (entry.points for entry in evidence_by_meeting(record, Selection()))
    assert parties_concerned(record.dossier, both) == ["north", "south"]
    assert parties_concerned(record.dossier, north) == ["north"]


def test_of_no_points_nothing_counts() -> None:
    tally = Tally.of(())
    assert (tally.points, tally.one_source, tally.more_sources, tally.quoted) == (0, 0, 0, 0)
    assert not tally.sides
