"""A view as bytes in a format."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

import msgspec

from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.characters import strip_controls
from coop_tui.record.dates import Date, Window
from coop_tui.record.tables import Dossier
from coop_tui.views.document import layout
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import BY_PLAN, VIEWS, View

DEFAULT_WIDTH = 80


class Format(Enum):
    """A format of export."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"

    @property
    def suffix(self) -> str:
        """The usual ending of a file in this format."""
        return {Format.TEXT: ".txt", Format.MARKDOWN: ".md", Format.JSON: ".json"}[self]


def render(
    dossier: Dossier,
    selection: Selection,
    view: str,
    form: Format = Format.TEXT,
    width: int = DEFAULT_WIDTH,
    charset: Charset = Charset.UNICODE,
    by: GroupBy = GroupBy.MEETING,
) -> bytes:
    r"""A view as UTF-8 with ``\n`` at every end of line.

    Args:
        dossier: The record.
        selection: What is looked at; the view takes of it what it heeds.
        view: A name in ``VIEWS``.
        form: The format.
        width: Cells for a line of text, and for what is drawn in Markdown.
        charset: The characters to draw with; JSON escapes what ASCII lacks.
        by: The columns of a view that is a matrix.
    """
    shown = _shown(view, by)
    selection = shown.said(selection)
    if form is Format.JSON:
        return _json(dossier, selection, view, shown, charset)
    page = shown.page(dossier, selection)
    if form is Format.MARKDOWN:
        from coop_tui.formats.markdown import markdown

        lines = markdown(page, width, charset)
    else:
        head, body = layout.head(page, width, charset), layout.body(page, width, charset)
        lines = [line.plain.rstrip() for line in (*head, layout.Line(()), *body)]
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def _shown(view: str, by: GroupBy) -> View:
    return BY_PLAN.get(view, VIEWS[view]) if by is GroupBy.PLAN else VIEWS[view]


def _json(
    dossier: Dossier, selection: Selection, view: str, shown: View, charset: Charset
) -> bytes:
    import json

    value = {
        "title": dossier.title,
        "view": view,
        "selection": {name: _plain(getattr(selection, name)) for name in shown.filter_fields},
        view: shown.data(dossier, selection),
        "sources": dossier.sources,
    }
    plain = msgspec.to_builtins(value, enc_hook=_edtf)
    text = json.dumps(plain, indent=2, ensure_ascii=charset is Charset.ASCII)
    return f"{text}\n".encode()


def _edtf(value: object) -> str:
    if isinstance(value, Date):
        return value.edtf
    raise NotImplementedError


def _plain(value: Window | object) -> object:
    """A stretch of time by its first and last day; anything else as it is."""
    return [day.edtf for day in value.days] if isinstance(value, Window) else value


def proposed_name(
    record: Path, view: str, selection: Selection, form: Format, by: GroupBy = GroupBy.MEETING
) -> str:
    """A file name for an export: record, view and what is selected."""
    said = VIEWS[view].said(selection)
    columns = "by-plan" if by is GroupBy.PLAN and view in BY_PLAN else None
    point = f"point-{said.point}" if said.point is not None else None
    parts = (columns, said.meeting, point, said.against, *said.plans, said.initiative, said.sector)
    return "-".join([_stem(record), view, *filter(None, parts)]) + form.suffix


def _stem(record: Path) -> str:
    """What an export is named after: the record, unless that came by standard input."""
    return strip_controls(record.stem).strip("-") or "record"


def record_files(dossier: Dossier, record: str | Path) -> tuple[Path, ...]:
    """The files that a record consists of: its own, and the texts of its sources.

    Args:
        dossier: The record.
        record: Its own file.
    """
    return (Path(record), *dossier.texts.files(dossier.sources))
