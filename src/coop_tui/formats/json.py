"""A view as JSON: its data, the selection, and every source of the record."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import Any

import msgspec

from coop_tui.formats.format import Export, Format
from coop_tui.query.selection import Field, Selection
from coop_tui.views.document.charset import Charset


def write(export: Export) -> str:
    """An object with the data under the name of the view; in ASCII, with escapes for the rest."""
    record, selection = export.record, export.selection
    selected: dict[str, Any] = {}
    for field in export.view.filter_fields:
        selected |= _selected(selection, field)
    value = {
        "title": record.dossier.title,
        "view": export.name,
        "selection": selected,
        export.name: export.view.data(record, selection),
        "sources": record.dossier.sources,
    }
    # Of the types in a view, dates alone are unknown to msgspec.
    plain = msgspec.to_builtins(value, enc_hook=attrgetter("edtf"))
    return f"{json.dumps(plain, indent=2, ensure_ascii=export.charset is Charset.ASCII)}\n"


def _selected(selection: Selection, field: Field) -> dict[str, Any]:
    """One field of a selection as plain data; a window by its first and last day."""
    if field == "filter":
        return msgspec.structs.asdict(selection.filter)
    if field == "window":
        window = selection.window
        return {field: window.days if window else None}
    return {field: getattr(selection, field)}


FORMAT = Format("JSON", ".json", write)
