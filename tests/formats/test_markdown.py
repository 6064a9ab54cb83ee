from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from coop_tui.formats.render import render
from coop_tui.query.selection import Selection
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import VIEWS

LATEST = Selection("m")

HOSTILE = [
    "*a* _b_ **c** __d__ ***e***",
    "# heading",
    "## heading ##",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "2) item",
    "007. x",
    "> quote",
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "<!-- gone -->",
    "<https://example.org>",
    "&amp; &#42; &copy;",
    "[text](https://example.org)",
    "[text][ref]",
    "[^1]",
    "![image](x.png)",
    "`code` ``more``",
    "```text",
    "~~~",
    "~~struck~~",
    "---",
    "===",
    "***",
    "___",
    "|a|b|",
    "|-|-|",
    "\\*not\\*",
    "ends with \\",
    "[x]: https://example.org",
    "[ ] box",
    "$x$ ==mark== :smile: {attr}",
    "a * b * c",
    "don't _ever_ [1¶7]",
    "x  y",
    "1",
    "12.",
    "**",
    "香港**北京**",
    "[red]rich[/red] [@click=app.quit]",
]


def record(text: str) -> Dossier:
    """A record that holds a text in every field that a view shows."""
    said = json.dumps(text, ensure_ascii=False)
    cited = 'cite = [{ source = "s" }]'
    return parse(
        f"""\
format = 1
title = {said}
about = {said}
party = [{{ id = "p", name = {said}, aka = [{said}] }}]
person = [{{ id = "q", name = {said}, party = "p", aka = [{said}] }}]
place = [{{ id = "w", name = {said} }}]
sector = [{{ id = "s", name = {said}, aka = [{said}] }}]
source = [{{ id = "s", title = {said}, publisher = {said}, remark = {{ text = {said} }} }}]
[[plan]]
id = "f"
name = {said}
short = {said}
start = 2001
end = 2005
about = [{{ text = {said}, {cited} }}]
milestone = [{{ date = 2003, text = {said}, {cited}, remark = {{ text = {said} }} }}]
[[initiative]]
id = "i"
name = {said}
short = {said}
about = [{{ text = {said}, {cited} }}]
milestone = [{{ date = 2003, text = {said}, {cited} }}]
[[meeting]]
id = "m"
date = 2003-05-06
title = {said}
places = ["w"]
kind = "meeting"
people = [{{ person = "q", role = {said} }}]
sources = ["s"]
remark = {{ text = {said} }}
summary = [{{ text = {said}, {cited} }}]
outlook = [{{ text = {said}, {cited} }}]
[[meeting.point]]
sectors = ["s"]
by = ["p"]
kind = "notes"
text = {said}
plans = ["f"]
initiatives = ["i"]
cite = [{{ source = "s", at = {said} }}]
""".encode(),
        "r",
    )


def tokens(text: str) -> Iterator[Token]:
    for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text):
        yield token
        yield from token.children or ()


def seen(text: str) -> str:
    """What a reader sees outside of drawings, blanks taken out."""
    shown = "".join(one.content for one in tokens(text) if one.type == "text")
    return "".join(shown.split())


def shape(text: str) -> list[str]:
    """The structure that a reader sees: every block and mark-up, without its text."""
    return [one.type for one in tokens(text) if one.type != "text"]


def exported(dossier: Dossier, view: str, charset: Charset = Charset.UNICODE) -> str:
    return render(Record(dossier), LATEST, view, "markdown", charset=charset).decode()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_record_is_shown_literally(view: str, text: str) -> None:
    written = exported(record(text), view)
    plain = exported(record("plain"), view)
    assert shape(written) == shape(plain)
    assert seen(written) == seen(plain).replace("plain", "".join(text.split()))


@pytest.mark.parametrize(
    "text", ["＊a＊", "‹script›", "＃ x", "– item", "• item", "１． item", "｀code｀", "［x］（y）"]
)
def test_folding_to_ascii_makes_no_markup(text: str) -> None:
    folded = exported(record(text), "dossier", Charset.ASCII)
    assert folded.isascii()
    assert shape(folded) == shape(exported(record("plain"), "dossier"))


@pytest.mark.parametrize("view", VIEWS)
def test_the_shipped_record_is_the_same_document_in_ascii(shipped: Dossier, view: str) -> None:
    selection = Selection("2025-11-12")
    plain = render(Record(shipped), selection, view, "markdown").decode()
    ascii_only = render(
        Record(shipped), selection, view, "markdown", charset=Charset.ASCII
    ).decode()
    assert shape(ascii_only) == shape(plain)


def test_an_address_is_a_link_to_itself(shipped: Dossier) -> None:
    written = render(Record(shipped), Selection(), "dossier", "markdown").decode()
    links = {str(one.attrs["href"]) for one in tokens(written) if one.type == "link_open"}
    assert links == {source.url for source in shipped.sources if source.url}


def test_the_drawing_is_left_as_it_is_drawn(shipped: Dossier) -> None:
    written = render(Record(shipped), Selection(), "timeline", "markdown", width=100).decode()
    text = render(Record(shipped), Selection(), "timeline", "text", width=100).decode()
    (fence,) = (one.content for one in tokens(written) if one.type == "fence")
    assert fence in text


@pytest.mark.parametrize("view", VIEWS)
def test_blank_lines_never_come_in_pairs_and_lines_end_clean(shipped: Dossier, view: str) -> None:
    written = render(Record(shipped), Selection("2025-11-12"), view, "markdown").decode()
    assert "\n\n\n" not in written
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
    assert [line for line in written.split("\n") if line != line.rstrip()] == []


def test_cells_of_a_table_are_not_padded(shipped: Dossier) -> None:
    selection = Selection("2018-10-24", against="2025-11-12")
    written = render(Record(shipped), selection, "compare", "markdown").decode()
    rows = [line for line in written.split("\n") if line.startswith("| **")]
    assert "| **Finance** | not recorded → **1** |" in rows
    assert [row for row in rows if "  " in row] == []


def test_prose_is_left_for_the_reader_to_wrap(shipped: Dossier) -> None:
    narrow = render(Record(shipped), Selection("2025-11-12"), "points", "markdown", width=40)
    assert narrow == render(
        Record(shipped), Selection("2025-11-12"), "points", "markdown", width=200
    )
