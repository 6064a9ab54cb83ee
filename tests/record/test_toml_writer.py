from __future__ import annotations

from typing import Any

import tomli
from hypothesis import given
from hypothesis import strategies as st

from coop_tui.record.dates import Date
from coop_tui.record.toml_writer import key_value, to_toml

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
DATES = st.one_of(
    st.builds(Date, st.integers(1, 9999)),
    st.builds(Date, st.integers(1, 9999), st.integers(1, 12)),
    st.builds(Date, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28)),
)
SCALARS = TEXT | st.integers(-(2**63), 2**63 - 1) | DATES
TABLES = st.dictionaries(st.sampled_from(["a", "b", "c"]), SCALARS)


def as_dates(value: Any, like: Any) -> Any:
    """What TOML gave, with a date where one was written."""
    match like:
        case Date():
            return Date.parse(value)
        case list():
            return [as_dates(*pair) for pair in zip(value, like, strict=True)]
        case dict():
            return {key: as_dates(value[key], one) for key, one in like.items()}
    return value


@given(value=SCALARS | st.lists(SCALARS) | TABLES | st.lists(TABLES))
def test_what_is_written_is_read_back(value: Any) -> None:
    assert to_toml(value).count("\n") == 0
    for line in (f"key = {to_toml(value)}", key_value("key", value)):
        assert as_dates(tomli.loads(line)["key"], value) == value


def test_a_long_list_of_tables_has_one_on_each_line() -> None:
    assert key_value("a", [{"b": "x"}]) == 'a = [{ b = "x" }]'
    long = key_value("a", [{"b": "x" * 60}, {"b": "y" * 60}])
    assert long.count("\n") == 3


def test_text_is_written_without_what_toml_refuses_in_it() -> None:
    assert to_toml('a\x00\x1b\x7f\n\t"\\é') == r'"a\u0000\u001b\u007F\n\t\"\\é"'
    assert tomli.loads(f"key = {to_toml(chr(0x7F))}") == {"key": "\x7f"}


def test_a_date_is_written_as_toml_has_it() -> None:
    assert to_toml(Date(2025)) == "2025"
    assert to_toml(Date(2025, 11)) == '"2025-11"'
    assert to_toml(Date(2025, 11, 12)) == "2025-11-12"
