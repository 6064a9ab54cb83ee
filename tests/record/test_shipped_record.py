from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from coop_tui.query.sectors import opening
from coop_tui.record.entries import Citation
from coop_tui.record.tables import Dossier, Meeting, Point

REPORT = "report-2025-11-12"
LATEST = "2025-11-12"
CITED_PARAGRAPHS = {"¶1", "¶2", "¶4", "¶5", "¶7", "¶8", "¶10", "¶11"}


@pytest.fixture
def latest(shipped: Dossier) -> Meeting:
    return shipped.meeting[LATEST]


def said_in(latest: Meeting, paragraph: str) -> list[Point]:
    return [point for point in latest.points if any(cite.at == paragraph for cite in point.cite)]


def claims(latest: Meeting) -> Iterator[tuple[str, tuple[Citation, ...]]]:
    for statement in (*latest.summary, *latest.outlook):
        yield statement.text, statement.cite
    for point in latest.points:
        yield point.text, point.cite


def words_of(latest: Meeting, paragraph: str) -> str:
    """Everything that the record takes from a paragraph."""
    found = [text for text, cite in claims(latest) if any(one.at == paragraph for one in cite)]
    return " ".join(" ".join(found).split())


def quotes(value: object) -> Iterator[str]:
    match value:
        case dict():
            if "quote" in value:
                yield value["quote"]
            for entry in value.values():
                yield from quotes(entry)
        case list() | tuple():
            for entry in value:
                yield from quotes(entry)


def test_it_opens_on_the_meeting_of_2025(shipped: Dossier) -> None:
    assert opening(shipped).meeting == LATEST
    assert opening(shipped).sector == "innovation-technology"


def test_it_has_seven_meetings(shipped: Dossier) -> None:
    assert [(one.date.edtf, one.kind, one.ordinal) for one in shipped.meetings] == [
        ("2004-09-02", "plenary", 1),
        ("2006-11-15", "plenary", 2),
        ("2010-11-25", "plenary", 3),
        ("2017-11-27", "meeting", None),
        ("2018-10-24", "plenary", 4),
        ("2023-11-29", "plenary", 5),
        ("2025-11-12", "meeting", None),
    ]


def test_it_says_where_a_meeting_is_only_partly_known(shipped: Dossier) -> None:
    for date in ("2004-09-02", "2006-11-15", "2010-11-25", "2023-11-29"):
        remark = shipped.meeting[date].remark
        assert remark is not None
        assert "artly known" in remark.text


def test_date_and_place_of_the_latest_meeting(shipped: Dossier, latest: Meeting) -> None:
    assert latest.date.edtf == "2025-11-12"
    assert [shipped.place[name].name for name in latest.places] == ["Government House, Hong Kong"]
    assert latest.sources == (REPORT,)


def test_who_met(shipped: Dossier, latest: Meeting) -> None:
    people = [
        (shipped.person[one.person].name, one.role, shipped.person[one.person].party)
        for one in latest.people
    ]
    assert people == [
        ("John Lee", "Chief Executive", "hk"),
        ("Yin Yong", "Mayor", "beijing"),
    ]


def test_the_standing_mechanism_is_the_conference(shipped: Dossier, latest: Meeting) -> None:
    assert latest.mechanism is not None
    mechanism = shipped.initiative[latest.mechanism]
    assert mechanism.name == "Hong Kong/Beijing Co-operation Conference"
    assert "standing" in words_of(latest, "¶2")


def test_exactly_five_sectors_were_touched(latest: Meeting) -> None:
    assert {name for point in latest.points for name in point.sectors} == {
        "innovation-technology",
        "trade",
        "finance",
        "healthcare",
        "youth",
    }


def test_innovation_and_technology_is_the_most_prominent(latest: Meeting) -> None:
    counts = [
        sum(sector in point.sectors for point in latest.points)
        for sector in ("innovation-technology", "trade", "finance", "healthcare", "youth")
    ]
    assert counts[0] > max(counts[1:])
    assert "most prominent" in words_of(latest, "¶2")


def test_both_plan_periods_are_tied_to_opening_up(latest: Meeting) -> None:
    (point,) = (point for point in latest.points if point.plans)
    assert point.plans == ("14", "15")
    assert point.by == ("central",)
    assert [cite.at for cite in point.cite] == ["¶10"]


def test_every_claim_cites_a_paragraph_of_the_report(latest: Meeting) -> None:
    for text, cite in claims(latest):
        assert {one.source for one in cite} == {REPORT}, text
        assert {one.at for one in cite} <= {f"¶{number}" for number in range(1, 12)}, text


def test_every_paragraph_that_states_something_is_cited(latest: Meeting) -> None:
    assert {one.at for _, cite in claims(latest) for one in cite} == CITED_PARAGRAPHS


