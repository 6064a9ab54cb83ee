"""One line of a timeline: cells with marks, bars and labels."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct
from rich.cells import cell_len, get_character_cell_size

from coop_tui.views.document.blocks import Run, Runs
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import truncate
from coop_tui.views.timeline.items import Item


class ChartMark(Struct, frozen=True):
    """A sign or a bar on a lane.

    Attributes:
        cell: The cell of the sign; the first cell of a bar.
        begin: The first cell that it covers.
        end: The cell after its last.
        items: Its items in order of time; the sign of several is their count.
    """

    cell: int
    begin: int
    end: int
    items: tuple[Item, ...]
    role: str


def drawn_cells(text: str) -> int:
    """The cells that a text takes on a lane, where characters do not join into one sign."""
    return sum(map(get_character_cell_size, text))


class Lane:
    """One line of cells, each with a character and a role, and the marks that were put on it."""

    def __init__(self, name: str, cells: int, charset: Charset = Charset.UNICODE) -> None:
        self._name, self._charset = charset.fold(name), charset
        self._characters = [" "] * cells
        self._roles = [""] * cells
        self._margins: set[int] = set()
        self.marks: list[ChartMark] = []

    def put(self, cell: int, text: str, role: str) -> None:
        """Write text from a cell on, without the characters that do not fit on the lane."""
        for character in self._charset.fold(text):
            size = get_character_cell_size(character)
            if size and cell >= 0 and cell + size <= len(self._characters):
                self._free_halves(cell, cell + size)
                self._characters[cell : cell + size] = [character] + [""] * (size - 1)
                self._roles[cell : cell + size] = [role] * size
            cell += size

    def _free_halves(self, begin: int, end: int) -> None:
        """Blank the other half of each wide character of which a half is overwritten."""
        if self._characters[begin] == "":
            self._characters[begin - 1] = " "
        if end < len(self._characters) and self._characters[end] == "":
            self._characters[end] = " "

    def _is_blank(self, cell: int) -> bool:
        return self._characters[cell] == " " and not self._roles[cell]

    def is_free(self, cell: int, cells: int) -> bool:
        """Whether the cells are on the lane and blank, and a cell at both sides is too."""
        if cell < 0 or cell + cells > len(self._characters):
            return False
        around = range(max(0, cell - 1), min(len(self._characters), cell + cells + 1))
        return all(map(self._is_blank, around))

    def label(self, begin: int, end: int, text: str, role: str, sides: str = "right left") -> bool:
        """Write a label on the first side of a mark that has room; return whether one has.

        The mark covers the cells from ``begin`` up to ``end``, which is the cell after it.
        """
        size = drawn_cells(text)
        for side in sides.split():
            start = end + 1 if side == "right" else begin - 1 - size
            if self.is_free(start, size):
                self.put(start, text, role)
                self._margins |= {start - 1, start + size}
                return True
        return False

    def put_behind(self, cell: int, character: str, role: str) -> None:
        """Write a character only if its cell is blank and no label's margin."""
        if self._is_blank(cell) and cell not in self._margins:
            self.put(cell, character, role)

    def line(self, names: int) -> Runs:
        """The lane with its name in a column of ``names`` cells before it."""
        name = truncate(self._name, names - 1, self._charset)
        runs = [Run(name, "lane"), Run(" " * (names - cell_len(name)))]
        cells = zip(self._characters, self._roles, strict=True)
        for role, run in groupby(cells, key=lambda cell: cell[1]):
            runs.append(Run("".join(character for character, _ in run), role or "text"))
        return tuple(runs)
