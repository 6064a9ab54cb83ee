from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.query.test_coverage import dossier_with
from tests.views.test_view_properties import WIDTHS, dossiers, fits

from coop_tui.cli.main import main
from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import proposed_name, render
from coop_tui.query.comparison import Change, Comparison, Trend, compare
from coop_tui.query.coverage import Cell
from coop_tui.query.points import areas, points
from coop_tui.query.presence import Presence
from coop_tui.query.selection import NOTHING, Filter, Selection
from coop_tui.record.entries import Party
from coop_tui.record.kinds import Kind
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.compare import LISTED, SECTIONS
from coop_tui.views.document import layout
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import VIEWS

TWO = Selection("2018-10-24", against="2025-11-12")


def comparison(dossier: Dossier, selection: Selection) -> Comparison:
    found = compare(dossier, selection)
    assert found is not None
    return found


def cell(known: Kind | Presence) -> Cell:
    return Cell(known) if isinstance(known, Presence) else Cell.of([known])


@pytest.mark.parametrize(
    ("before", "after", "trend"),
    [
        (Presence.NOT_RAISED, Presence.NOT_RAISED, Trend.NEITHER),
        (Presence.NOT_RAISED, Presence.NOT_RECORDED, Trend.NEITHER),
        (Presence.NO_MATCH, Presence.NO_MATCH, Trend.NEITHER),
        (Presence.NOT_RAISED, Kind.BRINGS, Trend.NOT_RAISED_AT_EARLIER),
        (Presence.NOT_RAISED, Presence.NAMED, Trend.NOT_RAISED_AT_EARLIER),
        (Presence.NOT_RECORDED, Kind.BRINGS, Trend.UNKNOWN),
        (Presence.NOT_RECORDED, Presence.NAMED, Trend.UNKNOWN),
        (Presence.NO_MATCH, Kind.BRINGS, Trend.UNKNOWN),
        (Kind.BRINGS, Presence.NOT_RAISED, Trend.NOT_RAISED_AT_LATER),
        (Presence.NAMED, Presence.NOT_RAISED, Trend.NOT_RAISED_AT_LATER),
        (Kind.BRINGS, Presence.NOT_RECORDED, Trend.UNKNOWN),
        (Presence.NAMED, Kind.AGREES, Trend.NAMED_ONLY),
        (Kind.AGREES, Presence.NAMED, Trend.NAMED_ONLY),
        (Presence.NAMED, Presence.NAMED, Trend.NAMED_ONLY),
        (Kind.HOPES, Kind.URGES, Trend.STRONGER),
        (Kind.REPORTS, Kind.DELIVERS, Trend.STRONGER),
        (Kind.URGES, Kind.HOPES, Trend.WEAKER),
        (Kind.HOPES, Kind.NOTES, Trend.WEAKER),
        (Kind.AGREES, Kind.AGREES, Trend.AS_STRONG),
        (Kind.BRINGS, Kind.REPORTS, Trend.WITHOUT_COMMITMENT),
    ],
)
def test_the_trend_of_a_sector(
    shipped: Dossier, before: Kind | Presence, after: Kind | Presence, trend: Trend
) -> None:
    assert Change(shipped.sectors[0], cell(before), cell(after)).trend is trend


def test_the_order_in_which_the_meetings_are_named_makes_no_difference(shipped: Dossier) -> None:
    swapped = replace(TWO, meeting=TWO.against, against=TWO.meeting)
    assert comparison(shipped, TWO) == comparison(shipped, swapped)
    assert comparison(shipped, TWO).earlier.id == "2018-10-24"
    for form in ("text", "markdown"):
        forward, backward = (
            render(Record(shipped), each, "compare", form) for each in (TWO, swapped)
        )
        assert forward == backward


