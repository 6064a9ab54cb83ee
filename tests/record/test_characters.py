from __future__ import annotations

from collections.abc import Callable

import pytest

from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.loading.loader import parse

Problems = Callable[[str | bytes], list[Problem]]
Edit = Callable[[str, str], str]

REFUSED = {
    "null": 0x00,
    "bell": 0x07,
    "vertical tab": 0x0B,
    "carriage return": 0x0D,
    "escape": 0x1B,
    "unit separator": 0x1F,
    "delete": 0x7F,
    "first C1": 0x80,
    "next line": 0x85,
    "control sequence introducer": 0x9B,
    "last C1": 0x9F,
    "line separator": 0x2028,
    "paragraph separator": 0x2029,
    "bidi embedding": 0x202A,
    "bidi pop": 0x202C,
    "bidi override": 0x202E,
    "bidi isolate": 0x2066,
    "bidi pop isolate": 0x2069,
}


@pytest.mark.parametrize("code", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize(
    ("old", "where"),
    [
        ('title = "Small record"', "title"),
        ('text = "More trade is hoped for."', "meeting later, point 1, text"),
        ('role = "Chief Executive"', "meeting later, people 1, role"),
    ],
)
def test_a_refused_character_is_found_when_escaped(
    problems: Problems, edited: Edit, code: int, old: str, where: str
) -> None:
    (problem,) = problems(edited(old, f'{old[:-1]}\\u{code:04x}"'))
    assert problem.where == where
    assert f"U+{code:04X}" in problem.message
    assert str(problem).isprintable()


@pytest.mark.parametrize(
    "code", [code for code in REFUSED.values() if code >= 0x80], ids=lambda code: f"{code:04X}"
)
def test_a_refused_character_is_found_when_it_stands_there_itself(
    problems: Problems, edited: Edit, code: int
) -> None:
    (problem,) = problems(edited("Small record", f"Small{chr(code)}record"))
    assert problem.where == "title"
    assert f"U+{code:04X}" in problem.message
    assert str(problem).isprintable()


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x07", "\x7f"])
def test_toml_itself_refuses_a_raw_control_with_its_place(
    problems: Problems, edited: Edit, character: str
) -> None:
    (problem,) = problems(edited("Small record", f"Small{character}record"))
    assert (problem.line, problem.column) == (2, 15)
    assert str(problem).isprintable()


@pytest.mark.parametrize("escape", ["\\b", "\\f", "\\r"])
def test_short_escapes_of_controls_are_seen(problems: Problems, edited: Edit, escape: str) -> None:
    assert problems(edited("Small record", f"Small{escape}record"))


@pytest.mark.parametrize("key", ["a\\u001b", "\\u202e", "\\u009b", "a\u2066", "\x9b"])
def test_a_refused_character_in_a_key_is_found_and_not_shown(
    problems: Problems, small: str, key: str
) -> None:
    found = problems(f'"{key}" = 1\n{small}')
    assert any("key" in problem.message and "U+" in problem.message for problem in found)
    assert all(str(problem).isprintable() for problem in found)


def test_a_newline_in_an_unknown_key_breaks_no_line_of_the_report(
    problems: Problems, small: str
) -> None:
    (problem,) = problems(f'"a\\nb" = 1\n{small}')
    assert str(problem).isprintable()


def test_a_refused_character_in_an_id_or_a_reference_is_not_shown(
    problems: Problems, edited: Edit
) -> None:
    for text in (
        edited('id = "lee"', 'id = "le\\u001b"'),
        edited('person = "lee"', 'person = "le\\u202e"'),
        edited('kind = "hopes"', 'kind = "\\u009bhopes"'),
        edited('date = "2025-11"', 'date = "2025\\u001b"'),
        edited("https://example.org", "https://\\u001b.org"),
    ):
        found = problems(text)
        assert found
        assert all(str(problem).isprintable() for problem in found)


def test_a_lone_surrogate_is_refused_with_its_place(problems: Problems, edited: Edit) -> None:
    (problem,) = problems(edited("Small record", "Small \\ud800"))
    assert problem.line == 2
    assert str(problem).isprintable()


def test_a_surrogate_written_as_bytes_is_not_utf8(problems: Problems, small: str) -> None:
    (problem,) = problems(small.encode().replace(b"Small", b"\xed\xa0\x80"))
    assert (problem.line, problem.column) == (2, 10)


@pytest.mark.parametrize(
    "words", ["香港", "שלום", "e\u0301", "👩‍🔬", "a\u200db", "a\u200fb", "[/x][bold]", "\ue000"]
)
def test_text_of_any_script_is_taken_as_it_is(edited: Edit, words: str) -> None:
    assert parse(edited("Small record", words).encode(), "r").title == words


@pytest.mark.parametrize("escape", ["\\t", "\\n"])
def test_tab_and_newline_belong_to_prose_but_to_no_line(
    problems: Problems, edited: Edit, escape: str
) -> None:
    assert not problems(edited("Two sides", f"Two{escape}sides"))
    (problem,) = problems(edited("Small record", f"Small{escape}record"))
    assert problem.where == "title"
    assert "one line" in problem.message


def test_a_newline_at_the_end_of_a_line_field_is_refused(problems: Problems, edited: Edit) -> None:
    for text in (
        edited('title = "Small record"', 'title = """Small record\n"""'),
        edited('id = "lee"', 'id = "lee\\n"'),
        edited("example.org/report", "example.org/report\\n"),
    ):
        assert problems(text)
