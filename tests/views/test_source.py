from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest
from msgspec.structs import replace

from coop_tui.cli.main import main
from coop_tui.formats.render import proposed_name, render
from coop_tui.query.points import points
from coop_tui.query.selection import NOTHING, Filter, Selection
from coop_tui.record.dates import Date
from coop_tui.record.entries import Source, SourceType
from coop_tui.record.loading.loader import load
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views import source
from coop_tui.views.document import layout
from coop_tui.views.document.charset import Charset

RECORD = Path(__file__).parents[1] / "golden/texts/record.toml"
MEETING = "2024-03-05"


@pytest.fixture
def record() -> Record:
    return load(RECORD)


def roles(record: Record, point: int, role: str, meeting: str = MEETING) -> list[str]:
    page = source.make_page(record, Selection(meeting, point=point))
    runs = [run for line in layout.body(page, 1000) for run in line.runs]
    return [run.text for run in runs if run.role == role]


def text(record: Record, point: int | None = None, meeting: str = MEETING) -> str:
    data = render(record, Selection(meeting, point=point), "source", width=1000)
    return data.decode()


def with_text(folder: Path, cite: str, words: str) -> Record:
    """The record with one point, which cites a text of these words."""
    head, *_ = RECORD.read_text(encoding="utf-8").partition("[[meeting.point]]")
    said = 'sectors = ["freight"]\nby = ["north"]\nkind = "hopes"\ntext = "More."'
    point = f"[[meeting.point]]\n{said}\ncite = [{{ source = 'report', {cite} }}]\n"
    (folder / "record.toml").write_text(head + point, encoding="utf-8")
    (folder / "report.txt").write_text(words, encoding="utf-8")
    return load(folder / "record.toml")


def test_a_point_is_selected_by_its_number_in_the_meeting(record: Record) -> None:
    (said,) = points(record.dossier, Selection(MEETING, point=2))
    assert (said.number, said.point.text) == (2, "Cold stores may be used.")
    assert list(points(record.dossier, Selection(MEETING, sector="freight", point=2))) == []
    assert "Point 1" not in text(record, 2)
    assert "Point 2 · Cold stores" in text(record, 2)
    assert "point 2" in text(record, 2).split("\n")[1]


def test_the_quotation_is_marked_between_dimmed_neighbours(record: Record) -> None:
    assert roles(record, 1, "passage.quote") == ["⟦would wel-come more freight by rail⟧"]
    before, after = roles(record, 1, "passage.near")
    assert before.startswith("The two harbour offices met")
    assert after.startswith("The southern office")
    assert "".join(roles(record, 1, "passage")).startswith("On trade, the northern office")
    assert roles(record, 1, "verdict") == ["The quotation stands in ¶3."]


def test_every_line_of_a_point_carries_its_key(record: Record) -> None:
    page = source.make_page(record, Selection(MEETING, point=1))
    keys = {line.key for line in layout.body(page, 60) if "¶3" in line.plain}
    assert keys == {f"{MEETING}/1"}


def test_a_quotation_that_stands_elsewhere_is_marked_there(record: Record) -> None:
    assert roles(record, 2, "passage.quote") == ["⟦the use of its cold stores⟧"]
    doubts = roles(record, 2, "verdict.doubt")
    assert doubts == [
        "The quotation does not stand in ¶3 but in ¶4.",
        "The text has 6 paragraphs, no ¶9.",
        "The quotation does not stand in the text.",
    ]


def test_the_remark_has_its_own_citations(record: Record) -> None:
    shown = text(record, 1)
    assert "[2] Letter to the editor. The Quay. (for the remark)" in shown
    assert "Quoted: “there is no siding”" in shown


def test_where_no_text_is_kept_the_address_stands(shipped: Dossier) -> None:
    shown = text(Record(shipped), 1, "2025-11-12")
    assert "The text is not kept beside the record; read it at https://" in shown
    assert source.DISCLAIMER not in shown


def test_where_there_is_no_address_either_it_says_so(record: Record) -> None:
    assert "not kept beside the record; the record gives no address of it." in text(record, 1)


def test_where_there_is_an_archived_copy_alone_it_is_named(record: Record) -> None:
    archived = with_source(record, url=None, text=None, archived="https://example.net/5")
    assert "not kept beside the record; read it at https://example.net/5" in text(archived, 1)


def test_a_text_that_cannot_be_had_is_a_doubt(record: Record) -> None:
    assert "There is no file 'notes.txt' in the record's folder; " in roles(
        record, 3, "verdict.doubt"
    )
    assert "read it at https://example.org/notes" in text(record, 3)
    assert "“a study of the cold chain”" in text(record, 3)


