from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from coop_tui.query.lint import lint
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.entries import Citation
from coop_tui.record.introspect import references, tables_in
from coop_tui.record.loading.document import read_document
from coop_tui.record.loading.loader import to_dossier
from coop_tui.record.record import Record

GOOD = (Path(__file__).parents[1] / "data" / "corpus" / "good.toml").read_text("utf-8")
MEETING = GOOD[GOOD.index("[[meeting]]") :]

ONLY_PARAGRAPHS = "write the numbers of paragraphs and nothing else: '¶7', '¶4–5' or '¶1, 3–4'"

Found = Callable[..., dict[str, Problem]]


@pytest.fixture
def found() -> Found:
    """What a review says of the good record with passages of it written differently."""

    def reviewed(*changes: tuple[str, str], more: str = "") -> dict[str, Problem]:
        text = GOOD
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in the record"
            text = text.replace(old, new)
        dossier = to_dossier(read_document(text + more, "record.toml"))
        problems = lint(Record(dossier), "record.toml")
        by_place = {problem.where: problem for problem in problems}
        assert len(by_place) == len(problems)
        return by_place

    return reviewed


def test_nothing_is_said_of_a_good_record(found: Found) -> None:
    assert found() == {}


def test_a_meeting_that_touches_a_plan_at_either_end_is_in_it(found: Found) -> None:
    for date in ('"2025-12-31"', "2025", "2021-01-01", '"2021-01"'):
        assert found(("date = 2023-05-04\ntitle", f"date = {date}\ntitle")) == {}
    for date in ("2026-01-01", "2020", '"2020-12"'):
        (problem,) = found(("date = 2023-05-04\ntitle", f"date = {date}\ntitle")).values()
        assert problem.path == ("meeting", 0, "date")
        assert not problem.warning


def test_without_plans_no_meeting_is_outside_them(found: Found) -> None:
    start, end = GOOD.index("[[plan]]"), GOOD.index("[[sector]]")
    assert found((GOOD[start:end], ""), ("date = 2023-05-04\ntitle", "date = 1999\ntitle")) == {}


def test_a_meeting_is_counted_as_the_file_has_it(found: Found) -> None:
    earlier = MEETING.replace("2023-05-04", "2019-01-01").replace("ordinal = 2", "ordinal = 1")
    (problem,) = found(more=earlier).values()
    assert problem.path == ("meeting", 1, "date")
    assert problem.where == "meeting 2019-01-01, date"


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"hill"]\n\n', '"hill", "hill"]\n\n', "initiative ferry, parties 3"),
        ('"hill"]\nkind', '"harbour"]\nkind', "meeting 2023-05-04, point 1, by 2"),
        ('["minutes"]', '["minutes", "minutes"]', "meeting 2023-05-04, sources 2"),
        ("by =", 'plans = ["first", "first"]\nby =', "meeting 2023-05-04, point 1, plans 2"),
        (
            "by =",
            'initiatives = ["ferry", "ferry"]\nby =',
            "meeting 2023-05-04, point 1, initiatives 2",
        ),
    ],
)
def test_an_id_that_a_list_names_twice_is_a_problem(
    found: Found, old: str, new: str, where: str
) -> None:
    (problem,) = found((old, new)).values()
    assert problem.where == where
    assert "listed twice" in problem.message
    assert not problem.warning


def test_each_kind_under_a_mechanism_has_numbers_of_its_own(found: Found) -> None:
    again = MEETING.replace('id = "2023-05-04"', 'id = "again"')
    (problem,) = found(more=again).values()
    assert problem.where == "meeting again, ordinal"
    assert "meeting 2023-05-04 has it" in problem.hint
    assert found(more=again.replace("ordinal = 2", "ordinal = 3")) == {}
    assert found(more=again.replace('"plenary"', '"symposium"')) == {}
    assert found(more=again.replace('mechanism = "ferry"\n', "")) == {}
    nameless = ('ordinal = 2\nmechanism = "ferry"', "ordinal = 2")
    assert set(found(nameless, more=again.replace(*nameless))) == {"initiative ferry"}


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        ('[[party]]\nid = "x"\nname = "X"', "party x"),
        ('[[person]]\nid = "x"\nname = "X"\nparty = "hill"', "person x"),
        ('[[place]]\nid = "x"\nname = "X"', "place x"),
        ('[[sector]]\nid = "x"\nname = "X"', "sector x"),
        ('[[initiative]]\nid = "x"\nname = "X"', "initiative x"),
        ('[[source]]\nid = "x"\ntitle = "X"\npublisher = "X"', "source x"),
    ],
)
def test_what_is_never_used_is_a_warning(found: Found, entry: str, where: str) -> None:
    (problem,) = found(more=entry).values()
    assert problem.where == where
    assert "never" in problem.message
    assert problem.warning


