"""What changed between two versions of a record: a page for people and data for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from coop_tui.query.changes import (
    Change,
    Changes,
    KeyChange,
    MeetingChange,
    PointChange,
    What,
    changes,
)
from coop_tui.record.characters import escape_controls
from coop_tui.record.dates import Date
from coop_tui.record.entries import Citation, Remark, Table
from coop_tui.record.fields import PROSE_PATTERN, URL_PATTERN
from coop_tui.record.introspect import Field, fields_of
from coop_tui.record.kinds import Kind
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views.document.blocks import DASH, Page, Paragraph, Run, Runs, reflowed
from coop_tui.views.document.wrap import plain
from coop_tui.views.labels import between, counted, who_says
from coop_tui.views.view import View

NAME = "Changes"
_INDENT = 2
_ORDER: tuple[What, ...] = ("added", "changed", "removed")
_LABELS = {
    "accessed": "Last looked at",
    "aka": "Other names",
    "archived": "Archived copy",
    "at": "Place",
    "cite": "Citation",
    "end": "Last day",
    "include": "Included files",
    "recorded": "Completeness",
    "remark": "Editor's remark",
    "short": "Short name",
    "url": "Address",
}
"""The names of keys that are not words enough by themselves."""
_PLURALS = {"party": "parties", "person": "people"}


def changes_view(old: Dossier, new: Dossier, names: tuple[str, str]) -> tuple[Record, View, bool]:
    """The view of what changed between two versions of a record.

    Args:
        old: The record as it was.
        new: The record as it is.
        names: The names of the two versions.

    Returns:
        A record with the sources and parties of both versions; its view, which takes no
        selection; and whether anything changed.
    """
    found = changes(old, new)
    # What the old version alone cites is listed under the page too, with its side.
    sources = tuple(source for source in old.sources if source.id not in new.source)
    parties = tuple(party for party in old.parties if party.id not in new.party)
    both = replace(new, sources=(*new.sources, *sources), parties=(*new.parties, *parties))
    view = View(
        title=NAME,
        page=lambda record, _selection, _numbering=None: _make_page(record, old, new, found, names),
        data=lambda _record, _selection: _data(found, names),
        filter_fields=(),
    )
    return Record(both), view, bool(found)


def _make_page(
    record: Record, old: Dossier, new: Dossier, found: Changes, names: tuple[str, str]
) -> Page:
    """What changed: meeting by meeting, table by table, and in the record itself."""
    page = Page(record, (NAME, " → ".join(map(escape_controls, names))))
    page.preface.append(Paragraph((Run(_summary(found)),)))
    writer = _Writer(page, old, new)
    for meeting in found.meetings:
        writer.add_meeting(meeting)
    for key, entries in found.tables.items():
        if entries:
            page.add_part(f"Changes to {_plural(key)}")
        for entry in entries:
            writer.add_entry(entry)
    if found.keys:
        page.add_part("Changes to the record itself")
        writer.add_keys(found.keys)
    return page


class _Writer:
    """Writes changes on a page.

    Args:
        page: The page; its record has the sources of both versions.
        old: The record as it was.
        new: The record as it is.
    """

    def __init__(self, page: Page, old: Dossier, new: Dossier) -> None:
        self.page, self.old, self.new = page, old, new

    def add_meeting(self, change: MeetingChange) -> None:
        page, meeting = self.page, change.entry
        page.add_part(f"{between(meeting.date, meeting.last)}, meeting {change.what}")
        page.add_text(Run(reflowed(meeting.title), "heading"))
        if change.what != "changed":
            self._add_given(change, besides=("id", "title", "date", "end", "point"))
        self.add_keys(change.keys)
        for what in _ORDER:
            points = [point for point in change.points if point.what == what]
            if points:
                page.add_heading(f"{counted(len(points), 'point')} {what}")
            for point in points:
                page.add_gap()
                self._add_point(point)

    def _add_point(self, change: PointChange) -> None:
        page, point = self.page, change.entry
        page.add_text(*who_says(self._dossier(change), point))
        if change.what != "changed":
            page.add_statement(point, _INDENT)
            told = ("by", "kind", "to", "speaker", "text", "cite", "remark")
            self._add_given(change, _INDENT, besides=told)
            return
        if not any(one.field.key == "text" for one in change.keys):
            runs = (Run(reflowed(point.text)), *page.citation_runs(point.cite))
            page.blocks.append(Paragraph(runs, 0, (DASH,), _INDENT))
        self.add_keys(change.keys, _INDENT, change)

    def add_entry(self, change: Change[Table]) -> None:
        entry = change.entry
        name = getattr(entry, "name", "") or getattr(entry, "title", "")
        self.page.add_gap()
        self.page.add_text(
            Run(f"{change.what.capitalize()}: ", "muted"),
            Run(reflowed(str(name)), "heading"),
            Run(f" ({getattr(entry, 'id', '')})", "muted"),
        )
        if change.what != "changed":
            self._add_given(change, _INDENT, besides=("id", "name", "title"))
        self.add_keys(change.keys, _INDENT)

    def _dossier(self, change: Change[Any]) -> Dossier:
        """The record in the version from which the entry of a change is taken."""
        return self.new if change.new else self.old

    def _add_given(self, change: Change[Any], indent: int = 0, *, besides: tuple[str, ...]) -> None:
        """Add the keys of an entry that is in one version only, besides some."""
        dossier = self._dossier(change)
        for field, value in _given(change.entry):
            if field.key not in besides:
                self._add_value(_label(field), field, value, dossier, indent)

    def add_keys(
        self, keys: Iterable[KeyChange], indent: int = 0, of: PointChange | None = None
    ) -> None:
        """Add keys that changed, with both values."""
        for change in keys:
            field, label = change.field, _label(change.field)
            if _is_list_of_tables(field):
                for what, values, dossier in (
                    ("removed", change.removed, self.old),
                    ("added", change.added, self.new),
                ):
                    self._add_value(f"{label} {what}", field, tuple(values), dossier, indent)
                if not change.removed and not change.added:
                    self.page.add_text(Run(f"{label}: in another order", "muted"), indent=indent)
            elif _is_empty(change.old):
                self._add_value(f"{label} added", field, change.new, self.new, indent)
            elif _is_empty(change.new):
                self._add_value(f"{label} removed", field, change.old, self.old, indent)
            else:
                self._add_both(change, label, indent, of)

    def _add_both(self, change: KeyChange, label: str, indent: int, of: PointChange | None) -> None:
        """Add both values of a key: prose one under the other, anything else on one line."""
        field = change.field
        if not (field.is_table and field.type is not Citation) and not _is_prose(field):
            old, new = self._runs_of_both(change)
            runs = (Run(f"{label}: ", "muted"), *old, Run(" → ", "muted"), *new)
            self.page.add_text(*runs, indent=indent)
            return
        is_text = field.key == "text"
        words = "Reworded" if is_text else f"{label} changed"
        self.page.add_text(Run(words, "muted"), indent=indent)
        old, new = self._runs_of_both(change)
        if is_text and of and of.old and of.new:
            old = (*old, *self.page.citation_runs(of.old.cite))
            new = (*new, *self.page.citation_runs(of.new.cite))
        self.page.add_labelled([(Run("Old", "muted"), old), (Run("New", "muted"), new)], indent)

    def _runs_of_both(self, change: KeyChange) -> tuple[Runs, Runs]:
        """Both values of a key in words; with ids, where the names are the same."""
        old, new = (
            self._value(change.field, value, dossier)
            for value, dossier in ((change.old, self.old), (change.new, self.new))
        )
        if plain(old) != plain(new):
            return old, new
        return (
            self._value(change.field, change.old, None),
            self._value(change.field, change.new, None),
        )

    def _add_value(
        self, label: str, field: Field, value: Any, dossier: Dossier, indent: int
    ) -> None:
        """Add a value after its label; of a list of tables, each in a paragraph of its own."""
        values = [(one,) for one in value] if _is_list_of_tables(field) else [value]
        for one in values:
            runs = (Run(f"{label}: ", "muted"), *self._value(field, one, dossier))
            self.page.add_text(*runs, indent=indent)

    def _value(self, field: Field, value: Any, dossier: Dossier | None) -> Runs:
        """A value in words, with the names of what it refers to; without a record, the ids."""
        if not field.is_list:
            return self._item(field, value, dossier)
        if field.type is Citation:
            return self._citations(value)
        if field.refers_to == "source":
            return self._citations([Citation(one) for one in value])
        runs: Runs = ()
        for number, one in enumerate(value):
            comma = (Run(", ", "muted"),) if number else ()
            runs = (*runs, *comma, *self._item(field, one, dossier))
        return runs

    def _item(self, field: Field, value: Any, dossier: Dossier | None) -> Runs:
        if isinstance(value, Remark):
            return self.page.remark_runs(value)
        if isinstance(value, Table):
            return self._table(value, dossier)
        if isinstance(value, Kind):
            return (Run(value.value, "point.kind"),)
        if isinstance(value, Date):
            return (Run(str(value)),)
        if field.refers_to and dossier:
            value = getattr(getattr(dossier, field.refers_to)[value], "name", value)
        elif field.choices:
            value = str(value).replace("-", " ")
        role = "address" if field.meta.get("pattern") == URL_PATTERN else "text"
        return (Run(reflowed(str(value)), role),)

    def _table(self, table: Table, dossier: Dossier | None) -> Runs:
        """A table as one line: its date, its other values, its citations and its remark."""
        runs: Runs = ()
        given = list(_given(table))
        for field, value in sorted(given, key=lambda one: one[0].type is not Date):
            if not field.is_table:
                gap = (Run(" · ", "muted"),) if runs else ()
                runs = (*runs, *gap, *self._value(field, value, dossier))
        for field, value in given:
            if field.is_table:
                runs = (*runs, Run(" "), *self._value(field, value, dossier))
        return runs

    def _citations(self, citations: Iterable[Citation]) -> Runs:
        """The numbered notes of citations, each with its quotation: ``[1¶7] “go global”``."""
        runs: Runs = ()
        for citation in citations:
            _, *note = self.page.citation_runs((citation,))
            gap = (Run(" "),) if runs else ()
            words = (Run(f" “{citation.quote}”"),) if citation.quote else ()
            runs = (*runs, *gap, *note, *words)
        return runs


def _given(table: Table) -> Iterator[tuple[Field, Any]]:
    """The keys that a table has, with their values."""
    for field in fields_of(type(table)).values():
        value = getattr(table, field.name)
        if not _is_empty(value):
            yield field, value


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", ())


def _is_list_of_tables(field: Field) -> bool:
    return field.is_list and field.is_table and field.type is not Citation


def _is_prose(field: Field) -> bool:
    return bool(field.meta.get("pattern") == PROSE_PATTERN)


def _label(field: Field) -> str:
    if field.key == "text" and not _is_prose(field):
        return "Copy of its text"
    return _LABELS.get(field.key) or field.key.replace("_", " ").capitalize()


def _plural(key: str) -> str:
    return _PLURALS.get(key, f"{key}s")


def _summary(found: Changes) -> str:
    """How many entries were added, changed and removed, in a line."""
    counts: list[tuple[str, Iterable[Change[Any]]]] = [
        ("meetings", found.meetings),
        ("points", found.points),
        *((_plural(key), entries) for key, entries in found.tables.items()),
    ]
    sentences = []
    for noun, entries in counts:
        number = Counter(entry.what for entry in entries)
        if number:
            words = ", ".join(f"{number[what]:,} {what}" for what in _ORDER if number[what])
            sentences.append(f"{noun.capitalize()}: {words}.")
    if found.keys:
        sentences.append("The record itself changed.")
    return " ".join(sentences) or "Nothing changed."


def _data(found: Changes, names: tuple[str, str]) -> dict[str, Any]:
    """The changes as plain data, in the order of the page; ids stay ids."""
    return {
        "old": escape_controls(names[0]),
        "new": escape_controls(names[1]),
        "changed": bool(found),
        "meetings": [
            {
                **_entry_data(change),
                "old": _without_points(change.old),
                "new": _without_points(change.new),
                "points": [
                    {
                        "old_number": point.old_number,
                        "new_number": point.new_number,
                        **_entry_data(point),
                    }
                    for point in change.points
                ],
            }
            for change in found.meetings
        ],
        "tables": {
            key: [_entry_data(change) for change in entries]
            for key, entries in found.tables.items()
        },
        "keys": _key_data(found.keys),
    }


def _entry_data(change: Change[Any]) -> dict[str, Any]:
    return {
        "id": change.entry.id,
        "change": change.what,
        "keys": _key_data(change.keys),
        "old": change.old,
        "new": change.new,
    }


def _without_points(meeting: Meeting | None) -> Meeting | None:
    return replace(meeting, points=()) if meeting else None


def _key_data(keys: Iterable[KeyChange]) -> list[dict[str, Any]]:
    return [{"key": one.field.key, "old": one.old, "new": one.new} for one in keys]
