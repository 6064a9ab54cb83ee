"""How many commitments of a meeting are open, as far as the record knows."""

from __future__ import annotations

import datetime
import json

from tests.record.test_links import HEAD, meeting

from coop_tui.formats.render import render
from coop_tui.query.selection import Selection
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record

OUTCOME = """
[[meeting.point.outcome]]
date = "2019"
result = "{}"
text = "So it was."
cite = "report"
"""
DAY = datetime.date(2026, 1, 1)


def exported(text: str, form: str = "text", now: datetime.date | None = None) -> str:
    """The first meeting, each line as it is."""
    record = Record(parse((HEAD + text).encode(), "record.toml"))
    return render(record, Selection("a", now=now), "meeting", form, width=200).decode()


def test_the_commitments_of_a_meeting_are_counted_by_what_became_of_them() -> None:
    done, dropped = OUTCOME.format("done"), OUTCOME.format("dropped")
    text = meeting("a", "2018", "", "", 'due = "2020"', done, dropped, "")
    text += meeting("b", "2019", 'follows = ["a/p1"]')
    assert (
        "Commitments on record: 6, of which 3 without a later point, 1 taken up again, "
        "1 reported as delivered and 1 reported as dropped\n"
    ) in exported(text)
    assert (
        "Commitments on record: 6, of which 1 overdue on 1 Jan 2026, 2 without a later point"
    ) in exported(text, now=DAY)
    (found,) = json.loads(exported(text, "json", DAY))["meeting"]
    assert found["commitments"] == {
        "overdue": 1,
        "open": 2,
        "taken-up-again": 1,
        "delivered": 1,
        "dropped": 1,
    }


def test_commitments_of_one_status_are_said_in_short_and_statements_are_none() -> None:
    text = meeting("a", "2018", "", "")
    assert "Commitments on record: 2, without a later point\n" in exported(text)
    assert "Commitments" not in exported(text.replace('kind = "hopes"', 'kind = "notes"'))
