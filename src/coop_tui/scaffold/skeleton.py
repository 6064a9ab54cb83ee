"""A record of placeholders, with comments that explain each key.

The explanations are the descriptions in the tables of the format.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from coop_tui.record.dates import Date
from coop_tui.record.introspect import Field, fields_of
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import FORMAT, Dossier
from coop_tui.record.toml_writer import WIDTH, key_value

SCHEMA_FILE = "coop-tui.schema.json"
"""The name that a new record gives to the file of the schema."""

_HEAD = f"""\
#:schema ./{SCHEMA_FILE}
# The line above is for editors. With the schema beside the record, they complete and explain
# its keys:
#     coop-tui schema > {SCHEMA_FILE}
#
# Everything here is a placeholder: put your own in its place. A key or a table behind a "#" can
# be left out; take the "#" away to use it. What is wrong, if anything, is listed by:
#     coop-tui check FILE
"""

_CITE = [{"source": "first-source", "at": "¶1"}]
_REMARK = {"text": "Note of the editor"}
_AKA = ["Another name of it"]
_MILESTONE = {"text": "What happens", "cite": _CITE}
_PLACEHOLDERS: dict[str, Any] = {
    "format": FORMAT,
    "title": "Title of the record",
    "about": "What the record is about",
    "party": [
        {"id": "first-party", "name": "Name of the first party", "aka": _AKA},
        {"id": "second-party", "name": "Name of the second party"},
    ],
    "person": [
        {
            "id": "first-person",
            "name": "Name of a person of the first party",
            "party": "first-party",
            "aka": ["Another name of the person"],
        },
        {
            "id": "second-person",
            "name": "Name of a person of the second party",
            "party": "second-party",
        },
    ],
    "place": [{"id": "first-place", "name": "Name of the place", "aka": _AKA}],
    "plan": [
        {
            "id": "first-plan",
            "name": "Name of the plan",
            "short": "Short name",
            "start": Date(2000),
            "end": Date(2004),
            "aka": _AKA,
            "about": [
                {
                    "text": "What the plan holds",
                    "cite": _CITE,
                    "remark": {**_REMARK, "cite": [{**_CITE[0], "quote": "a few exact words"}]},
                }
            ],
            "milestone": [{"date": Date(2000, 1), **_MILESTONE, "remark": _REMARK}],
        }
    ],
    "sector": [{"id": "first-sector", "name": "Name of the sector", "aka": _AKA}],
    "initiative": [
        {
            "id": "first-initiative",
            "name": "Name of the initiative",
            "short": "Short name",
            "parties": ["first-party", "second-party"],
            "aka": _AKA,
            "about": [{"text": "What the initiative is", "cite": _CITE}],
            "milestone": [{"date": Date(2000), **_MILESTONE}],
        }
    ],
    "source": [
        {
            "id": "first-source",
            "title": "Title of the source",
            "publisher": "Who published it",
            "date": Date(2000, 1, 1),
            "url": "https://example.org/",
            "text": "sources/first-source.txt",
            "remark": _REMARK,
        }
    ],
    "meeting": [
        {
            "id": "2000-01-01",
            "date": Date(2000, 1, 1),
            "title": "Title of the meeting",
            "place": "first-place",
            "kind": "plenary",
            "ordinal": 1,
            "mechanism": "first-initiative",
            "people": [
                {"person": "first-person", "role": "Office held that day"},
                {"person": "second-person", "role": "Office held that day"},
            ],
            "sources": ["first-source"],
            "remark": {"text": "What is not known of the meeting"},
            "summary": [{"text": "What the meeting was about", "cite": _CITE}],
            "outlook": [{"text": "What the meeting looks forward to", "cite": _CITE}],
            "point": [
                {
                    "sector": "first-sector",
                    "by": ["first-party"],
                    "kind": "notes",
                    "text": "What the source says",
                    "cite": _CITE,
                    "plans": ["first-plan"],
                    "initiatives": ["first-initiative"],
                    "remark": _REMARK,
                }
            ],
        }
    ],
}
_KEPT = {"person", "place", "plan", "initiative", "source", "meeting", "mechanism", "point"}
"""Optional keys that are written without a "#" all the same."""


def skeleton() -> bytes:
    """A record of placeholders with a comment on each key, in UTF-8.

    ``check`` finds nothing wrong with it.
    """
    lines = _Writer().table(_PLACEHOLDERS, Dossier)
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
                yield from (f"{own_mark}{line}" for line in key_value(key, value).splitlines())
                continue
            dotted = f"{name}.{key}" if name else key
            for entry in value:
                yield ""
                # A table of the record is described by its class, a part by what it is for.
                yield from self.once(field.description if name else field.type.__doc__)
                yield f"{own_mark}[[{dotted}]]"
                yield from self.table(entry, field.type, dotted, own_mark)

    def comment(self, field: Field) -> Iterator[str]:
        """What a key means, and what its value may be."""
        yield from self.once(field.description)
        if field.type is Kind:
            for kind in Kind:
                yield from self.once(f"`{kind.value}`: {kind.meaning}", "- ")
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
