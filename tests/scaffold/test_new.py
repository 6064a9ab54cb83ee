from __future__ import annotations

import datetime
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.main import main
from coop_tui.paths import shipped_record
from coop_tui.record.dates import Date
from coop_tui.record.kinds import Kind
from coop_tui.record.loading.loader import load, parse
from coop_tui.record.schema import json_schema
from coop_tui.record.tables import LAST_ORDINAL
from coop_tui.record.toml_writer import key_value, to_toml
from coop_tui.scaffold.next_meeting import ClosedListError, with_next_meeting
from coop_tui.scaffold.skeleton import SCHEMA_FILE, skeleton

TODAY = datetime.date(2025, 12, 1)
Outcome = tuple[int, bytes, str]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Outcome]:
    def ran(*arguments: str) -> Outcome:
        with pytest.raises(SystemExit) as end:
            main(arguments)
        out, err = capsysbinary.readouterr()
        return int(end.value.code or 0), out, err.decode()

    return ran


def uncommented(text: str) -> str:
    """The text with every key and table that stands behind a ``#``."""
    return re.sub(r"^#(?=[a-z\[ ] ?[^#\s]*( =|\]\]$))", "", text, flags=re.MULTILINE)


def keys(value: Any, table: dict[str, Any], schema: dict[str, Any]) -> set[tuple[str, str]]:
    """Every key of a table and of those in it, with the title of its type."""
    found = {(table["title"], key) for key in value}
    for key, inner in value.items():
        about = table["properties"][key]
        if name := about.get("items", about).get("$ref", "").rpartition("/")[2]:
            for one in inner if isinstance(inner, list) else [inner]:
                found |= keys(one, schema["$defs"][name], schema)
    return found


# ── The skeleton ──


def test_the_skeleton_is_a_record_with_nothing_amiss(
    run: Callable[..., Outcome], tmp_path: Path
) -> None:
    path = tmp_path / "record.toml"
    assert run("new", str(path)) == (0, b"", f"wrote {path}\n")
    assert path.read_bytes() == skeleton()
    assert run("check", "--strict", str(path)) == (0, b"", "")
    assert run("export", "dossier", str(path))[0] == 0


def test_its_first_line_names_the_schema_and_the_next_say_how_to_get_it() -> None:
    lines = skeleton().decode().splitlines()
    assert lines[0] == f"#:schema ./{SCHEMA_FILE}"
    assert f"coop-tui schema > {SCHEMA_FILE}" in "\n".join(lines[:8])


def test_it_is_a_record_with_all_that_can_be_left_out_as_well() -> None:
    text = uncommented(skeleton().decode())
    assert not re.search(r"^#[^:\s]", text, flags=re.MULTILINE)
    parse(text.encode(), "record.toml")


def test_it_has_every_key_that_a_record_may_have() -> None:
    schema = json_schema()
    document = tomli.loads(uncommented(skeleton().decode()))
    assert keys(document, schema, schema) == {
        (table["title"], key)
        for table in (schema, *schema["$defs"].values())
        for key in table["properties"]
    }


def test_it_says_what_every_key_means() -> None:
    prose = " ".join(re.findall(r"^# +(.*)$", skeleton().decode(), flags=re.MULTILINE))
    schema = json_schema()
    for table in (schema, *schema["$defs"].values()):
        for key, about in table["properties"].items():
            if table is schema and "$ref" in about.get("items", {}):
                continue  # what its tables are is said instead
            for line in about["description"].splitlines():
                assert line.removeprefix("- ") in prose, key


def test_it_says_nothing_twice() -> None:
    said = re.findall(r"^# (?! )(.*)$", skeleton().decode(), flags=re.MULTILINE)
    assert len(said) == len(set(said))
    assert len(said) > 50


def test_what_can_be_left_out_stands_behind_a_mark() -> None:
    document = tomli.loads(skeleton().decode())
    (meeting,) = document["meeting"]
    schema = json_schema()["$defs"]["Meeting"]
    assert set(meeting) == {*schema["required"], "mechanism", "point"}
    assert "#ordinal = 1\n" in skeleton().decode()


def test_a_dash_is_standard_output(run: Callable[..., Outcome]) -> None:
    assert run("new", "-") == (0, skeleton(), "")