def test_a_plan_under_which_nothing_happened_is_fine(found: Found) -> None:
    more = '[[plan]]\nid = "next"\nname = "Next"\nstart = 2026\nend = 2030\n'
    assert found(more=more) == {}


@pytest.mark.parametrize(
    ("at", "message", "hint"),
    [
        ("¶2ff", "'¶2ff' cannot be read as paragraphs", ONLY_PARAGRAPHS),
        ("pp. 2-3, ¶1", "'pp. 2-3, ¶1' cannot be read as paragraphs", ONLY_PARAGRAPHS),
        ("¶3-2", "'¶3-2' runs backwards", "write '¶2–3'"),
        (
            "3",
            "'3' does not say what it counts",
            "write '¶3' if it counts paragraphs, 'p. 3' if pages",
        ),
        (
            "1, 3-4",
            "'1, 3-4' does not say what it counts",
            "write '¶1, ¶3–4' if it counts paragraphs, 'p. 1, 3-4' if pages",
        ),
        ("paras 5, 3–1", "'paras 5, 3–1' runs backwards", "write '¶1–3, ¶5'"),
    ],
)
def test_a_place_that_means_paragraphs_and_names_none_is_a_warning(
    found: Found, at: str, message: str, hint: str
) -> None:
    (problem,) = found(('at = "¶2"', f'at = "{at}"')).values()
    assert (problem.message, problem.hint, problem.warning) == (message, hint, True)
    assert problem.where.endswith("cite 1, at")


@pytest.mark.parametrize(
    "at", ["¶2", "¶ 2–2", "¶1, 2", "p. 12", "pp. 4-2", "§ 3", "Annex 9-1", "3.2", "2 June"]
)
def test_a_place_of_another_kind_is_taken_as_it_is(found: Found, at: str) -> None:
    assert found(('at = "¶2"', f'at = "{at}"')) == {}


def test_a_text_is_for_what_is_cited(found: Found) -> None:
    letter = '[[source]]\nid = "letter"\ntitle = "L"\npublisher = "P"\n'
    named = ('sources = ["minutes"]', 'sources = ["minutes", "letter"]')
    assert found(named, more=letter) == {}
    (problem,) = found(named, more=f'{letter}text = "letter.txt"\n').values()
    assert problem.where == "source letter, text"
    assert problem.warning
    cited = 'remark = { text = "A note.", cite = [{ source = "letter" }] }\n'
    assert found(named, more=f'{cited}{letter}text = "letter.txt"\n') == {}


def test_a_claim_cites_a_source_of_its_meeting_but_a_remark_any(found: Found) -> None:
    letter = '[[source]]\nid = "letter"\ntitle = "L"\npublisher = "P"\n'
    point = 'text = "A claim."\ncite = [{ source = "letter" }]\n'
    (problem,) = found(more=f"[[meeting.outlook]]\n{point}{letter}").values()
    assert problem.path == ("meeting", 0, "outlook", 0, "cite", 0, "source")
    assert problem.warning
    remark = 'remark = { text = "A note.", cite = [{ source = "letter" }] }\n'
    assert found(more=remark + letter) == {}
    assert found(more=f"{letter}[[initiative.about]]\n{point}") == {}


def test_every_citation_has_its_path() -> None:
    cite = 'cite = [{ source = "minutes" }, { source = "minutes", at = "¶3" }]\n'
    claim = f'text = "A claim."\n{cite}remark = {{ text = "A note.", {cite[:-1]} }}\n'
    more = "".join(
        f"[[{table}]]\n{head}{claim}"
        for table, head in {
            "meeting.summary": "",
            "meeting.outlook": "",
            "initiative.about": "",
            "initiative.milestone": "date = 2022\n",
            "plan.about": "",
            "plan.milestone": "date = 2022\n",
        }.items()
    )
    note = f'remark = {{ text = "A note.", {cite[:-1]} }}\n'
    source = f'[[source]]\nid = "x"\ntitle = "X"\npublisher = "X"\n{note}'
    text = f"{GOOD}{more}{source}".replace("ordinal", f"{note}ordinal")
    dossier = to_dossier(read_document(text, "record.toml"))
    found = [(path, table) for path, table in tables_in(dossier) if isinstance(table, Citation)]
    for path, citation in found:
        node: object = dossier
        for step in path:
            field = {"point": "points", "milestone": "milestones"}.get(str(step), str(step))
            field = f"{field}s" if node is dossier else field
            node = node[step] if isinstance(node, tuple) else getattr(node, field)  # type: ignore[index]
        assert node is citation
    used = sum(len(list(ids)) for table, ids in references(dossier) if table == "source")
    assert len(found) == used - 1, "less the source of the meeting"
    assert len({path for path, _ in found}) == len(found) == 1 + 6 * 4 + 2 + 2


