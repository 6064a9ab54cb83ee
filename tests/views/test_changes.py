"""The page of what changed, and its data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.query.test_changes import CITE, point, value_of, with_points
from tests.views.test_view_properties import WIDTHS, dossiers, fits

from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import render_changes
from coop_tui.query.changes import KeyChange
from coop_tui.record.dates import Date
from coop_tui.record.entries import Citation, Remark, Table
from coop_tui.record.introspect import Field, fields_of
from coop_tui.record.kinds import Kind
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting, Point
from coop_tui.views.changes import _label, _Writer
from coop_tui.views.document import layout
from coop_tui.views.document.blocks import Page
from coop_tui.views.document.charset import Charset

NAMES = ("old.toml", "new.toml")


@pytest.fixture
def record(small: str) -> Dossier:
    return parse(small.encode(), "record.toml")


def shown(old: Dossier, new: Dossier, form: str = "text", **options: Any) -> str:
    data, _ = render_changes(Record(old), Record(new), NAMES, form, **options)
    return data.decode()


def lines(old: Dossier, new: Dossier) -> list[str]:
    """The lines of the page under its head, without their indents."""
    _, _, body = shown(old, new, width=1000).partition("─\n")
    return [line.strip() for line in body.splitlines() if line]


def changed_point(record: Dossier, old: Point, new: Point) -> list[str]:
    """What is said of a point that changed, up to the sources."""
    found = lines(with_points(record, old), with_points(record, new))
    assert found[2] == "1 point changed"
    return found[3 : found.index("Sources")]


def test_nothing_changed_is_said_so(record: Dossier) -> None:
    data, changed = render_changes(Record(record), Record(record), NAMES)
    assert not changed
    assert data.decode().splitlines()[:4] == [
        "Small record",
        "Changes · old.toml → new.toml",
        "",
        "Nothing changed.",
    ]


def test_a_reworded_text_stands_there_whole_before_and_after(record: Dossier) -> None:
    old = point("More  trade is\nhoped for.", id="a")
    new = point("More trade is hoped for by both.", id="a")
    assert changed_point(record, old, new) == [
        "Hong Kong hopes",
        "Reworded",
        "Old  More trade is hoped for. [1¶2]",
        "New  More trade is hoped for by both. [1¶2]",
    ]


def test_the_keys_of_a_point_are_told_in_words(record: Dossier) -> None:
    old = point("More trade.", id="a", to=("beijing",), remark=Remark("Odd."))
    new = point(
        "More trade.",
        id="a",
        kind=Kind.AGREES,
        by=("hk", "beijing"),
        speaker="lee",
        sectors=("trade", "finance"),
        cite=(Citation("report", "¶3", "more trade"),),
        due=Date(2026, 5),
        remark=Remark("Very odd."),
    )
    assert changed_point(record, old, new) == [
        "Hong Kong and Beijing agree · John Lee",
        "– More trade. [1¶3]",
        "Citation: [1¶2] → [1¶3] “more trade”",
        "Editor's remark changed",
        "Old  † Editor's remark: Odd.",
        "New  † Editor's remark: Very odd.",
        "Sectors: Trade → Trade, Finance",
        "By: Hong Kong → Hong Kong, Beijing",
        "Kind: hopes → agrees",
        "Speaker added: John Lee",
        "To removed: Beijing",
        "Due added: May 2026",
    ]


def test_what_was_added_and_removed_is_there_whole(record: Dossier) -> None:
    new = point("Food is to be safe.", document="Memorandum", remark=Remark("Odd.", CITE))
    found = lines(record, with_points(record, new))
    assert found[: found.index("Sources")] == [
        found[0],
        "Later meeting",
        "1 point added",
        "Hong Kong hopes",
        "– Food is to be safe. † [1¶2]",
        "† Editor's remark: Odd. [1¶2]",
        "Sectors: Trade",
        "Document: Memorandum",
        "1 point removed",
        "Hong Kong and Beijing hope",
        "– More trade is hoped for. [1¶2]",
        "Sectors: Trade",
        "Plans: 14th Five-Year Plan",
        "Initiatives: Hong Kong Park at Hetao",
    ]
    assert found[0].startswith("── 12 Nov 2025, meeting changed ─")


def test_names_that_are_the_same_are_told_apart_by_their_ids(
    record: Dossier, edited: Callable[[str, str], str]
) -> None:
    (sector,) = (one for one in record.sectors if one.id == "finance")
    both = replace(record, sectors=(*record.sectors, replace(sector, id="money")))
    old = point("More.", id="a", sectors=("finance",))
    new = point("More.", id="a", sectors=("money",))
    found = lines(with_points(both, old), with_points(both, new))
    assert "Sectors: finance → money" in found


def test_entries_of_tables_and_the_record_itself_follow_the_meetings(
    record: Dossier, small: str
) -> None:
    text = small.replace("Small record", "Other").replace('text = "Approved"', 'text = "Begun"')
    text = text.replace('id = "finance"\nname = "Finance"', 'id = "money"\nname = "Money"')
    text += '\n[[source]]\nid = "b"\ntitle = "B"\npublisher = "P"\nurl = "https://b.org/"\n'
    found = lines(record, parse(text.encode(), "record.toml"))
    assert [re.sub(" ─+$", "", line) for line in found[: found.index("Sources")]] == [
        "── Changes to sources",
        "Added: B (b)",
        "Publisher: P",
        "Address: https://b.org/",
        "── Changes to plans",
        "Changed: 14th Five-Year Plan (14)",
        "Milestone removed: 11 Mar 2021 · Approved [1 p. 1]",
        "Milestone added: 11 Mar 2021 · Begun [1 p. 1]",
        "── Changes to sectors",
        "Added: Money (money)",
        "Removed: Finance (finance)",
        "── Changes to the record itself",
        "Title: Small record → Other",
    ]


def test_lists_in_another_order_are_told(record: Dossier) -> None:
    earlier, later = record.meetings
    people = (*later.people, replace(later.people[0], role="Chair"))
    old = replace(record, meetings=(earlier, replace(later, people=people)))
    new = replace(record, meetings=(earlier, replace(later, people=people[::-1])))
    assert "People: in another order" in lines(old, new)


IDS = {
    "party": "hk",
    "person": "lee",
    "place": "house",
    "plan": "14",
    "sector": "trade",
    "initiative": "hetao",
    "source": "report",
    "point": "later/x",
}


def in_record(value: Any) -> Any:
    """A value in which every reference leads somewhere in the record."""
    if isinstance(value, tuple):
        return tuple(map(in_record, value))
    if not isinstance(value, Table):
        return value
    return type(value)(
        **{
            field.name: reference(field)
            if field.refers_to
            else in_record(getattr(value, field.name))
            for field in fields_of(type(value)).values()
        }
    )


def reference(field: Field) -> Any:
    return (IDS[field.refers_to],) if field.is_list else IDS[field.refers_to]


@pytest.mark.parametrize("table", [Point, Meeting])
def test_a_change_of_every_key_is_reported_under_its_name(
    record: Dossier, table: type[Table]
) -> None:
    record = with_points(record, point("More trade.", id="x"))
    for field in fields_of(table).values():
        old, new = (in_record(value_of(field, number)) for number in (0, 1))
        if field.refers_to:
            old, new = () if field.is_list else None, reference(field)
        page = Page(Record(record), ())
        _Writer(page, record, record).add_keys([KeyChange(field, old, new)])
        lines = [line.plain for line in layout.body(page, 1000)]
        label = "Reworded" if field.key == "text" else _label(field)
        assert lines[0].startswith(label), field.key
        assert ": " in lines[0] or [line[:5] for line in lines[1:3]] == ["Old  ", "New  "]


@pytest.mark.parametrize("form", ["text", "markdown"])
def test_text_of_a_record_is_never_markup(record: Dossier, form: str) -> None:
    new = point("[b]*bold*[/b] <i>", document="`x`")
    text = shown(record, with_points(record, new), form)
    if form == "text":
        assert "[b]*bold*[/b] <i>" in text
    else:
        assert r"\[b\]\*bold\*\[/b\] \<i\>" in text
        assert r"Document: \`x\`" in text


def test_json_has_ids_and_both_versions(record: Dossier) -> None:
    old, new = point("More trade.", id="a"), point("More trade.", id="a", kind=Kind.AGREES)
    source = replace(record.sources[0], id="gone")
    before = replace(with_points(record, old), sources=(*record.sources, source))
    whole = json.loads(shown(before, with_points(record, new), "json"))
    assert [one["id"] for one in whole["sources"]] == ["report", "gone"]
    found = whole["changes"]
    assert (found["old"], found["new"], found["changed"]) == (*NAMES, True)
    (meeting,) = found["meetings"]
    assert (meeting["id"], meeting["change"], meeting["keys"]) == ("later", "changed", [])
    assert "point" not in meeting["new"]
    (told,) = meeting["points"]
    assert (told["old_number"], told["new_number"], told["id"]) == (1, 1, "a")
    assert told["keys"] == [{"key": "kind", "old": "hopes", "new": "agrees"}]
    assert (told["old"]["kind"], told["new"]["kind"]) == ("hopes", "agrees")
    assert [one["change"] for one in found["tables"]["source"]] == ["removed"]
    assert found["keys"] == []


@given(old=dossiers(), new=dossiers(), width=WIDTHS, charset=st.sampled_from(Charset))
@settings(max_examples=25)
def test_any_two_records_can_be_compared_and_every_line_fits(
    old: Dossier, new: Dossier, width: int, charset: Charset
) -> None:
    text = shown(old, new, width=width, charset=charset)
    assert [line for line in text.split("\n") if not fits(line, width)] == []
    assert charset is Charset.UNICODE or text.isascii()
    assert re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text) is None
    for form in FORMATS:
        assert shown(old, new, form) == shown(old, new, form)
