from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import tomli

from coop_tui.cli.check import check
from coop_tui.query.placeholders import PLACEHOLDERS
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.loading.loader import load
from coop_tui.record.loading.short_citations import expand_citations
from coop_tui.record.schema import json_schema
from coop_tui.scaffold.skeleton import SCHEMA_FILE, skeleton


def uncommented(text: str) -> str:
    """The text with every key and table that stands behind a ``#``."""
    return re.sub(r"^#(?=[a-z_]+ = |\[\[|  \{)", "", text, flags=re.MULTILINE)


def keys(value: Any, table: dict[str, Any], schema: dict[str, Any]) -> set[tuple[str, str]]:
    """Every key of a table and of those in it, with the title of its type."""
    found = {(table["title"], key) for key in value}
    for key, inner in value.items():
        about = table["properties"][key]
        for name in set(re.findall(r"#/\$defs/(\w+)", str(about))):
            for one in inner if isinstance(inner, list) else [inner]:
                found |= keys(one, schema["$defs"][name], schema)
    return found


def of_placeholders(problems: list[Problem]) -> bool:
    return all(one.warning and "is a placeholder" in one.message for one in problems)


@pytest.fixture
def in_full(tmp_path: Path) -> Path:
    """The skeleton with all that can be left out, and the files that it names.

    Its point is a commitment, for nothing else can be due.
    """
    text = uncommented(skeleton().decode())
    for name, content in (
        ("record.toml", text.replace('kind = "notes"', 'kind = "agrees"')),
        ("shared/people.toml", "format = 1\n"),
        ("sources/first-source.txt", "There are a few exact words in it."),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return tmp_path / "record.toml"


def test_check_finds_placeholders_in_it_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "record.toml"
    path.write_bytes(skeleton())
    problems = check([str(path)])
    assert of_placeholders(problems)
    lines = skeleton().decode().splitlines()
    placed = [lines[problem.line - 1] for problem in problems if problem.line]
    texts = [line for line in lines if any(f'"{text}"' in line for text in PLACEHOLDERS)]
    untold = ["date = 2000-01-01", 'kind = "plenary"']  # not to be told from facts by themselves
    assert [line for line in placed if line in untold] == untold
    left = [line for line in placed if line not in untold]
    assert left == [line for line in texts if not line.startswith("#")]
    assert len(placed) == len(problems) > 10


def test_with_all_that_can_be_left_out_check_finds_no_more_than_placeholders(in_full: Path) -> None:
    assert not re.search(r"^#[^:\s]", in_full.read_text("utf-8"), flags=re.MULTILINE)
    problems = check([str(in_full)])
    assert of_placeholders(problems)
    warned = "\n".join(map(str, problems))
    assert {text for text in PLACEHOLDERS if f"'{text}' is a placeholder" in warned} == PLACEHOLDERS
    meeting = load(in_full).dossier.meetings[0]
    assert [one.person for one in meeting.people][2:] == ["third-person", "first-guest"]


def test_its_first_line_names_the_schema_and_the_next_say_how_to_get_it() -> None:
    lines = skeleton().decode().splitlines()
    assert lines[0] == f"#:schema ./{SCHEMA_FILE}"
    assert f"coop-tui schema > {SCHEMA_FILE}" in "\n".join(lines[:8])


def test_it_has_every_key_that_a_record_may_have() -> None:
    schema = json_schema()
    document = tomli.loads(uncommented(skeleton().decode()))
    expand_citations(document)
    assert keys(document, schema, schema) == {
        (table["title"], key)
        for table in (schema, *schema["$defs"].values())
        for key in table["properties"]
    }


def test_it_cites_in_short_where_there_is_no_quotation() -> None:
    text = skeleton().decode()
    assert 'cite = "first-source ¶1"' in text.splitlines()
    assert all("quote" in line for line in text.splitlines() if "cite = [" in line)


def test_it_says_what_every_key_means() -> None:
    prose = " ".join(re.findall(r"^# +(.*)$", skeleton().decode(), flags=re.MULTILINE))
    schema = json_schema()
    for table in (schema, *schema["$defs"].values()):
        for key, about in table["properties"].items():
            if table is schema and "$ref" in about.get("items", {}):
                continue  # what its tables are is said instead
            for line in about["description"].splitlines():
                assert line.removeprefix("- ") in prose, key


def test_it_lists_every_word_of_a_closed_list() -> None:
    lines = skeleton().decode().splitlines()
    assert '# One of: "in-person", "by-video", "both".' in lines
    assert '# One of: "in-full", "in-part".' in lines
    for table in json_schema()["$defs"].values():
        for about in table["properties"].values():
            for word in about.get("enum", ()):
                assert re.search(rf'^# .*["`]{word}["`]', "\n".join(lines), flags=re.MULTILINE)


def test_it_says_nothing_twice() -> None:
    said = re.findall(r"^# (?! )(.*)$", skeleton().decode(), flags=re.MULTILINE)
    assert len(said) == len(set(said))
    assert len(said) > 50


def test_what_can_be_left_out_stands_behind_a_mark() -> None:
    document = tomli.loads(skeleton().decode())
    (meeting,) = document["meeting"]
    schema = json_schema()["$defs"]["Meeting"]
    assert set(meeting) == {*schema["required"], "places", "mechanism", "point"}
    assert len(document["person"]) == len(meeting["people"]) == 2
    for line in ("#ordinal = 1", '#recorded = "in-full"', '#include = ["shared/people.toml"]'):
        assert f"\n{line}\n" in skeleton().decode()