def test_a_file_that_exists_is_left_as_it_was(run: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "record.toml"
    path.write_text("mine")
    status, out, err = run("new", str(path))
    assert (status, out) == (ExitStatus.UNWRITABLE, b"")
    assert str(path) in err
    assert "exists already" in err
    assert "--force" not in err
    assert path.read_text() == "mine"


def test_what_cannot_be_written_exits_with_3_and_the_absolute_path(
    run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, reason in ((".", "is a folder"), ("absent/record.toml", "No such file")):
        status, out, err = run("new", name)
        assert (status, out) == (ExitStatus.UNWRITABLE, b"")
        assert str((tmp_path / name).absolute()) in err
        assert reason in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", ["", "a b", "--nonsense", "a --from"])
def test_wrong_usage_exits_with_2(run: Callable[..., Outcome], arguments: str) -> None:
    status, out, err = run("new", *arguments.split())
    assert (status, out) == (ExitStatus.UNREADABLE, b"")
    assert re.fullmatch(r"coop-tui: .+ \(see: coop-tui new --help\)\n", err)


def test_help_names_what_it_takes(run: Callable[..., Outcome]) -> None:
    status, out, _ = run("new", "--help")
    assert status == 0
    assert b"FILE" in out
    assert b"--from PATH" in out


# ── The next meeting ──


def begun(text: str | bytes, today: datetime.date = TODAY) -> tuple[dict[str, Any], str]:
    """The record with its next meeting, and what stands there after the record."""
    data = text.encode() if isinstance(text, str) else text
    made = with_next_meeting(data, parse(data, "record.toml"), today)
    assert made.startswith(data)
    parse(made, "record.toml")
    return tomli.loads(made.decode("utf-8-sig")), made[len(data) :].decode()


def test_the_next_meeting_is_like_the_last(small: str) -> None:
    document, _ = begun(small)
    assert document["meeting"][-1] == {
        "id": "2025-12-01",
        "date": TODAY,
        "title": "Title of the meeting",
        "place": "house",
        "kind": "meeting",
        "people": [{"person": "lee", "role": "Chief Executive"}],
        "sources": ["report-2025-12-01"],
        "point": [
            {
                "sector": "trade",
                "by": ["hk"],
                "kind": "notes",
                "text": "What the source says",
                "cite": [{"source": "report-2025-12-01", "at": "¶1"}],
            }
        ],
    }
    assert document["source"][-1] == {
        "id": "report-2025-12-01",
        "title": "Title of the source",
        "publisher": "A Newspaper",
    }


def test_nothing_is_added_but_a_source_and_a_meeting(small: str) -> None:
    document, _ = begun(small)
    before = tomli.loads(small)
    for key, value in before.items():
        assert document[key][: len(value)] == value if isinstance(value, list) else value
        more = 1 if key in ("source", "meeting") else 0
        assert not isinstance(value, list) or len(document[key]) == len(value) + more


def test_what_the_record_has_to_name_is_listed_beside_it(small: str) -> None:
    _, added = begun(small)
    for line in (
        "# - place: house",
        "# - mechanism: hetao",
        "# - person: lee",
        "# - by: hk, beijing",
        "# - sector: trade, finance",
        f"# - kind: {', '.join(kind.value for kind in Kind)}",
        "# - plans: 14",
        "# - initiatives: hetao",
    ):
        assert f"\n{line}\n" in added


def test_what_can_be_left_out_stands_there_to_be_used(small: str) -> None:
    _, added = begun(small)
    used = re.sub("^#(?! )", "", added, flags=re.MULTILINE)
    dossier = parse((small + used).encode(), "record.toml")
    meeting, source = dossier.meetings[-1], dossier.sources[-1]
    (summary,), (outlook,), (point,) = meeting.summary, meeting.outlook, meeting.points
    assert summary.cite[0].quote == outlook.cite[0].quote == "a few exact words"
    assert (point.plans, point.initiatives) == (("14",), ("hetao",))
    assert point.remark
    assert meeting.remark
    assert (source.date, source.text) == (meeting.date, "sources/report-2025-12-01.txt")


def test_no_line_of_what_is_added_is_long() -> None:
    data = shipped_record().read_bytes()
    made = with_next_meeting(data, load(shipped_record()).dossier, datetime.date(2026, 5, 1))
    added = made[len(data) :].decode()
    assert max(map(len, added.splitlines())) <= 100
    dossier = parse(made, "record.toml")
    assert dossier.meetings[-1].id == "2026-05-01"
    assert dossier.meetings[-1].mechanism == "conference"
    assert [one.person for one in dossier.meetings[-1].people] == ["john-lee", "yin-yong"]
    assert dossier.sources[-1].id == "report-2026-05-01"


def last_is_plenary(edited: Callable[..., str]) -> str:
    return edited("date = 2025-11-12", "date = 2017").replace("end = 2025", "end = 2030")


def test_a_plenary_is_followed_by_the_next_plenary(edited: Callable[..., str]) -> None:
    document, _ = begun(last_is_plenary(edited))
    meeting = document["meeting"][-1]
    assert (meeting["kind"], meeting["ordinal"], meeting["mechanism"]) == ("plenary", 5, "hetao")
    of_another = last_is_plenary(edited) + (
        '[[initiative]]\nid = "other"\nname = "Other"\n[[meeting]]\nid = "m"\ndate = 2001\n'
        'title = "T"\nplaces = ["house"]\nkind = "plenary"\nordinal = 9\nmechanism = "other"\n'
        'people = []\nsources = ["report"]\n'
    )
    document, _ = begun(of_another)
    assert document["meeting"][-1]["ordinal"] == 5
    unnumbered, _ = begun(last_is_plenary(edited).replace("ordinal = 4\n", ""))
    assert "ordinal" not in unnumbered["meeting"][-1]


def test_the_last_number_that_a_plenary_can_have_is_followed_by_none(
    edited: Callable[..., str],
) -> None:
    text = last_is_plenary(edited)
    document, _ = begun(text.replace("ordinal = 4", f"ordinal = {LAST_ORDINAL - 1}"))
    assert document["meeting"][-1]["ordinal"] == LAST_ORDINAL
    document, added = begun(text.replace("ordinal = 4", f"ordinal = {LAST_ORDINAL}"))
    assert "ordinal" not in document["meeting"][-1]
    assert f"\n# No ordinal: {LAST_ORDINAL} is the last" in added


def test_only_the_leader_of_each_party_is_taken_over(edited: Callable[..., str]) -> None:
    people = ", ".join(
        f'{{ person = "{person}", role = "{role}" }}'
        for person, role in (("lee", "A"), ("wu", "B"), ("yin", "C"), ("lee", "D"))
    )
    more = "".join(
        f'[[person]]\nid = "{person}"\nname = "N"\nparty = "{party}"\n\n'
        for person, party in (("wu", "hk"), ("yin", "beijing"))
    )
    text = edited('people = [{ person = "lee", role = "Chief Executive" }]', f"people = [{people}]")
    document, _ = begun(text.replace("[[place]]", f"{more}[[place]]"))
    assert document["meeting"][-1]["people"] == [
        {"person": "lee", "role": "A"},
        {"person": "yin", "role": "C"},
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("report", "report-2025-12-01"),
        ("report-2025-11-12", "report-2025-12-01"),
        ("2025-11", "2025-12-01"),
        ("no-9", "no-10"),
        ("no-009.txt", "no-010.txt"),
        ("a1-b", "a2-b"),
        ("9" * 40, "9" * 40 + "-2025-12-01"),
    ],
)
def test_an_id_goes_on_in_its_manner(small: str, before: str, after: str) -> None:
    document, _ = begun(small.replace('"report"', f'"{before}"'))
    assert document["source"][-1]["id"] == after


def test_an_id_that_is_taken_gets_a_number(small: str) -> None:
    once = with_next_meeting(small.encode(), parse(small.encode(), ""), TODAY)
    twice, _ = begun(once)
    assert [one["id"] for one in twice["meeting"]][-2:] == ["2025-12-01", "2025-12-01-2"]
    assert [one["id"] for one in twice["source"]][-2:] == [
        "report-2025-12-01",
        "report-2025-12-01-2",
    ]


def test_a_day_in_no_plan_gives_way_to_the_last_meeting(small: str) -> None:
    document, added = begun(small, datetime.date(2031, 1, 1))
    assert document["meeting"][-1]["date"] == datetime.date(2025, 11, 12)
    assert "\n# 2031-01-01 is in no plan of the record" in added


def test_without_plans_any_day_will_do(small: str) -> None:
    no_plans = re.sub(r"\[\[plan\]\].*?(?=\[\[sector)", "", small, flags=re.DOTALL)
    document, added = begun(no_plans.replace('plans = ["14"]\n', ""), datetime.date(2031, 1, 1))
    assert document["meeting"][-1]["date"] == datetime.date(2031, 1, 1)
    assert "in no plan" not in added


LEAST = """\
format = 1
title = "T"
about = "A"
party = [{ id = "p", name = "P" }]
sector = [{ id = "s", name = "S" }]
"""


def test_a_record_without_meetings_gets_its_first(run: Callable[..., Outcome]) -> None:
    document, _ = begun(LEAST)
    assert [one["id"] for one in document["place"]] == ["first-place"]
    (meeting,), (source,) = document["meeting"], document["source"]
    assert (meeting["kind"], meeting["people"], meeting["place"]) == ("meeting", [], "first-place")
    assert source["publisher"] == "Who published it"
    plan = '[[plan]]\nid = "1"\nname = "N"\nstart = 2001\nend = 2002\n'
    placed = '[[place]]\nid = "here"\nname = "Here"\n'
    document, added = begun(LEAST + plan + placed)
    assert document["meeting"][0]["place"] == "here"
    assert document["meeting"][0]["date"] == 2001
    assert "this is a plan's start" in added


@pytest.mark.parametrize("key", ["source", "place", "meeting"])
def test_a_list_that_nothing_can_be_added_to_is_refused(key: str) -> None:
    data = f"{key} = []\n{LEAST}".encode()
    with pytest.raises(ClosedListError, match=r"\[\[source\]\]"):
        with_next_meeting(data, parse(data, ""), TODAY)


def test_the_file_stays_as_it_was_to_the_byte(small: str) -> None:
    for data in (
        small.encode(),
        small.rstrip("\n").encode(),
        b"\xef\xbb\xbf" + small.encode(),
        (small + "# the end").encode(),
        (small + "\n\n").encode(),
    ):
        begun(data)


@pytest.mark.parametrize(("end", "gap"), [("\n", "\n# "), ("", "\n\n# "), ("\n# end", "\n\n# ")])
def test_a_blank_line_stands_before_what_is_added(small: str, end: str, gap: str) -> None:
    _, added = begun(small.rstrip("\n") + end)
    assert added.startswith(gap)


def test_its_line_ends_are_kept(small: str) -> None:
    for text in (small, small.rstrip("\n")):
        _, added = begun(text.replace("\n", "\r\n").encode())
        assert added.count("\n") == added.count("\r\n") > 20
        _, added = begun(text)
        assert "\r" not in added


def test_text_that_is_taken_over_is_written_as_toml(edited: Callable[..., str]) -> None:
    text = edited('publisher = "A Newspaper"', r"""publisher = 'A "new" \paper\u0041 香港'""")
    document, _ = begun(text)
    assert document["source"][-1]["publisher"] == r'A "new" \paper\u0041 香港'


def test_from_a_record_a_file_is_written(
    run: Callable[..., Outcome], tmp_path: Path, small: str
) -> None:
    record, path = tmp_path / "record.toml", tmp_path / "next.toml"
    record.write_text(
        small.replace("start = 2021\nend = 2025", "start = 2001\nend = 9999"), encoding="utf-8"
    )
    assert run("new", str(path), "--from", str(record)) == (0, b"", f"wrote {path}\n")
    assert path.read_bytes().startswith(record.read_bytes())
    assert len(load(path).dossier.meetings) == 3
    assert run("check", str(path))[0] == 0
    assert run("new", "-", f"--from={record}")[1] == path.read_bytes()


def test_a_record_is_never_its_own_next(
    run: Callable[..., Outcome], tmp_path: Path, small: str
) -> None:
    record = tmp_path / "record.toml"
    record.write_text(small, encoding="utf-8")
    status, _, err = run("new", str(record), "--from", str(record))
    assert status == ExitStatus.UNWRITABLE
    assert "was left as it was" in err
    assert record.read_text(encoding="utf-8") == small


def test_from_what_is_no_record_nothing_is_written(
    run: Callable[..., Outcome], tmp_path: Path, edited: Callable[..., str]
) -> None:
    broken, closed = tmp_path / "broken.toml", tmp_path / "closed.toml"
    broken.write_text(edited('sectors = ["trade"]', 'sector = "tarde"'), encoding="utf-8")
    closed.write_text(f"meeting = []\n{LEAST}", encoding="utf-8")
    for record, reason in (
        (broken, "did you mean 'trade'?"),
        (closed, "not in [ ]"),
        (tmp_path / "absent.toml", "no such file"),
    ):
        status, out, err = run("new", str(tmp_path / "next.toml"), "--from", str(record))
        assert (status, out) == (ExitStatus.UNREADABLE, b"")
        assert str(record) in err
        assert reason in err
    assert not (tmp_path / "next.toml").exists()


def test_a_record_may_come_by_standard_input(
    run: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, edited: Callable[..., str]
) -> None:
    text = edited("start = 2021", "start = 2018").encode()
    given_ = SimpleNamespace(buffer=io.BytesIO(text), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", given_)
    status, out, err = run("new", "-", "--from", "-")
    assert (status, err) == (0, "")
    assert out.startswith(text)


@pytest.mark.parametrize(
    ("bent", "problems"),
    [
        ("", "a problem"),
        ('ordinal = 4\noutlook = [{ text = "T", cite = [{ source = "lost" }] }]', "2 problems"),
    ],
)
def test_what_check_finds_in_the_record_is_told_and_the_next_meeting_written(
    run: Callable[..., Outcome],
    tmp_path: Path,
    edited: Callable[..., str],
    bent: str,
    problems: str,
) -> None:
    record, following = tmp_path / "record.toml", tmp_path / "next.toml"
    lost = '[[source]]\nid = "lost"\ntitle = "T"\npublisher = "P"\ntext = "lost.txt"\n'
    more = lost if "lost" in bent else ""
    record.write_text(edited("ordinal = 4", bent or "ordinal = 4") + more, encoding="utf-8")
    status, out, err = run("new", str(following), "--from", str(record))
    assert (status, out) == (0, b"")
    assert err == (
        f"coop-tui: {record} has {problems}, and so has its copy; coop-tui check lists them\n"
        f"wrote {following}\n"
    )
    assert following.read_bytes().startswith(record.read_bytes())


# ── Values as TOML ──

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
DATES = st.one_of(
    st.builds(Date, st.integers(1, 9999)),
    st.builds(Date, st.integers(1, 9999), st.integers(1, 12)),
    st.builds(Date, st.integers(1, 9999), st.integers(1, 12), st.integers(1, 28)),
)
SCALARS = TEXT | st.integers(-(2**63), 2**63 - 1) | DATES
TABLES = st.dictionaries(st.sampled_from(["a", "b", "c"]), SCALARS)


def as_dates(value: Any, like: Any) -> Any:
    """What TOML gave, with a date where one was written."""
    match like:
        case Date():
            return Date.parse(value)
        case list():
            return [as_dates(*pair) for pair in zip(value, like, strict=True)]
        case dict():
            return {key: as_dates(value[key], one) for key, one in like.items()}
    return value


@given(value=SCALARS | st.lists(SCALARS) | TABLES | st.lists(TABLES))
def test_what_is_written_is_read_back(value: Any) -> None:
    assert to_toml(value).count("\n") == 0
    for line in (f"key = {to_toml(value)}", key_value("key", value)):
        assert as_dates(tomli.loads(line)["key"], value) == value


def test_a_long_list_of_tables_has_one_on_each_line() -> None:
    assert key_value("a", [{"b": "x"}]) == 'a = [{ b = "x" }]'
    long = key_value("a", [{"b": "x" * 60}, {"b": "y" * 60}])
    assert long.count("\n") == 3


def test_text_is_written_without_what_toml_refuses_in_it() -> None:
    assert to_toml('a\x00\x1b\x7f\n\t"\\é') == r'"a\u0000\u001b\u007F\n\t\"\\é"'
    assert tomli.loads(f"key = {to_toml(chr(0x7F))}") == {"key": "\x7f"}


def test_a_date_is_written_as_toml_has_it() -> None:
    assert to_toml(Date(2025)) == "2025"
    assert to_toml(Date(2025, 11)) == '"2025-11"'
    assert to_toml(Date(2025, 11, 12)) == "2025-11-12"


def test_the_name_of_a_folder_is_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["new", f"{tmp_path}/folder/"])
    assert end.value.code == 3
    assert "is the name of a folder; name a file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
