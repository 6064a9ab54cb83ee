"""Hostile text: refused with a place, or taken for what it is and for nothing more."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from rich.cells import cell_len
from tests.data.hostile.record import record_of, strings

from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import render
from coop_tui.query.selection import Selection
from coop_tui.record.characters import excess_marks, first_forbidden, may_hold_forbidden
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.record.toml_writer import to_toml
from coop_tui.views.registry import VIEWS

Problems = Callable[[str | bytes], list[Problem]]
Edit = Callable[[str, str], str]

ONE_VIEW = [view for view in VIEWS if view != "compare"]


@pytest.fixture(scope="module")
def hostile() -> Dossier:
    return parse(record_of(strings("strings")).encode(), "hostile.toml")


@pytest.mark.parametrize("words", strings("refused"), ids=ascii)
def test_what_could_act_on_the_terminal_is_refused_with_its_place(
    problems: Problems, edited: Edit, words: str
) -> None:
    (problem,) = problems(edited('"More trade is hoped for."', to_toml(words)))
    assert problem.where == "meeting later, point 1, text"
    assert problem.line is not None
    assert "U+" in problem.message
    assert str(problem).isprintable()


@pytest.mark.parametrize("words", strings("refused"), ids=ascii)
def test_what_could_act_on_the_terminal_is_refused_in_a_key(
    problems: Problems, small: str, words: str
) -> None:
    found = problems(f"{to_toml(words)} = 1\n{small}")
    assert found
    assert all(
        first_forbidden(str(problem)) is excess_marks(str(problem)) is None for problem in found
    )


@pytest.mark.parametrize("view", ONE_VIEW)
@pytest.mark.parametrize("width", [40, 120])
def test_no_view_of_hostile_text_breaks_its_lines(hostile: Dossier, view: str, width: int) -> None:
    text = render(Record(hostile), Selection(), view, width=width).decode()
    assert first_forbidden(text) is None
    assert max(map(cell_len, text.splitlines())) <= width


@pytest.mark.parametrize("form", list(FORMATS))
def test_no_format_of_hostile_text_holds_what_is_refused(hostile: Dossier, form: str) -> None:
    text = render(Record(hostile), Selection(), "dossier", form).decode()
    assert first_forbidden(text) is None
    assert "\t" not in text


def test_hostile_text_comes_back_as_it_was(hostile: Dossier) -> None:
    data = json.loads(render(Record(hostile), Selection(), "points", "json"))
    assert [point["text"] for point in data["points"]] == list(strings("strings"))


@pytest.mark.parametrize(
    ("length", "mark"),
    [(30, "\u0301"), (30, "\u200b"), (30, "\u20dd"), (30, "\u0903"), (30, "\u1161")],
    ids=ascii,
)
def test_as_many_marks_as_unicode_calls_safe_are_taken(
    problems: Problems, edited: Edit, length: int, mark: str
) -> None:
    assert not problems(edited("Small record", f"A{mark * length}B{mark * length}"))
    (problem,) = problems(edited("Small record", f"A{mark * length}{mark}"))
    assert problem.where == "title"
    assert "more than 30" in problem.message


@pytest.mark.parametrize("before", range(31))
def test_a_flood_is_found_wherever_it_begins(problems: Problems, edited: Edit, before: int) -> None:
    text = edited("Small record", "Small" + "x" * before + "\u0301" * 31 + "x")
    assert len(problems(text)) == 1


def test_marks_that_a_backslash_joins_over_two_lines_are_in_one_row(
    problems: Problems, edited: Edit
) -> None:
    marks = "\u0301" * 16
    (problem,) = problems(edited('"More trade is hoped for."', f'"""A{marks}\\ \n\n  {marks}"""'))
    assert "more than 30" in problem.message


@pytest.mark.parametrize(
    "words", ["cafe\u0301", "👩\u200d🔬", "\u1100\u1161\u11a8", "香港，《市》"]
)
def test_a_text_with_a_few_marks_needs_no_validation(edited: Edit, words: str) -> None:
    assert not may_hold_forbidden(edited("Small record", words))
    assert may_hold_forbidden(edited("Small record", words + "\u0301" * 31))


@pytest.mark.parametrize(
    "words",
    [
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "漢\U000e0100字",
        "𠮷",
        "a\u200e",
    ],
    ids=ascii,
)
def test_emoji_and_letters_beyond_the_first_plane_are_taken(
    problems: Problems, edited: Edit, words: str
) -> None:
    assert not problems(edited("Small record", words))


@pytest.mark.parametrize("length", [1_000, 1_001, 1_000_000])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "Hong Kong"', 'name = "{}"'),
        ('aka = ["香港"]', 'aka = ["{}"]'),
        ('id = "finance"', 'id = "{}"'),
        ('"https://example.org/report"', '"http://{}"'),
        ('quote = "more trade"', 'quote = "{}"'),
    ],
)
def test_a_line_has_an_end(
    problems: Problems, edited: Edit, old: str, new: str, length: int
) -> None:
    room = length - (len("http://") if "http" in new else 0)
    found = problems(edited(old, new.format("x" * room)))
    if length == 1_000:
        assert not found
        return
    (problem,) = found
    assert f"{length:,} characters" in problem.message
    assert problem.line is not None
    assert len(str(problem)) < 300


def test_prose_has_an_end(problems: Problems, edited: Edit) -> None:
    old = "More trade is hoped for."
    assert not problems(edited(old, "香" * 100_000))
    (problem,) = problems(edited(old, "香" * 100_001))
    assert "100,001 characters" in problem.message


LEVELS = 10_000


@pytest.mark.parametrize(
    "nested",
    [
        f"x = {'[' * LEVELS}{']' * LEVELS}",
        f"x = {'{a=' * LEVELS}1{'}' * LEVELS}",
        f"x = {'[' * LEVELS}",
        f"{'a.' * LEVELS}a = 1",
        f"[{'a.' * LEVELS}a]",
        f"[[{'a.' * LEVELS}a]]",
        f"x = {'[' * 300}{']' * 300}",
        f"{'a.' * 300}a = 1",
    ],
    ids=["lists", "tables", "open lists", "keys", "header", "array of tables", "300 lists", "300"],
)
def test_nesting_without_end_is_refused(problems: Problems, small: str, nested: str) -> None:
    found = problems(f"{nested}\n{small}")
    assert found
    assert all(len(str(problem)) < 300 for problem in found)
