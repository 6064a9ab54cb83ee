from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from coop_tui.record.entries import Statement
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document.blocks import Gap, Page, Paragraph, Run, Table, TableRow, reflowed
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import body, head, truncate
from coop_tui.views.document.wrap import plain, wrap


def lines_of(page: Page, width: int = 40, charset: Charset = Charset.UNICODE) -> list[str]:
    return [line.plain for line in body(page, width, charset)]


@pytest.fixture
def page(shipped: Dossier) -> Page:
    return Page(Record(shipped), ("View", "scope"))


def test_gaps_become_one_blank_line_and_none_at_the_ends(page: Page) -> None:
    page.blocks += [
        Gap(),
        Gap(),
        Paragraph((Run("a"),)),
        Gap(),
        Gap(),
        Paragraph((Run("b"),)),
        Gap(),
    ]
    assert lines_of(page) == ["a", "", "b"]


def test_a_paragraph_wraps_at_blanks(page: Page) -> None:
    page.add_text(Run("word " * 20))
    lines = lines_of(page)
    assert len(lines) == 3
    assert all(line == " ".join(["word"] * len(line.split())) for line in lines)
    assert " ".join(lines).split() == ["word"] * 20


def test_wrapping_counts_cells_not_characters(page: Page) -> None:
    page.add_text(Run("香" * 50))
    lines = lines_of(page, 41)
    assert [cell_len(line) for line in lines] == [40, 40, 20]
    assert "".join(lines) == "香" * 50


OPENING = "（「『《【〔“‘«(["
CLOSING = "）」』》】〕”’»)]、。，：；！？"


@given(
    st.lists(
        st.tuples(
            st.sampled_from("香港"),  # so that no piece is longer than a line
            st.text(OPENING, max_size=2),
            st.sampled_from(["香", "港", "한", "カ", "GDP", "10,000", "co-operation", "Hong Kong"]),
            st.text(CLOSING, max_size=2),
            st.sampled_from(["", "", " "]),
        ).map("".join)
    ),
    st.integers(24, 40),
)
def test_no_bracket_stands_alone_at_the_end_of_a_line_or_begins_one(
    pieces: list[str], width: int
) -> None:
    text = " ".join("".join(pieces).split())
    lines = [plain(line) for line in wrap((Run(text),), width)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)
    at = 0
    for line, following in pairwise(lines):
        at = text.index(line, at) + len(line)
        if text[at] != " ":  # a blank may always end a line
            assert line[-1] not in OPENING
            assert following[0] not in CLOSING


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("香港香港（甲）香港", ["香港香港", "（甲）香港"]),
        ("香港香港香。香港", ["香港香港", "香。香港"]),
        ("香港香港“甲”香港", ["香港香港", "“甲”香港"]),
        ("香港foo（甲）bar", ["香港foo", "（甲）bar"]),
        ('香港香港"甲"香港', ["香港香", '港"甲"香港']),
    ],
)
def test_brackets_stay_with_what_is_in_them(text: str, lines: list[str]) -> None:
    assert [plain(line) for line in wrap((Run(text),), 10)] == lines


def test_a_word_longer_than_the_line_is_broken_not_lost(page: Page) -> None:
    page.add_text(Run("x" * 95), indent=2)
    lines = lines_of(page)
    assert all(line.startswith("  x") and len(line) <= 40 for line in lines)
    assert "".join(line.strip() for line in lines) == "x" * 95


@pytest.mark.parametrize("size", [9, 11, 23])
def test_blanks_at_the_beginning_do_not_widen_a_line(size: int) -> None:
    lines = [plain(line) for line in wrap((Run("  " + "x" * size),), 10)]
    assert max(map(len, lines)) <= 10
    assert "".join(lines) == "x" * size


@pytest.mark.parametrize(
    "address", ["https://x.org/" + "path/" * 20, "https://香港.org/" + "香" * 9]
)
@pytest.mark.parametrize("width", [16, 40, 60])
def test_an_address_is_never_broken(address: str, width: int) -> None:
    said = (Run("Read it at "), Run(address, "address"), Run(" and say what you found there."))
    lines = [plain(line) for line in wrap(said, width)]
    (line,) = (line for line in lines if "https" in line)
    assert address in line
    assert [line for line in lines if cell_len(line) > width] in ([], [address])
    assert " ".join(lines) == plain(said)


def test_text_hangs_from_its_label(page: Page) -> None:
    page.blocks.append(Paragraph((Run("word " * 20),), 2, (Run("Label"),), 8))
    first, *rest = lines_of(page)
    assert first.startswith("  Label   word")
    assert rest
    assert all(line.startswith(" " * 10 + "word") for line in rest)


def test_labels_stand_in_one_column(page: Page) -> None:
    page.add_labelled([(Run("a"), (Run("one"),)), (Run("香港香港"), (Run("two"),))])
    first, second = lines_of(page)
    assert first.index("one") == cell_len(second[: second.index("two")])


def test_a_label_that_leaves_no_room_stands_on_lines_of_its_own(page: Page) -> None:
    page.blocks.append(Paragraph((Run("text"),), 0, (Run("L" * 38),), 40))
    assert lines_of(page) == ["L" * 38, "  text"]


def test_deep_indents_leave_room_for_text(page: Page) -> None:
    page.blocks.append(Paragraph((Run("some words that wrap " * 3),), 90))
    assert all(cell_len(line) <= 40 for line in lines_of(page))


