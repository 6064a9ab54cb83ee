"""Every action of the reader, declared once.

A command gives the binding, the entry in the palette, the row of the help and, where
it has a short name, the entry in the bar of keys.
"""

from __future__ import annotations

from typing import NamedTuple

from textual.binding import Binding


class Command(NamedTuple):
    """An action and how it is reached.

    Attributes:
        id: Names the binding, for a keymap; unique.
        keys: The keys, as Textual names them, with commas between.
        action: The action, with the namespace that Textual finds it in.
        title: What it does, in a few words.
        help: What it does, in a sentence.
        short: Its name in the bar of keys; empty if it does not stand there.
        shown: The keys as people write them.
    """

    id: str
    keys: str
    action: str
    title: str
    help: str
    shown: str
    short: str = ""

    @property
    def binding(self) -> Binding:
        """The binding of the command."""
        return Binding(
            self.keys,
            self.action,
            self.title,
            show=bool(self.short),
            key_display=self.shown,
            tooltip=self.help,
            id=self.id,
        )


APP = (
    Command(
        "help", "question_mark", "app.help", "Help", "List every key and what it does.", "?", "help"
    ),
    Command(
        "palette", "ctrl+p", "app.command_palette", "Commands", "Find a command by name.", "Ctrl+P"
    ),
    Command(
        "theme", "T", "app.toggle_theme", "Light or dark", "Change between light and dark.", "T"
    ),
    Command("quit", "q", "app.quit", "Quit", "Leave the reader.", "q", "quit"),
    Command(
        "interrupt",
        "ctrl+c",
        "app.interrupt",
        "Interrupt",
        "Copy what the mouse has selected; with nothing selected, leave at once.",
        "Ctrl+C",
    ),
)

SCREEN = (
    Command("pane.meeting", "1", "screen.pane('meeting')", "Meeting", "Go to the meeting.", "1"),
    Command(
        "pane.sectors", "2", "screen.pane('sectors')", "Sectors", "Go to the list of sectors.", "2"
    ),
    Command(
        "pane.timeline", "3", "screen.pane('timeline')", "Timeline", "Go to the timeline.", "3"
    ),
    Command(
        "pane.points",
        "4",
        "screen.pane('points')",
        "Points",
        "Go to what was said on the selected sector.",
        "4",
    ),
    Command("pane.next", "tab", "screen.next_pane(1)", "Next pane", "Go to the next pane.", "Tab"),
    Command(
        "pane.previous",
        "shift+tab",
        "screen.next_pane(-1)",
        "Previous pane",
        "Go to the previous pane.",
        "Shift+Tab",
    ),
    Command(
        "meeting.previous",
        "comma",
        "screen.step_meeting(-1)",
        "Previous meeting",
        "Show the meeting before this one.",
        ",",
        "earlier",
    ),
    Command(
        "meeting.next",
        "full_stop",
        "screen.step_meeting(1)",
        "Next meeting",
        "Show the meeting after this one.",
        ".",
        "later",
    ),
    Command(
        "export",
        "e",
        "screen.export",
        "Export",
        "Write the view in this pane, or another, to a file.",
        "e",
        "export",
    ),
    Command(
        "copy",
        "y",
        "screen.copy",
        "Copy",
        "Send the view in this pane to the clipboard.",
        "y",
        "copy",
    ),
    Command(
        "zoom",
        "z",
        "screen.zoom",
        "Zoom",
        "Give this pane the whole screen, or take it back.",
        "z",
        "zoom",
    ),
    Command(
        "back",
        "escape",
        "screen.back",
        "Back",
        "Leave the zoom, then the points, then the pane.",
        "Esc",
    ),
)

PANE = (
    Command("up", "up,k", "focused.move(-1)", "Up", "Go up one entry or line.", "↑ k"),
    Command("down", "down,j", "focused.move(1)", "Down", "Go down one entry or line.", "↓ j"),
    Command("page.up", "pageup", "focused.move_page(-1)", "Page up", "Go up one page.", "PgUp"),
    Command(
        "page.down",
        "pagedown,space",
        "focused.move_page(1)",
        "Page down",
        "Go down one page.",
        "PgDn",
    ),
    Command(
        "first", "home,g", "focused.move_end(-1)", "First", "Go to the first entry or line.", "g"
    ),
    Command("last", "end,G", "focused.move_end(1)", "Last", "Go to the last entry or line.", "G"),
    Command(
        "left",
        "left,h",
        "focused.sideways(-1)",
        "Left",
        "Earlier on the timeline; elsewhere, the pane to the left.",
        "← h",
    ),
    Command(
        "right",
        "right,l",
        "focused.sideways(1)",
        "Right",
        "Later on the timeline; elsewhere, the pane to the right.",
        "→ l",
    ),
    Command("open", "enter", "focused.open", "Open", "Open what was said on the sector.", "Enter"),
)

GROUPS = (("In a pane", PANE), ("The reader", SCREEN), ("Everywhere", APP))


def bindings(commands: tuple[Command, ...]) -> list[Binding]:
    """The bindings of commands, as a class attribute of Textual wants them."""
    return [command.binding for command in commands]
