from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
import tomli

from coop_tui.query.lint import lint
from coop_tui.record.kinds import Kind
from coop_tui.record.loading.loader import load, parse
from coop_tui.record.record import Record
from coop_tui.record.tables import LAST_ORDINAL
from coop_tui.scaffold.next_meeting import ClosedListError, with_next_meeting

TODAY = datetime.date(2025, 12, 1)


def pieces(data: bytes, made: bytes) -> list[str]:
    """The lines that were inserted, piece by piece; nothing else may have changed."""
    if not data.endswith(b"\n"):
        data += b"\r\n" if b"\r" in data else b"\n"
    before, after = data.splitlines(keepends=True), made.splitlines(keepends=True)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    assert {tag for tag, *_ in changes} == {"insert"}
    return [b"".join(after[start:end]).decode() for *_, start, end in changes]


def mistakes(data: bytes) -> set[str]:
    """What check finds in a record, placeholders aside."""
    found = lint(Record(parse(data, "record.toml")), "record.toml")
    return {str(problem) for problem in found if "is a placeholder" not in problem.message}


def begun(text: str | bytes, today: datetime.date = TODAY) -> tuple[dict[str, Any], str]:
    """The record with its next meeting, and what was inserted."""
    data = text.encode() if isinstance(text, str) else text
    made = with_next_meeting(data, parse(data, "record.toml"), today)
    assert mistakes(made) <= mistakes(data)
    return tomli.loads(made.decode("utf-8-sig")), "".join(pieces(data, made))


