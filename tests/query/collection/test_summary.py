"""A record in a few figures."""

from __future__ import annotations

import datetime

from tests.conftest import FROZEN

from coop_tui.query.collection.summary import summary
from coop_tui.query.commitments.status import Status, statuses
from coop_tui.record.loading.loader import load, parse

NOW = datetime.date(2026, 1, 1)


def test_the_figures_are_those_of_the_record() -> None:
    dossier = load(FROZEN).dossier
    found = summary(dossier, NOW)
    counted = [one for meeting in statuses(dossier, NOW).values() for one in meeting]
    assert found.title == dossier.title
    assert found.parties[:2] == ("Hong Kong", "Beijing")
    assert found.meetings == len(dossier.meetings)
    assert found.first is dossier.meetings[0]
    assert found.latest is not None
    assert found.latest.last == max(meeting.last for meeting in dossier.meetings)
    assert found.open == counted.count(Status.OPEN) > 0
    assert found.overdue == counted.count(Status.OVERDUE)


def test_a_record_without_meetings_has_no_dates() -> None:
    data = b'format = 1\ntitle = "A"\nabout = "B."\n[[party]]\nid = "hk"\nname = "Hong Kong"\n'
    found = summary(parse(data + b'[[sector]]\nid = "t"\nname = "Trade"\n', "a.toml"), NOW)
    assert (found.meetings, found.first, found.latest, found.open) == (0, None, None, 0)
