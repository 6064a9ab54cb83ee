"""A view as the bytes of a file, and the name that is proposed for it."""

from __future__ import annotations

from coop_tui.formats.format import DEFAULT_WIDTH, Export
from coop_tui.formats.registry import FORMATS
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.characters import strip_controls
from coop_tui.record.record import Record
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import GROUPED, VIEWS


def render(
    record: Record,
    selection: Selection,
    view: str,
    format: str = "text",
    *,
    width: int = DEFAULT_WIDTH,
    charset: Charset = Charset.UNICODE,
    by: GroupBy = GroupBy.MEETING,
) -> bytes:
    r"""A view as UTF-8 with ``\n`` at every end of line.

    Args:
        record: The record.
        selection: What is looked at; the view takes as much of it as it can.
        view: A name in ``VIEWS``.
        format: A name in ``FORMATS``.
        width: Cells for a line of text, and for what is drawn in Markdown.
        charset: The characters to draw with; JSON escapes what ASCII lacks.
        by: The columns of a view that has columns.
    """
    chosen = VIEWS[view].grouped(by)
    export = Export(record, chosen.for_export(selection), view, chosen, width, charset)
    return FORMATS[format].write(export).encode()


def proposed_name(
    record: Record,
    view: str,
    selection: Selection,
    format: str,
    by: GroupBy = GroupBy.MEETING,
) -> str:
    """A file name for an export: the record, the view, and what is selected."""
    chosen = VIEWS[view].for_export(selection)
    parts = (
        "by-plan" if by is GroupBy.PLAN and view in GROUPED else None,
        chosen.meeting,
        f"point-{chosen.point}" if chosen.point is not None else None,
        chosen.against,
        *chosen.filter.plans,
        chosen.filter.initiative,
        chosen.sector,
    )
    stem = strip_controls(record.path.stem).strip("-") if record.path else ""
    return "-".join([stem or "record", view, *filter(None, parts)]) + FORMATS[format].suffix
