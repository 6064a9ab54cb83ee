from __future__ import annotations

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
from coop_tui.scaffold.next_meeting import NotAddedError, with_next_meeting


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


def begun(text: str | bytes) -> tuple[dict[str, Any], str]:
    """The record with its next meeting, and what was inserted."""
    data = text.encode() if isinstance(text, str) else text
    made = with_next_meeting(data, parse(data, "record.toml"))
    assert mistakes(made) <= mistakes(data)
    return tomli.loads(made.decode("utf-8-sig")), "".join(pieces(data, made))


def uncommented(text: str) -> str:
    """The text with every key and table that stands behind a ``#``."""
    return re.sub(r"^#(?! [^ ])", "", text, flags=re.MULTILINE)


def test_nothing_in_the_next_meeting_can_be_taken_for_a_fact(small: str) -> None:
    document, _ = begun(small)
    assert document["meeting"][-1] == {
        "id": "next-meeting",
        "date": 9999,
        "title": "Title of the meeting",
        "kind": "meeting",
        "people": [],
        "sources": ["next-source"],
    }
    assert document["source"][-1] == {
        "id": "next-source",
        "title": "Title of the source",
        "publisher": "Who published it",
    }


def test_check_warns_of_every_place_that_is_left_as_it_was(small: str) -> None:
    made = with_next_meeting(small.encode(), parse(small.encode(), ""))
    found = lint(Record(parse(made, "record.toml")), "record.toml")
    warned = {problem.where for problem in found if "is a placeholder" in problem.message}
    assert warned == {
        *(f"source next-source, {key}" for key in ("id", "title", "publisher")),
        *(f"meeting next-meeting, {key}" for key in ("id", "date", "title", "kind")),
    }
    assert all(problem.warning for problem in found if "next-" in problem.where)


def test_no_second_meeting_is_begun_before_the_first_is_finished(small: str) -> None:
    once = with_next_meeting(small.encode(), parse(small.encode(), ""))
    dated = once.replace(b"date = 9999", b"date = 2021", 1)
    named = once.replace(b'"next-meeting"', b'"2025-12-01"')
    finished = named.replace(b"\ndate = 9999", b"\ndate = 2025-12-01").replace(
        b'"Title of the meeting"', b'"Third meeting"'
    )
    for data, left in (
        (once, "meeting next-meeting"),
        (dated, "meeting next-meeting"),
        (named, "meeting 2025-12-01"),
        (finished, "source next-source"),
    ):
        with pytest.raises(NotAddedError, match=f"^{left} still holds placeholders"):
            with_next_meeting(data, parse(data, ""))


def test_once_a_meeting_is_finished_another_can_be_begun(small: str) -> None:
    made = with_next_meeting(small.encode(), parse(small.encode(), "")).decode()
    for old, new in (
        ("next-meeting", "2025-12-01"),
        ("next-source", "report-2025-12-01"),
        ("\ndate = 9999", "\ndate = 2025-12-01"),
        ("Title of the meeting", "Third meeting"),
        ("Title of the source", "Report"),
        ("Who published it", "A Newspaper"),
    ):
        made = made.replace(old, new)
    document, _ = begun(made)
    ids = [one["id"] for one in document["meeting"]]
    assert ids == ["later", "earlier", "2025-12-01", "next-meeting"]


def test_nothing_is_added_but_a_source_and_a_meeting(small: str) -> None:
    document, _ = begun(small)
    before = tomli.loads(small)
    for key, value in before.items():
        assert document[key][: len(value)] == value if isinstance(value, list) else value
        more = 1 if key in ("source", "meeting") else 0
        assert not isinstance(value, list) or len(document[key]) == len(value) + more


def test_the_source_stands_after_the_others_and_the_meeting_at_the_end(small: str) -> None:
    made = with_next_meeting(small.encode(), parse(small.encode(), "")).decode()
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
    made = with_next_meeting(data, parse(data, "")).decode()
    assert made.startswith(f"{head}\n# The source of the next meeting")
    gap = "" if rest.startswith("\n") else "\n"
    assert f'.txt"\n{gap}{rest}' in made


