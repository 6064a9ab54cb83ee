"""One line of a timeline: cells that marks, bars and labels are written into."""

from __future__ import annotations

from itertools import groupby

from rich.cells import cell_len, get_character_cell_size

from coop_tui.views.document.blocks import Run, Runs
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.layout import truncate


class Lane:
    """One line of cells, each with a character and a role."""

    def __init__(self, name: str, cells: int, name_role: str = "lane") -> None:
        self.name = name
        self.name_role = name_role
        self._characters = [" "] * cells
        self._roles = [""] * cells
        self._kept_clear: set[int] = set()

    def put(self, cell: int, text: str, role: str) -> None:
        """Write text from a cell on; what does not fit whole on the lane is left out."""
        for character in text:
            size = get_character_cell_size(character)
            if size and cell >= 0 and cell + size <= len(self._characters):
                self._free_halves(cell, cell + size)
                self._characters[cell : cell + size] = [character] + [""] * (size - 1)
                self._roles[cell : cell + size] = [role] * size
            cell += size

    def _free_halves(self, begin: int, end: int) -> None:
        """Blank the other half of a wide character of which a half is written over."""
        if self._characters[begin] == "":
            self._characters[begin - 1] = " "
        if end < len(self._characters) and self._characters[end] == "":
            self._characters[end] = " "

    def is_free(self, cell: int, cells: int) -> bool:
        """Whether the cells are on the lane and blank, and a cell at both sides is too."""
        if cell < 0 or cell + cells > len(self._characters) or self._characters[cell] != " ":
            return False
        around = range(max(0, cell - 1), min(len(self._characters), cell + cells + 1))
        return all(self._characters[one] == " " and not self._roles[one] for one in around)

    def label(self, begin: int, end: int, text: str, role: str, sides: str = "right left") -> bool:
        """Write a label beside a mark, on the first side that has room for it.

        Args:
            begin: The first cell of the mark.
            end: The cell after its last.
            text: The label.
            role: Its role.
            sides: The sides to try, in order.

        Returns:
            Whether the label found room.
        """
        size = cell_len(text)
        for side in sides.split():
            start = end + 1 if side == "right" else begin - 1 - size
            if self.is_free(start, size):
                self.put(start, text, role)
                self._kept_clear |= {start - 1, start + size}
                return True
        return False

    def behind(self, cell: int, character: str, role: str) -> None:
        """Write a character only if its cell is blank and no label's margin."""
        blank = self._characters[cell] == " " and not self._roles[cell]
        if blank and cell not in self._kept_clear:
            self.put(cell, character, role)

    def line(self, names: int, charset: Charset) -> Runs:
        """The lane with its name in a column of ``names`` cells before it."""
        name = truncate(self.name, names - 1, charset)
        runs = [Run(name, self.name_role), Run(" " * (names - cell_len(name)))]
        cells = zip(self._characters, self._roles, strict=True)
        for role, run in groupby(cells, key=lambda cell: cell[1]):
            runs.append(Run("".join(character for character, _ in run), role or "text"))
        return tuple(runs)
