"""A view as plain text, wrapped by the width of cells."""

from __future__ import annotations

from coop_tui.formats.format import Export, Format
from coop_tui.views.document import layout


def write(export: Export) -> str:
    """The page with its title over it and its sources under it."""
    page, width, charset = export.page, export.width, export.charset
    head, body = layout.head(page, width, charset), layout.body(page, width, charset)
    lines = [line.plain.rstrip() for line in (*head, layout.Line(()), *body)]
    return "\n".join(lines).rstrip("\n") + "\n"


FORMAT = Format("Text", ".txt", write)