@pytest.mark.parametrize(
    ("paragraph", "words"),
    [
        ("¶1", "Government House|John Lee|Yin Yong|econom|strateg|abroad|innovation"),
        ("¶2", "Finance|trade|healthcare|youth exchange|innovation and technology|long est"),
        ("¶4", "one country, two systems|pivot|platform|widely|investment from abroad"),
        ("¶5", "task force|across sectors|professional|financial|legal|springboard"),
        ("¶7", "strength|major theme|research and development|third|Competitiveness"),
        ("¶8", "John Lee|committed|hub|Hetao|wider industry|Both leaders|power in science"),
        ("¶10", "14th|15th|open up|high level|both directions|preparation"),
        ("¶11", "into line|high quality|resilient|technology|ten years|Central Authorities"),
    ],
)
def test_the_facts_of_a_paragraph_are_there(latest: Meeting, paragraph: str, words: str) -> None:
    text = words_of(latest, paragraph).lower()
    assert [word for word in words.split("|") if word.lower() not in text] == []


def test_what_each_side_brings(latest: Meeting) -> None:
    brings = {
        (*point.sectors, point.by, cite.at)
        for point in latest.points
        if point.kind.value == "brings"
        for cite in point.cite
    }
    assert brings == {
        ("innovation-technology", ("beijing",), "¶7"),
        ("innovation-technology", ("hk",), "¶7"),
        ("trade", ("hk",), "¶4"),
    }


def test_the_initiatives_that_were_named(shipped: Dossier, latest: Meeting) -> None:
    named = {
        shipped.initiative[name].name: cite.at
        for point in latest.points
        for name in point.initiatives
        for cite in point.cite
    }
    assert named == {
        "GoGlobal Task Force": "¶5",
        "Hong Kong Park of the Hetao Shenzhen–Hong Kong Science and Technology Innovation "
        "Co-operation Zone": "¶8",
        "World Digital Competitiveness Ranking 2025": "¶7",
    }


def test_the_claim_on_the_ranking_has_its_remark(shipped: Dossier, latest: Meeting) -> None:
    (point,) = (point for point in said_in(latest, "¶7") if point.remark)
    assert "digital-ranking" in point.initiatives
    assert "third" in point.text
    assert point.remark is not None
    for fact in ("technology factor", "fourth", "69", "IMD", "4 November 2025"):
        assert fact in " ".join(point.remark.text.split())
    (cite,) = point.remark.cite
    assert shipped.source[cite.source].date is not None
    assert str(shipped.source[cite.source].url).startswith("https://www.bastillepost.com/")


def test_a_quote_has_six_words_at_most(shipped: Dossier) -> None:
    found = list(quotes(msgspec.to_builtins(shipped.meetings, enc_hook=str)))
    assert len(found) >= 3
    assert [quote for quote in found if len(quote.split()) > 6] == []


def test_no_source_is_shipped_with_its_text(shipped: Dossier) -> None:
    assert [source.id for source in shipped.sources if source.text] == []


@pytest.mark.parametrize(
    ("table", "name", "also"),
    [
        ("party", "hk", "香港"),
        ("party", "beijing", "北京"),
        ("person", "john-lee", "李家超"),
        ("person", "yin-yong", "殷勇"),
        ("person", "carrie-lam", "林鄭月娥"),
        ("person", "chen-jining", "陳吉寧"),
        ("person", "donald-tsang", "曾蔭權"),
        ("person", "guo-jinlong", "郭金龍"),
        ("person", "wang-qishan", "王岐山"),
        ("person", "tung-chee-hwa", "董建華"),
        ("place", "government-house", "禮賓府"),
        ("sector", "innovation-technology", "創新科技"),
        ("sector", "innovation-technology", "創科"),
        ("sector", "finance", "金融"),
        ("sector", "trade", "經貿"),
        ("sector", "healthcare", "醫療衞生"),
        ("sector", "youth", "青年交流"),
        ("plan", "14", "五年規劃"),
        ("plan", "14", "十四五"),
        ("plan", "15", "五年規劃"),
        ("plan", "15", "十五五"),
        ("initiative", "conference", "京港合作會議"),
        ("initiative", "going-global", "內地企業出海專班"),
        ("initiative", "hetao", "河套深港科技創新合作區香港園區"),
    ],
)
def test_a_chinese_name_is_among_the_other_names(
    shipped: Dossier, table: str, name: str, also: str
) -> None:
    assert also in getattr(shipped, table)[name].aka


@pytest.mark.parametrize(
    ("plan", "start", "end", "milestones"),
    [
        ("10", "2001", "2005", []),
        ("11", "2006", "2010", ["2006-03-14"]),
        ("12", "2011", "2015", ["2011-03-16"]),
        ("13", "2016", "2020", ["2016-03-17"]),
        ("14", "2021", "2025", ["2021-03-11"]),
        ("15", "2026", "2030", ["2025-10-23", "2026-03-12"]),
    ],
)
def test_the_plan_periods(
    shipped: Dossier, plan: str, start: str, end: str, milestones: list[str]
) -> None:
    found = shipped.plan[plan]
    assert (found.start.edtf, found.end.edtf) == (start, end)
    assert [one.date.edtf for one in found.milestones] == milestones


def test_the_milestones_of_the_park_keep_their_precision(shipped: Dossier) -> None:
    dates = [one.date.edtf for one in shipped.initiative["hetao"].milestones]
    assert dates == ["2024-11-20", "2025-12-22", "2030", "2035"]
