"""Adds the next meeting to a record: values of the last meeting, and placeholders."""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Collection, Iterator
from itertools import chain, count
from typing import Any

import tomli

from coop_tui.query.plans import plans_on
from coop_tui.record.dates import Date
from coop_tui.record.kinds import Kind
from coop_tui.record.loading.files import decode_utf8
from coop_tui.record.tables import LAST_ORDINAL, Dossier, Meeting
from coop_tui.record.toml_writer import WIDTH, key_value

_MONTH_OR_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)
_LAST_NUMBER = re.compile(r"(?<!\d)\d{1,18}(?=\D*$)", re.ASCII)


class ClosedListError(Exception):
    """Nothing can be added at the end of a record. The message says why."""


def with_next_meeting(data: bytes, dossier: Dossier, today: datetime.date) -> bytes:
    """Append a source and a meeting to a record, and change nothing else.

    Args:
        data: The file.
        dossier: The record in the file.
        today: The date of the meeting. If no plan runs on that day, the meeting gets the
            date of the last one, since its date must be in a plan.

    Returns:
        The new file. ``check`` finds no new mistake in it.

    Raises:
        ClosedListError: If the sources, meetings or places are written in ``[ ]``.
    """
    newline = b"\r\n" if data.partition(b"\n")[0].endswith(b"\r") else b"\n"
    lines = [*([] if data.endswith(b"\n") else [""]), "", *_lines(dossier, today), ""]
    extended = data + "\n".join(lines).encode().replace(b"\n", newline)
    try:
        tomli.loads(decode_utf8(extended, ""))
    except tomli.TOMLDecodeError:
        raise ClosedListError(
            "nothing can be added at its end: write its sources and meetings, and its places if "
            "there are none yet, as [[source]], [[meeting]] and [[place]], not in [ ]"
        ) from None
    return extended


def _lines(dossier: Dossier, today: datetime.date) -> Iterator[str]:
    last = dossier.meetings[-1] if dossier.meetings else None
    date, remark = _date(dossier, last, today)
    base = last.sources[0] if last else "source"
    source = _unused_id(_next_id(base, date) or f"{base}-{date.edtf}", dossier.source)
    yield from _heading(dossier)
    yield from ("", "[[source]]", key_value("id", source))
    yield key_value("title", "Title of the source")
    previous = dossier.source[last.sources[0]] if last else None
    yield key_value("publisher", previous.publisher if previous else "Who published it")
    yield from (*_commented("date", date), *_commented("url", "https://example.org/"))
    yield from _commented("text", f"sources/{source}.txt")
    name = _next_id(last.id if last else "", date) or date.edtf
    yield from ("", "[[meeting]]", key_value("id", _unused_id(name, dossier.meeting)))
    if remark:
        yield f"# {remark}"
    yield from (key_value("date", date), key_value("title", "Title of the meeting"))
    yield key_value("kind", last.kind if last else "meeting")
    if last and last.places:
        yield key_value("places", list(last.places))
    if last and last.ordinal:
        series = (last.mechanism, last.kind)
        ordinal = max(
            meeting.ordinal or 0
            for meeting in dossier.meetings
            if (meeting.mechanism, meeting.kind) == series
        )
        if ordinal == LAST_ORDINAL:
            yield f"# No ordinal: {LAST_ORDINAL} is the last that the format has."
        elif ordinal:
            yield key_value("ordinal", ordinal + 1)
    if last and last.mechanism:
        yield key_value("mechanism", last.mechanism)
    yield from (key_value("people", _leaders(dossier, last)), key_value("sources", [source]))
    yield from _commented("remark", {"text": "What is not known of the meeting"})
    yield from _claims(dossier, source)


def _claims(dossier: Dossier, source: str) -> Iterator[str]:
    """The summary, the outlook and a point of the meeting."""
    cite = {"source": source, "at": "¶1"}
    for key, text in (
        ("summary", "What the meeting was about"),
        ("outlook", "What the meeting looks forward to"),
    ):
        yield from ("", f"#[[meeting.{key}]]", *_commented("text", text))
        yield from _commented("cite", [{**cite, "quote": "a few exact words"}])
    yield from ("", "[[meeting.point]]", key_value("sectors", [dossier.sectors[0].id]))
    yield from (key_value("by", [dossier.parties[0].id]), key_value("kind", Kind.NOTES.value))
    yield from (key_value("text", "What the source says"), key_value("cite", [cite]))
    for key, names in (("plans", dossier.plan), ("initiatives", dossier.initiative)):
        if names:
            yield from _commented(key, [list(names)[-1]])
    yield from _commented("remark", {"text": "Note of the editor"})


def _commented(key: str, value: Any) -> Iterator[str]:
    """A key and its value, as a comment."""
    return (f"#{line}" for line in key_value(key, value).split("\n"))


def _heading(dossier: Dossier) -> Iterator[str]:
    """The instructions, and the ids of the record that can be copied."""
    yield "# The next meeting. It has values of the last one; the rest are placeholders: put your"
    yield '# own in their place. What is behind a "#" can be left out. These ids can be used:'
    for key, names in (
        ("places", dossier.place),
        ("mechanism", dossier.initiative),
        ("person", dossier.person),
        ("by", dossier.party),
        ("sectors", dossier.sector),
        ("kind", [kind.value for kind in Kind]),
        ("plans", dossier.plan),
        ("initiatives", dossier.initiative),
    ):
        if names:
            yield from textwrap.wrap(
                f"# - {key}: {', '.join(names)}",
                WIDTH,
                subsequent_indent="#   ",
                break_long_words=False,
                break_on_hyphens=False,
            )


def _date(dossier: Dossier, last: Meeting | None, today: datetime.date) -> tuple[Date, str]:
    """The date of the next meeting, and a comment on it if it is not today."""
    date = Date(today.year, today.month, today.day)
    if not dossier.plans or plans_on(dossier, date):
        return date, ""
    if last:
        return last.date, f"{date.edtf} is in no plan of the record; this is the last meeting's."
    latest = max(dossier.plans, key=lambda plan: plan.end.last)
    return latest.start, f"{date.edtf} is in no plan of the record; this is a plan's start."


def _next_id(name: str, date: Date) -> str:
    """The id with its date or last number replaced by the next; empty if it has neither."""
    if _MONTH_OR_DAY.search(name):
        return _MONTH_OR_DAY.sub(date.edtf, name)
    if number := _LAST_NUMBER.search(name):
        following = str(int(number[0]) + 1).zfill(len(number[0]))
        return name[: number.start()] + following + name[number.end() :]
    return ""


def _unused_id(name: str, used: Collection[str]) -> str:
    """The id, with a number after it if it is already used."""
    candidates = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in used)


def _leaders(dossier: Dossier, last: Meeting | None) -> list[dict[str, str]]:
    """The first person of each party at the last meeting, with the role held there; no guest."""
    leaders: dict[str, dict[str, str]] = {}
    for one in last.people if last else ():
        if party := dossier.party_of(one):
            own = {} if one.party is None else {"party": one.party}
            leaders.setdefault(party, {"person": one.person, "role": one.role} | own)
    return list(leaders.values())