def test_without_a_quotation_the_passage_is_shown_and_nothing_claimed(tmp_path: Path) -> None:
    record = with_text(tmp_path, 'at = "¶2"', "One.\n\nTwo.\n\nThree.")
    shown = text(record)
    assert "  ¶2  Two.\n" in shown
    assert "quotation" not in shown
    assert source.DISCLAIMER not in shown
    nowhere = with_text(tmp_path, 'at = "p. 9"', "One.\n\nTwo.")
    assert "The citation names no paragraph of the text." in text(nowhere)
    assert "¶" not in text(nowhere)


def test_a_text_that_was_edited_is_shown_anew(tmp_path: Path) -> None:
    record = with_text(tmp_path, 'quote = "two words"', "Some words.")
    assert "does not stand" in text(record)
    (tmp_path / "report.txt").write_text("Here are two words.")
    assert "⟦two words⟧" in text(record)


def test_of_a_long_paragraph_the_part_round_the_quotation_is_shown(tmp_path: Path) -> None:
    words = f"{'before ' * 5000}the very words{' after' * 5000}"
    shown = text(with_text(tmp_path, 'at = "¶1", quote = "the very words"', words))
    assert "⟦the very words⟧" in shown
    assert "… " in shown
    assert len(shown) < 5000


def test_of_many_cited_paragraphs_some_are_shown_and_the_one_with_the_quotation(
    tmp_path: Path,
) -> None:
    words = "\n\n".join(f"Paragraph number {number}." for number in range(1, 101))
    shown = text(with_text(tmp_path, 'at = "¶1–60, 70–80", quote = "number 55"', words))
    assert "Paragraph ⟦number 55⟧." in shown
    assert "¶12 " in shown
    assert "¶14 " not in shown
    assert "… and 58 more paragraphs" in shown


def test_a_mark_is_seen_in_ascii_and_in_markdown(record: Record) -> None:
    selection = Selection(MEETING, point=2)
    ascii_only = render(record, selection, "source", charset=Charset.ASCII).decode()
    assert "[[the use of its cold stores]]" in ascii_only
    written = render(record, selection, "source", "markdown").decode()
    assert "⟦the use of its cold stores⟧" in written


def test_what_a_text_holds_never_reaches_the_terminal_raw(tmp_path: Path) -> None:
    shown = text(with_text(tmp_path, 'at = "¶1"', "\x1b[31mred\x07 \u202eback [/x]"))
    assert "<U+001B>[31mred<U+0007> <U+202E>back [/x]" in shown
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_json_gives_the_passage_with_its_marks(record: Record) -> None:
    data = json.loads(render(record, Selection(MEETING), "source", "json"))["source"]["points"]
    assert [point["number"] for point in data] == [1, 2, 3]
    first, remark = data[0]["evidence"]
    assert (first["for_remark"], remark["for_remark"]) == (False, True)
    assert (first["verdict"], remark["verdict"]) == ("found", "text missing")
    assert first["lack"] is None
    (paragraph,) = first["paragraphs"]
    (mark,) = first["marks"]
    assert mark["paragraph"] == paragraph["number"] == 3
    marked = paragraph["text"][mark["begin"] : mark["end"]]
    assert marked == "would wel-\ncome more freight by rail"
    (cited,) = data[0]["cite"]
    assert first["citation"] == cited
    assert data[2]["evidence"][-1]["citation"] == {"source": "report", "at": "¶6"}
    verdicts = [one["verdict"] for point in data[1:] for one in point["evidence"]]
    assert verdicts == ["elsewhere", "not found", *["found"] * 3, "text missing", None]


def test_a_meeting_that_is_shown_whole_begins_with_what_is_said_of_it(record: Record) -> None:
    shown = text(record)
    parts = ["Summary", "Outlook", "Remark", "Point 1 · Freight"]
    assert [line for line in shown.splitlines() if line in parts] == parts
    summary, rest = shown.split("\nOutlook\n")
    assert "⟦met on a wet Tuesday⟧" in summary
    outlook, remark = rest.split("\nPoint 1")[0].split("\nRemark\n")
    assert "The quotation does not stand in the text." in outlook
    assert "[3 p. 2] Letter to the editor. The Quay. (for the remark)" in outlook
    assert "† Editor's remark: Who was there is not known. [3]" in remark
    assert "Quoted: “whoever was there”" in remark


def test_every_meeting_begins_so_where_all_are_shown(shipped: Dossier) -> None:
    shown = render(Record(shipped), Selection(), "source").decode()
    assert shown.count("\nSummary\n") == sum(bool(one.summary) for one in shipped.meetings)
    assert shown.count("\nRemark\n") == sum(bool(one.remark) for one in shipped.meetings)


