"""Adds the next meeting to a record: placeholders, and as comments what may serve it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

import tomli

from coop_tui.query.placeholders import (
    NEXT_MEETING,
    NEXT_SOURCE,
    UNKNOWN_DATE,
    Placeholder,
    has_placeholders,
)
from coop_tui.record.entries import Source
from coop_tui.record.introspect import fields_of
from coop_tui.record.kinds import Kind
from coop_tui.record.loading.files import decode_utf8
from coop_tui.record.tables import LAST_ORDINAL, Dossier, Meeting
from coop_tui.record.toml_writer import WIDTH, key_value, to_toml
from coop_tui.scaffold.agenda import agenda_comments

_SOURCE = re.compile(rb"^[ \t]*\[\[?[ \t]*source[ \t]*[].]", re.MULTILINE)
_HEADER = re.compile(rb"^[ \t]*\[", re.MULTILINE)


class NotAddedError(Exception):
    """No meeting can be added to a record. The message says why."""


def with_next_meeting(data: bytes, dossier: Dossier) -> bytes:
    """Add a source after the other sources and a meeting at the end; change nothing else.

    Nothing in them can be taken for a fact: each value is a placeholder, of which ``check``
    warns, and what may be as it was last time stands in comments.

    Args:
        data: The file.
        dossier: The record in the file, with what it includes.

    Returns:
        The new file. ``check`` finds no new mistake in it.

    Raises:
        NotAddedError: If the sources or meetings are written in ``[ ]``, or the record holds
            a meeting that was begun like this and not finished.
    """
    last = dossier.meetings[-1] if dossier.meetings else None
    if unfinished := _unfinished(dossier, last):
        raise NotAddedError(
            f"{unfinished} still holds placeholders; write your own before you begin another "
            "meeting (coop-tui check lists them)"
        )
    meeting = [*_heading(dossier), "", *_meeting(dossier, last), *agenda_comments(dossier)]
    # In a text of several lines there may be what looks like a header; nothing at the end.
    for end in (_end_of_sources(data), len(data)):
        extended = _inserted(data, end, _source(dossier, last))
        extended = _inserted(extended, len(extended), meeting)
        if _adds_one_of_each(extended, data):
            return extended
    raise NotAddedError(
        "nothing can be added: write its sources and meetings as [[source]] and [[meeting]], "
        "not in [ ]"
    )


def _unfinished(dossier: Dossier, last: Meeting | None) -> str:
    """The meeting or source that has to be finished before another is begun; empty if none."""
    begun = dossier.meeting.get(NEXT_MEETING, last)  # once it has a date, it need not be the last
    if begun and has_placeholders(begun):
        return f"meeting {begun.id}"
    names = (NEXT_SOURCE, *(last.sources if last else ()))
    sources = [dossier.source[name] for name in names if name in dossier.source]
    return next((f"source {one.id}" for one in sources if has_placeholders(one)), "")


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


def _source(dossier: Dossier, last: Meeting | None) -> Iterator[str]:
    previous = dossier.source[last.sources[0]] if last else None
    yield "# The source of the next meeting, which is begun at the end of the file."
    yield from ("[[source]]", key_value("id", NEXT_SOURCE))
    yield key_value("title", Placeholder.SOURCE_TITLE)
    yield key_value("publisher", Placeholder.PUBLISHER)
    yield from _commented("type", (previous and previous.type) or "press-release")
    yield from _commented("side", (previous and previous.side) or dossier.parties[0].id)
    yield from (*_commented("date", UNKNOWN_DATE), *_commented("url", Placeholder.URL))
    yield from _commented("accessed", UNKNOWN_DATE)
    yield from _commented("archived", Placeholder.ARCHIVED)
    yield from _commented("text", f"sources/{NEXT_SOURCE}.txt")


def _meeting(dossier: Dossier, last: Meeting | None) -> Iterator[str]:
    yield from ("[[meeting]]", key_value("id", NEXT_MEETING))
    yield '# As precise as the source: 2025-11-12, "2025-11" or 2025.'
    yield from (key_value("date", UNKNOWN_DATE), *_commented("end", UNKNOWN_DATE))
    yield key_value("title", Placeholder.MEETING_TITLE)
    if last and last.places:
        yield from _commented("places", list(last.places))
    elif dossier.places:
        yield from _commented("places", [dossier.places[0].id])
    yield from _commented("held", (last and last.held) or "in-person")
    yield key_value("kind", "meeting")
    if last and last.ordinal:
        yield from _next_ordinal(dossier, last)
    if last and last.mechanism:
        yield from _commented("mechanism", last.mechanism)
    yield from _commented("areas_named", 8)
    yield "# Only once all that its sources report of it is in the record:"
    yield from _commented("recorded", "in-full")
    if leaders := _leaders(dossier, last):
        yield "# Who led each side last time; take the mark away from those who did so again:"
        yield from ("people = [", *(f"#  {to_toml(one)}," for one in leaders.values()), "]")
    else:
        yield "people = []"
    yield key_value("sources", [NEXT_SOURCE])
    yield from _commented("remark", {"text": Placeholder.INCOMPLETE})
    yield from _claims(dossier, last)


def _next_ordinal(dossier: Dossier, last: Meeting) -> Iterator[str]:
    """The number after the highest of the last meeting's kind, if the format has it."""
    series = (last.mechanism, last.kind)
    ordinal = 1 + max(
        meeting.ordinal or 0
        for meeting in dossier.meetings
        if (meeting.mechanism, meeting.kind) == series
    )
    if ordinal <= LAST_ORDINAL:
        yield f"# If it is the next {last.kind}:"
        yield from _commented("ordinal", ordinal)


