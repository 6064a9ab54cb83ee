"""No view says that something was absent where the record cannot know it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.views.test_view_properties import WIDTHS, selected

from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import render
from coop_tui.query.comparison import Trend
from coop_tui.query.presence import Presence
from coop_tui.query.selection import Filter, GroupBy, Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views.compare import SECTIONS
from coop_tui.views.completeness import ABSENCE
from coop_tui.views.registry import VIEWS

ABSENT = {
    ABSENCE[Presence.NOT_RAISED].lower(): "of a meeting recorded in full",
    SECTIONS[Trend.NOT_RAISED_AT_LATER].lower(): "if the later meeting is recorded in full",
    SECTIONS[Trend.NOT_RAISED_AT_EARLIER].lower(): "if the earlier meeting is recorded in full",
    "every meeting is recorded in full": "of a record whose meetings all are",
}
"""Every word for an absence, and the condition under which it may be said."""

NEVER = (
    *("nothing was said", "never", "not discussed", "not mentioned", "nothing new"),
    *("undone", "not done", "abandoned", "no detail", "silent", "ignored"),
)
"""What no view ever says."""


def completed(dossier: Dossier, recorded: Any) -> Dossier:
    """The record, with all meetings recorded in full or in part."""
    meetings = (replace(meeting, recorded=recorded) for meeting in dossier.meetings)
    return replace(dossier, meetings=tuple(meetings))


def said(record: Record, selection: Selection, view: str, form: str, by: GroupBy) -> str:
    data = render(record, VIEWS[view].for_export(selection), view, form, by=by)
    return re.sub("[*_|#\\\\]| +", " ", data.decode()).lower()


@pytest.mark.parametrize("view", VIEWS)
@given(what=selected(), by=st.sampled_from(GroupBy))
@settings(max_examples=15)
def test_of_a_record_in_part_no_view_claims_an_absence(
    view: str, what: tuple[Dossier, Selection], by: GroupBy
) -> None:
    dossier, selection = what
    record = Record(completed(dossier, "in-part"))
    for focus in (selection, replace(selection, filter=Filter())):
        for form in FORMATS:
            text = said(record, focus, view, form, by)
            if form == "json":
                assert list(claims(json.loads(text))) == []
            else:
                assert [word for word in ABSENT if word in text] == []
            assert [word for word in NEVER if word in text] == []
            assert "dropped" not in text.replace('"dropped": 0', "") or has_dropped(dossier)


def has_dropped(dossier: Dossier) -> bool:
    points = (point for meeting in dossier.meetings for point in meeting.points)
    return any(one.result == "dropped" for point in points for one in point.outcomes)


def claims(data: Any) -> Iterator[str]:
    """Every claim of an absence in the data of a view."""
    if isinstance(data, list):
        for entry in data:
            yield from claims(entry)
    elif isinstance(data, dict):
        for key, value in data.items():
            if key == "presence" and value == Presence.NOT_RAISED.value:
                yield f"{key}: {value}"
            if value and key in (
                "not_raised",
                Trend.NOT_RAISED_AT_EARLIER.value,
                Trend.NOT_RAISED_AT_LATER.value,
            ):
                yield key
            yield from claims(value)


@given(what=selected(), width=WIDTHS)
@settings(max_examples=40)
def test_a_sector_is_not_raised_only_at_a_meeting_in_full(
    what: tuple[Dossier, Selection], width: int
) -> None:
    dossier, _ = what
    for meeting in dossier.meetings:
        text = said(Record(dossier), Selection(meeting.id), "sectors", "text", GroupBy.MEETING)
        assert ("\nnot raised" in text) <= meeting.in_full
        assert ("\nnot recorded" in text) <= (not meeting.in_full)
        filtered = Selection(meeting.id, filter=Filter(where="kind:agrees"))
        text = said(Record(dossier), filtered, "sectors", "text", GroupBy.MEETING)
        assert "not raised" not in text


def sectors_on_record(meeting: Meeting) -> set[str]:
    of_points = {sector for point in meeting.points for sector in point.sectors}
    return of_points | {sector for area in meeting.areas for sector in area.sectors}


@given(what=selected())
@settings(max_examples=40)
def test_not_raised_at_one_of_two_meetings_rests_on_order_and_a_meeting_in_full(
    what: tuple[Dossier, Selection],
) -> None:
    dossier, _ = what
    for earlier, later in zip(dossier.meetings, dossier.meetings[1:], strict=False):
        selection = Selection(later.id, against=earlier.id)
        data = json.loads(render(Record(dossier), selection, "compare", "json"))["compare"]
        new = {change["id"] for change in data["not_raised_at_earlier"]}
        gone = {change["id"] for change in data["not_raised_at_later"]}
        before, after = sectors_on_record(earlier), sectors_on_record(later)
        ordered = earlier.last.last < later.date.first
        assert new == ((after - before) if ordered and earlier.in_full else set())
        assert gone == ((before - after) if ordered and later.in_full else set())


def test_the_remark_on_a_meeting_stands_at_the_head_of_what_is_judged(shipped: Dossier) -> None:
    meeting = next(meeting for meeting in shipped.meetings if meeting.remark)
    assert meeting.remark is not None
    words = " ".join(meeting.remark.text.split())[:40].lower()
    other = next(one for one in shipped.meetings if one is not meeting)
    absent = next(s.id for s in shipped.sectors if s.id not in sectors_on_record(meeting))
    for view, selection in (
        ("meeting", Selection(meeting.id)),
        ("sectors", Selection(meeting.id)),
        ("points", Selection(meeting.id)),
        ("points", Selection(meeting.id, absent)),
        ("compare", Selection(meeting.id, against=other.id)),
        ("coverage", Selection()),
    ):
        text = said(Record(shipped), selection, view, "text", GroupBy.MEETING)
        assert words in " ".join(text.split()), view
