"""What is under the cursor of a pane, as one value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from coop_tui.query.selection import Filter, Selection

if TYPE_CHECKING:
    from coop_tui.record.key_path import KeyPath


class Subject(Struct, frozen=True):
    """A part of the record that a reader can point at.

    Attributes:
        kind: What it is.
        id: Its id; of a point that of its meeting, of a milestone that of its initiative.
        number: Of a point or a milestone: its number there, from 1. Otherwise 0.
    """

    kind: Literal["meeting", "sector", "point", "plan", "initiative", "milestone"]
    id: str
    number: int = 0

    @classmethod
    def of_point(cls, key: str) -> Subject:
        """The point that a line of a view names by its key: ``2018-10-24/3``."""
        meeting, _, number = key.rpartition("/")
        return cls("point", meeting, int(number))

    @property
    def point_key(self) -> str:
        """The key by which the lines of a view name the point."""
        return f"{self.id}/{self.number}"

    @property
    def table(self) -> str:
        """The array of tables in which it stands: ``meeting`` for a point."""
        return {"point": "meeting", "milestone": "initiative"}.get(self.kind, self.kind)

    @property
    def path_in_table(self) -> KeyPath:
        """The key path from the entry with its id on: ``("point", 7)``, counted from 0."""
        return (self.kind, self.number - 1) if self.number else ()

    @property
    def selection(self) -> Selection:
        """What the source view shows of it; a sector has no source of its own."""
        match self.kind:
            case "meeting":
                return Selection(self.id)
            case "point":
                return Selection(self.id, point=self.number)
            case "plan":
                return Selection(filter=Filter(plans=(self.id,)))
            case "initiative" | "milestone":
                return Selection(filter=Filter(initiative=self.id))
            case "sector":
                return Selection(sector=self.id)
