"""The list of all keys and what they do."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from coop_tui.query.presence import Presence
from coop_tui.record.kinds import COMMITMENTS
from coop_tui.tui.command_groups import GROUPS, Groups
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import HELP_TEXT
from coop_tui.tui.dialogs.base import Dialog
from coop_tui.tui.keymap import hint, keys_of
from coop_tui.tui.theme import literal
from coop_tui.views.coverage.chart import SIGNS
from coop_tui.views.document.blocks import Run
from coop_tui.views.document.wrap import plain, wrap

_GAP = 2
"""Cells between the keys and what they do."""
_SIGNS = (
    ("▰▰▰▰▱▱", "the strongest commitment: " + ", ".join(kind.value for kind in COMMITMENTS)),
    ("▂ ▇", "the same in one cell, from the weakest to the strongest"),
    *((SIGNS[presence], f"a sector {words}") for presence, words in (
        (Presence.NAMED, "that a source only names as an area of co-operation"),
        (Presence.NOT_RAISED, "not raised at a meeting that is recorded in full"),
        (Presence.NOT_RECORDED, "not recorded, which may have been discussed all the same"),
        (Presence.NO_MATCH, "without a match of the search or the filter"),
        (Presence.NO_SUCH_SECTOR, "that a record of several does not have in its list"))),
    ("[1¶7]", "the source listed as 1 under the view, paragraph 7"),
    ("†", "the editor's remark, which is never what the source says"),
    ("◈", "the meeting that is shown, and the plan that it falls in"),
    ("◆", "a meeting or a plan with points on what is selected"),
    ("○", "a sector that is only named as an area, or a meeting at which it is"),
    ("◇", "a meeting with nothing on record of what is selected"),
    ("② ③", "so many marks in one place"),
    ("● ▷", "a milestone that is past, and one ahead"),
    ("▣ ■", "the selected point, and those before and after it in its thread"),
    ("◉", "what was reported of one of them later"),
    ("▼ ▽", "when one of them was due, and when one is due"),
    ("━ ─", "between milestones, or along a thread; the thin line leads to what is ahead"),
    ("═", "the days that a meeting lasted"),
    ("░", "a date known only to the month or year: all that it may cover"),
    ("┊", "now"),
)  # fmt: skip


class HelpText(Widget):
    """The keys in force, and the signs; the first groups are those of the screen below."""

    def __init__(self, first: Groups) -> None:
        super().__init__()
        self._groups = (*first, *(group for group in GROUPS if group not in first))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """The number of lines."""
        return len(self._lines(width))

    def render(self) -> Content:
        """Draw every line."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        sections = [
            (title, [(" ".join(keys_of(self, one.id)), one.help) for one in commands])
            for title, commands in self._groups
        ]
        sections.append(("Signs", list(_SIGNS)))
        cells = max(cell_len(first) for _, rows in sections for first, _ in rows) + _GAP
        lines: list[Content] = []
        for title, rows in sections:
            lines += [Content(""), Content.styled(title, "bold")]
            for first, words in rows:
                label = first + " " * (cells - cell_len(first))
                for line in wrap((Run(words),), width - cells):
                    lines.append(Content.assemble((label, "bold $primary"), plain(line)))
                    label = " " * cells
        return lines[1:]


class HelpDialog(Dialog[None]):
    """The keys, group by group, and the signs that the views draw with."""

    BINDINGS = bindings(HELP_TEXT)

    def __init__(self, first: Groups = ()) -> None:
        super().__init__()
        self._first = first

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        with VerticalScroll(id="dialog") as dialog:
            dialog.border_title = "Keys"
            yield HelpText(self._first)

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.set_focus(self.query_one(VerticalScroll))

    def show_keys(self) -> None:
        """List the keys in force."""
        self.query_one("#dialog").border_subtitle = literal(hint(self, "closes", "help.close"))
        self.query_one(HelpText).refresh(layout=True)

    def action_scroll(self, to: str) -> None:
        """Scroll ``down``, ``up``, ``home`` or to the ``end``, unless the text is not there yet."""
        for text in self.query(VerticalScroll):
            getattr(text, f"action_scroll_{to}")()