@pytest.mark.parametrize(
    ("selection", "meetings"),
    [
        (Selection(), ("2023-11-29", "2025-11-12")),
        (Selection("2018-10-24"), ("2017-11-27", "2018-10-24")),
        (Selection("2004-09-02"), ("2004-09-02", "2006-11-15")),
        (Selection("2018-10-24", against="2018-10-24"), ("2017-11-27", "2018-10-24")),
    ],
)
def test_a_meeting_alone_is_held_against_the_one_before_it(
    shipped: Dossier, selection: Selection, meetings: tuple[str, str]
) -> None:
    found = comparison(shipped, selection)
    assert (found.earlier.id, found.later.id) == meetings


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Dossier, Selection]:
    dossier = draw(dossiers().filter(lambda dossier: len(dossier.meetings) > 1))
    first, second = draw(st.permutations(sorted(dossier.meeting)))[:2]
    plan = draw(st.none() | st.sampled_from(sorted(dossier.plan))) if dossier.plan else None
    return dossier, Selection(first, filter=Filter((plan,) if plan else ()), against=second)


@given(what=pairs(), width=WIDTHS, charset=st.sampled_from(Charset))
@settings(max_examples=40)
def test_every_sector_is_in_one_section_and_every_line_fits(
    what: tuple[Dossier, Selection], width: int, charset: Charset
) -> None:
    dossier, selection = what
    found = comparison(dossier, selection)
    sections = [change.sector.id for course in Trend for change in found.of(course)]
    assert sorted(sections) == sorted(dossier.sector)
    for change in found.changes:
        for meeting, counted in ((found.earlier, change.earlier), (found.later, change.later)):
            focus = replace(selection, meeting=meeting.id, sector=change.sector.id)
            kinds = [each.point.kind for each in points(dossier, focus)]
            if kinds:
                strongest = max(kinds, key=lambda kind: kind.strength)
                assert counted.strongest is (strongest if strongest.strength else None)
            assert counted.points == len(kinds)
            assert (counted.presence is Presence.DISCUSSED) == bool(kinds)
            if not kinds:
                named = any(areas(dossier, focus))
                assert (counted.presence is Presence.NAMED) == named
            if counted.presence is Presence.NOT_RAISED:
                assert meeting.in_full
    page = VIEWS["compare"].page(Record(dossier), selection)
    lines = [*layout.head(page, width, charset), *layout.body(page, width, charset)]
    assert [line.plain for line in lines if not fits(line.plain, width)] == []
    assert charset is Charset.UNICODE or all(line.plain.isascii() for line in lines)


def test_the_sections_stand_in_their_order_with_kind_and_count(shipped: Dossier) -> None:
    lines = render(Record(shipped), TWO, "compare").decode().splitlines()
    present = [title for course, title in SECTIONS.items() if comparison(shipped, TWO).of(course)]
    heads = [title for line in lines for title in present if line.startswith(title)]
    assert heads == present
    assert len(present) == 2
    (trade,) = (line.split() for line in lines if line.startswith("Trade and investment  "))
    assert trade[3:] == ["agrees", "2", "→", "intends", "9"]
    (healthcare,) = (line.split() for line in lines if line.startswith("Healthcare  "))
    assert healthcare[1:] == ["not", "recorded", "→", "1"]


def test_a_sector_as_strong_as_before_is_listed_without_its_points(shipped: Dossier) -> None:
    selection = Selection("2018-10-24", against="2023-11-29")
    found = comparison(shipped, selection)
    text = render(Record(shipped), selection, "compare").decode()
    as_strong = [change.sector.name for change in found.of(Trend.AS_STRONG)]
    assert "Youth exchange" in as_strong
    assert "\nAs strong on record\n" in text
    assert "── Youth exchange ─" not in text
    for course in LISTED:
        for change in found.of(course):
            assert f"── {change.sector.name} ─" in text


