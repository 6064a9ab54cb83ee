"""A record to begin with: placeholders, and what each key means.

What is said of a key stands in the types of the record and nowhere else; here it comes
from their JSON Schema.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from coop_tui.record.dates import Date
from coop_tui.record.schema import json_schema
from coop_tui.record.tables import FORMAT
from coop_tui.record.toml_writer import WIDTH, key_value

SCHEMA_FILE = "coop-tui.schema.json"
"""What the schema is called that a new record names."""

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
_QUOTED = [{"source": "first-source", "at": "¶1", "quote": "a few exact words"}]
_REMARK = {"text": "Note of the editor", "cite": _QUOTED}
_PLACEHOLDERS: dict[str, Any] = {
    "format": FORMAT,
    "title": "Title of the record",
    "about": "What the record is about",
    "party": [
        {"id": "first-party", "name": "Name of the first party", "aka": ["Another name of it"]},
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
    "place": [
        {"id": "first-place", "name": "Name of the place", "aka": ["Another name of it"]},
    ],
    "plan": [
        {
            "id": "first-plan",
            "name": "Name of the plan",
            "short": "Short name",
            "start": Date(2000),
            "end": Date(2004),
            "aka": ["Another name of it"],
            "about": [{"text": "What the plan holds", "cite": _CITE, "remark": _REMARK}],
            "milestone": [
                {
                    "date": Date(2000, 1),
                    "text": "What happens",
                    "cite": _CITE,
                    "remark": {"text": "Note of the editor"},
                },
            ],
        },
    ],
    "sector": [
        {"id": "first-sector", "name": "Name of the sector", "aka": ["Another name of it"]},
    ],
    "initiative": [
        {
            "id": "first-initiative",
            "name": "Name of the initiative",
            "short": "Short name",
            "parties": ["first-party", "second-party"],
            "aka": ["Another name of it"],
            "about": [{"text": "What the initiative is", "cite": _CITE}],
            "milestone": [{"date": Date(2000), "text": "What happens", "cite": _CITE}],
        },
    ],
    "source": [
        {
            "id": "first-source",
            "title": "Title of the source",
            "publisher": "Who published it",
            "date": Date(2000, 1, 1),
            "url": "https://example.org/",
            "text": "sources/first-source.txt",
            "remark": {"text": "Note of the editor"},
        },
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
                    "remark": {"text": "Note of the editor"},
                },
            ],
        },
    ],
}
_KEPT = {"person", "place", "plan", "initiative", "source", "meeting", "mechanism", "point"}
"""What a record can do without, and a skeleton has all the same."""


def skeleton() -> bytes:
    """A record that ``check`` takes, in UTF-8: placeholders, each key with its meaning."""
    lines = _Writer(json_schema()).table(_PLACEHOLDERS)
    return (_HEAD + "\n".join(["", *lines]) + "\n").encode()


def _is_tables(key: str, value: Any) -> bool:
    """Whether a list of tables is written out; short ones stand on one line."""
    return isinstance(value, list) and isinstance(value[0], dict) and key not in ("cite", "people")


class _Writer:
    """Writes values under comments that say what the keys mean, each meaning once."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.said: set[str] = set()

    def table(
        self, values: Mapping[str, Any], kind: str = "", name: str = "", off: str = ""
    ) -> Iterator[str]:
        """The lines of a table below its header.

        Args:
            values: By key.
            kind: The name of its type in the schema; empty for the record.
            name: Its dotted name.
            off: What makes a comment of it, if it can be left out.
        """
        type_ = self.schema["$defs"][kind] if kind else self.schema
        for key, value in values.items():
            about = type_["properties"][key]
            optional = key not in type_["required"] and key not in _KEPT
            mark = off or ("#" if optional else "")
            if not _is_tables(key, value):
                yield from self.comment(about)
                yield from self.parts(_referred(about.get("items", about)))
                yield from (f"{mark}{line}" for line in key_value(key, value).splitlines())
                continue
            inner = _referred(about["items"])
            dotted = f"{name}.{key}" if name else key
            for one in value:
                yield ""
                # A table of the record is what it is; one in another, what it is there for.
                yield from self.comment(about if name else self.schema["$defs"][inner])
                yield f"{mark}[[{dotted}]]"
                yield from self.table(one, inner, dotted, mark)

    def comment(self, about: dict[str, Any]) -> Iterator[str]:
        """What a key means, unless that has been said."""
        for line in about["description"].splitlines():
            yield from self.once(line)
        for way in about.get("anyOf", ()):
            yield from self.once(way["description"], "- ")

    def parts(self, kind: str) -> Iterator[str]:
        """The keys of a table that is written on one line; nothing where there is none."""
        type_ = self.schema["$defs"].get(kind, {"properties": {}})
        for key, about in type_["properties"].items():
            optional = "" if key in type_["required"] else " (can be left out)"
            yield from self.once(f"{key}{optional}: {about['description']}", "- ")

    def once(self, line: str, bullet: str = "") -> Iterator[str]:
        if line and line not in self.said:
            self.said.add(line)
            first, rest = f"# {bullet}", f"# {' ' * len(bullet)}"
            yield from textwrap.wrap(
                line, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
            )


def _referred(about: dict[str, Any]) -> str:
    """The name of the type that a schema refers to; empty if it refers to none."""
    return str(about.get("$ref", "")).rpartition("/")[2]
