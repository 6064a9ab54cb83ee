"""The words for meetings on record, and for whom somebody met at them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from coop_tui.query.collection.people import Attendee, Meetings, Met, Office, RecordMeeting, Side
from coop_tui.record.record import Record
from coop_tui.views.collection.words import full_names
from coop_tui.views.labels import between, counted, joined


def short_names(records: Sequence[Record]) -> list[str]:
    """Records by title; where several have the same, by title and file."""
    titles = [record.dossier.title for record in records]
    return [
        full if titles.count(title) > 1 else title
        for title, full in zip(titles, full_names(records), strict=True)
    ]


class Words(Struct, frozen=True):
    """The words of a page.

    Attributes:
        records: The names of the records; empty for one alone, which needs none.
        narrowed: Whether only some of the meetings count.
    """

    records: Sequence[str]
    narrowed: bool

    def on_record(self, meetings: Meetings) -> str:
        """``3 meetings on record, the first 27 Nov 2017, the latest 19 Nov 2020``."""
        noun = "matching meeting" if self.narrowed else "meeting"
        first = "" if len(meetings) == 1 else f"the first {_days(meetings.first)}, "
        dates = f"{first}{_latest(meetings)}"
        alone = self.records and len(meetings.by_record) == 1
        where = f" in {self.records[meetings.latest.record]}" if alone else ""
        return f"{counted(len(meetings), noun)} on record{where}, {dates}"

    def by_record(self, meetings: Meetings) -> list[str]:
        """How many are in each record, and the latest there; nothing if all are in one."""
        return [f"{count}, {_latest(part)}" for count, part in self._parts(meetings)]

    def met(self, met: Sequence[Met]) -> str:
        """The people of one side: ``Yin Yong (3 meetings, the latest 12 Nov 2025)``.

        Those who were met as often, and at the same time last, stand together.
        """
        together: dict[tuple[str, str], list[str]] = {}
        for one in met:
            counts = [count for count, _ in self._parts(one.meetings)]
            facts = ", ".join([*([joined(counts)] if counts else []), _latest(one.meetings)])
            count = counted(len(one.meetings), "meeting")
            together.setdefault((count, facts), []).append(one.person.name)
        return "; ".join(
            f"{joined(names)} ({count}{' each' if len(names) > 1 else ''}, {facts})"
            for (count, facts), names in together.items()
        )

    def _parts(self, meetings: Meetings) -> list[tuple[str, Meetings]]:
        """How many are in each record, with these; nothing if all are in one."""
        parts = meetings.by_record.items()
        if len(parts) == 1:
            return []
        return [(f"{len(part)} in {self.records[record]}", part) for record, part in parts]


def _latest(meetings: Meetings) -> str:
    latest = _days(meetings.latest)
    return latest if len(meetings) == 1 else f"the latest {latest}"


def _days(one: RecordMeeting) -> str:
    return between(one.meeting.date, one.meeting.last)


def offices(attendee: Attendee) -> Iterator[str]:
    """Each office as on record, with the side if that is not always the same.

    ``Acting Mayor at 1 meeting in 2017``, ``Mayor at 2 meetings from 2018 to 2020``; an
    office in which somebody was at all meetings stands alone.
    """
    changed = len({office.side.party for office in attendee.offices}) > 1
    for office in attendee.offices:
        name = office.side.name if changed or office.side.party is None else ""
        words = ", ".join(filter(None, (office.role, name)))
        yield words if len(attendee.offices) == 1 else f"{words}, {_years(office)}"


def _years(office: Office) -> str:
    first, last = office.meetings.first.meeting.date.year, office.meetings.latest.meeting.last.year
    count = counted(len(office.meetings), "meeting")
    return (
        f"at {count} in {first:04d}"
        if first == last
        else f"at {count} from {first:04d} to {last:04d}"
    )


def by_side(met: Sequence[Met]) -> Iterator[tuple[Side | None, list[Met]]]:
    """The people whom somebody met by their side; None for the guests, who come last."""
    for side, those in groupby(met, lambda one: one.side if one.side.party else None):
        yield side, list(those)