def test_sources_may_stand_at_the_end(small: str) -> None:
    for text in (
        f"{small}\n{SOURCE}#url = 1\n",
        f"{small}\n{SOURCE.rstrip()}",
    ):
        document, added = begun(text)
        made = with_next_meeting(text.encode(), parse(text.encode(), "")).decode()
        assert made.startswith(f"{text.rstrip()}\n\n# The source of")
        assert document["source"][-1]["id"] == "next-source"
        assert added.index("[[source]]") < added.index("[[meeting]]")


@pytest.mark.parametrize("quotes", ['"""', "'''"])
def test_a_text_that_looks_like_a_source_is_left_as_it_is(small: str, quotes: str) -> None:
    text = f"about = {quotes}\n[[source]]\nid = 'x'\n{quotes}"
    document, _ = begun(small.replace('about = "Two sides and two meetings."', text))
    assert document["source"][-1]["id"] == "next-source"
    for inside in ("[[source]]\n# Here.\n", "[[source]]\n[1] A footnote.\n"):
        text = f"text = {quotes}\n{inside}{quotes}"
        document, _ = begun(small.replace('text = "More trade is hoped for."', text))
        assert document["meeting"][0]["point"][0]["text"] == inside
        assert document["source"][-1]["id"] == "next-source"


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
    made = with_next_meeting(data, parse(data, "")).decode()
    dossier = parse(uncommented(made).encode(), "record.toml")
    meeting, source = dossier.meetings[-1], dossier.sources[-1]
    (summary,), (outlook,), (point,) = meeting.summary, meeting.outlook, meeting.points
    assert summary.cite[0].quote == outlook.cite[0].quote == "a few exact words"
    assert (point.plans, point.initiatives) == (("14",), ("hetao",))
    assert (point.id, point.speaker, point.to) == ("first-point", "lee", ("beijing",))
    assert (point.sectors, point.by, point.kind) == (("trade",), ("hk",), Kind.NOTES)
    assert point.remark
    assert point.document
    (area,) = meeting.areas
    assert (area.sectors, area.cite[0].source) == (("trade",), source.id)
    assert meeting.remark
    assert (meeting.end, meeting.held, meeting.places) == (meeting.date, "in-person", ("house",))
    assert (meeting.recorded, meeting.areas_named) == ("in-full", 8)
    assert [(one.person, one.role) for one in meeting.people] == [("lee", "Chief Executive")]
    assert (source.date, source.text) == (meeting.date, "sources/next-source.txt")
    assert (source.type, source.side, source.accessed) == ("press-release", "hk", meeting.date)
    assert source.archived


def test_the_sample_speaker_is_of_the_side_whose_sample_point_it_is(small: str) -> None:
    text = small.replace('party = "hk"', 'party = "beijing"')
    made = with_next_meeting(text.encode(), parse(text.encode(), "")).decode()
    (point,) = parse(uncommented(made).encode(), "").meetings[-1].points
    assert (point.by, point.speaker) == (("beijing",), "lee")


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
    made = with_next_meeting(data, dossier)
    assert max(map(len, "".join(pieces(data, made)).splitlines())) <= 100


def last_is_plenary(edited: Callable[..., str]) -> str:
    return edited("date = 2025-11-12", "date = 2017").replace("end = 2025", "end = 2030")


def test_the_number_of_the_next_plenary_is_there_to_be_used(edited: Callable[..., str]) -> None:
    document, added = begun(last_is_plenary(edited))
    assert not {"ordinal", "mechanism"} & document["meeting"][-1].keys()
    assert '\n# If it is the next plenary:\n#ordinal = 5\n#mechanism = "hetao"\n' in added
    of_another = last_is_plenary(edited) + (
        '[[initiative]]\nid = "other"\nname = "Other"\n[[meeting]]\nid = "m"\ndate = 2001\n'
        'title = "T"\nplaces = ["house"]\nkind = "plenary"\nordinal = 9\nmechanism = "other"\n'
        'people = []\nsources = ["report"]\n'
    )
    assert "\n#ordinal = 5\n" in begun(of_another)[1]
    unnumbered = last_is_plenary(edited).replace("ordinal = 4\n", "")
    assert "ordinal" not in begun(unnumbered)[1]


