from __future__ import annotations

import pytest

from coop_tui.record.suggestions import closest, did_you_mean


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("secotr", "sector"),
        ("SECTORS", "sector"),
        ("hk-beijing", "HK-Beijing"),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_the_closest_word_is_found_in_any_case_and_given_as_it_is_written(
    word: str, found: str
) -> None:
    assert closest(word, ["party", "sector", "HK-Beijing"]) == found


def test_nothing_is_close_where_nothing_is_known() -> None:
    assert closest("sector", []) == ""


def test_the_question_is_empty_without_a_name() -> None:
    assert did_you_mean("sector") == "did you mean 'sector'?"
    assert did_you_mean("") == ""
