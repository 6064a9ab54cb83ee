from __future__ import annotations

import pytest

from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document import layout
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import VIEWS


def test_unicode_is_left_as_it_is() -> None:
    text = "– ‘a’ 香港 e\u0301 👩‍🔬"
    assert Charset.UNICODE.fold(text) == text


def test_ascii_text_is_left_as_it_is() -> None:
    text = "".join(map(chr, range(128)))
    assert Charset.ASCII.fold(text) == text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("2021–2025", "2021-2025"),
        ("it’s “so”…", 'it\'s "so"...'),
        ("¶7", "#7"),
        ("café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("Łódź", "?odz"),
        ("Straße", "Strasse"),
        ("香港", "??"),
        ("１２", "12"),
        ("a\u00a0b", "a b"),
        ("a\u200db\u200e", "ab"),
        ("🙂", "?"),
    ],
)
def test_ascii_folds_to_the_nearest(text: str, folded: str) -> None:
    assert Charset.ASCII.fold(text) == folded


def test_every_character_folds_to_drawable_ascii() -> None:
    for code in (*range(0xA0, 0xD800), *range(0xE000, 0x1_0000), *range(0x1_0000, 0x11_0000, 97)):
        folded = Charset.ASCII.fold(chr(code))
        assert folded == "" or (folded.isascii() and folded.isprintable()), f"U+{code:04X}"


def test_what_the_views_draw_with_has_a_stand_in(shipped: Dossier) -> None:
    """Chinese is what ASCII has nothing for; the rest of the shipped record it can tell."""
    lost = set()
    for view in VIEWS.values():
        page = view.page(Record(shipped), Selection("2025-11-12"))
        for line in (*layout.head(page, 80), *layout.body(page, 80)):
            lost |= {one for one in line.plain if Charset.ASCII.fold(one) in ("?", "")}
    assert {one for one in lost if not "㐀" <= one <= "鿿"} == set("?") & lost