def _claims(dossier: Dossier, last: Meeting | None) -> Iterator[str]:
    """The summary, the outlook, the areas and a point of the meeting."""
    leaders = _leaders(dossier, last)
    party = next(iter(leaders), dossier.parties[0].id)
    cite, sectors = f"{NEXT_SOURCE} ¶1", [dossier.sectors[0].id]
    quotation = [{"source": NEXT_SOURCE, "at": "¶1", "quote": Placeholder.QUOTE}]
    for key, text in (("summary", Placeholder.SUMMARY), ("outlook", Placeholder.OUTLOOK)):
        yield from ("", f"#[[meeting.{key}]]", *_commented("text", text))
        yield from _commented("cite", quotation)
    yield from ("", "#[[meeting.area]]", *_commented("sectors", sectors))
    yield from (*_commented("title", Placeholder.AREA), *_commented("cite", cite))
    yield from ("", "#[[meeting.point]]", *_commented("id", "first-point"))
    yield from (*_commented("sectors", sectors), *_commented("by", [party]))
    if party in leaders:
        yield from _commented("speaker", leaders[party]["person"])
    yield from _commented("to", [dossier.parties[-1].id])
    yield from _commented("kind", Kind.NOTES.value)
    yield from _commented("text", Placeholder.POINT)
    yield from (*_commented("document", Placeholder.DOCUMENT), *_commented("cite", cite))
    for key, names in (("plans", dossier.plan), ("initiatives", dossier.initiative)):
        if names:
            yield from _commented(key, [list(names)[-1]])
    if dossier.point:
        yield from _commented("follows", [list(dossier.point)[-1]])
    yield from _commented("due", UNKNOWN_DATE)
    yield from _commented("remark", {"text": Placeholder.REMARK})


def _commented(key: str, value: Any) -> Iterator[str]:
    """A key and its value, as a comment."""
    return (f"#{line}" for line in key_value(key, value).split("\n"))


def _heading(dossier: Dossier) -> Iterator[str]:
    """The instructions, and the words that can be copied: ids of the record, and closed lists."""
    yield "# The next meeting. Like its source above, it is made of placeholders, ids and date too:"
    yield "# put your own in their place (coop-tui check lists what is left). A # stands before"
    yield "# what can be left out; some of it is as at the last meeting. These can be used:"
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


def _leaders(dossier: Dossier, last: Meeting | None) -> dict[str, dict[str, str]]:
    """By party, the first of its people at the last meeting, with the role held there; no guest."""
    leaders: dict[str, dict[str, str]] = {}
    for one in last.people if last else ():
        if party := dossier.party_of(one):
            own = {} if one.party is None else {"party": one.party}
            leaders.setdefault(party, {"person": one.person, "role": one.role} | own)
    return leaders