@pytest.mark.parametrize(
    "selection",
    [
        Selection(MEETING, "freight"),
        Selection(MEETING, point=1),
        Selection(MEETING, filter=Filter(plans=("rails",))),
        Selection(filter=Filter(initiative="siding"), sector="stores"),
        Selection(filter=Filter(where="freight")),
    ],
)
def test_where_something_narrows_there_are_points_alone(
    record: Record, selection: Selection
) -> None:
    shown = render(record, selection, "source").decode()
    assert "\nPoint " in shown
    assert not {"Summary", "Outlook", "Remark", "About"} & set(shown.splitlines())
    assert "Milestone" not in shown
    assert source.data(record, selection)["statements"] == []


@pytest.mark.parametrize(
    ("selection", "words"),
    [
        (
            Selection(filter=Filter(plans=("rails",))),
            ("Plan of the rails", "About", "more ⟦freight by rail⟧"),
        ),
        (
            Selection(filter=Filter(initiative="siding")),
            ("The second siding", "Milestone · 2025", "⟦a second siding would be built⟧"),
        ),
    ],
)
def test_a_plan_or_an_initiative_comes_before_the_points_on_it(
    record: Record, selection: Selection, words: tuple[str, ...]
) -> None:
    before, points, _ = (
        render(record, selection, "source", width=1000).decode().partition("\n5 Mar 2024\n")
    )
    assert points
    places = [before.rindex(word) for word in words]
    assert places == sorted(places)


def test_json_has_what_is_said_of_what_is_shown_whole(record: Record) -> None:
    found = json.loads(render(record, Selection(MEETING), "source", "json"))["source"]
    assert [(one["of"], one["id"], one["part"]) for one in found["statements"]] == [
        ("meeting", MEETING, part) for part in ("summary", "outlook", "remark")
    ]
    summary, outlook, remark = found["statements"]
    assert [one["verdict"] for one in summary["evidence"]] == ["found", None]
    assert [one["for_remark"] for one in outlook["evidence"]] == [False, True]
    assert outlook["remark"]["text"] == "Not agreed upon."
    assert (remark["remark"], remark["date"]) == (None, None)
    selection = Selection(filter=Filter(initiative="siding"))
    found = json.loads(render(record, selection, "source", "json"))["source"]
    (milestone,) = found["statements"]
    assert (milestone["part"], milestone["date"]) == ("milestone", "2025")
    assert [point["number"] for point in found["points"]] == [3]


def test_the_points_in_json_have_the_numbers_that_point_takes(record: Record) -> None:
    found = json.loads(render(record, Selection(MEETING, "stores"), "points", "json"))
    assert [point["number"] for point in found["points"]] == [2, 3]


def test_an_empty_selection_is_named_as_such(record: Record) -> None:
    shown = render(record, Selection(MEETING, "freight", point=2), "source").decode()
    assert "Not recorded. It may have been discussed all the same." in shown


def test_a_proposed_name_names_the_point() -> None:
    selection = Selection("m", point=3)
    assert proposed_name(
        [Record(NOTHING.dossier, path=Path("hk.toml"))], "source", selection, "text"
    ) == ("hk-source-m-point-3.txt")
    assert (
        proposed_name([Record(NOTHING.dossier, path=Path("hk.toml"))], "points", selection, "text")
        == "hk-points-m.txt"
    )


def ran(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    out, err = capsysbinary.readouterr()
    return end.value.code or 0, out.decode(), err.decode()


def test_a_point_is_exported_by_number(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    for number, sector in (("2", "Cold stores"), ("3", "Cold stores"), ("1", "Freight")):
        status, out, _ = ran(capsysbinary, "export", "source", str(RECORD), "--point", number)
        assert status == 0
        assert f"Point {number} · {sector}" in out
        assert out.count("\nPoint ") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("source {record} --point 4", "has no point 4 (known: from 1 to 3)"),
        ("source --point 1 --meeting all", "give --meeting ID"),
        ("source --point 1 --plan 14", "give --meeting ID"),
        ("points --point 1", "the points view takes no --point"),
        ("source --point 0", "'0' is no number; points are counted from 1"),
        ("source --point x", "'x' is no number; points are counted from 1"),
        ("source --by plan", "the source view takes no --by"),
    ],
)
def test_a_point_that_is_not_there_is_refused(
    capsysbinary: pytest.CaptureFixture[bytes], arguments: str, said: str
) -> None:
    words = arguments.format(record=RECORD).split()
    status, out, err = ran(capsysbinary, "export", *words)
    assert (status, out) == (2, "")
    assert said in err


