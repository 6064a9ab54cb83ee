"""Who met whom, how often, when last and in which office."""

from __future__ import annotations

from coop_tui.paths import shipped_record
from coop_tui.query.collection.people import Attendee, Side, people
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.loading.loader import load, parse
from coop_tui.record.tables import Dossier

HEAD = """\
format = 1
title = "Record"
about = "Some meetings."
party = [{ id = "hk", name = "Hong Kong" }, { id = "bj", name = "Beijing" }]
sector = [{ id = "trade", name = "Trade" }, { id = "health", name = "Health" }]
source = [{ id = "report", title = "Report", publisher = "A Newspaper" }]
person = [
  { id = "lee", name = "Lee", aka = ["李"], party = "hk" },
  { id = "poon", name = "Poon", party = "hk" },
  { id = "yin", name = "Yin", party = "bj" },
  { id = "chen", name = "Chen" },
  { id = "song", name = "Song", body = "Liaison Office" },
  { id = "qiu", name = "Qiu", body = "State Council" },
  { id = "nobody", name = "Absent", party = "hk" },
]
"""


def meeting(id: str, date: str, *people: str, sector: str = "trade", end: str = "") -> str:
    """A meeting; a person is ``name``, ``name=role`` or ``name=role=party``."""
    rows = []
    for one in people:
        name, role, party = (*one.split("="), "", "")[:3]
        more = f', party = "{party}"' if party else ""
        rows.append(f'{{ person = "{name}", role = "{role or "Head"}"{more} }}')
    last = f'end = "{end}"\n' if end else ""
    return f"""
[[meeting]]
id = "{id}"
date = "{date}"
{last}title = "Meeting"
kind = "meeting"
people = [{", ".join(rows)}]
sources = ["report"]
[[meeting.point]]
sectors = ["{sector}"]
by = ["hk"]
kind = "notes"
text = "A text."
cite = "report"
"""


def record(*meetings: str, head: str = HEAD) -> Dossier:
    return parse((head + "".join(meetings)).encode(), "record.toml")


def found(*dossiers: Dossier, selection: Selection = Selection()) -> dict[str, Attendee]:  # noqa: B008
    return {one.key: one for one in people(dossiers, selection)}


def met(one: Attendee) -> dict[str, tuple[int, str]]:
    return {
        other.person.name: (len(other.meetings), other.meetings.latest.meeting.id)
        for other in one.met
    }


def test_people_meet_those_of_another_side_and_guests_but_guests_not_each_other() -> None:
    dossier = record(
        meeting("a", "2018", "lee", "poon", "yin", "song", "qiu"),
        meeting("b", "2019", "lee", "yin"),
    )
    of = found(dossier)
    assert list(of) == ["lee Lee", "poon Poon", "yin Yin", "qiu Qiu", "song Song"]
    assert met(of["lee Lee"]) == {"Yin": (2, "b"), "Qiu": (1, "a"), "Song": (1, "a")}
    assert met(of["poon Poon"]) == {"Yin": (1, "a"), "Qiu": (1, "a"), "Song": (1, "a")}
    assert met(of["song Song"]) == {"Lee": (1, "a"), "Poon": (1, "a"), "Yin": (1, "a")}
    assert of["song Song"].side == Side(None, "Liaison Office")
    assert of["lee Lee"].aka == ("李",)


def test_an_office_is_as_written_at_each_meeting_with_the_side_of_that_day() -> None:
    dossier = record(
        meeting("a", "2017", "chen=Acting Mayor=bj"),
        meeting("b", "2018", "chen=Mayor=bj"),
        meeting("c", "2020", "chen=Mayor=bj"),
        meeting("d", "2025", "chen=Adviser=hk"),
    )
    chen = found(dossier)["chen Chen"]
    beijing, hong_kong = Side("bj", "Beijing"), Side("hk", "Hong Kong")
    offices = [
        (one.role, one.side, [m.meeting.id for m in one.meetings.all]) for one in chen.offices
    ]
    assert offices == [
        ("Acting Mayor", beijing, ["a"]),
        ("Mayor", beijing, ["b", "c"]),
        ("Adviser", hong_kong, ["d"]),
    ]
    assert chen.side == hong_kong


def test_somebody_in_two_offices_at_a_meeting_was_there_once() -> None:
    dossier = record(meeting("a", "2017", "lee=Head", "lee=Chair", "yin"))
    of = found(dossier)
    assert len(of["lee Lee"].meetings) == 1
    assert len(of["lee Lee"].offices) == 2
    assert met(of["yin Yin"]) == {"Lee": (1, "a")}


def test_the_latest_is_within_the_date_that_is_given_also_if_days_are_not_known() -> None:
    dossier = record(
        meeting("year", "2025", "lee"),
        meeting("spring", "2025-03-01", "lee"),
        meeting("before", "2024-05-01", "lee", end="2024-05-03"),
        meeting("span", "2024-05-02", "lee"),
    )
    meetings = found(dossier)["lee Lee"].meetings
    assert meetings.latest.meeting.id == "year"  # may have been in March or in December
    assert meetings.first.meeting.id == "before"
    exact = record(meeting("year", "2025", "lee"), meeting("last", "2025-12-31", "lee"))
    assert found(exact)["lee Lee"].meetings.latest.meeting.id == "last"
    begins = record(meeting("year", "2025", "lee"), meeting("first", "2025-01-01", "lee"))
    assert found(begins)["lee Lee"].meetings.first.meeting.id == "first"


def test_a_filter_and_a_sector_narrow_the_meetings() -> None:
    dossier = record(
        meeting("a", "2018", "lee", "yin"), meeting("b", "2019", "poon", sector="health")
    )
    assert list(found(dossier, selection=Selection(sector="health"))) == ["poon Poon"]
    of_query = Selection(filter=Filter(where="sector:trade"))
    assert list(found(dossier, selection=of_query)) == ["lee Lee", "yin Yin"]
    other = record(
        meeting("a", "2018", "lee"),
        head=HEAD.replace('{ id = "health", name = "Health" }', '{ id = "law", name = "Law" }'),
    )
    assert list(found(other, dossier, selection=Selection(sector="health"))) == ["poon Poon"]


def test_meetings_of_several_records_count_as_they_stand() -> None:
    same = meeting("a", "2018", "lee", "yin")
    lee = found(record(same), record(same, meeting("b", "2017", "lee")))["lee Lee"]
    assert len(lee.meetings) == 3
    assert {one: len(part) for one, part in lee.meetings.by_record.items()} == {0: 1, 1: 2}
    assert met(lee) == {"Yin": (2, "a")}
    assert lee.meetings.first.record == 1


def test_an_id_with_another_name_is_somebody_else() -> None:
    one = record(meeting("a", "2018", "lee", "yin"))
    other = record(meeting("a", "2018", "lee"), head=HEAD.replace('"Lee"', '"Leigh"'))
    of = found(one, other)
    assert [len(of[name].meetings) for name in ("lee Lee", "lee Leigh")] == [1, 1]


def test_of_each_two_who_met_both_have_it() -> None:
    dossiers = [load(shipped_record()).dossier]
    of = {one.person: one for one in people(dossiers, Selection())}
    for one in of.values():
        for other in one.met:
            (back,) = (them for them in of[other.person].met if them.person == one.person)
            assert back.meetings == other.meetings