def test_the_next_meeting_is_like_the_last(small: str) -> None:
    document, _ = begun(small)
    assert document["meeting"][-1] == {
        "id": "2025-12-01",
        "date": TODAY,
        "title": "Title of the meeting",
        "places": ["house"],
        "kind": "meeting",
        "people": [{"person": "lee", "role": "Chief Executive"}],
        "sources": ["report-2025-12-01"],
        "point": [
            {
                "sectors": ["trade"],
                "by": ["hk"],
                "kind": "notes",
                "text": "What the source says",
                "cite": "report-2025-12-01 ¶1",
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


def test_the_source_stands_after_the_others_and_the_meeting_at_the_end(small: str) -> None:
    made = with_next_meeting(small.encode(), parse(small.encode(), ""), TODAY).decode()
    source, meeting = pieces(small.encode(), made.encode())
    assert source.startswith("# The source of the next meeting")
    assert made.endswith(meeting)
    lines = made.splitlines()
    at = lines.index("# The source of the next meeting, which is begun at the end of the file.")
    assert lines[at - 2 : at] == ['url = "https://example.org/report"', ""]
    assert lines[lines.index("[[meeting]]") - 1] == ""
    assert lines[lines.index("[[meeting]]") - 2].startswith("#text = ")


SOURCE = '[[source]]\nid = "s"\ntitle = "T"\npublisher = "P"\n'


@pytest.mark.parametrize(
    ("under", "above"),
    [
        ("", ""),
        ("", "# Meetings\n"),
        ("", "\n\n# ── Meetings ──\n\n# more\n"),
        ("#url = 1\n# more\n", "\n"),
        ("#url = 1\n", "\n# Meetings\n"),
        ("[source.remark]\ntext = 'T'\n[[source.remark.cite]]\nsource = 's'\n", "\n# Meetings\n"),
        ("remark.text = 'T' # note\n", ""),
    ],
)
def test_comments_stay_with_what_they_are_on(small: str, under: str, above: str) -> None:
    start = small.index("[[meeting]]")
    head, rest = f"{small[:start]}{SOURCE}{under}", f"{above}{small[start:]}"
    data = (head + rest).encode()
    made = with_next_meeting(data, parse(data, ""), TODAY).decode()
    assert made.startswith(f"{head}\n# The source of the next meeting")
    gap = "" if rest.startswith("\n") else "\n"
    assert f'.txt"\n{gap}{rest}' in made


def test_sources_may_stand_at_the_end(small: str) -> None:
    for text in (
        f"{small}\n{SOURCE}#url = 1\n",
        f"{small}\n{SOURCE.rstrip()}",
    ):
        document, added = begun(text)
        made = with_next_meeting(text.encode(), parse(text.encode(), ""), TODAY).decode()
        assert made.startswith(f"{text.rstrip()}\n\n# The source of")
        assert document["source"][-1]["id"] == "report-2025-12-01"
        assert added.index("[[source]]") < added.index("[[meeting]]")


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_text_that_looks_like_a_source_is_left_as_it_is(small: str, quotes: str) -> None:
    text = f"about = {quotes}\n[[source]]\nid = 'x'\n{quotes}"
    document, _ = begun(small.replace('about = "Two sides and two meetings."', text))
    assert document["source"][-1]["id"] == "report-2025-12-01"
    for inside in ("[[source]]\n# Here.\n", "[[source]]\n[1] A footnote.\n"):
        text = f"text = {quotes}\n{inside}{quotes}"
        document, _ = begun(small.replace('text = "More trade is hoped for."', text))
        assert document["meeting"][0]["point"][0]["text"] == inside
        assert document["source"][-1]["id"] == "report-2025-12-01"


def test_what_the_record_has_to_name_is_listed_beside_it(small: str) -> None:
    _, added = begun(small)
    for line in (
        "# - places: house",
        "# - held: in-person, by-video, both",
        "# - kind of meeting: plenary, working-meeting, symposium, visit, meeting",
        "# - mechanism, initiatives: hetao",
        "# - person, speaker: lee",
        "# - by, to, party, side: hk, beijing",
        "# - sectors: trade, finance",
        f"# - kind of point: {', '.join(kind.value for kind in Kind)}",
        "# - plans: 14",
        "# - type of source: press-release, news, document, web-page",
    ):
        assert f"\n{line}\n" in added


def test_what_can_be_left_out_stands_there_to_be_used(small: str) -> None:
    data = small.encode()
    made = with_next_meeting(data, parse(data, ""), TODAY).decode()
    dossier = parse(re.sub("^#(?! )", "", made, flags=re.MULTILINE).encode(), "record.toml")
    meeting, source = dossier.meetings[-1], dossier.sources[-1]
    (summary,), (outlook,), (point,) = meeting.summary, meeting.outlook, meeting.points
    assert summary.cite[0].quote == outlook.cite[0].quote == "a few exact words"
    assert (point.plans, point.initiatives) == (("14",), ("hetao",))
    assert (point.id, point.speaker, point.to) == ("first-point", "lee", ("beijing",))
    assert point.remark
    assert point.document
    (area,) = meeting.areas
    assert (area.sectors, area.cite[0].source) == (("trade",), source.id)
    assert meeting.remark
    assert (meeting.end, meeting.held) == (meeting.date, "in-person")
    assert (meeting.recorded, meeting.areas_named) == ("in-full", 8)
    assert (source.date, source.text) == (meeting.date, "sources/report-2025-12-01.txt")
    assert (source.type, source.side, source.accessed) == ("press-release", "hk", meeting.date)
    assert source.archived


def test_it_is_recorded_in_part_even_after_one_that_is_recorded_in_full(
    edited: Callable[..., str],
) -> None:
    more = 'recorded = "in-full"\nheld = "by-video"\nareas_named = 3'
    text = edited('id = "later"', f'id = "later"\n{more}')
    document, added = begun(text)
    assert not {"recorded", "held", "areas_named"} & document["meeting"][-1].keys()
    assert '\n#held = "by-video"\n' in added


def test_no_line_of_what_is_added_is_long() -> None:
    path = Path(__file__).parents[1] / "data" / "hong-kong-beijing.toml"
    data, dossier = path.read_bytes(), load(path).dossier
    made = with_next_meeting(data, dossier, datetime.date(2026, 5, 1))
    assert max(map(len, "".join(pieces(data, made)).splitlines())) <= 100
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


def test_no_guest_is_taken_over_and_a_side_that_was_given_stays_so(
    edited: Callable[..., str],
) -> None:
    people = """people = [
  { person = "guest", role = "Director" },
  { person = "lee", role = "Adviser", body = "A university" },
  { person = "either", role = "Mayor", party = "beijing" },
]"""
    persons = """
[[person]]
id = "guest"
name = "A Guest"
body = "Liaison Office"

[[person]]
id = "either"
name = "On either side"
"""
    text = edited('people = [{ person = "lee", role = "Chief Executive" }]', people)
    document, _ = begun(text + persons)
    assert document["meeting"][-1]["people"] == [
        {"person": "either", "role": "Mayor", "party": "beijing"}
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


def test_a_record_without_meetings_gets_its_first() -> None:
    document, _ = begun(LEAST)
    assert "place" not in document
    (meeting,), (source,) = document["meeting"], document["source"]
    assert (meeting["kind"], meeting["people"]) == ("meeting", [])
    assert "places" not in meeting
    assert source["publisher"] == "Who published it"
    plan = '[[plan]]\nid = "1"\nname = "N"\nstart = 2001\nend = 2002\n'
    placed = '[[place]]\nid = "here"\nname = "Here"\n'
    document, added = begun(LEAST + plan + placed)
    assert "places" not in document["meeting"][0]
    assert '\n#places = ["here"]\n' in added
    assert document["meeting"][0]["date"] == 2001
    assert "this is a plan's start" in added


@pytest.mark.parametrize("key", ["source", "meeting"])
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


@pytest.mark.parametrize("end", ["\n", "", "\n# end", "\n\n\n"])
def test_a_blank_line_stands_before_what_is_added(small: str, end: str) -> None:
    data = (small.rstrip("\n") + end).encode()
    made = with_next_meeting(data, parse(data, ""), TODAY).decode()
    for begins in ("# The source of", "# The next meeting"):
        assert made.count(f"\n\n{begins}") == 1
    assert made.count("\n\n[[meeting]]") == 3


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