def test_the_points_of_each_meeting_stand_under_its_date_with_numbered_notes(
    shipped: Dossier,
) -> None:
    text = render(Record(in_full(shipped, "2018-10-24")), TWO, "compare").decode()
    _, _, finance = text.partition("── Finance ─")
    earlier, later = (finance.index(date) for date in ("24 Oct 2018", "12 Nov 2025"))
    assert earlier < finance.index("Not raised, as far as its sources report.") < later
    assert "Closer work in finance" in " ".join(finance[later:].split())
    assert "\n[1] " in finance
    assert "\n[2] " in finance


def in_full(dossier: Dossier, name: str) -> Dossier:
    """The record, with one meeting as if it were recorded in full."""
    meetings = (
        replace(meeting, recorded="in-full") if meeting.id == name else meeting
        for meeting in dossier.meetings
    )
    return replace(dossier, meetings=tuple(meetings))


def test_sectors_at_neither_meeting_are_one_muted_line(shipped: Dossier) -> None:
    page = VIEWS["compare"].page(Record(shipped), TWO)
    (line,) = (
        line
        for line in layout.body(page, 1000)
        if line.plain.startswith("Not recorded at either: ")
    )
    assert {run.role for run in line.runs if run.text} == {"muted"}
    names = line.plain.removeprefix("Not recorded at either: ").removesuffix(".").split(", ")
    neither = comparison(shipped, TWO).of(Trend.NEITHER)
    assert names == [change.sector.name for change in neither]


def test_a_query_narrows_what_is_compared(shipped: Dossier) -> None:
    found = comparison(shipped, replace(TWO, filter=Filter(where="kind:agrees")))
    assert not found.of(Trend.NOT_RAISED_AT_EARLIER)
    assert {change.later for change in found.changes} == {Cell(Presence.NO_MATCH)}
    head = (
        render(Record(shipped), replace(TWO, filter=Filter(where="kind:agrees")), "compare")
        .decode()
        .split("\n")[1]
    )
    assert head.endswith("where kind:agrees")


def test_json_holds_both_meetings_and_the_points_of_each_sector(shipped: Dossier) -> None:
    whole = json.loads(render(Record(shipped), TWO, "compare", "json"))
    found = whole["compare"]
    assert (whole["selection"]["meeting"], whole["selection"]["against"]) == (
        "2018-10-24",
        "2025-11-12",
    )
    assert [found[side]["id"] for side in ("earlier", "later")] == ["2018-10-24", "2025-11-12"]
    for side in ("earlier", "later"):
        texts = [
            point["text"]
            for course in Trend
            for sector in found[course.value]
            for point in sector[side]["points"]
        ]
        meeting = shipped.meeting[found[side]["id"]]
        assert sorted(texts) == sorted(point.text for point in meeting.points)
    (healthcare,) = (change for change in found["unknown"] if change["id"] == "healthcare")
    assert healthcare["earlier"] == {"presence": "not_recorded", "strongest": None, "points": []}
    assert (healthcare["later"]["presence"], healthcare["later"]["strongest"]) == (
        "discussed",
        None,
    )


def test_a_record_of_less_than_two_meetings_has_nothing_to_compare(shipped: Dossier) -> None:
    for meetings in ((), shipped.meetings[:1]):
        short = replace(shipped, meetings=meetings)
        assert compare(short, Selection()) is None
        for form in FORMATS:
            assert render(Record(short), Selection(), "compare", form)


def test_a_proposed_name_holds_both_meetings() -> None:
    from pathlib import Path

    name = proposed_name([Record(NOTHING.dossier, path=Path("hk.toml"))], "compare", TWO, "text")
    assert name == "hk-compare-2018-10-24-2025-11-12.txt"


