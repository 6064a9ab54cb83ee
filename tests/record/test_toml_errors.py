"""What a problem says of a text that is not TOML: what is wrong, where, and what to do."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from coop_tui.record.characters import first_forbidden
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.diagnostics.toml_errors import pointed_at, toml_problem

Problems = Callable[[str | bytes], list[Problem]]

GOOD = (Path(__file__).parents[1] / "data" / "corpus" / "good.toml").read_text(encoding="utf-8")
PEOPLE = 'people = [{ person = "ada", role = "Mayor" }]'
HERE = "⟦"
"""Stands in a text before the place at which the problem is to be."""


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        # A text that is not closed.
        ('"Town Hall"', '⟦"Town Hall', 'not closed: end it with "; text of several lines'),
        ('"Town Hall"', "⟦'Town Hall", "not closed: end it with '; text"),
        ('["minutes"]', '["a", ⟦"b]', 'not closed: end it with "'),
        ('timetable."""', "timetable.'''", 'not closed: end it with """'),
        ('"Town Hall"', "⟦'''Town Hall", "not closed: end it with '''"),
        # Curly quotation marks.
        ('"Town Hall"', "⟦“Town Hall”", 'write a straight quotation mark: "'),
        ('["minutes"]', "[⟦‘minutes’]", 'write a straight quotation mark: "'),
        ("ordinal = 2", "⟦“ordinal” = 2", 'write a straight quotation mark: "'),
        ('"Town Hall"', '⟦"Town Hall”', 'end it with ", a curly mark does not close it'),
        # Given twice.
        ('name = "Hill"', 'name = "Hill"\n⟦name = "H"', "line 12 has it already"),
        ('name = "Hill"', '  x = 1\n   ⟦x = """\n\n"""', "line 12 has it already"),
        ("[[place]]", "  [[place]]\nx = 1\n⟦x = 2", "line 20 has it already"),
        ("about =", '⟦title = "T"\nabout =', "line 2 has it already"),
        ("[[sector]]", "[x]\na.b = 1\na.c = 1\n⟦a.b = 1\n[[sector]]", "line 30 has it"),
        ('kind = "agrees"', "plans.x = 1\n⟦plans = []", "line 59 has it already"),
        ('kind = "agrees"', "plans = []\n⟦plans.x = 1", "line 59 has it already"),
        (' role = "Mayor"', ' role = "M", role = "N"⟦', "keep one of the two"),
        ("[[sector]]", "[x]\ny = 1\n⟦[x]\n", "line 29 has it already: keep one"),
        ("[[sector]]", "[sector]\n⟦[[sector]]", "write [[sector]] for each"),
        ('[[party]]\nid = "hill"', '⟦[party]\nid = "hill"', "write [[party]] for each"),
        ("[[meeting.point]]", "⟦[[meeting.people]]\n", "line 53 has it already"),
        ("[[meeting]]", "[[meeting.point]]\n⟦[[meeting]]", "line 45 has a part of it"),
        # Values without quotation marks.
        ('"agrees"', "⟦agrees # firm", 'text stands in quotation marks: "agrees"'),
        ('["minutes"]', "[\n ⟦harbour, hill]", 'text stands in quotation marks: "harbour"'),
        ('"Town Hall"', f"⟦{'Hall ' * 9}", "text stands in quotation marks"),
        ("ordinal = 2", "ordinal = ⟦2nd", 'text stands in quotation marks: "2nd"'),
        ("start = 2021", "start = ⟦2021-01", 'write "2021-01"'),
        ("start = 2021", "start = ⟦2021/1/31", "write 2021-01-31"),
        ("start = 2021", "start = ⟦31-12-2021", "the year comes first"),
        ("start = 2021", "start = ⟦6 May 2021 # x", 'write 2021-05-06, or "6 May 2021" if'),
        ("start = 2021", "start = ⟦May 6, 2021", "write 2021-05-06"),
        ("start = 2021", "start = ⟦May 2021", 'write "2021-05", or "May 2021" if it is text'),
        ("start = 2021", "start = ⟦2021年5月6日", "write 2021-05-06"),
        (' role = "Mayor"', " role = ⟦6 May 2021", "write 2021-05-06"),
        ('["minutes"]', "[1, ⟦6 May 2021]", "write 2021-05-06"),
        # Brackets that are not closed.
        ('["minutes"]', '⟦["minutes"', "not closed: end the list with ]"),
        ('["minutes"]', '⟦["minutes",', "not closed: end the list with ]"),
        ('"¶2" }]', '"¶2" }', "not closed: end the list with ]"),
        (PEOPLE, PEOPLE.replace("{ ", "⟦{\n"), "on its line: write all of { } on one line"),
        (PEOPLE, PEOPLE.replace("{", "⟦{").replace(" }", " # x\n}"), "on one line"),
        ("[[meeting]]", "⟦[[meeting]", "the header is not closed: end it with ]]"),
        ("[[meeting]]", "⟦[meeting", "the header is not closed: end it with ]"),
        # Marks of a merge.
        ("[[meeting]]", "⟦<<<<<<< ours\n[[meeting]]", "keep one side of the merge"),
        ('["minutes"]', '[\n"a",\n⟦=======\n"minutes"]', "keep one side of the merge"),
        ("[[meeting]]", "⟦>>>>>>> theirs\n[[meeting]]", "keep one side of the merge"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_usual_mistake_is_told_where_it_was_made_with_what_to_do(
    problems: Problems, old: str, new: str, hint: str, ends: str
) -> None:
    (problem,) = problems(broken(old, new).replace(HERE, "").replace("\n", ends))
    assert problem.message.startswith("not TOML: ")
    assert hint in problem.hint
    if HERE in new:
        assert (problem.line, problem.column) == place(broken(old, new))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Town Hall"', '"Town "⟦Hall""', "expected newline or end of document after"),
        ('"Town Hall"', '"Town ⟦\x07Hall"', r"illegal character '\x07'"),
        ('timetable."""', '\\q⟦\n"""', r"unescaped '\' in a string"),
        ("ordinal = 2", "ordinal = 2⟦;", "expected newline or end of document after"),
        ("ordinal = 2", "ordinal ⟦number = 2", "expected '=' after a key in a key/value pair"),
        ("ordinal = 2", "ordinal⟦: 2", "expected '=' after a key in a key/value pair"),
        ("ordinal = 2", "ordinal =⟦", "invalid value"),
        ("ordinal = 2", "ordinal = ⟦2021-02-30", "invalid date or datetime"),
        ('["minutes"]', '["min" ⟦"utes"]', "unclosed array"),
        (PEOPLE, "people = [{ ⟦, }]", "invalid initial character for a key part"),
        ("[[meeting]]", "[[⟦會議]]", "invalid initial character for a key part"),
    ],
)
def test_of_any_other_the_parser_says_what_and_where(
    problems: Problems, old: str, new: str, message: str
) -> None:
    (problem,) = problems(broken(old, new).replace(HERE, ""))
    assert problem.message.startswith(f"not TOML: {message}")
    assert problem.hint == ""
    assert (problem.line, problem.column) == place(broken(old, new))


