"""What is said of a document that is no TOML: what, where, and what to do."""

from __future__ import annotations

import string
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st

from coop_tui.record.characters import first_forbidden
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.syntax import syntax_problem

Problems = Callable[[str | bytes], list[Problem]]

GOOD = (Path(__file__).parents[1] / "data" / "corpus" / "good.toml").read_text(encoding="utf-8")
PEOPLE = 'people = [{ person = "ada", role = "Mayor" }]'
HERE = "⟦"
"""Stands in a text before the place at which the problem is to be."""


@pytest.mark.parametrize(
    ("old", "new", "said", "to_do"),
    [
        # Given twice, or where nothing can be added.
        ('name = "Hill"', 'name = "Hill"\n⟦name = "H"', "'name' is given twice", "line 12"),
        ('name = "Hill"', "  x = 1\n   ⟦x = 2", "'x' is given twice", "line 12"),
        ("[[place]]", "  [[place]]\nx = 1\n⟦x = 2", "'x' is given twice", "line 20"),
        ("about =", '⟦title = "T"\nabout =', "'title' is given twice", "line 2"),
        (' role = "Mayor"', ' role = "M", ⟦role = "N"', "'role' is given", "once in { }"),
        ("[[sector]]", "[sector]\n⟦[[sector]]", "[[sector]] follows [sector]", "line 29 too"),
        ('[[party]]\nid = "hill"', '⟦[party]\nid = "hill"', "[party] follows", "write [[party]]"),
        ("[[place]]", "[place]\nid = 1\n⟦[place]", "[place] is given twice", "[[place]] for each"),
        ("[[sector]]", "[x]\ny = 1\n⟦[x]\n", "[x] is given twice: line 29", "keep one"),
        ("[[meeting]]", '⟦[[meeting.point]]\nby = "x"\n[[meeting]]', "before the first", "below"),
        (
            "[[plan]]",
            '  ⟦[plan.x]\ny = "z"\n[[plan]]',
            "[plan.x] stands before",
            "the [[plan]] that",
        ),
        ("[[meeting.point]]", "⟦[[meeting.people]]\n", "'meeting.people' of line 53", "one place"),
        ('kind = "agrees"', "plans.x = 1\n⟦plans = []", "'plans' is given twice", "line 59"),
        ('kind = "agrees"', "plans = []\n⟦plans.x = 1", "'meeting.point.plans' of line 59", "="),
        (
            "[[meeting]]",
            "⟦[[meetings]]\nid = 1\n\n[[meeting.point]]\n[[meeting]]",
            "there is no [[meetings]]",
            "write [[meeting]]",
        ),
        # Texts.
        ('"Town Hall"', '⟦"Town Hall', 'the " that stands here is not closed', 'end it with "'),
        ('"Town Hall"', "⟦'Town Hall", "the ' that stands here is not closed", "end it with '"),
        ('"Town Hall"', '⟦"Town Hall”', "not closed", "a curly quotation mark does not end it"),
        ('"Town Hall"', "⟦“Town Hall”", "“ is no quotation mark of TOML", 'one: "'),
        ('timetable."""', "timetable.'''", 'the """ that stands', 'end it with """'),
        ('"Town Hall"', "⟦'''Town Hall", "the ''' that stands here", "end it with '''"),
        ('"Town Hall"', '"Town ⟦"Hall""', 'a " in the text ends it', 'write \\"'),
        ('"Town Hall"', "'Town⟦'s Hall'", "an apostrophe in the text ends it", "between"),
        ('"Town Hall"', '"Town" ⟦Hall', "'Hall' follows the text of 'name'", "all of it"),
        ('"Town Hall"', '"Town ⟦\x07Hall"', "U+0007 BELL cannot stand here", "take it out"),
        ("[[plan]]", "# ⟦\x07\n[[plan]]", "U+0007 BELL cannot stand here", "take it out"),
        ('"Town Hall"', '"C:⟦\\path"', "'\\p' is no escape", "write \\\\ for a backslash"),
        ('"Town Hall"', '"C:⟦\\Users"', "8 hexadecimal digits have to follow \\U", "\\\\"),
        ('"Town Hall"', '"⟦\\ud800"', "\\ud800 is no character", "take it out"),
        ('"Town Hall"', '"Town " ⟦+ "Hall"', "not joined by +", 'between " and "'),
        ('"Town Hall"', '"Town " ⟦+\n "Hall"', "not joined by +", 'between " and "'),
        ('["minutes"]', "['min' ⟦+ 'utes']", "not joined by +", 'between " and "'),
        (' role = "Mayor"', ' role = "May" ⟦+ "or"', "not joined by +", 'between " and "'),
        # Values.
        ('"agrees"', "⟦agrees # firm", "'agrees' is no value", ': "agrees"'),
        ('["harbour", "hill"]\nk', "[⟦harbour, hill]\nk", "'harbour' is no value", ': "harbour"'),
        ("ordinal = 2", "ordinal = ⟦True", "'True' is no value", "write true"),
        ("ordinal = 2", "ordinal =⟦= 2", "= stands twice", "one is enough"),
        ("ordinal = 2", "ordinal =⟦", "the value of 'ordinal' is missing", "leave the key out"),
        (' role = "Mayor" ', " role = ⟦", "the value of 'role' is missing", "leave the key out"),
        ("ordinal = 2", "ordinal = ⟦02", "'02' begins with 0", "write 2"),
        ("ordinal = 2", "ordinal = ⟦1,000", "'1,000' is no number", "write 1000"),
        ("ordinal = 2", "ordinal = ⟦2nd", "'2nd' is no value", "quotation marks"),
        ("start = 2021", "start = ⟦2021-01", "no date of TOML", 'quotation marks: "2021-01"'),
        ("start = 2021", "start = ⟦2021-1-1", "no date of TOML", "write 2021-01-01"),
        ("start = 2021", "start = ⟦2021/1/31", "no date of TOML", "write 2021-01-31"),
        ("start = 2021", "start = ⟦31-12-2021", "no date of TOML", "the year comes first"),
        (
            "start = 2021",
            "start = ⟦6 May 2021 # x",
            "no date of TOML",
            'write 2021-05-06, or "6 May',
        ),
        ("start = 2021", "start = ⟦May 6, 2021", "no date of TOML", "write 2021-05-06"),
        ("start = 2021", "start = ⟦May 2021", "no date of TOML", 'write "2021-05"'),
        ("start = 2021", "start = ⟦2021年5月6日", "no date of TOML", "write 2021-05-06"),
        ("start = 2021", "start = ⟦May 32, 2021", "is no value", "quotation marks"),
        (' role = "Mayor"', " role = ⟦6 May 2021", "no date of TOML", "write 2021-05-06"),
        (' role = "Mayor"', " role = ⟦May 2021", "no date of TOML", 'write "2021-05"'),
        ('["minutes"]', "[1, ⟦6 May 2021]", "no date of TOML", "write 2021-05-06"),
        ("start = 2021", "start = ⟦2021-02-30", "is in no calendar", "the day"),
        ("start = 2021", "start = ⟦2021-13-01", "is in no calendar", "the month"),
        ("start = 2021", "start = 2021⟦, # x", "a comma ends the line", "take it away"),
        ("start = 2021", "start = 2021⟦; # x", "a semicolon ends the line", "take it away"),
        ("start = 2021", "start = 2021⟦; end = 1", "on the line of 'start'", "new line"),
        ("start = 2021", "start = 2021 ⟦; end", "no comment of TOML", "begins with #"),
        ("start = 2021", "start = 2021⟦]", "that this ] could close", "take it out"),
        ("start = 2021", "start = 2021 ⟦end = 1", "on the line of 'start'", "new line"),
        ("start = 2021", "start = 2021 ⟦// x", "no comment of TOML", "begins with #"),
        # Lists, and tables in { }.
        ('["minutes"]', '⟦["minutes"', "the [ that stands here", "end the list with ]"),
        ('["minutes"]', '⟦["minutes",', "the [ that stands here", "end the list with ]"),
        ('"¶2" }]', '"¶2" }', "the [ that stands here", "end the list with ]"),
        ('["harbour", "hill"]\nk', '["a" ⟦"b"]\nk', "follows a value", "a comma between"),
        ('["harbour", "hill"]\nk', '["a",⟦, "b"]\nk', "a value is missing", "one comma out"),
        (PEOPLE, PEOPLE.replace('"ada", role', '"ada" ⟦role'), "follows a value", "or } after"),
        (PEOPLE, PEOPLE.replace("{ ", "⟦{\n"), "the { that stands here", "on one line"),
        (PEOPLE, PEOPLE.replace("{", "⟦{").replace(", ", ",\n"), "the { that", "on one line"),
        (PEOPLE, PEOPLE.replace("{", "⟦{").replace(" }", " # x\n}"), "the { that", "on one line"),
        (PEOPLE, PEOPLE.replace(" }", "⟦, }"), "no comma stands after the last", "take it away"),
        (PEOPLE, PEOPLE.replace("ada", "a⟦\\x64a"), "\\x64 is no escape of TOML 1.0", "\\u0064"),
        (PEOPLE, PEOPLE.replace(" = ", "⟦: "), "a colon stands where = is due", "key = value"),
        (PEOPLE, 'people = { "ada" ⟦}', "a key without =", "key = value"),
        (PEOPLE, "people = [{ ⟦, }]", "is missing in { }", "one comma out"),
        # Keys and headers.
        ("ordinal = 2", "ordinal⟦: 2", "a colon stands where = is due", "key = value"),
        ("ordinal = 2", "⟦ordinal 2", "this line is no key", 'between """ and """'),
        ("ordinal = 2", "⟦ordinal number = 2", "the key 'ordinal number'", "one word"),
        (PEOPLE, PEOPLE.replace("role", "⟦full role"), "the key 'full role'", "one word"),
        ("ordinal = 2", "⟦They met again.", "this line is no key", 'between """ and """'),
        ("ordinal = 2", "na⟦ïve = 2", "'ï' cannot stand in a key", "quotation marks"),
        ("ordinal = 2", "⟦名 = 2", "'名' cannot stand in a key", "quotation marks"),
        ("ordinal = 2", "ordinal. ⟦= 2", "a name is missing in a key", "take the dot out"),
        ("ordinal = 2", "⟦- item", "this is no list of TOML", "in [ ]"),
        ("ordinal = 2", "⟦= 2", "there is no key before =", "key = value"),
        ("ordinal = 2", "ordinal ⟦＝ 2", "U+FF1D FULLWIDTH EQUALS SIGN", "a plain ="),
        ("ordinal = 2", "ordinal⟦\u00a0= 2", "U+00A0 NO-BREAK SPACE", "a plain blank"),
        ("ordinal = 2", "⟦\u200bordinal = 2", "U+200B ZERO WIDTH SPACE", "take it out"),
        ("ordinal = 2\n", "ordinal = 2⟦\r", "U+000D", "LF or CR LF"),
        ("[[meeting]]", "⟦[[meeting]", "the header is not closed", "[[meeting]]"),
        ("[[meeting]]", "⟦[ [meeting] ]", "between the brackets", "write [[meeting]]"),
        ("[[meeting]]", "⟦[[meeting] ]", "between the brackets", "write [[meeting]]"),
        ("[[meeting]]", "[[meeting]]⟦;", "a semicolon ends the line", "take it away"),
        ("[[meeting]]", "[[meeting]]⟦]", "follows a header", "as many ]"),
        ("[[meeting]]", "[[meeting]] ⟦x = 1", "follows a header", "a new line"),
        ("[[meeting]]", "[[⟦]]", "a name is missing in a header", "[[meeting]]"),
        ("[[meeting]]", "[[⟦會議]]", "'會' cannot stand in a key", "quotation marks"),
        ("[[meeting]]", "⟦<<<<<<< ours\n[[meeting]]", "a merge that is not settled", "one side"),
        ("[[meeting]]", "⟦=======\n[[meeting]]", "a merge that is not settled", "one side"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_mistake_is_told_where_it_was_made(
    problems: Problems, old: str, new: str, said: str, to_do: str, ends: str
) -> None:
    assert old in GOOD
    marked = GOOD.replace(old, new, 1)
    text = marked.replace(HERE, "")
    (problem,) = problems(text.replace("\n", ends))
    assert problem.message.startswith("not TOML: ")
    assert said in problem.message
    assert to_do in problem.hint
    if HERE in marked:
        before = marked[: marked.index(HERE)].split("\n")
        assert (problem.line, problem.column) == (len(before), len(before[-1]) + 1)


@pytest.mark.parametrize("opening", ['"""', '"""\n'])
def test_a_text_that_runs_into_the_next_is_told_where_it_begins(
    problems: Problems, opening: str
) -> None:
    point = f'[[meeting.point]]\ntext = {opening}The towns meet again."""\n'
    (problem,) = problems(GOOD.replace('timetable."""', "timetable.") + point)
    assert "runs on into what follows" in problem.message
    assert problem.line == GOOD[: GOOD.index('"""')].count("\n") + 1


def test_a_complaint_that_is_not_known_is_passed_on_as_it_is() -> None:
    error = tomli.TOMLDecodeError("Something \x1b else", "a = 1\nb", 7)
    assert str(syntax_problem(error, "f")) == "f:2:2: not TOML: something <U+001B> else"


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
        problem = syntax_problem(error, "f")
        assert problem.line is not None and problem.column is not None
        lines = text.replace("\r\n", "\n").split("\n")
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert first_forbidden(str(problem)) is None
        assert "\n" not in str(problem)


@given(st.text(string.printable + "香\x1b“", max_size=60))
def test_any_text_that_is_no_toml_is_explained(text: str) -> None:
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        assert syntax_problem(error, "f").message
