"""The view of who met whom: its words, for one record and for several."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.query.collection.test_people import HEAD, meeting, record

from coop_tui.paths import shipped_record
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.loading.loader import load
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document.layout import body
from coop_tui.views.people.page import data, data_of_several, make_page, page_of_several

BOTH = [load(path) for path in sorted(shipped_record().parent.glob("*.toml"))]


def text_of(dossier: Dossier, selection: Selection) -> str:
    return "\n".join(line.plain for line in body(make_page(Record(dossier), selection), 400))


def several(dossiers: dict[str, Dossier], selection: Selection) -> str:
    records = [Record(dossier, path=Path(name)) for name, dossier in dossiers.items()]
    return "\n".join(line.plain for line in body(page_of_several(records, selection), 400))


def renamed(title: str, old: str, new: str, *meetings: str) -> Dossier:
    head = HEAD.replace('title = "Record"', f'title = "{title}"')
    assert old in head
    return record(*meetings, head=head.replace(old, new))


def test_the_words_say_no_more_than_is_on_record() -> None:
    dossier = record(meeting("a", "2018", "lee", "yin"), meeting("b", "2019-05", "lee=Chair"))
    text = text_of(dossier, Selection())
    assert "Lee · 李\n  2 meetings on record, the first 2018, the latest May 2019\n" in text
    assert "  Head, at 1 meeting in 2018\n  Chair, at 1 meeting in 2019\n" in text
    assert "  Met from Beijing: Yin (1 meeting, 2018)\n" in text
    assert "others may have taken part, and there may have been other meetings" in text
    assert "never" not in text


def test_what_narrows_the_meetings_is_said_with_the_counts() -> None:
    dossier = record(meeting("a", "2018", "lee"), meeting("b", "2019", "lee", sector="health"))
    text = text_of(dossier, Selection(sector="health"))
    assert "1 matching meeting on record, 2019" in text
    assert "Only matching meetings count" in text
    of_nothing = Selection(filter=Filter(where="nothing-has-this"))
    assert text_of(dossier, of_nothing) == "No attendance on record matches."
    assert text_of(record(), Selection()) == "No attendance is on record."


def test_of_somebody_of_two_sides_each_office_has_its_side() -> None:
    dossier = record(meeting("a", "2017", "chen=Mayor=bj"), meeting("b", "2025", "chen=Chair=hk"))
    text = text_of(dossier, Selection())
    assert "Mayor, Beijing, at 1 meeting in 2017\n  Chair, Hong Kong, at 1 meeting in 2025" in text
    assert text.index("Hong Kong · 1 person") < text.index("Chen")


def test_several_records_are_named_and_counts_are_by_record() -> None:
    one = renamed("One", "Lee", "Lee", meeting("a", "2018", "lee", "yin"))
    two = renamed("Two", "Lee", "Lee", *(meeting(id, id, "lee", "yin") for id in ("2018", "2019")))
    text = several({"one.toml": one, "two.toml": two}, Selection())
    assert text.startswith("One (one.toml)\nTwo (two.toml)\n")
    assert "A meeting that stands in two of these records counts in each of them." in text
    assert (
        "  3 meetings on record, the first 2018, the latest 2019\n"
        "    1 in One, 2018\n    2 in Two, the latest 2019\n"
    ) in text
    assert "Met from Beijing: Yin (3 meetings, 1 in One and 2 in Two, the latest 2019)" in text
    assert "different names" not in text


def test_records_of_one_title_are_told_apart_by_their_files() -> None:
    dossier = record(meeting("a", "2018", "lee"))
    text = several({"a.toml": dossier, "b.toml": dossier}, Selection())
    assert "    1 in Record (a.toml), 2018\n    1 in Record (b.toml), 2018" in text


def test_an_id_with_two_names_is_said_and_not_merged() -> None:
    one = renamed("One", "Lee", "Lee", meeting("a", "2018", "lee"))
    two = renamed("Two", '"Lee"', '"Leigh"', meeting("a", "2018", "lee"))
    text = several({"one.toml": one, "two.toml": two}, Selection())
    assert "One id, different names" in text
    assert "“lee” is Lee in One and Leigh in Two; each name counts as a person of its own." in text
    assert "Lee · 李\n  1 meeting on record in One, 2018" in text
    assert "Leigh · 李\n  1 meeting on record in Two, 2018" in text


@pytest.mark.parametrize("first", [0, 1])
def test_a_record_without_the_sector_says_so_and_nothing_of_it(first: int) -> None:
    one = renamed("One", "health", "law", meeting("a", "2018", "poon"))
    two = renamed("Two", "Lee", "Lee", meeting("a", "2018", "lee", sector="health"))
    named = [("one.toml", one), ("two.toml", two)]
    text = several(dict(named[first:] + named[:first]), Selection(sector="health"))
    assert "One (one.toml) · no such sector in this record\n" in text
    assert "Two (two.toml)\n" in text
    assert "Lee · 李\n  1 matching meeting on record in Two, 2018" in text
    assert "Poon" not in text


def test_an_id_of_the_selection_that_stands_for_different_things_is_said() -> None:
    plan = '\n[[plan]]\nid = "14"\nname = "14th Plan"\nstart = {}\nend = 2025\n'
    one = renamed("One", "Lee", "Lee", plan.format(2021))
    two = renamed("Two", '"Health"', '"Care"', plan.format(2020))
    dossiers = {"one.toml": one, "two.toml": two}
    text = several(dossiers, Selection(sector="health"))
    said = "different sectors: “Health” in One (one.toml); “Care” in Two (two.toml)."
    assert said in " ".join(text.split())
    assert "different plans" not in text
    text = several(dossiers, Selection(filter=Filter(plans=("14",))))
    assert "“14th Plan, 2021–2025” in One (one.toml); “14th Plan, 2020–2025” in Two" in text
    assert "different sectors" not in text


def test_the_data_has_ids_and_names() -> None:
    lee = data(Record(record(meeting("a", "2018", "lee", "yin", "song"))), Selection())[0]
    beijing = {"party": {"id": "bj", "name": "Beijing"}, "body": None}
    assert (lee["id"], lee["name"], lee["party"]) == (
        "lee",
        "Lee",
        {"id": "hk", "name": "Hong Kong"},
    )
    assert lee["meetings"]["count"] == 1
    assert lee["meetings"]["latest"]["id"] == "a"
    yin, song = lee["met"]
    assert {"id": "yin", "name": "Yin", **beijing}.items() <= yin.items()
    assert (song["party"], song["body"]) == (None, "Liaison Office")


def test_the_data_of_several_has_counts_by_record() -> None:
    found = data_of_several(BOTH, Selection())
    assert [one["file"] for one in found["records"]] == [
        "hong-kong-beijing.toml",
        "hong-kong-shanghai.toml",
    ]
    assert found["conflicts"] == []
    for one in found["people"]:
        meetings = one["meetings"]
        assert sum(part["count"] for part in meetings["by_record"]) == meetings["count"]
    msgspec.json.encode(found, enc_hook=lambda date: date.edtf)