def test_cells_of_a_table_end_at_the_right_edge(page: Page) -> None:
    rows = (
        TableRow((Run("short"),), ((Run("x"),), (Run("7"),))),
        TableRow((Run("a text that is longer than its room is"),), ((Run("yy"),), (Run("12"),))),
    )
    page.blocks.append(Table(rows))
    first, second, third = lines_of(page)
    assert (len(first), len(second)) == (40, 40)
    assert first.endswith(" 7")
    assert second.endswith("yy  12")
    assert "".join(third).strip()


def test_where_a_table_is_narrow_its_first_columns_go_and_the_last_stays(page: Page) -> None:
    page.blocks.append(
        Table((TableRow((Run("t" * 24),), ((Run("a" * 10),), (Run("b" * 10),), (Run("9"),))),))
    )
    (wide,) = lines_of(page, 80)
    (narrow, *_) = lines_of(page, 40)
    assert "a" in wide
    assert "b" in wide
    assert "a" not in narrow
    assert narrow.endswith("9")


def test_a_table_that_keeps_its_columns_sets_them_below_the_text_where_it_is_narrow(
    page: Page,
) -> None:
    cells = tuple((Run(letter * 15),) for letter in "abc")
    page.blocks.append(Table((TableRow((Run("t" * 24),), cells),), keep_columns=True))
    (wide,) = lines_of(page, 80)
    assert wide.split() == ["t" * 24, "a" * 15, "b" * 15, "c" * 15]
    assert [line.split() for line in lines_of(page, 40)] == [
        ["t" * 24],
        ["a" * 15, "b" * 15],
        ["t" * 24],
        ["c" * 15],
    ]
    assert {len(line) for line in lines_of(page, 40)} == {24, 40}


def test_a_cell_that_is_wider_than_the_page_is_shortened(page: Page) -> None:
    row = TableRow((Run("text"),), ((Run("香" * 50),),))
    page.blocks.append(Table((row,), keep_columns=True))
    text, cell = lines_of(page)
    assert text == "text"
    assert cell_len(cell) <= 40
    assert cell.endswith("香…")


def test_a_table_without_rows_or_cells_is_nothing_odd(page: Page) -> None:
    page.blocks += [Table(()), Table((TableRow((Run("only"),)),))]
    assert lines_of(page) == ["only"]


def test_the_head_names_the_record_and_all_that_is_in_force(page: Page) -> None:
    title, scope, rule = (line.plain for line in head(page, 80))
    assert title == page.dossier.title
    assert scope == "View · scope"
    assert set(rule) == {"─"}
    assert len(rule) == max(cell_len(title), cell_len(scope))


def test_sources_are_numbered_in_the_order_of_their_first_citation(page: Page) -> None:
    one, two, three = page.dossier.meetings[4:7]
    for meeting in (two, one, two, three):
        page.add_statement(Statement(text="Text.", cite=meeting.summary[0].cite))
    order = [*two.sources, *one.sources, *three.sources]
    assert [source.id for source in page.sources] == order
    lines = lines_of(page, 80)
    assert [line for line in lines if line.startswith("Text.")] == [
        "Text. [1]",
        "Text. [2][3]",
        "Text. [1]",
        "Text. [4¶1]",
    ]
    listed = [line[:3] for line in lines[lines.index("Sources") :] if line.startswith("[")]
    assert listed == ["[1]", "[2]", "[3]", "[4]"]


def test_a_remark_is_marked_set_apart_and_cited(page: Page) -> None:
    (point,) = (p for p in page.dossier.meeting["2025-11-12"].points if p.remark)
    page.add_statement(Statement(text=point.text, cite=point.cite, remark=point.remark))
    text = " ".join(lines_of(page, 200))
    assert text.count("† ") >= 2
    assert [source.id for source in page.sources] == [
        point.cite[0].source,
        point.remark.cite[0].source if point.remark else "",
    ]


def test_lines_name_the_item_they_belong_to(page: Page) -> None:
    page.add_text(Run("word " * 20), key="k")
    assert [line.key for line in body(page, 40)] == ["k"] * 3


def test_wrapped_lines_have_no_trailing_blanks() -> None:
    for line in wrap((Run("a b  c   d    e " * 9),), 16):
        assert plain(line) == plain(line).rstrip()


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("Conference", 10, "Conference"),
        ("Conference", 9, "Conferen…"),
        ("Con ference", 5, "Con…"),
        ("香港香港", 8, "香港香港"),
        ("香港香港", 7, "香港香…"),
        ("香港香港", 6, "香港…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_text_is_cut_by_cells_with_an_ellipsis(text: str, width: int, cut: str) -> None:
    assert truncate(text, width, Charset.UNICODE) == cut


@pytest.mark.parametrize("width", range(12))
def test_a_cut_text_is_never_wider_than_asked_for(width: int) -> None:
    for text in ("Conference hall", "香港香港香港香港", "e\u0301" * 20, "👩‍🔬" * 9, "🇭🇰" * 9):
        for charset in Charset:
            assert cell_len(truncate(charset.fold(text), width, charset)) <= width


def test_prose_is_set_as_one_paragraph() -> None:
    assert reflowed(" a\n\tb  c\u3000d ") == "a b c d"


def test_an_ellipsis_never_costs_more_than_its_own_cells() -> None:
    from coop_tui.views.document.charset import Charset
    from coop_tui.views.document.layout import truncate

    assert truncate("e\u0301" * 20, 10, Charset.UNICODE) == "e\u0301" * 9 + "…"
    assert truncate("計劃計劃", 5, Charset.UNICODE) == "計劃…"
    assert truncate("plenary", 2, Charset.ASCII) == ".."
