"""The list of all keys and what they do."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coop_tui.tui.commands import GROUPS, HELP_TEXT, bindings
from coop_tui.tui.dialogs.base import Dialog
from coop_tui.tui.keymap import hint, keys_of
from coop_tui.tui.theme import literal

_GAP = 2
"""Cells between the keys and what they do."""
_SIGNS = (
    ("▰▰▰▱▱▱▱", "how strong the strongest point is: brings, notes, hopes, urges, intends, agrees, "
     "delivers"),
    ("[1¶7]", "the source listed as 1 under the view, paragraph 7"),
    ("†", "the editor's remark, which is never what the source says"),
    ("◈", "the meeting that is shown, and the plan that it falls in"),
    ("◆", "a meeting or a plan with points on what is selected"),
    ("○", "a sector that is only named as an area, or a meeting at which it is"),
    ("◇", "a meeting with nothing on record of what is selected"),
    ("② ③", "so many marks in one place"),
    ("● ▷", "a milestone that is past, and one ahead"),
    ("━ ─", "between milestones; the thin line leads to one ahead"),
    ("═", "the days that a meeting lasted"),
    ("░", "a date known only to the month or year: all that it may cover"),
    ("┊", "now"),
)  # fmt: skip


class HelpDialog(Dialog[None]):
    """The keys, group by group, and the signs that the views draw with."""

    BINDINGS = bindings(HELP_TEXT)

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        with VerticalScroll(id="dialog") as dialog:
            dialog.border_title = "Keys"
            yield Static(id="help-text")

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.set_focus(self.query_one(VerticalScroll))

    def show_keys(self) -> None:
        """List the keys in force."""
        self.query_one("#dialog").border_subtitle = literal(hint(self, "closes", "help.close"))
        self.query_one("#help-text", Static).update(self._text())

    def action_scroll(self, to: str) -> None:
        """Scroll ``down``, ``up``, ``home`` or to the ``end``, unless the text is not there yet."""
        for text in self.query(VerticalScroll):
            getattr(text, f"action_scroll_{to}")()

    def _text(self) -> Content:
        sections = [
            (title, [(" ".join(keys_of(self, one.id)), one.help) for one in commands])
            for title, commands in GROUPS
        ]
        sections.append(("Signs", list(_SIGNS)))
        cells = max(cell_len(first) for _, rows in sections for first, _ in rows) + _GAP
        lines: list[Content] = []
        for title, rows in sections:
            lines += [Content(""), Content.styled(title, "bold")]
            for first, words in rows:
                padded = first + " " * (cells - cell_len(first))
                lines.append(Content.assemble((padded, "bold $primary"), words))
        return Content("\n").join(lines[1:])
