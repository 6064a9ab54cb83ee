"""A record of placeholders, with comments that explain each key.

The explanations are the descriptions in the tables of the format.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from coop_tui.query.placeholders import Placeholder
from coop_tui.record.dates import Date
from coop_tui.record.entries import Citation
from coop_tui.record.introspect import Field, fields_of
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import FORMAT, Dossier
from coop_tui.record.toml_writer import WIDTH, key_value, to_toml

SCHEMA_FILE = "coop-tui.schema.json"
"""The name that a new record gives to the file of the schema."""

_HEAD = f"""\
#:schema ./{SCHEMA_FILE}
# The line above is for editors. With the schema beside the record, they complete and explain
# its keys:
#     coop-tui schema > {SCHEMA_FILE}
#
# Everything here is a placeholder: put your own in its place. A key or a table behind a "#" can
# be left out; take the "#" away to use it. What is wrong, and what is still a placeholder, is
# listed by:
#     coop-tui check FILE
"""


class _Optional(dict[str, Any]):
    """A table that is written behind a "#" among others of its kind that are not."""


_IN_SHORT = (
    "In short, the id of a source and the place in it. A quotation needs a list of tables, as in "
    "the remark below, with these keys:"
)
_CITE = "first-source ¶1"
_CITE_WITH_QUOTE = [{"source": "first-source", "at": "¶1", "quote": Placeholder.QUOTE}]
_REMARK = {"text": Placeholder.REMARK}
_AKA = [Placeholder.AKA]
_MILESTONE = {"text": Placeholder.MILESTONE, "cite": _CITE}
_VALUES: dict[str, Any] = {
    "format": FORMAT,
    "title": Placeholder.RECORD_TITLE,
    "about": Placeholder.RECORD_ABOUT,
    "include": ["shared/people.toml"],
    "party": [
        {
            "id": "first-party",
            "name": Placeholder.FIRST_PARTY,
            "short": Placeholder.SHORT,
            "aka": _AKA,
        },
        {"id": "second-party", "name": Placeholder.SECOND_PARTY},
    ],
    "person": [
        {
            "id": "first-person",
            "name": Placeholder.FIRST_PERSON,
            "party": "first-party",
            "aka": [Placeholder.PERSON_AKA],
        },
        {"id": "second-person", "name": Placeholder.SECOND_PERSON, "party": "second-party"},
        _Optional(id="third-person", name=Placeholder.THIRD_PERSON),
        _Optional(id="first-guest", name=Placeholder.GUEST, body=Placeholder.BODY),
    ],
    "place": [
        {
            "id": "first-place",
            "name": Placeholder.PLACE,
            "short": Placeholder.SHORT,
            "aka": _AKA,
        }
    ],
    "plan": [
        {
            "id": "first-plan",
            "name": Placeholder.PLAN,
            "short": Placeholder.SHORT,
            "start": Date(2000),
            "end": Date(2004),
            "aka": _AKA,
            "about": [
                {
                    "text": Placeholder.PLAN_ABOUT,
                    "cite": _CITE,
                    "remark": {**_REMARK, "cite": _CITE_WITH_QUOTE},
                }
            ],
            "milestone": [{"date": Date(2000, 1), **_MILESTONE, "remark": _REMARK}],
        }
    ],
    "sector": [
        {
            "id": "first-sector",
            "name": Placeholder.SECTOR,
            "short": Placeholder.SHORT,
            "aka": _AKA,
        }
    ],
    "initiative": [
        {
            "id": "first-initiative",
            "name": Placeholder.INITIATIVE,
            "short": Placeholder.SHORT,
            "parties": ["first-party", "second-party"],
            "aka": _AKA,
            "about": [{"text": Placeholder.INITIATIVE_ABOUT, "cite": _CITE}],
            "milestone": [{"date": Date(2000), **_MILESTONE}],
        }
    ],
    "source": [
        {
            "id": "first-source",
            "title": Placeholder.SOURCE_TITLE,
            "publisher": Placeholder.PUBLISHER,
            "type": "press-release",
            "side": "first-party",
            "date": Date(2000, 1, 1),
            "url": Placeholder.URL,
            "accessed": Date(2000, 1, 1),
            "archived": Placeholder.ARCHIVED,
            "text": "sources/first-source.txt",
            "remark": _REMARK,
        }
    ],
    "meeting": [
        {
            "id": "2000-01-01",
            "date": Date(2000, 1, 1),
            "end": Date(2000, 1, 2),
            "title": Placeholder.MEETING_TITLE,
            "places": ["first-place"],
            "held": "in-person",
            "kind": "plenary",
            "ordinal": 1,
            "mechanism": "first-initiative",
            "recorded": "in-full",
            "areas_named": 8,
            "people": [
                {"person": "first-person", "role": Placeholder.ROLE},
                {"person": "second-person", "role": Placeholder.ROLE},
                _Optional(person="third-person", role=Placeholder.ROLE, party="second-party"),
                _Optional(
                    person="first-guest", role=Placeholder.ROLE, body=Placeholder.BODY_THAT_DAY
                ),
            ],
            "sources": ["first-source"],
            "remark": {"text": Placeholder.INCOMPLETE},
            "summary": [{"text": Placeholder.SUMMARY, "cite": _CITE}],
            "outlook": [{"text": Placeholder.OUTLOOK, "cite": _CITE}],
            "area": [
                {
                    "sectors": ["first-sector"],
                    "title": Placeholder.AREA,
                    "cite": _CITE,
                    "remark": _REMARK,
                }
            ],
            "point": [
                {
                    "id": "first-point",
                    "sectors": ["first-sector"],
                    "by": ["first-party"],
                    "speaker": "first-person",
                    "to": ["second-party"],
                    "kind": "notes",
                    "text": Placeholder.POINT,
                    "document": Placeholder.DOCUMENT,
                    "plans": ["first-plan"],
                    "initiatives": ["first-initiative"],
                    "due": Date(2001),
                    "cite": _CITE,
                    "remark": _REMARK,
                    "outcome": [
                        {
                            "date": Date(2000, 12),
                            "result": "done",
                            "by": ["first-party"],
                            "text": Placeholder.OUTCOME,
                            "cite": _CITE,
                            "remark": _REMARK,
                        }
                    ],
                }
            ],
        },
        _Optional(
            id="2001-01-01",
            date=Date(2001, 1, 1),
            title=Placeholder.LATER_MEETING,
            kind="meeting",
            people=[{"person": "first-person", "role": Placeholder.ROLE}],
            sources=["first-source"],
            point=[
                {
                    "sectors": ["first-sector"],
                    "by": ["first-party"],
                    "kind": "agrees",
                    "text": Placeholder.LATER_POINT,
                    "follows": ["2000-01-01/first-point"],
                    "cite": _CITE,
                }
            ],
        ),
    ],
}
_KEPT = (
    *("person", "party", "place", "plan", "initiative", "source", "meeting"),
    *("places", "mechanism", "point"),
)
"""Optional keys that are written without a "#" all the same."""


def skeleton() -> bytes:
    """A record of placeholders with a comment on each key, in UTF-8.

    ``check`` finds nothing wrong with it, and warns of the placeholders.
    """
    lines = _Writer().table(_VALUES, Dossier)
    return (_HEAD + "\n".join(["", *lines]) + "\n").encode()


class _Writer:
    """Writes values below comments on their keys. The same comment is not written twice."""

    def __init__(self) -> None:
        self.written: set[str] = set()

    def table(
        self, values: Mapping[str, Any], table: type[Struct], name: str = "", mark: str = ""
    ) -> Iterator[str]:
        """The lines of a table, without its header.

        The dotted name is empty for the record. The mark is ``#`` for an optional table, since
        the whole of it is a comment.
        """
        for key, value in values.items():
            field = fields_of(table)[key]
            own_mark = mark or ("" if field.required or key in _KEPT else "#")
            # A short table stays on one line, without a header.
            if not (field.is_table and field.is_list) or key in ("cite", "people"):
                yield from self.comment(field)
                yield from (f"{own_mark}{line}" for line in _key_value(key, value))
                continue
            dotted = f"{name}.{key}" if name else key
            for entry in value:
                entry_mark = "#" if isinstance(entry, _Optional) else own_mark
                yield ""
                # A table of the record is described by its class, a part by what it is for.
                yield from self.once(field.description if name else field.type.__doc__)
                yield f"{entry_mark}[[{dotted}]]"
                yield from self.table(entry, field.type, dotted, entry_mark)

    def comment(self, field: Field) -> Iterator[str]:
        """What a key means, and what its value may be."""
        yield from self.once(field.description)
        if field.type is Kind:
            for kind in Kind:
                yield from self.once(f"`{kind.value}`: {kind.meaning}", "- ")
        elif len(field.choices) > 1:
            yield from self.once(f"One of: {', '.join(map(to_toml, field.choices))}.")
        elif field.type is Citation:
            yield from self.once(_IN_SHORT)
        for form in field.meta.get("extra_json_schema", {}).get("anyOf", ()):
            yield from self.once(form["description"], "- ")
        for part in fields_of(field.type).values() if field.is_table else ():
            optional = "" if part.required else " (can be left out)"
            yield from self.once(f"{part.key}{optional}: {part.description}", "- ")

    def once(self, line: str, bullet: str = "") -> Iterator[str]:
        """A comment, unless it has been written before."""
        if line not in self.written:
            self.written.add(line)
            first, rest = f"# {bullet}", f"# {' ' * len(bullet)}"
            yield from textwrap.wrap(
                line, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
            )


def _key_value(key: str, value: Any) -> Iterator[str]:
    """The lines of a key and its value; an optional table in a list stands behind a ``#``."""
    lines = key_value(key, value).splitlines()
    if len(lines) == 1:
        yield from lines
        return
    yield lines[0]
    for line, entry in zip(lines[1:], value, strict=False):
        yield f"#{line}" if isinstance(entry, _Optional) else line
    yield lines[-1]