def broken(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def place(marked: str) -> tuple[int, int]:
    before = marked[: marked.index(HERE)].split("\n")
    return len(before), len(before[-1]) + 1


@pytest.mark.parametrize("opening", ['"""', '"""\n'])
def test_a_text_that_runs_into_the_next_is_told_where_it_begins(
    problems: Problems, opening: str
) -> None:
    point = f'[[meeting.point]]\ntext = {opening}The towns meet again."""\n'
    (problem,) = problems(GOOD.replace('timetable."""', "timetable.") + point)
    assert problem.hint == 'the text that begins here is not closed: end it with """'
    assert problem.line == GOOD[: GOOD.index('"""')].count("\n") + 1
    assert re.search(r", in line \d+$", problem.message)


def test_a_message_that_is_not_known_is_passed_on_as_it_is() -> None:
    error = tomli.TOMLDecodeError("Something \x1b else", "a = 1\nb", 7)
    problem = toml_problem(error, "f")
    assert str(problem) == "f:2:2: not TOML: something <U+001B> else"
    assert problem.in_full == f"{problem}\n  b\n   ^"


@pytest.mark.parametrize(
    ("line", "column", "lines"),
    [
        ("name = x", 7, ["  name = x", "         ^"]),
        ("\tx = 會議 y", 8, ["   x = 會議 y", "            ^"]),
        ("a\x1b\u00a0b", 3, ["  a<U+001B><U+00A0>b", f"  {' ' * 17}^"]),
        ("e\u0301 =", 3, ["  e\u0301 =", "    ^"]),
        ("x" * 90, 5, [f"  {'x' * 76}…", "       ^"]),
        ("x" * 90, 60, [f"  …{'x' * 68}", f"  {' ' * 39}^"]),
        ("香" * 200, 100, [f"  …{'香' * 37}…", f"  {' ' * 39}^"]),
        ("x", 1, ["  x", "   ^"]),
        ("  ", 1, []),
    ],
)
def test_a_caret_stands_below_the_place(line: str, column: int, lines: list[str]) -> None:
    assert pointed_at(line, column).splitlines() == lines


PIECES = st.sampled_from(
    [
        *(
            "[",
            "[[",
            "]",
            "]]",
            "{",
            "}",
            "=",
            ".",
            ",",
            "#",
            ":",
            "\n",
            " ",
            "\r",
            "\x1b",
            "\u00a0",
        ),
        *('"', "'", '"""', "'''", "\\", "\\x41", "\\u00", "“", "香", "x", "2025-", "\u202e", ""),
        *("[party]\n", "[[meeting]]\n", "title = 1\n", "remark = { ", "<<<<<<< "),
    ]
)


@given(st.data())
@settings(max_examples=300)
def test_whatever_is_broken_has_a_place_and_can_be_shown(data: st.DataObject) -> None:
    text = GOOD
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 12)))
        text = text[:start] + data.draw(PIECES) + text[end:]
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        problem = toml_problem(error, "f")
        assert problem.line is not None
        assert problem.column is not None
        lines = text.replace("\r\n", "\n").split("\n")
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert first_forbidden(problem.in_full) is None
        assert "\n" not in str(problem)
        assert not problem.excerpt or len(problem.excerpt.split("\n")) == 2


@given(st.text(string.printable + "香\x1b“", max_size=60))
def test_any_text_that_is_no_toml_is_explained(text: str) -> None:
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        assert toml_problem(error, "f").message
