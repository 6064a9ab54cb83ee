"""A view as JSON: its data, the selection, and every source of the record."""

from __future__ import annotations

import json
from collections.abc import Iterable
from operator import attrgetter
from typing import Any

import msgspec

from coop_tui.formats.format import Export, Format, Part
from coop_tui.query.selection import Field, Selection
from coop_tui.record.record import file_names
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import TOGETHER


def write(export: Export) -> str:
    """An object with the data under the name of the view; in ASCII, with escapes for the rest.

    Of several records it holds a list, with the data of each; or else the data of them all
    together, if the view has that.
    """
    if len(export.parts) > 1:
        value = _several(export)
    else:
        (part,) = export.parts
        value = {"title": part.record.dossier.title, "view": export.name, **_of(export, part)}
    # Of the types in a view, dates alone are unknown to msgspec.
    plain = msgspec.to_builtins(value, enc_hook=attrgetter("edtf"))
    return f"{json.dumps(plain, indent=2, ensure_ascii=export.charset is Charset.ASCII)}\n"


def _several(export: Export) -> dict[str, Any]:
    files = zip(export.parts, file_names(export.records), strict=True)
    heads = [({"title": part.record.dossier.title, "file": file}, part) for part, file in files]
    if together := TOGETHER.get(export.name):
        return {
            "view": export.name,
            "selection": _selection(together.filter_fields, export.selection),
            export.name: together.data(export.records, export.selection),
            "records": [{**head, "sources": part.record.dossier.sources} for head, part in heads],
        }
    records = [
        {
            **head,
            "unknown": [{"kind": kind, "id": id} for kind, id in part.unknown],
            **_of(export, part),
        }
        for head, part in heads
    ]
    return {"view": export.name, "records": records}


def _of(export: Export, part: Part) -> dict[str, Any]:
    """The selection, the data and the sources of one record."""
    view, record, selection = export.view, part.record, part.selection
    return {
        "selection": None if selection is None else _selection(view.filter_fields, selection),
        export.name: None if selection is None else view.data(record, selection),
        "sources": record.dossier.sources,
    }


def _selection(fields: Iterable[Field], selection: Selection) -> dict[str, Any]:
    selected: dict[str, Any] = {}
    for field in fields:
        selected |= _selected(selection, field)
    return selected


def _selected(selection: Selection, field: Field) -> dict[str, Any]:
    """One field of a selection as plain data; a window by its first and last day."""
    if field == "filter":
        return msgspec.structs.asdict(selection.filter)
    if field == "window":
        window = selection.window
        return {field: window.days if window else None}
    return {field: getattr(selection, field)}


FORMAT = Format("JSON", ".json", write)