def test_the_last_number_that_a_plenary_can_have_is_followed_by_none(
    edited: Callable[..., str],
) -> None:
    text = last_is_plenary(edited)
    _, added = begun(text.replace("ordinal = 4", f"ordinal = {LAST_ORDINAL - 1}"))
    assert f"\n#ordinal = {LAST_ORDINAL}\n" in added
    _, added = begun(text.replace("ordinal = 4", f"ordinal = {LAST_ORDINAL}"))
    assert "ordinal" not in added


def test_only_the_leader_of_each_party_is_offered(edited: Callable[..., str]) -> None:
    people = ", ".join(
        f'{{ person = "{person}", role = "{role}" }}'
        for person, role in (("lee", "A"), ("wu", "B"), ("yin", "C"), ("lee", "D"))
    )
    more = "".join(
        f'[[person]]\nid = "{person}"\nname = "N"\nparty = "{party}"\n\n'
        for person, party in (("wu", "hk"), ("yin", "beijing"))
    )
    text = edited('people = [{ person = "lee", role = "Chief Executive" }]', f"people = [{people}]")
    document, added = begun(text.replace("[[place]]", f"{more}[[place]]"))
    assert document["meeting"][-1]["people"] == []
    offered = '#  { person = "lee", role = "A" },\n#  { person = "yin", role = "C" },\n'
    assert f"\npeople = [\n{offered}]\n" in added


def test_no_guest_is_offered_and_a_side_that_was_given_stays_so(
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
    _, added = begun(text + persons)
    offered = '#  { person = "either", role = "Mayor", party = "beijing" },\n'
    assert f"\npeople = [\n{offered}]\n" in added


LEAST = """\
format = 1
title = "T"
about = "A"
party = [{ id = "p", name = "P" }]
sector = [{ id = "s", name = "S" }]
"""


def test_a_record_without_meetings_gets_its_first() -> None:
    document, added = begun(LEAST)
    (meeting,), (source,) = document["meeting"], document["source"]
    assert (meeting["kind"], meeting["people"]) == ("meeting", [])
    assert source["publisher"] == "Who published it"
    assert "places" not in added
    _, added = begun(f'{LEAST}[[place]]\nid = "here"\nname = "Here"\n')
    assert '\n#places = ["here"]\n' in added


@pytest.mark.parametrize("key", ["source", "meeting"])
def test_a_list_that_nothing_can_be_added_to_is_refused(key: str) -> None:
    data = f"{key} = []\n{LEAST}".encode()
    with pytest.raises(NotAddedError, match=r"\[\[source\]\]"):
        with_next_meeting(data, parse(data, ""))


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
    made = with_next_meeting(data, parse(data, "")).decode()
    for begins in ("# The source of", "# The next meeting"):
        assert made.count(f"\n\n{begins}") == 1
    assert made.count("\n\n[[meeting]]") == 3


def test_its_line_ends_are_kept(small: str) -> None:
    for text in (small, small.rstrip("\n")):
        _, added = begun(text.replace("\n", "\r\n").encode())
        assert added.count("\n") == added.count("\r\n") > 20
        _, added = begun(text)
        assert "\r" not in added


def test_text_that_is_offered_is_written_as_toml(edited: Callable[..., str]) -> None:
    text = edited('role = "Chief Executive"', r"""role = 'A "new" \role\u0041 香港'""")
    made = with_next_meeting(text.encode(), parse(text.encode(), "")).decode()
    meeting = parse(uncommented(made).encode(), "").meetings[-1]
    assert meeting.people[0].role == r'A "new" \role\u0041 香港'