def test_a_record_from_standard_input_has_no_texts_to_look_in(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = SimpleNamespace(buffer=io.BytesIO(RECORD.read_bytes()), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", given)
    _, out, _ = ran(capsysbinary, "export", "source", "-", "--point", "1", "--width", "200")
    assert "The record came without a folder in which its texts could be; read it at" in out


def test_check_says_nothing_of_texts_that_it_cannot_look_for(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = SimpleNamespace(buffer=io.BytesIO(RECORD.read_bytes()), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", given)
    _, out, _ = ran(capsysbinary, "check", "-")
    assert "too short" in out
    assert "stand" not in out
    assert "text:" not in out


def with_source(record: Record, **given: Any) -> Record:
    """The record with other keys of its first source."""
    first, *rest = record.dossier.sources
    return Record(replace(record.dossier, sources=(replace(first, **given), *rest)))


def listed(record: Record) -> str:
    """The first source as it stands in the list under a view."""
    lines = render(record, Selection(MEETING), "points", width=1000).decode().splitlines()
    return next(line for line in lines if "A day at the harbour office" in line)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"type": "press-release", "side": "north"}, " Press release of North Harbour. https"),
        ({"type": "news", "side": "north"}, " News report by North Harbour. https"),
        ({"type": "document", "side": "south"}, " Document of South Harbour. https"),
        ({"type": "web-page"}, " Web page. https"),
        ({"type": "news"}, " News report. https"),
        ({"side": "south"}, " From the side of South Harbour. https"),
        ({}, "The Quay, 5 Mar 2024. https"),
        ({"accessed": Date(2026, 3)}, "/quay/5 Accessed Mar 2026."),
        (
            {"accessed": Date(2026, 3, 1), "archived": "https://example.net/5"},
            "/quay/5 Accessed 1 Mar 2026. Archived copy: https://example.net/5",
        ),
    ],
)
def test_a_source_says_what_and_whose_it_is_as_far_as_that_is_known(
    record: Record, given: dict[str, Any], words: str
) -> None:
    assert words in listed(with_source(record, **given))


def test_every_type_of_a_source_has_words(record: Record) -> None:
    lines = {listed(with_source(record, type=one)) for one in get_args(SourceType)}
    assert len(lines) == len(get_args(SourceType))


def test_every_list_of_sources_says_so(record: Record) -> None:
    told = with_source(record, type="news", side="north", archived="https://example.net/5")
    for view in ("points", "source", "meeting", "dossier"):
        for form in ("text", "markdown"):
            written = render(told, Selection(MEETING), view, form, width=1000).decode()
            assert "News report by North Harbour." in written
            assert "https://example.net/5" in written


def test_json_says_it_of_the_sources_and_of_each_citation(record: Record) -> None:
    told = with_source(record, type="news", side="north", archived="https://example.net/5")
    data = json.loads(render(told, Selection(MEETING), "source", "json"))
    first, *_ = data["sources"]
    assert (first["type"], first["side"]) == ("news", "north")
    assert first["archived"] == "https://example.net/5"
    sources = [(one["type"], one["side"]) for one in data["source"]["points"][0]["evidence"]]
    assert sources == [("news", "North Harbour"), (None, None)]


def test_a_source_that_nothing_cites_says_what_it_is_too(record: Record) -> None:
    stray = Source(id="stray", title="Stray", publisher="P", type="news", url="https://x.org/1")
    found = Record(replace(record.dossier, sources=(*record.dossier.sources, stray)))
    assert (
        "Stray. P. News report. https://x.org/1" in render(found, Selection(), "dossier").decode()
    )


def test_a_long_address_stands_whole_on_a_line(record: Record) -> None:
    address = "https://example.org/" + "path/" * 30
    told = with_source(record, url=address, archived=address)
    lines = render(told, Selection(MEETING), "points", width=40).decode().splitlines()
    assert lines.count(f"     {address}") == 2


def test_a_point_says_on_how_many_sources_it_rests_where_they_are_several(record: Record) -> None:
    shown = render(record, Selection(MEETING), "points", width=1000).decode()
    lines = [line for line in shown.splitlines() if line.startswith("–")]
    assert [line.endswith(" · 2 sources") for line in lines] == [False, True, False]
    assert "1 source" not in shown
    data = json.loads(render(record, Selection(MEETING), "points", "json"))["points"]
    assert [one["sources"] for one in data] == [1, 1, 2]


def test_the_source_view_says_whose_sources_a_point_rests_on_as_far_as_that_is_known(
    record: Record,
) -> None:
    assert "Rests on one source, whose side is not stated." in text(record, 1)
    assert "Rests on 2 sources, whose sides are not stated." in text(record, 3)
    told = with_source(record, side="north")
    assert "Rests on one source, of North Harbour." in text(told, 2)
    mixed = "Rests on 2 sources: 1 of North Harbour, 1 whose side is not stated."
    assert mixed in text(told, 3)
    last = replace(told.dossier.sources[-1], side="north")
    both = replace(told.dossier, sources=(*told.dossier.sources[:-1], last))
    assert "Rests on 2 sources, both of North Harbour." in text(Record(both), 3)
