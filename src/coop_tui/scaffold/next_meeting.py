"""Adds the next meeting to a record: values of the last meeting, and placeholders."""

from __future__ import annotations

import datetime
import re
import textwrap
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, count, takewhile
from typing import Any

import tomli

from coop_tui.query.placeholders import Placeholder
from coop_tui.query.plans import plans_on
from coop_tui.record.dates import Date
from coop_tui.record.entries import Source
from coop_tui.record.introspect import fields_of
from coop_tui.record.kinds import Kind
from coop_tui.record.loading.files import decode_utf8
from coop_tui.record.tables import LAST_ORDINAL, Dossier, Meeting
from coop_tui.record.toml_writer import WIDTH, key_value

_MONTH_OR_DAY = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)
_LAST_NUMBER = re.compile(r"(?<!\d)\d{1,18}(?=\D*$)", re.ASCII)
_SOURCE = re.compile(rb"^[ \t]*\[\[?[ \t]*source[ \t]*[].]", re.MULTILINE)
_HEADER = re.compile(rb"^[ \t]*\[", re.MULTILINE)


class ClosedListError(Exception):
    """Nothing can be added to the lists of a record. The message says why."""


def with_next_meeting(data: bytes, dossier: Dossier, today: datetime.date) -> bytes:
    """Add a source after the other sources and a meeting at the end; change nothing else.

    Args:
        data: The file.
        dossier: The record in the file, with what it includes.
        today: The date of the meeting. If no plan runs on that day, the meeting gets the
            date of the last one, since its date must be in a plan.

    Returns:
        The new file. ``check`` finds no new mistake in it.

    Raises:
        ClosedListError: If the sources or meetings are written in ``[ ]``.
    """
    last = dossier.meetings[-1] if dossier.meetings else None
    date, remark = _date(dossier, last, today)
    base = last.sources[0] if last else "source"
    source = _unused_id(_next_id(base, date) or f"{base}-{date.edtf}", dossier.source)
    meeting = [*_heading(dossier), "", *_meeting(dossier, last, source, date, remark)]
    # In a text of several lines there may be what looks like a header; nothing at the end.
    for end in (_end_of_sources(data), len(data)):
        extended = _inserted(data, end, _source(dossier, last, source, date))
        extended = _inserted(extended, len(extended), meeting)
        if _adds_one_of_each(extended, data):
            return extended
    raise ClosedListError(
        "nothing can be added: write its sources and meetings as [[source]] and [[meeting]], "
        "not in [ ]"
    )


def _end_of_sources(data: bytes) -> int:
    """The byte after the last line of the last source; that after the file if it has none."""
    headers = list(_SOURCE.finditer(data))
    if not headers:
        return len(data)
    start = headers[-1].start()
    following = _HEADER.search(data, headers[-1].end())
    lines = data[start : following.start() if following else None].splitlines(keepends=True)
    comments = 0  # and blank lines, after the last key
    while lines[-1 - comments].strip()[:1] in (b"", b"#"):
        comments += 1
    end = len(lines) - comments
    # Comments right under a key belong to the source; right above a header, they belong to that.
    own = sum(1 for _ in takewhile(bytes.strip, lines[end:]))
    if own < comments or not following:
        end += own
    return start + sum(map(len, lines[:end]))


def _inserted(data: bytes, at: int, lines: Iterable[str]) -> bytes:
    """Insert lines at the end of a line, with a blank line before them, and one after them."""
    newline = b"\r\n" if data.partition(b"\n")[0].endswith(b"\r") else b"\n"
    before, after = data[:at], data[at:]
    text = newline.join([b"", *map(str.encode, lines), b""])
    if not before.endswith(b"\n"):
        text = newline + text
    if after.partition(b"\n")[0].strip():
        text += newline
    return before + text + after


def _adds_one_of_each(extended: bytes, data: bytes) -> bool:
    """Whether a file has the tables of another, and one source and one meeting after them."""
    try:
        after = tomli.loads(decode_utf8(extended, ""))
    except tomli.TOMLDecodeError:
        return False
    before = {"source": [], "meeting": []} | tomli.loads(decode_utf8(data, ""))
    kept = {key: after.get(key, [])[:-1] for key in ("source", "meeting")}
    return after.keys() == before.keys() and after | kept == before


