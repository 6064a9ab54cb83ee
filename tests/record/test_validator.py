from __future__ import annotations

from collections.abc import Callable

import pytest
import tomli

from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.diagnostics.validator import validate

Problems = Callable[[str | bytes], list[Problem]]
Edit = Callable[[str, str], str]


def test_the_small_record_has_no_problem(problems: Problems, small: str) -> None:
    assert problems(small) == []


@pytest.mark.parametrize("written", ["2", "0", "-1", "true", "1.0", '"1"', "[1]", "1979-05-27"])
def test_another_format_is_refused(problems: Problems, edited: Edit, written: str) -> None:
    (problem,) = problems(edited("format = 1", f"format = {written}"))
    assert (problem.where, problem.path) == ("format", ("format",))
    assert "write 1" in problem.hint


@pytest.mark.parametrize(
    ("old", "new", "where", "meant"),
    [
        ('title = "Small record"', 'tilte = "Small record"', "tilte", "title"),
        ('name = "John Lee"', 'nmae = "John Lee"', "person lee, nmae", "name"),
        ('quote = "more trade"', 'qoute = "x"', "meeting later, point 1, cite 1, qoute", "quote"),
        ("[[plan.milestone]]", "[[plan.milestones]]", "plan 14, milestones", "milestone"),
        ("[[place]]", "[[plase]]", "plase", "place"),
    ],
)
def test_an_unknown_key_brings_the_key_that_was_meant(
    problems: Problems, edited: Edit, old: str, new: str, where: str, meant: str
) -> None:
    found = {problem.where: problem for problem in problems(edited(old, new))}
    assert f"did you mean '{meant}'?" in found[where].hint


def test_an_unknown_key_like_none_brings_the_keys_there_are(
    problems: Problems, edited: Edit
) -> None:
    (problem,) = problems(edited('id = "lee"', 'id = "lee"\nzzz = 1'))
    assert all(key in problem.hint for key in ("id", "name", "party", "aka"))


@pytest.mark.parametrize(
    ("line", "where", "missing"),
    [
        ('title = "Small record"\n', "", "title"),
        ("format = 1\n", "", "format"),
        ('name = "John Lee"\n', "person lee", "name"),
        ('id = "lee"\n', "person 1", "id"),
        ('by = ["hk", "beijing"]\n', "meeting later, point 1", "by"),
        (', role = "Chief Executive"', "meeting later, people 1", "role"),
        ("start = 2021\n", "plan 14", "start"),
    ],
)
def test_a_missing_key_is_named_with_the_table_it_misses_from(
    problems: Problems, edited: Edit, line: str, where: str, missing: str
) -> None:
    found = [one for one in problems(edited(line, "")) if "missing" in one.message]
    assert [(problem.where, repr(missing) in problem.message) for problem in found] == [
        (where, True)
    ]


