from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.introspect import fields_of
from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier

Problems = Callable[[str | bytes], list[Problem]]

CITE = 'cite = [{ source = "report", at = "p. 1", quote = "x" }]'
CLAIM = f'text = "A claim."\n{CITE}\nremark = {{ text = "A note.", {CITE} }}\n'
MORE = f"""
remark = {{ text = "A note.", {CITE} }}
[[meeting.summary]]
{CLAIM}
[[meeting.outlook]]
{CLAIM}
[[meeting.area]]
sectors = ["finance"]
title = "Areas"
{CITE}
remark = {{ text = "A note.", {CITE} }}
[[meeting.point]]
id = "listed"
sectors = ["finance"]
by = ["hk"]
speaker = "lee"
to = ["beijing"]
kind = "notes"
document = "Memorandum"
{CLAIM}
[[source]]
id = "other"
title = "Other"
publisher = "Publisher"
type = "news"
side = "hk"
accessed = 2025
archived = "https://example.org/archive"
text = "other.txt"
remark = {{ text = "A note.", {CITE} }}
[[plan]]
id = "15"
name = "15th Five-Year Plan"
short = "15th"
aka = ["十五五"]
start = 2026
end = 2030
[[plan.about]]
{CLAIM}
[[plan.milestone]]
date = 2026
{CLAIM}
[[initiative]]
id = "other"
name = "Other"
parties = ["beijing"]
aka = ["其他"]
[[initiative.about]]
{CLAIM}
[[initiative.milestone]]
date = 2026
{CLAIM}
[[person]]
id = "yin"
name = "Yin Yong"
party = "beijing"
aka = ["殷勇"]
[[person]]
id = "song"
name = "Song Zhe"
body = "An office"
[[party]]
id = "other"
name = "Other"
short = "O"
[[place]]
id = "other"
name = "Other"
short = "O"
aka = ["其他"]
[[sector]]
id = "other"
name = "Other"
short = "O"
aka = ["其他"]
[[meeting]]
id = "last"
date = 2025-11-12
end = 2025-11-14
title = "Last meeting"
held = "both"
kind = "visit"
recorded = "in-full"
areas_named = 8
people = [{{ person = "lee", role = "Guest", party = "hk", body = "An office" }}]
sources = ["report"]
[[meeting.point]]
sectors = ["finance"]
by = ["hk"]
kind = "agrees"
follows = ["earlier/listed"]
due = 2030
{CLAIM}
[[meeting.point.outcome]]
date = 2026
result = "done"
by = ["hk"]
{CLAIM}
"""

IDS = (
    "earlier/listed",
    "hk",
    "beijing",
    "lee",
    "house",
    "14",
    "trade",
    "finance",
    "hetao",
    "report",
)


def references(text: str) -> Iterator[tuple[int, int]]:
    """Where the record refers to something by its id."""
    for match in re.finditer(rf'"({"|".join(IDS)})"', text):
        if not text[: match.start()].endswith("id = "):
            yield match.span()


def used(value: Any) -> Iterator[tuple[str, str]]:
    """Every struct and field that holds something."""
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            entry = getattr(value, name)
            if entry not in (None, "", ()):
                yield type(value).__name__, name
            yield from used(entry)
    elif isinstance(value, tuple):
        for entry in value:
            yield from used(entry)


def known(table: type[msgspec.Struct]) -> Iterator[tuple[str, str]]:
    """Every field of the format, with the name of its table class."""
    for field in fields_of(table).values():
        yield table.__name__, field.name
        if field.is_table:
            yield from known(field.type)


@pytest.fixture(scope="module")
def full(small: str) -> str:
    return small + MORE


def test_the_full_record_uses_every_key_of_the_model(full: str, tmp_path: Path) -> None:
    (tmp_path / "shared.toml").write_text("format = 1\n")
    including = f'include = ["shared.toml"]\n{full}'
    assert set(used(parse(including.encode(), "r", tmp_path))) == set(known(Dossier))


def test_a_reference_to_nothing_is_found_wherever_it_stands(problems: Problems, full: str) -> None:
    spans = list(references(full))
    assert len(spans) > 30
    for start, end in spans:
        found = problems(f'{full[:start]}"nowhere"{full[end:]}')
        assert ["'nowhere'" in problem.message for problem in found] == [True], full[:end][-60:]


def test_an_empty_reference_in_a_key_that_can_be_left_out_is_found(
    problems: Problems, small: str
) -> None:
    assert 'mechanism = "hetao"' in small
    (problem,) = problems(small.replace('mechanism = "hetao"', 'mechanism = ""'))
    assert problem.message == "there is no initiative ''"
