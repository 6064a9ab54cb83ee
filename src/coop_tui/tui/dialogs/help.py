"""Every key and what it does."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.keys import format_key
from textual.widgets import Static

from coop_tui.tui.commands import GROUPS
from coop_tui.tui.dialogs.base import Dialog
from coop_tui.tui.dialogs.compare import CompareDialog
from coop_tui.tui.dialogs.coverage import CoverageDialog
from coop_tui.tui.dialogs.source import SourceDialog

DIALOGS: dict[str, type[Dialog[Any]]] = {
    "In the coverage matrix": CoverageDialog,
    "In a comparison": CompareDialog,
    "Over a source": SourceDialog,
}
"""The dialogs that have keys of their own."""

_KEYS_CELLS = 12
_SIGNS = (
    ("▰▰▰▱▱▱▱", "how strong the strongest point is: brings, notes, hopes, urges, intends, agrees, "
     "delivers"),
    ("[1¶7]", "the source listed as 1 under the view, paragraph 7"),
    ("†", "the editor's remark, which is never what the source says"),
    ("◈", "the meeting that is shown, and the plan that it falls in"),
    ("◆", "a meeting or a plan with points on what is selected"),
    ("◇", "a meeting without any"),
    ("② ③", "so many marks in one place"),
    ("● ○", "a milestone that is past, and one ahead"),
    ("░", "a date known only to the month or year: all that it may cover"),
    ("┊", "now"),
)  # fmt: skip


class HelpDialog(Dialog[None]):
    """The keys, group by group, and the signs that the views draw with."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "Close", id="help.close", tooltip="Close."),
        Binding("j", "scroll_text('down')", "Down", id="help.down", tooltip="Go down a line."),
        Binding("k", "scroll_text('up')", "Up", id="help.up", tooltip="Go up a line."),
        Binding("g", "scroll_text('home')", "First", id="help.first", tooltip="Go to the top."),
        Binding("G", "scroll_text('end')", "Last", id="help.last", tooltip="Go to the end."),
    ]

    def compose(self) -> ComposeResult:
        """One text that scrolls."""
        with VerticalScroll(id="dialog") as dialog:
            dialog.border_title = "Keys"
            dialog.border_subtitle = "Esc closes"
            yield Static(_text(), id="help-text")

    def on_mount(self) -> None:
        """Let the arrows scroll at once."""
        self.set_focus(self.query_one(VerticalScroll))

    def action_scroll_text(self, way: str) -> None:
        """Scroll up, down or to an end; the text may not be there yet."""
        for text in self.query(VerticalScroll):
            getattr(text, f"action_scroll_{way}")()


def _text() -> Content:
    lines: list[Content] = []
    for title, commands in GROUPS:
        rows = [(command.shown, command.help) for command in commands]
        lines += _section(title, rows)
    for title, dialog in DIALOGS.items():
        lines += _section(title, dialog_keys(dialog))
    lines += _section("Signs", list(_SIGNS))
    return Content("\n").join(lines[1:])


def dialog_keys(dialog: type[Dialog[Any]]) -> list[tuple[str, str]]:
    """The keys of a dialog as people write them, and what they do.

    Args:
        dialog: The dialog.
    """
    return [
        (" ".join(map(_key_name, binding.key.split(","))), binding.tooltip)
        for binding in dialog.BINDINGS
        if isinstance(binding, Binding)
    ]


def _key_name(key: str) -> str:
    return "Esc" if key == "escape" else format_key(key)


def _section(title: str, rows: list[tuple[str, str]]) -> list[Content]:
    head = [Content(""), Content.styled(title, "bold")]
    return head + [
        Content.assemble((keys.ljust(_KEYS_CELLS), "bold $primary"), words) for keys, words in rows
    ]
