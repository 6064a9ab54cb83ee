from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coop_tui.query.search.normalize import normalize_for_search, normalize_with_offsets


@pytest.mark.parametrize(
    ("text", "normalized"),
    [
        ("Hong Kong", "hong kong"),
        ("Zürich", "zurich"),
        ("Zu\u0308rich", "zurich"),
        ("Straße", "strasse"),
        ("ΟΔΟΣ", "οδοσ"),
        ("香港", "香港"),
        ("\uf9e4", "\u7406"),  # a compatibility ideograph
        ("ＨＫ　２０２５", "hk 2025"),
        ("ﬁn", "fin"),
        ("İstanbul", "istanbul"),
        ("one\n  two\tthree\u00a0four", "one two three four"),
        (" a ", " a "),
        ("", ""),
    ],
)
def test_case_accents_width_and_white_space_are_normalized(text: str, normalized: str) -> None:
    assert normalize_for_search(text) == normalized


def test_no_character_folds_to_what_folds_further() -> None:
    again = [
        chr(code)
        for code in range(0x20000)
        if normalize_for_search(normalize_for_search(chr(code))) != normalize_for_search(chr(code))
    ]
    assert again == []


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert normalize_for_search(normalize_for_search(text)) == normalize_for_search(text)


@given(st.text())
def test_it_does_not_matter_how_accents_are_written(text: str) -> None:
    assert normalize_for_search(unicodedata.normalize("NFC", text)) == normalize_for_search(
        unicodedata.normalize("NFD", text)
    )


@given(st.text() | st.text("aé ﬁ\n\u0301香"))
def test_offsets_lead_each_folded_character_to_its_source(text: str) -> None:
    normalized, offsets = normalize_with_offsets(text)
    assert normalized == normalize_for_search(text)
    assert len(offsets) == len(normalized)
    assert offsets == sorted(offsets)
    for character, offset in zip(normalized, offsets, strict=True):
        assert character in normalize_for_search(text[offset])