@pytest.mark.parametrize(
    ("old", "new", "where", "wanted"),
    [
        ('"Small record"', "5", "title", "text"),
        ('"Small record"', "true", "title", "text"),
        ('"Small record"', "2025-11-12", "title", "text"),
        ('"Small record"', '["T"]', "title", "text"),
        ('["香港"]', '"香港"', "party hk, aka", "list"),
        ('["香港"]', "[1]", "party hk, aka 1", "text"),
        ('by = ["hk", "beijing"]', 'by = "hk"', "meeting later, point 1, by", "list"),
        ("ordinal = 4", 'ordinal = "4"', "meeting earlier, ordinal", "number"),
        ("ordinal = 4", "ordinal = 4.0", "meeting earlier, ordinal", "number"),
        ("ordinal = 4", "ordinal = true", "meeting earlier, ordinal", "number"),
        ("[[place]]", "[place]", "place", "list"),
        (
            '{ person = "lee", role = "Chief Executive" }',
            '"lee"',
            "meeting later, people 1",
            "table",
        ),
        ("date = 2025-11-12", "date = true", "meeting later, date", "date"),
    ],
)
def test_a_value_of_another_type_is_told_what_is_wanted(
    problems: Problems, edited: Edit, old: str, new: str, where: str, wanted: str
) -> None:
    found = {problem.where: problem for problem in problems(edited(old, new))}
    assert "expected" in found[where].message
    assert wanted in found[where].message


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("ordinal = 4", "ordinal = 0", "meeting earlier, ordinal"),
        ("ordinal = 4", "ordinal = 10000", "meeting earlier, ordinal"),
        ("ordinal = 4", f"ordinal = {'9' * 4_000}", "meeting earlier, ordinal"),
        ('"Small record"', '""', "title"),
        ('"Small record"', '" "', "title"),
        ('"Small record"', '" T"', "title"),
        ('"Two sides and two meetings."', '" \\n"', "about"),
        ('id = "lee"', 'id = "Lee"', "person 1, id"),
        ('id = "lee"', 'id = "-lee"', "person 1, id"),
        ('id = "lee"', 'id = "李"', "person 1, id"),
        ('id = "lee"', 'id = ""', "person 1, id"),
        ("https://example.org/report", "ftp://example.org", "source report, url"),
        ("https://example.org/report", "https://a b", "source report, url"),
        ("https://example.org/report", "javascript:alert(1)", "source report, url"),
        ('sources = ["report"]\n\n', "sources = []\n\n", "meeting later, sources"),
        ('by = ["hk", "beijing"]', "by = []", "meeting later, point 1, by"),
        ('cite = [{ source = "report", at = "p. 1" }]', "cite = []", "plan 14, milestone 1, cite"),
        ("date = 2025-11-12", 'date = "2025-11-31"', "meeting later, date"),
        ("date = 2025-11-12", "date = 2025-11-12T10:00:00", "meeting later, date"),
        ("date = 2025-11-12", "date = 10:00:00", "meeting later, date"),
        ("date = 2025-11-12", "date = 0", "meeting later, date"),
        ("date = 2025-11-12", "date = 10000", "meeting later, date"),
        ("date = 2025-11-12", "date = 2025.5", "meeting later, date"),
        ("date = 2025-11-12", "date = inf", "meeting later, date"),
    ],
)
def test_a_value_out_of_bounds_is_placed(
    problems: Problems, edited: Edit, old: str, new: str, where: str
) -> None:
    assert where in [problem.where for problem in problems(edited(old, new))]


@pytest.mark.parametrize(
    ("old", "new", "where", "hint"),
    [
        ("format = 1", 'format = "1"', "format", "write 1, without quotation marks"),
        ("ordinal = 4", 'ordinal = "4"', "meeting earlier, ordinal", "write 4, without"),
        ("ordinal = 4", 'ordinal = "IV"', "meeting earlier, ordinal", "such as ordinal = 4"),
        ("ordinal = 4", "ordinal = true", "meeting earlier, ordinal", "such as ordinal = 4"),
        ('"Small record"', '["Small record"]', "title", "take the [ ] away"),
        ('"Small record"', "2025-11-12", "title", "put it in quotation marks"),
        (
            'sectors = ["trade"]',
            "sectors = {}",
            "meeting later, point 1, sectors",
            "such as sectors = ",
        ),
        ('["香港"]', '[["香", "港"]]', "party hk, aka 1", 'such as aka = ["'),
        ('aka = ["香港"]', "aka.x.y = 1", "party hk, aka", 'such as aka = ["'),
        ('["14"]', '"14"', "meeting later, point 1, plans", "put it in [ ]"),
        ('["14"]', "{}", "meeting later, point 1, plans", 'such as plans = ["14"]'),
        ("people = []", 'people = ["lee"]', "meeting earlier, people 1", "[{ person ="),
        ("people = []", 'people = "lee"', "meeting earlier, people", "[{ person ="),
        ("ordinal = 4", 'remark = "R"', "meeting earlier, remark", "such as remark = { text ="),
        ("ordinal = 4", 'summary = "S"', "meeting earlier, summary", "such as summary = [{ text ="),
        ("ordinal = 4", 'point = "P"', "meeting earlier, point", "write [[meeting.point]]"),
        ("ordinal = 4", 'point = ["P"]', "meeting earlier, point 1", "write [[meeting.point]]"),
        ("ordinal = 4", "point = {}", "meeting earlier, point", "or write [[meeting.point]]"),
        ('kind = "hopes"', 'kind = ["hopes"]', "meeting later, point 1, kind", "one of: brings"),
        ('kind = "hopes"', 'kind = "hоpes"', "meeting later, point 1, kind", "U+043E CYRILLIC"),
        ('id = "lee"', 'id = "lеe"', "person 1, id", "U+0435 CYRILLIC SMALL LETTER IE"),
        ('party = "hk"', 'party = "hк"', "person lee, party", "U+043A CYRILLIC SMALL LETTER KA"),
        ('"beijing"]\n', '"bеijing"]\n', "meeting later, point 1, by 2", "did you mean 'beijing'?"),
        ("example.org/report", "example.org/a b", "source report, url", "write %20 for it"),
        ("example.org/report", "example.org/<b>", "source report, url", "write %3C for it"),
        ("https://example.org/report", "http://", "source report, url", "such as https://"),
    ],
)
def test_a_hint_says_what_form_is_due(
    problems: Problems, edited: Edit, old: str, new: str, where: str, hint: str
) -> None:
    found = {problem.where: problem for problem in problems(edited(old, new))}
    assert hint in found[where].hint


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("2025-11-12\n", "2025-11-12T10:00:00\n", "a date with a time of day"),
        ("2025-11-12\n", "10:00:00\n", "a time of day"),
        ("2025-11-12\n", "2025.5\n", "a decimal number"),
        ('"later"', "2025-11-12", "a date"),
    ],
)
def test_what_is_found_is_called_what_it_is(
    problems: Problems, edited: Edit, old: str, new: str, found: str
) -> None:
    assert problems(edited(old, new))[0].message.endswith(f"found {found}")