@pytest.mark.parametrize(
    ("old", "new", "path", "hint"),
    [
        (
            'title = "Harbour and Hill"',
            'title = "Title of the record"',
            ("title",),
            "write your own",
        ),
        (
            'aka = ["港"]',
            'aka = ["港", "Another name of it"]',
            ("party", 0, "aka", 1),
            "leave it out",
        ),
        (
            '"Mayor"',
            '"Office held that day"',
            ("meeting", 0, "people", 0, "role"),
            "write your own",
        ),
        (
            "https://example.org/minutes",
            "https://example.org/",
            ("source", 0, "url"),
            "leave it out",
        ),
    ],
)
def test_a_placeholder_that_was_left_is_warned_of_at_its_place(
    found: Found, old: str, new: str, path: tuple[str | int, ...], hint: str
) -> None:
    ((where, problem),) = found((old, new)).items()
    assert problem.path == path
    assert problem.warning
    assert problem.message.endswith("is a placeholder")
    assert problem.hint.endswith(hint)
    assert where.startswith(("title", "party harbour", "meeting 2023-05-04", "source minutes"))


def test_a_text_that_only_holds_a_placeholder_is_no_placeholder(found: Found) -> None:
    assert found(('title = "The towns meet"', 'title = "Title of the meeting of the towns"')) == {}


SPEAKER = ('kind = "agrees"', 'kind = "agrees"\nspeaker = "ada"')
BO = '[[person]]\nid = "bo"\nname = "Bo Ridge"\nparty = "hill"\n'


def with_people(*people: str) -> tuple[str, str]:
    written = ", ".join(f'{{ person = "{one}", role = "Mayor" }}' for one in people)
    return 'people = [{ person = "ada", role = "Mayor" }]', f"people = [{written}]"


def test_a_speaker_who_was_at_the_meeting_and_whose_point_it_is_is_fine(found: Found) -> None:
    assert found(SPEAKER) == {}
    assert found(SPEAKER, ('by = ["harbour", "hill"]', 'by = ["harbour"]')) == {}


def test_a_speaker_of_another_side_than_the_point_is_a_warning(found: Found) -> None:
    (problem,) = found(SPEAKER, ('by = ["harbour", "hill"]', 'by = ["hill"]')).values()
    assert problem.path == ("meeting", 0, "point", 0, "speaker")
    assert problem.message == "Ada Quay is of Harbour, and the point is by Hill"
    assert problem.warning


def test_the_side_of_a_speaker_is_that_of_the_day(found: Found) -> None:
    no_party = ('name = "Ada Quay"\nparty = "harbour"', 'name = "Ada Quay"')
    by_hill = ('by = ["harbour", "hill"]', 'by = ["hill"]')
    there = 'people = [{ person = "ada", role = "Mayor", '
    for side, count in (('party = "hill"', 0), ('party = "harbour"', 1), ('body = "Guild"', 0)):
        people = (with_people()[0], f"{there}{side} }}]")
        assert len(found(SPEAKER, no_party, by_hill, people)) == count


def test_a_speaker_who_is_not_among_the_people_is_a_warning(found: Found) -> None:
    speaker = ('kind = "agrees"', 'kind = "agrees"\nspeaker = "bo"')
    problem = found(speaker, more=BO)["meeting 2023-05-04, point 1, speaker"]
    assert problem.message == "Bo Ridge is not among the people of the meeting"
    assert problem.hint == "add 'bo' to the people of meeting 2023-05-04, or correct the speaker"
    assert problem.warning


def test_a_person_who_is_there_twice_is_a_warning(found: Found) -> None:
    (problem,) = found(with_people("ada", "bo", "ada"), more=BO).values()
    assert problem.where == "meeting 2023-05-04, people 3, person"
    assert problem.message == "'ada' is listed twice"
    assert problem.hint == "people 1 is the same person"
    assert problem.warning


@pytest.mark.parametrize(("kind", "count"), [("notes", 1), ("reports", 1), ("hopes", 0)])
def test_a_statement_that_has_a_due_date_is_a_warning(found: Found, kind: str, count: int) -> None:
    problems = found(('kind = "agrees"', f'kind = "{kind}"\ndue = 2030')).values()
    assert [problem.message for problem in problems] == ["a statement is never due"] * count
    assert all(problem.warning and problem.where.endswith("point 1, due") for problem in problems)
