"""A view: a page for people and plain data for machines, made of a record and a selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.selection import Field, GroupBy, Selection
from coop_tui.record.record import Record
from coop_tui.views.document.blocks import Numbering, Page


class MakePage(Protocol):
    """Makes the page of a view."""

    def __call__(
        self, record: Record, selection: Selection, numbering: Numbering | None = None, /
    ) -> Page:
        """Make the page; one of several in a document shares the numbers of its sources."""


class Together(Struct, frozen=True):
    """A view of several records on one page.

    Attributes:
        page: Makes the page. The ids of the selection may be unknown to some records.
        data: Makes the plain data, which msgspec can encode.
        filter_fields: The fields of a selection that change the text of the view.
    """

    page: Callable[[Sequence[Record], Selection], Page]
    data: Callable[[Sequence[Record], Selection], Any]
    filter_fields: tuple[Field, ...]


class View(Struct, frozen=True, kw_only=True):
    """A view of a record.

    Attributes:
        page: Makes the page of one record.
        data: Makes the plain data, which msgspec can encode.
        filter_fields: The fields of a selection that change the text of the view.
        highlight_fields: Those that change only its roles.
        groupings: The same view by each of its groupings, the usual one first; empty if it
            has no choice.
        of_all_meetings: Whether it is of all meetings unless one is asked for, and not of the
            latest.
    """

    title: str
    page: MakePage
    data: Callable[[Record, Selection], Any]
    filter_fields: tuple[Field, ...]
    highlight_fields: tuple[Field, ...] = ()
    groupings: Mapping[GroupBy, View] = {}
    of_all_meetings: bool = False

    def for_display(self, selection: Selection) -> Selection:
        """The parts of a selection that make a difference on the screen."""
        return selection.only(*self.filter_fields, *self.highlight_fields)

    def for_export(self, selection: Selection) -> Selection:
        """The parts of a selection that make a difference to an export."""
        return selection.only(*self.filter_fields)

    def grouped(self, by: GroupBy) -> View:
        """The view by a grouping; as it usually is, if it has not got this one."""
        return self.groupings.get(by, self)


def grouped_view(make: Callable[[GroupBy], View], groupings: Iterable[GroupBy]) -> View:
    """A view with several groupings, of which the first is the usual one."""
    views = {by: make(by) for by in groupings}
    return replace(next(iter(views.values())), groupings=views)
