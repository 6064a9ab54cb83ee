"""Citations that are written as a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import astuple

from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.entries import Citation
from coop_tui.record.introspect import fields_of
from coop_tui.record.loading.loader import parse
from coop_tui.record.loading.short_citations import expand_citations
from coop_tui.record.tables import Dossier

Problems = Callable[[str | bytes], list[Problem]]
Edit = Callable[[str, str], str]

CITE = 'cite = [{ source = "report", at = "¶2", quote = "more trade" }]'


def cited(written: str, small: str) -> tuple[Citation, ...]:
    """The citations of a point, as they are loaded."""
    dossier = parse(small.replace(CITE, f"cite = {written}").encode(), "r")
    return dossier.meeting["later"].points[0].cite


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ('"report"', [Citation("report")]),
        ('"report ¶7"', [Citation("report", "¶7")]),
        ('"report p. 12, note 3"', [Citation("report", "p. 12, note 3")]),
        ('["report ¶7", "report"]', [Citation("report", "¶7"), Citation("report")]),
        (
            '["report ¶7", { source = "report", quote = "more trade" }]',
            [Citation("report", "¶7"), Citation("report", quote="more trade")],
        ),
    ],
)
def test_a_text_is_the_id_of_a_source_and_the_place_in_it(
    small: str, written: str, due: list[Citation]
) -> None:
    assert list(cited(written, small)) == due


def paths(table: type[Struct], path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The keys that lead to every field of the format that holds citations."""
    found = []
    for key, field in fields_of(table).items():
        if field.type is Citation:
            found.append((*path, key))
        elif field.is_table:
            found += paths(field.type, (*path, key))
    return found


@pytest.mark.parametrize("path", paths(Dossier), ids=".".join)
def test_it_is_expanded_wherever_a_citation_stands(path: tuple[str, ...]) -> None:
    def document(value: object) -> dict[str, object]:
        for key in reversed(path[1:]):
            value = {key: value} if key == path[-1] or key == "remark" else {key: [value]}
        return {path[0]: [value]}

    given = document("report ¶7")
    expand_citations(given)
    assert given == document([{"source": "report", "at": "¶7"}])


@pytest.mark.parametrize(
    ("written", "where", "message", "hint"),
    [
        ('"reprot ¶2"', "cite 1, source", "there is no source 'reprot'", "did you mean 'report'?"),
        ('"Report"', "cite 1, source", "there is no source 'Report'", "did you mean 'report'?"),
        ('""', "cite 1, source", "there is no source ''", "known: report"),
        ('"report "', "cite 1, at", "the text is empty", ""),
        (
            '"report  ¶2"',
            "cite 1, at",
            "' ¶2' is not one line of text",
            "remove the tab, the newline or the space at its start",
        ),
        (
            '"report ¶\\u202e2"',
            "cite 1, at",
            "the text contains U+202E RIGHT-TO-LEFT OVERRIDE",
            "it cannot be shown safely: remove it",
        ),
        ("5", "cite", "expected text or a list, found the number 5", 'such as cite = "report-'),
        (
            "[5]",
            "cite 1",
            "expected text or a table, found the number 5",
            'such as cite = "report-',
        ),
        (
            '{ source = "report" }',
            "cite",
            "expected text or a list, found a table",
            "put it in [ ]",
        ),
        ("[]", "cite", "the list is empty", "at least one is needed"),
    ],
)
def test_a_mistake_is_told_where_the_citation_is(
    problems: Problems, edited: Edit, written: str, where: str, message: str, hint: str
) -> None:
    (problem,) = problems(edited(CITE, f"cite = {written}"))
    assert (problem.where, problem.message) == (f"meeting later, point 1, {where}", message)
    assert problem.hint.startswith(hint)
    assert problem.line == edited(CITE, "###").partition("###")[0].count("\n") + 1


@pytest.mark.parametrize(
    ("written", "column"),
    [
        ('"report ¶7", "reprot"', 22),
        ('{ source = "report" }, "reprot ¶7"', 32),
        ('"reprot"', 9),
    ],
)
def test_of_several_it_is_told_which(
    problems: Problems, edited: Edit, written: str, column: int
) -> None:
    (problem,) = problems(edited(CITE, f"cite = [{written}]"))
    assert problem.column == column


def test_a_text_and_the_table_it_stands_for_are_the_same_record(small: str) -> None:
    table = 'cite = [{ source = "report", at = "p. 1" }]'
    assert table in small
    short = small.replace(table, 'cite = "report p. 1"')
    assert astuple(parse(short.encode(), "r")) == astuple(parse(small.encode(), "r"))


@given(
    value=st.recursive(
        st.none() | st.integers() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["meeting", "point", "cite", "remark"]), inner)
        ),
    )
)
def test_what_is_no_citation_in_short_stays_as_it_is(value: object) -> None:
    document = {"meeting": [{"point": value, "remark": value}], "source": value, "title": value}
    before = repr(document)
    expand_citations(document)
    if "cite" not in before:
        assert repr(document) == before