def test_every_key_that_is_missing_has_an_example(problems: Problems) -> None:
    text = "[[party]]\n[[person]]\n[[plan]]\n[[source]]\n[[meeting]]\n[[meeting.point]]\n"
    found = problems(f"{text}[[meeting.people]]\n[[plan.milestone]]\n")
    assert len(found) > 20
    assert all("missing" in problem.message and problem.hint for problem in found)


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ('plans = ["14"]', 'plan = ["14"]', "did you mean 'plans'?"),
        ('initiatives = ["hetao"]', 'initiative = ["hetao"]', "did you mean 'initiatives'?"),
        ('id = "lee"', 'id = "lee"\ntitle = "T"', "at the top of the file"),
        ('id = "lee"', 'id = "lee"\nsectors = ["T"]', "known: id, name"),
    ],
)
def test_a_key_is_looked_for_where_it_stands_before_it_is_sent_to_the_head(
    problems: Problems, edited: Edit, old: str, new: str, hint: str
) -> None:
    (problem,) = problems(edited(old, new))
    assert hint in problem.hint


def test_an_id_that_is_refused_is_not_suggested(problems: Problems, edited: Edit) -> None:
    given = edited('id = "trade"', 'id = "Zürich"').replace(
        'sectors = ["trade"]', 'sectors = ["zzz"]'
    )
    found = problems(given)
    assert [problem.where for problem in found] == [
        "sector 1, id",
        "meeting later, point 1, sectors 1",
    ]
    assert found[1].hint == "known: finance"


def test_a_text_is_shown_as_it_is(problems: Problems, edited: Edit) -> None:
    (problem,) = problems(edited('id = "lee"', "id = 'l\\e'"))
    assert problem.message.startswith("'l\\e' is")


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ('kind = "hopes"', 'kind = "hoped"', "hopes"),
        ('kind = "plenary"', 'kind = "plenery"', "plenary"),
    ],
)
def test_a_word_of_a_closed_list_brings_the_one_that_was_meant(
    problems: Problems, edited: Edit, old: str, new: str, meant: str
) -> None:
    (problem,) = problems(edited(old, new))
    assert f"did you mean '{meant}'?" in problem.hint
    assert "one of:" in problem.hint


@pytest.mark.parametrize(
    ("old", "new", "where", "meant"),
    [
        (
            'sectors = ["trade"]',
            'sectors = ["tarde"]',
            "meeting later, point 1, sectors 1",
            "trade",
        ),
        ('by = ["hk", "beijing"]', 'by = ["beijng"]', "meeting later, point 1, by 1", "beijing"),
        ('person = "lee"', 'person = "le"', "meeting later, people 1, person", "lee"),
        ('plans = ["14"]', 'plans = ["144"]', "meeting later, point 1, plans 1", "14"),
        (
            'initiatives = ["hetao"]',
            'initiatives = ["hetoa"]',
            "meeting later, point 1, initiatives 1",
            "hetao",
        ),
        ('mechanism = "hetao"', 'mechanism = "hetaoo"', "meeting earlier, mechanism", "hetao"),
        ('party = "hk"', 'party = "hkk"', "person lee, party", "hk"),
        ('parties = ["hk"]', 'parties = ["hkk"]', "initiative hetao, parties 1", "hk"),
        (
            '"report", at = "p. 1"',
            '"reprot", at = "p. 1"',
            "plan 14, milestone 1, cite 1, source",
            "report",
        ),
    ],
)
def test_a_dangling_reference_brings_the_id_that_was_meant(
    problems: Problems, edited: Edit, old: str, new: str, where: str, meant: str
) -> None:
    (problem,) = problems(edited(old, new))
    assert problem.where == where
    assert f"did you mean '{meant}'?" in problem.hint


