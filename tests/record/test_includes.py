"""Files of shared tables that a record includes."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple

from coop_tui.record.characters import first_forbidden
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.loader import load, parse
from coop_tui.record.toml_writer import to_toml

INCLUDE = 'include = ["shared/people.toml", "shared/plans.toml"]\n'
LEE = '[[person]]\nid = "lee"\nname = "John Lee"\nparty = "hk"\n\n'
PLAN = '[[plan]]\nid = "14"\nname = "14th Five-Year Plan"\nstart = 2021\nend = 2025\n\n'


@pytest.fixture
def folder(tmp_path: Path, small: str) -> Path:
    """A record whose person and plan stand in two files that it includes."""
    milestone = small.index("[[plan.milestone]]")
    head, own = small[:milestone], small[small.index("[[sector]]") :]
    assert LEE in head
    assert PLAN in head
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/people.toml").write_text(f"format = 1\n\n{LEE}")
    (tmp_path / "shared/plans.toml").write_text(f"format = 1\n\n{PLAN}")
    without = head.replace(LEE, "").replace(PLAN, "")
    (tmp_path / "record.toml").write_text(
        without.replace("[[party]]", f"{INCLUDE}\n[[party]]", 1) + own, "utf-8"
    )
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), "utf-8")


def refusal(path: Path | str) -> list[Problem]:
    with pytest.raises(RecordError) as caught:
        load(path)
    return caught.value.problems


def lines(folder: Path) -> list[str]:
    """What is said of the record; a file is named from its folder."""
    return [str(one).replace(f"{folder}/", "") for one in refusal(folder / "record.toml")]


def test_what_is_included_stands_before_what_the_record_has_itself(folder: Path) -> None:
    (folder / "shared/people.toml").write_text(
        'format = 1\n[[party]]\nid = "central"\nname = "Central"\n' + LEE, "utf-8"
    )
    record = load(folder / "record.toml")
    assert list(record.dossier.party) == ["central", "hk", "beijing"]
    assert list(record.dossier.plan) == ["14"]
    assert record.includes == (folder / "shared/people.toml", folder / "shared/plans.toml")


def test_an_included_table_is_as_one_of_the_record(folder: Path, small: str) -> None:
    whole = parse(small.encode(), "r")
    included = load(folder / "record.toml").dossier
    assert astuple(included.person["lee"]) == astuple(whole.person["lee"])
    assert included.meetings == whole.meetings


def test_a_link_to_a_record_includes_what_is_beside_the_record(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    link = folder / "elsewhere/link.toml"
    link.symlink_to(folder / "record.toml")
    assert list(load(link).dossier.person) == ["lee"]
    change(folder / "shared/people.toml", "John Lee", "")
    (problem,) = refusal(link)
    assert problem.file == str(folder / "shared/people.toml")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("7", "7:12: include 1: expected text, found the number 7 (put it in quotation marks)"),
        (
            '"../people.toml"',
            "7:12: include 1: '../people.toml' is not a path inside the record's folder "
            "(a file beside a record lies in its folder, or below: texts/report.txt)",
        ),
        (
            '"/etc/passwd"',
            "7:12: include 1: '/etc/passwd' is not a path inside the record's folder "
            "(a file beside a record lies in its folder, or below: texts/report.txt)",
        ),
        (
            '"out.toml"',
            "7:12: include 1: 'out.toml' is a link that leads out of the record's folder "
            "(a file beside a record lies in its folder, or below: texts/report.txt)",
        ),
        ('""', "7:12: include 1: the text is empty"),
        ('"shared"', "7:12: include 1: 'shared' is a folder (name a file in it)"),
        ('"pipe"', "7:12: include 1: 'pipe' is a device or a pipe (name a file)"),
        (
            '"absent.toml"',
            "7:12: include 1: there is no file 'absent.toml' in the record's folder "
            "(the path is relative to the record)",
        ),
        (
            '"record.toml"',
            "7:12: include 1: 'record.toml' is the record itself (name a file of shared tables)",
        ),
        ('"record.toml/x"', "7:12: include 1: 'record.toml/x' cannot be read: Not a directory"),
        (
            '"\\u202eshared"',
            "7:13: include 1: the text contains U+202E RIGHT-TO-LEFT OVERRIDE "
            "(it cannot be shown safely: remove it)",
        ),
    ],
)
def test_a_file_that_cannot_be_included_is_told_where_it_is_named(
    folder: Path, written: str, said: str
) -> None:
    (folder.parent / "outside.toml").write_text("format = 1\n")
    (folder / "out.toml").symlink_to(folder.parent / "outside.toml")
    os.mkfifo(folder / "pipe")
    change(folder / "record.toml", '"shared/people.toml"', written)
    change(folder / "record.toml", "format = 1\n", "format = 1\n\n\n")
    assert lines(folder) == [f"record.toml:{said}"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (b"", [": the file is empty (a record begins with: format = 1)"]),
        (b"format = 1\n# caf\xe9\n", [":2:6: byte 0xE9 is not UTF-8 (save it as UTF-8)"]),
        (b"\xff\xfef\0", [": the file is in UTF-16, and not in UTF-8 (save it as UTF-8)"]),
        (
            b"format = one\n",
            [':1:10: not TOML: invalid value (text stands in quotation marks: "one")'],
        ),
        (LEE.encode(), [": 'format' is missing (begin the file with: format = 1)"]),
        (b"format = 2\n" + LEE.encode(), [":1:1: format: expected format 1 (write 1)"]),
        (b"format = true\n" + LEE.encode(), [":1:1: format: expected format 1 (write 1)"]),
        (b"format = 1.0\n" + LEE.encode(), [":1:1: format: expected format 1 (write 1)"]),
        (
            b"format = 1\n\n[[persons]]\nid = 'lee'\n",
            [":3:3: persons: there is no such key (did you mean 'person'?)"],
        ),
        (
            b"format = 1\nauthor = 'A'\n" + LEE.encode(),
            [
                ":2:1: author: there is no such key (known: format, party, person, place, plan, "
                "sector, initiative, source)"
            ],
        ),
        (
            b"format = 1\n[person]\nid = 'lee'\n",
            [":2:2: person: expected a list of tables (write [[person]])"],
        ),
        (
            b"format = 1\nperson = ['lee']\n",
            [
                ":2:11: person 1: expected a table, found text "
                '(such as person = [{ id = "john-lee", name = "John Lee" }])'
            ],
        ),
        (
            b"format = 1\n" + LEE.replace("John Lee", "").encode(),
            [":4:1: person lee, name: the text is empty"],
        ),
        (
            b"format = 1\n" + LEE.replace('"hk"', '"hkk"').encode(),
            [":5:1: person lee, party: there is no party 'hkk' (did you mean 'hk'?)"],
        ),
        (
            b"format = 1\n" + LEE.replace('"lee"', '"Lee"').encode(),
            [
                ":3:1: person 1, id: 'Lee' is not a valid id (an id is lower-case letters a to z, "
                "digits, '-', '_' and '.', and begins with a letter or digit)"
            ],
        ),
        (
            b"format = 1\n" + LEE.replace("John", "John\\u202e").encode(),
            [
                ":4:13: person lee, name: the text contains U+202E RIGHT-TO-LEFT OVERRIDE "
                "(it cannot be shown safely: remove it)"
            ],
        ),
    ],
)
def test_a_mistake_in_an_included_file_is_told_where_it_is(
    folder: Path, written: bytes, said: list[str]
) -> None:
    (folder / "shared/people.toml").write_bytes(written)
    assert lines(folder) == [f"shared/people.toml{one}" for one in said]


@pytest.mark.parametrize(
    ("key", "value"), [("title", '"T"'), ("about", '"A"'), ("include", "[]"), ("meeting", "[]")]
)
def test_what_belongs_in_the_record_is_refused_in_an_included_file(
    folder: Path, key: str, value: str
) -> None:
    change(folder / "shared/people.toml", "format = 1\n", f"format = 1\n{key} = {value}\n")
    assert lines(folder) == [
        f"shared/people.toml:2:1: {key}: this belongs in the record itself (an included file "
        "holds format = 1 and tables: party, person, place, plan, sector, initiative, source)"
    ]


def test_of_a_whole_record_that_is_included_only_the_head_is_told(folder: Path, small: str) -> None:
    (folder / "shared/people.toml").write_text(small, "utf-8")
    assert [line.partition(": this")[0] for line in lines(folder)] == [
        "shared/people.toml:2:1: title",
        "shared/people.toml:3:1: about",
        "shared/people.toml:55:3: meeting",
    ]


@pytest.mark.parametrize(
    ("again", "said"),
    [
        ("shared/people.toml", "'shared/people.toml' is listed twice (include 1 is the same)"),
        (
            "./shared/people.toml",
            "'./shared/people.toml' is included already (include 1 is the same file)",
        ),
        ("link.toml", "'link.toml' is included already (include 1 is the same file)"),
    ],
)
def test_a_file_is_included_once(folder: Path, again: str, said: str) -> None:
    (folder / "link.toml").symlink_to(folder / "shared/people.toml")
    change(folder / "record.toml", '"shared/plans.toml"', f'"shared/plans.toml", "{again}"')
    assert lines(folder) == [f"record.toml:5:55: include 3: {said}"]


def test_an_id_is_given_once_in_all_files_together(folder: Path) -> None:
    more = '[[party]]\nid = "hk"\nname = "Hong Kong"\n\n'
    change(folder / "shared/people.toml", LEE, f"{more}{LEE}{LEE}")
    change(folder / "shared/plans.toml", PLAN, f"{LEE}{PLAN}")
    again = "the id {!r} is already used"
    found = {
        (one.file.removeprefix(f"{folder}/"), one.line): (one.where, one.message, one.hint)
        for one in refusal(folder / "record.toml")
    }
    first = f"person 1 of {folder}/shared/people.toml"
    assert found == {
        ("record.toml", 8): (
            "party 1, id",
            again.format("hk"),
            f"party 1 of {folder}/shared/people.toml has it; each party needs an id of its own",
        ),
        ("shared/people.toml", 13): (
            "person 2, id",
            again.format("lee"),
            "person 1 has it; each person needs an id of its own",
        ),
        ("shared/plans.toml", 4): (
            "person 1, id",
            again.format("lee"),
            f"{first} has it; each person needs an id of its own",
        ),
    }


def test_an_entry_is_called_by_its_number_in_its_own_file(folder: Path) -> None:
    # An id that begins like the number must stay as it is.
    more = '[[person]]\nid = "2x"\nname = ""\n\n[[person]]\nname = "Nobody"\n\n'
    change(folder / "shared/plans.toml", PLAN, f"{PLAN}{more}")
    assert lines(folder) == [
        "shared/plans.toml:11:1: person 2x, name: the text is empty",
        "shared/plans.toml:13:1: person 2: 'id' is missing (such as id = \"john-lee\")",
    ]


def test_all_problems_come_at_once_and_those_of_the_record_first(folder: Path) -> None:
    change(folder / "shared/people.toml", "John Lee", "")
    change(folder / "shared/plans.toml", "format = 1", "format = one")
    change(folder / "record.toml", "ordinal = 4", "ordinal = 0")
    change(folder / "record.toml", '"shared/plans.toml"]', '"shared/plans.toml", "absent.toml"]')
    assert [
        (one.file.removeprefix(f"{folder}/"), one.where) for one in refusal(folder / "record.toml")
    ] == [
        ("record.toml", "include 3"),
        ("record.toml", "meeting earlier, ordinal"),
        ("shared/people.toml", "person lee, name"),
        ("shared/plans.toml", ""),
    ]


@pytest.mark.parametrize("include", ['"shared/people.toml"', "5", '["absent.toml"]', "[5]"])
def test_what_may_be_in_a_file_that_is_not_included_is_not_missing(
    folder: Path, include: str
) -> None:
    change(folder / "record.toml", INCLUDE, f"include = {include}\n")
    (problem,) = refusal(folder / "record.toml")
    assert problem.path[0] == "include"


def test_a_table_in_the_place_of_a_list_does_not_hide_what_is_included(folder: Path) -> None:
    change(folder / "record.toml", "[[place]]", '[person]\nid = "other"\n\n[[place]]')
    (problem,) = refusal(folder / "record.toml")
    assert (problem.where, problem.line) == ("person", 16)
    assert problem.hint == "put it in [ ], or write [[person]]"


def test_a_record_on_standard_input_includes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (folder / "record.toml").read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    (problem,) = refusal("-")
    assert str(problem) == (
        "<stdin>:5:1: include: the record is not in a folder, and so nothing can be included "
        "(give the record as a file, and not on standard input)"
    )


def test_a_file_that_may_not_be_read_says_why(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "people.toml":
            raise PermissionError(13, "refused")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert lines(folder) == [
        "record.toml:5:12: include 1: 'shared/people.toml' cannot be read: Permission denied"
    ]


@pytest.mark.parametrize("form", ["{}", "./{}"])
def test_a_file_is_called_as_the_record_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(folder)
    change(folder / "shared/people.toml", "John Lee", "")
    (problem,) = refusal(form.format("record.toml"))
    assert problem.file == form.format("shared/people.toml")


HEADS = ("format = 1\n", "format = 2\n", 'title = "T"\n', "person = 5\n", "[place]\n")
TABLES = (LEE, PLAN, "[[person]]\n", 'id = "hk"\n', "[[sector]]\nid = 1\n", "[[meeting]]\n")
PARTS = st.sampled_from([*HEADS, *TABLES, "\x1b", "= 1", "\ufeff"])


@given(
    names=st.lists(
        st.sampled_from(["shared/people.toml", "shared/plans.toml", "record.toml"])
        | st.text(max_size=5)
        | st.integers(0, 9),
        max_size=3,
    ),
    texts=st.lists(PARTS, max_size=6),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_included_it_is_a_record_or_problems_in_named_places(
    folder: Path, small: str, names: list[str | int], texts: list[str]
) -> None:
    (folder / "shared/people.toml").write_text("".join(texts), "utf-8")
    include = ", ".join(map(to_toml, names))
    text = small.replace("format = 1\n", f"format = 1\ninclude = [{include}]\n", 1)
    (folder / "record.toml").write_text(text, "utf-8")
    try:
        load(folder / "record.toml")
    except RecordError as error:
        files = {
            str(folder / name)
            for name in ("record.toml", "shared/people.toml", "shared/plans.toml")
        }
        for problem in error.problems:
            assert problem.file in files
            assert first_forbidden(str(problem)) is None
            assert problem.line is not None or not problem.path
        places = [(one.file, one.path, one.message) for one in error.problems]
        assert len(set(places)) == len(places)