def _source(dossier: Dossier, last: Meeting | None, name: str, date: Date) -> Iterator[str]:
    previous = dossier.source[last.sources[0]] if last else None
    yield "# The source of the next meeting, which is begun at the end of the file."
    yield from ("[[source]]", key_value("id", name))
    yield key_value("title", Placeholder.SOURCE_TITLE)
    yield key_value("publisher", previous.publisher if previous else Placeholder.PUBLISHER)
    yield from _commented("type", (previous and previous.type) or "press-release")
    yield from _commented("side", (previous and previous.side) or dossier.parties[0].id)
    yield from (*_commented("date", date), *_commented("url", Placeholder.URL))
    yield from (*_commented("accessed", date), *_commented("archived", Placeholder.ARCHIVED))
    yield from _commented("text", f"sources/{name}.txt")


def _meeting(
    dossier: Dossier, last: Meeting | None, source: str, date: Date, remark: str
) -> Iterator[str]:
    name = _next_id(last.id if last else "", date) or date.edtf
    yield from ("[[meeting]]", key_value("id", _unused_id(name, dossier.meeting)))
    if remark:
        yield f"# {remark}"
    yield from (key_value("date", date), *_commented("end", date))
    yield key_value("title", Placeholder.MEETING_TITLE)
    if last and last.places:
        yield key_value("places", list(last.places))
    elif dossier.places:
        yield from _commented("places", [dossier.places[0].id])
    yield from _commented("held", (last and last.held) or "in-person")
    yield key_value("kind", last.kind if last else "meeting")
    if last and last.ordinal:
        series = (last.mechanism, last.kind)
        ordinal = max(
            meeting.ordinal or 0
            for meeting in dossier.meetings
            if (meeting.mechanism, meeting.kind) == series
        )
        if ordinal == LAST_ORDINAL:
            yield f"# No ordinal: {LAST_ORDINAL} is the last that the format has."
        else:
            yield key_value("ordinal", ordinal + 1)
    if last and last.mechanism:
        yield key_value("mechanism", last.mechanism)
    yield from _commented("areas_named", 8)
    yield "# Only once all that its sources report of it is in the record:"
    yield from _commented("recorded", "in-full")
    yield from (key_value("people", _leaders(dossier, last)), key_value("sources", [source]))
    yield from _commented("remark", {"text": Placeholder.INCOMPLETE})
    yield from _claims(dossier, last, source)


def _claims(dossier: Dossier, last: Meeting | None, source: str) -> Iterator[str]:
    """The summary, the outlook, the areas and a point of the meeting."""
    cite, party, sectors = f"{source} ¶1", dossier.parties[0].id, [dossier.sectors[0].id]
    quotation = [{"source": source, "at": "¶1", "quote": Placeholder.QUOTE}]
    for key, text in (("summary", Placeholder.SUMMARY), ("outlook", Placeholder.OUTLOOK)):
        yield from ("", f"#[[meeting.{key}]]", *_commented("text", text))
        yield from _commented("cite", quotation)
    yield from ("", "#[[meeting.area]]", *_commented("sectors", sectors))
    yield from (*_commented("title", Placeholder.AREA), *_commented("cite", cite))
    yield from ("", "[[meeting.point]]", *_commented("id", "first-point"))
    yield from (key_value("sectors", sectors), key_value("by", [party]))
    if leaders := _leaders(dossier, last):
        yield from _commented("speaker", leaders[0]["person"])
    yield from _commented("to", [dossier.parties[-1].id])
    yield from (key_value("kind", Kind.NOTES.value), key_value("text", Placeholder.POINT))
    yield from (*_commented("document", Placeholder.DOCUMENT), key_value("cite", cite))
    for key, names in (("plans", dossier.plan), ("initiatives", dossier.initiative)):
        if names:
            yield from _commented(key, [list(names)[-1]])
    yield from _commented("remark", {"text": Placeholder.REMARK})


def _commented(key: str, value: Any) -> Iterator[str]:
    """A key and its value, as a comment."""
    return (f"#{line}" for line in key_value(key, value).split("\n"))


def _heading(dossier: Dossier) -> Iterator[str]:
    """The instructions, and the words that can be copied: ids of the record, and closed lists."""
    yield "# The next meeting. Like its source, above, it has values of the last and placeholders:"
    yield '# put your own in their place. What is behind a "#" can be left out. These can be used:'
    for keys, words in (
        ("places", dossier.place),
        ("held", fields_of(Meeting)["held"].choices),
        ("kind of meeting", fields_of(Meeting)["kind"].choices),
        ("mechanism, initiatives", dossier.initiative),
        ("person, speaker", dossier.person),
        ("by, to, party, side", dossier.party),
        ("sectors", dossier.sector),
        ("kind of point", [kind.value for kind in Kind]),
        ("plans", dossier.plan),
        ("type of source", fields_of(Source)["type"].choices),
    ):
        if words:
            yield from textwrap.wrap(
                f"# - {keys}: {', '.join(words)}",
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