def test_a_reference_like_no_id_brings_the_ids_there_are(problems: Problems, edited: Edit) -> None:
    (problem,) = problems(edited('sectors = ["trade"]', 'sectors = ["zzz"]'))
    assert "'zzz'" in problem.message
    assert problem.hint == "known: trade, finance"


def test_of_many_ids_as_many_are_named_as_have_room(problems: Problems, edited: Edit) -> None:
    sectors = "".join(f'[[sector]]\nid = "s{number:04}"\nname = "S"\n\n' for number in range(2000))
    bent = edited('sectors = ["trade"]', 'sectors = ["zzz"]').replace(
        "[[initiative]]", f"{sectors}[[initiative]]", 1
    )
    (problem,) = problems(bent)
    assert problem.hint.startswith("known: trade, finance, s0000, s0001")
    assert problem.hint.endswith(" and 1,988 more")
    assert len(problem.hint) < 130


def test_where_there_are_no_ids_one_is_to_be_added(problems: Problems, small: str) -> None:
    start = small.index("[[place]]")
    without = small[:start] + small[small.index("[[plan]]") :]
    found = problems(without)
    assert {problem.hint for problem in found} == {"add a [[place]] with this id"}


def test_an_empty_reference_dangles(problems: Problems, edited: Edit) -> None:
    (problem,) = problems(edited('sectors = ["trade"]', 'sectors = [""]'))
    assert problem.where == "meeting later, point 1, sectors 1"


def test_a_reference_to_another_kind_of_thing_dangles(problems: Problems, edited: Edit) -> None:
    (problem,) = problems(edited('sectors = ["trade"]', 'sectors = ["hetao"]'))
    assert problem.where == "meeting later, point 1, sectors 1"


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('id = "beijing"', 'id = "hk"', ("party", 1, "id")),
        ('id = "finance"', 'id = "trade"', ("sector", 1, "id")),
        ('id = "earlier"', 'id = "later"', ("meeting", 1, "id")),
    ],
)
def test_an_id_is_unique_in_its_kind(
    problems: Problems, edited: Edit, old: str, new: str, path: tuple[str, int, str]
) -> None:
    found = {problem.path: problem for problem in problems(edited(old, new))}
    assert "is already used" in found[path].message
    assert f"{path[0]} 1 has it" in found[path].hint


def test_an_id_may_be_used_again_in_another_kind(problems: Problems, edited: Edit) -> None:
    assert problems(edited('id = "house"', 'id = "hk"').replace('"house"', '"hk"')) == []


def test_all_problems_come_at_once_and_in_file_order(problems: Problems, small: str) -> None:
    text = small
    for old, new in (
        ('title = "Small record"', "title = 5"),
        ('name = "Beijing"', 'name = ""'),
        ('party = "hk"', 'party = "hkk"'),
        ("end = 2025", "end = 0"),
        ('kind = "hopes"', 'kind = "hoped"'),
        ('plans = ["14"]', 'plans = ["x", "14", "y"]'),
        ("ordinal = 4", "ordinal = 0"),
    ):
        assert old in text
        text = text.replace(old, new)
    assert [problem.where for problem in problems(text)] == [
        "title",
        "party beijing, name",
        "person lee, party",
        "plan 14, end",
        "meeting later, point 1, kind",
        "meeting later, point 1, plans 1",
        "meeting later, point 1, plans 3",
        "meeting earlier, ordinal",
    ]


def test_an_unknown_key_stands_in_its_place_among_the_problems(
    problems: Problems, edited: Edit
) -> None:
    text = edited('party = "hk"', 'party = "hkk"\nzzz = 1').replace("ordinal = 4", "ordinal = 0")
    assert [problem.where for problem in problems(text)] == [
        "person lee, party",
        "person lee, zzz",
        "meeting earlier, ordinal",
    ]