def exported(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["export", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


def test_on_the_command_line_the_order_makes_no_difference(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    outputs = []
    for first, second in (("2018-10-24", "2025-11-12"), ("2025-11-12", "2018-10-24")):
        for form in ("text", "json"):
            two = ("--meeting", first, "--meeting", second)
            assert exported("compare", *two, "--format", form) == 0
            outputs.append(capsysbinary.readouterr().out)
    assert outputs[:2] == outputs[2:]


@pytest.mark.parametrize(
    ("meetings", "says"),
    [
        ([], "two different meetings"),
        (["2025-11-12"], "two different meetings"),
        (["2025-11-12", "2025-11-12"], "two different meetings"),
        (["2025-11-12", "2018-10-24", "2004-09-02"], "two different meetings"),
        (["2025-11-12", "2018-10-24", "2018-10-24"], "two different meetings"),
        (["2025-11-12", "2018-10-25"], "did you mean '2018-10-24'"),
        (["2025-11-12", "all"], "there is no meeting 'all'"),
    ],
)
def test_anything_but_two_meetings_is_wrong_usage_and_brings_the_ids(
    meetings: list[str], says: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert exported("compare", *(f"--meeting={name}" for name in meetings)) == 2
    out, err = capsysbinary.readouterr()
    assert out == b""
    assert says in err.decode()
    assert "2004-09-02, 2006-11-15" in err.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("points", "--meeting", "2025-11-12", "--meeting", "2018-10-24"),
        ("points", "--by", "plan"),
        ("compare", "--by", "plan"),
        ("coverage", "--by", "sector"),
        ("coverage", "--meeting", "2025-11-12"),
    ],
)
def test_a_view_refuses_what_is_meant_for_another(
    arguments: tuple[str, ...], capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert exported(*arguments) == 2
    assert capsysbinary.readouterr().out == b""


def test_coverage_is_by_meeting_unless_asked_for_by_plan(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    heads = []
    for asked in ((), ("--by", "meeting"), ("--by", "plan")):
        assert exported("coverage", *asked) == 0
        heads.append(capsysbinary.readouterr().out.decode().split("\n")[1])
    assert heads == ["Coverage by meeting"] * 2 + ["Coverage by plan period"]


@pytest.mark.parametrize(
    ("dates", "ordered"),
    [
        (("2022-03-01", "2022-03-02"), True),
        (("2022-03", "2022-04"), True),
        (("2022-03", "2022-03"), False),
        (("2022-03", "2022-03-20"), False),
        (("2022", "2022-03"), False),
    ],
)
def test_without_an_order_no_change_is_shown(dates: tuple[str, str], ordered: bool) -> None:
    dossier = dossier_with([*dates], [(0, 0, Kind.HOPES), (1, 1, Kind.AGREES)], in_full=True)
    found = comparison(dossier, Selection("m0", against="m1"))
    trends = [change.trend for change in found.changes]
    changed = [Trend.NOT_RAISED_AT_LATER, Trend.NOT_RAISED_AT_EARLIER]
    assert trends == (changed if ordered else [Trend.UNORDERED] * 2)
    assert found.ordered == ordered
    if not ordered:
        text = render(Record(dossier), Selection("m0", against="m1"), "compare").decode()
        assert "do not tell which meeting came first" in text


def test_what_came_up_before_the_two_meetings_is_not_headed_as_new() -> None:
    entries = [(0, 0, Kind.HOPES), (1, 1, Kind.HOPES), (2, 0, Kind.HOPES)]
    dossier = dossier_with(["2010", "2017", "2018"], entries, in_full=True)
    dossier = replace(dossier, parties=(Party(id="p", name="P"),))
    lines = render(Record(dossier), Selection("m2", against="m1"), "compare").decode().splitlines()
    for sector, heading in (
        ("Trade", "Not raised at the earlier meeting"),
        ("Finance", "Not raised at the later meeting"),
    ):
        row = next(number for number, line in enumerate(lines) if line.startswith(f"{sector} "))
        assert lines[row - 1] == heading


def test_a_meeting_that_may_have_been_before_counts_as_before() -> None:
    dossier = dossier_with(["2022-03", "2022-03"], [(1, 0, Kind.HOPES)], in_full=True)
    text = render(Record(dossier), Selection("m0"), "sectors").decode()
    assert "nor on record before" not in text
    assert "Trade" in text.partition("last on record")[2]
