"""A view: a page for people and plain data for machines, made of a record and a selection."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from coop_tui.query.selection import Field, GroupBy, Selection
from coop_tui.record.record import Record
from coop_tui.views.document.blocks import Page


class View(Struct, frozen=True, kw_only=True):
    """A view of a record.

    Attributes:
        data: Makes the plain data, which msgspec can encode.
        filter_fields: The fields of a selection that change the text of the view.
        highlight_fields: Those that change only its roles.
        by_plan: The same view with plan periods for columns; None if it has no columns.
    """

    title: str
    page: Callable[[Record, Selection], Page]
    data: Callable[[Record, Selection], Any]
    filter_fields: tuple[Field, ...]
    highlight_fields: tuple[Field, ...] = ()
    by_plan: View | None = None

    def for_display(self, selection: Selection) -> Selection:
        """The parts of a selection that make a difference on the screen."""
        return selection.only(*self.filter_fields, *self.highlight_fields)

    def for_export(self, selection: Selection) -> Selection:
        """The parts of a selection that make a difference to an export."""
        return selection.only(*self.filter_fields)

    def grouped(self, by: GroupBy) -> View:
        """The view with these columns; the view itself if it has no choice of columns."""
        return self.by_plan if self.by_plan and by is GroupBy.PLAN else self