def test_a_problem_reads_as_file_line_column_where_message_hint() -> None:
    assert str(Problem("f", "m")) == "f: m"
    assert str(Problem("f", "m", hint="h", line=3)) == "f:3: m (h)"
    assert str(Problem("f", "m", "w", line=3, column=4)) == "f:3:4: w: m"
    assert str(Problem("f", "m", "w", column=4)) == "f: w: m"


@pytest.mark.parametrize(
    ("key", "shown"), [("", '""'), ("k" * 61, "k" * 59 + "…"), ("kind ", '"kind "')]
)
def test_an_empty_key_and_a_long_one_are_told_in_short(
    problems: Problems, small: str, key: str, shown: str
) -> None:
    (problem,) = problems(f'"{key}" = 1\n{small}')
    assert problem.where == shown
    assert problem.path == (key,)


def test_a_plan_that_ends_before_it_starts_is_refused(problems: Problems, small: str) -> None:
    (problem,) = problems(small.replace("end = 2025", "end = 2020"))
    assert problem.message == "the plan ends before it starts"
    assert problem.where == "plan 14, end"


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ('sectors = ["trade"]', 'sector = "trade"', 'write sectors = ["trade"]'),
        ('plans = ["14"]', 'plan = "14"', 'write plans = ["14"]'),
        ('plans = ["14"]', "plan = 14", "did you mean 'plans'?"),
        ('plans = ["14"]', f'plan = "{"1" * 61}"', "did you mean 'plans'?"),
        ('plans = ["14"]', 'plan = "\\u202e14"', "did you mean 'plans'?"),
        ('kind = "hopes"', 'kinds = "hopes"', "did you mean 'kind'?"),
    ],
)
def test_a_text_under_the_singular_of_a_list_brings_the_list_to_write(
    problems: Problems, edited: Edit, old: str, new: str, hint: str
) -> None:
    (problem,) = problems(edited(old, new))
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("date", "end", "is_refused"),
    [
        ("2025-11-12", "2025-11-11", True),
        ("2025-11-12", "2025-11-12", False),
        ("2025-11-12", "2025-11-14", False),
        ("2025-11-12", '"2025-10"', True),
        ("2025-11-12", '"2025-11"', False),
        ("2025", '"2025-01"', False),
        ("2025", "2024", True),
    ],
)
def test_a_meeting_that_ends_before_it_begins_is_refused(
    problems: Problems, edited: Edit, date: str, end: str, is_refused: bool
) -> None:
    found = problems(edited("date = 2025-11-12\n", f"date = {date}\nend = {end}\n"))
    assert [(problem.where, problem.message) for problem in found] == [
        ("meeting later, end", "the meeting ends before it begins")
    ] * is_refused


POINT = """
[[meeting.point]]
id = "more"
sectors = []
by = ["hk"]
kind = "notes"
text = "It is noted."
cite = "report"
"""


def test_the_id_of_a_point_is_unique_in_its_meeting(problems: Problems, small: str) -> None:
    assert (
        problems(f"{small}{POINT}".replace('sectors = ["trade"]', 'id = "more"\nsectors = []'))
        == []
    )
    (problem,) = problems(f"{small}{POINT}{POINT}")
    assert problem.where == "meeting earlier, point 2, id"
    assert problem.path == ("meeting", 1, "point", 1, "id")
    assert problem.line == f"{small}{POINT}".count("\n") + 3
    assert problem.message == "the id 'more' is already used"
    assert problem.hint == "point 1 has it; each point needs an id of its own"


@pytest.mark.parametrize("table", ["point", "area"])
def test_a_sector_is_listed_once(problems: Problems, small: str, table: str) -> None:
    part = POINT if table == "point" else '\n[[meeting.area]]\nsectors = []\ncite = "report"\n'
    once = small + part.replace("[]", '["trade", "finance"]')
    assert problems(once) == []
    (problem,) = problems(once.replace('"finance"]', '"finance", "trade"]'))
    assert problem.where == f"meeting earlier, {table} 1, sectors 3"
    assert problem.message == "'trade' is listed twice"
    assert problem.hint == "sectors 1 is the same"


def test_a_text_under_the_singular_of_a_list_is_only_repeated_if_it_may_be_an_id(
    small: str,
) -> None:
    document = tomli.loads(small.replace('sectors = ["trade"]', 'sector = "games"'))
    (problem,) = validate(document, "record.toml", is_complete=False)
    assert problem.hint == 'write sectors = ["games"]'
    (problem,) = validate(document, "record.toml")
    assert problem.hint == (
        "write 'sectors', a list; there is no sector 'games': known: trade, finance"
    )
