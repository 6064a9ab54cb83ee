"""A view as the bytes of a file, and a name for the file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from coop_tui.formats.format import Export, Part
from coop_tui.formats.registry import FORMATS
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.characters import strip_controls
from coop_tui.record.record import Record
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import TOGETHER, VIEWS


def render(
    record: Record,
    selection: Selection,
    view: str,
    format: str = "text",
    *,
    width: int = 80,
    charset: Charset = Charset.UNICODE,
    by: GroupBy = GroupBy.MEETING,
) -> bytes:
    r"""A view as UTF-8 with ``\n`` at every end of line.

    The view and the format are names in ``VIEWS`` and ``FORMATS``; the view uses the parts of
    the selection that it takes. The width, in cells, is for a line of text and for a drawing
    in Markdown. JSON escapes the characters that the charset lacks.
    """
    parts = (Part(record, selection),)
    return render_parts(parts, selection, view, format, width=width, charset=charset, by=by)


def render_parts(
    parts: Iterable[Part],
    selection: Selection,
    view: str,
    format: str = "text",
    *,
    width: int = 80,
    charset: Charset = Charset.UNICODE,
    by: GroupBy = GroupBy.MEETING,
) -> bytes:
    """A view of one record or several, as ``render`` gives it.

    The selection is for a view that has several records on one page; for any other, each part
    has its own.
    """
    chosen = VIEWS[view].grouped(by)
    taken = [
        part
        if part.selection is None
        else replace(part, selection=chosen.for_export(part.selection))
        for part in parts
    ]
    together = TOGETHER.get(view)
    shared = selection.only(*(together or chosen).filter_fields)
    export = Export(tuple(taken), view, chosen, width, charset, shared)
    return FORMATS[format].write(export).encode()


def render_changes(
    old: Record,
    new: Record,
    names: tuple[str, str],
    format: str = "text",
    *,
    width: int = 80,
    charset: Charset = Charset.UNICODE,
) -> tuple[bytes, bool]:
    """What changed between two versions of a record, which have these names.

    Returns:
        The bytes, as of a view; and whether anything changed.
    """
    from coop_tui.views.changes import changes_view  # no other view needs it

    both, view, changed = changes_view(old.dossier, new.dossier, names)
    export = Export((Part(both, Selection()),), "changes", view, width, charset)
    return FORMATS[format].write(export).encode(), changed


def proposed_name(
    records: Sequence[Record],
    view: str,
    selection: Selection,
    format: str,
    by: GroupBy = GroupBy.MEETING,
) -> str:
    """A file name for an export: the record, or how many they are, the view, and the selection."""
    selected = VIEWS[view].for_export(selection)
    _, *unusual = VIEWS[view].groupings or (None,)
    parts = (
        f"by-{by.value}" if by in unusual else None,
        selected.meeting,
        f"point-{selected.point}" if selected.point is not None else None,
        selected.against,
        *selected.filter.plans,
        selected.filter.initiative,
        selected.sector,
        "open" if selected.open else None,
        "thread-{}-{}".format(*selected.thread) if selected.thread else None,
    )
    path = records[0].path
    stem = strip_controls(path.stem).strip("-") if path else ""
    if len(records) > 1:
        stem = f"{len(records)}-records"
    return "-".join([stem or "record", view, *filter(None, parts)]) + FORMATS[format].suffix
