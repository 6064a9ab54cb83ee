"""The part of the record under the cursor of a pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from coop_tui.query.selection import Filter, Selection

if TYPE_CHECKING:
    from coop_tui.record.introspect import KeyPath
    from coop_tui.views.timeline.items import Item


class Subject(Struct, frozen=True):
    """A part of the record that a reader can point at.

    Attributes:
        kind: The kind of part.
        id: Its id; for a point or a milestone, the id of its meeting, initiative or plan.
        number: The number of a point or a milestone in there, from 1; otherwise 0.
    """

    kind: Literal["meeting", "sector", "point", "plan", "plan.milestone", "initiative", "milestone"]
    id: str
    number: int = 0

    @classmethod
    def of_point(cls, key: str) -> Subject:
        """The point with a key as in the lines of a view: ``2018-10-24/3``."""
        meeting, _, number = key.rpartition("/")
        return cls("point", meeting, int(number))

    @classmethod
    def of_item(cls, item: Item) -> Subject:
        """The subject of an item of the timeline; of an outcome or a due date, its point."""
        if item.kind == "outcome" or item.kind == "due":
            return cls("point", item.id, item.number)
        return cls(item.kind, item.id, item.number)

    @property
    def point_key(self) -> str:
        """The key of the point in the lines of a view."""
        return f"{self.id}/{self.number}"

    @property
    def table(self) -> str:
        """The array of tables that has the entry with the id: ``meeting`` for a point."""
        tables = {"point": "meeting", "milestone": "initiative", "plan.milestone": "plan"}
        return tables.get(self.kind, self.kind)

    @property
    def path_in_table(self) -> KeyPath:
        """The key path from that entry: ``("point", 7)``, counted from 0."""
        return (self.kind.removeprefix("plan."), self.number - 1) if self.number else ()

    @property
    def selection(self) -> Selection:
        """The selection for the source view; a sector has no source of its own."""
        match self.kind:
            case "meeting" | "point":
                return Selection(self.id, point=self.number or None)
            case "plan" | "plan.milestone":
                filter = Filter(plans=(self.id,))
                return Selection(filter=filter, milestone=self.number or None)
            case "initiative" | "milestone":
                filter = Filter(initiative=self.id)
                return Selection(filter=filter, milestone=self.number or None)
            case "sector":
                return Selection(sector=self.id)
