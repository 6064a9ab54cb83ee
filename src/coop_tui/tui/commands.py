"""Every action of the reader, declared once.

A command gives the binding, the entry in the palette, the row of the help and, where
it has a short name, the entry in the bar of keys.
"""

from __future__ import annotations

from msgspec import Struct
from textual.binding import Binding


class Command(Struct, frozen=True):
    """An action and how it is reached.

    Attributes:
        id: Names the binding, for a keymap; unique.
        keys: The keys, as Textual names them, with commas between.
        action: The action, with the namespace that Textual finds it in.
        title: What it does, in a few words.
        help: What it does, in a sentence.
        short: Its name in the bar of keys; empty if it does not stand there.
        anywhere: Whether the keys are heard in dialogs too.
        shown: The keys as people write them.
    """

    id: str
    keys: str
    action: str
    title: str
    help: str
    shown: str
    short: str = ""
    anywhere: bool = False

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
            priority=self.anywhere,
        )


HELP = Command(
    "help", "question_mark", "app.help", "Help", "List every key and what it does.", "?", "help"
)
APP = (
    HELP,
    Command(
        "palette",
        "ctrl+p",
        "app.command_palette",
        "Commands",
        "Find a command, or a meeting, sector, person, initiative or plan, by name.",
        "Ctrl+P",
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
        anywhere=True,
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
    Command(
        "pane.next",
        "tab",
        "screen.next_pane(1)",
        "Next pane",
        "Go to the next pane.",
        "Tab",
        "panes",
    ),
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
    ),
    Command(
        "meeting.next",
        "full_stop",
        "screen.step_meeting(1)",
        "Next meeting",
        "Show the meeting after this one.",
        ".",
    ),
    Command(
        "search",
        "slash",
        "screen.search",
        "Search",
        "Search as you type, in any script; Esc undoes it.",
        "/",
        "search",
    ),
    Command("match.next", "n", "screen.step_match(1)", "Next match", "Go to the next match.", "n"),
    Command(
        "match.previous",
        "N",
        "screen.step_match(-1)",
        "Previous match",
        "Go to the match before.",
        "N",
    ),
    Command(
        "source",
        "o",
        "screen.source",
        "Source",
        "Show what the point or the meeting rests on: source, passage, quotation.",
        "o",
        "source",
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
        "coverage",
        "x",
        "screen.coverage",
        "Coverage",
        "See in one matrix which sectors came up when, and move in it.",
        "x",
        "coverage",
    ),
    Command(
        "compare",
        "c",
        "screen.compare",
        "Compare",
        "Compare this meeting with the one before, or with any other.",
        "c",
    ),
    Command(
        "edit",
        "E",
        "screen.edit",
        "Edit",
        "Edit the record in $VISUAL or $EDITOR, at what is selected.",
        "E",
    ),
    Command(
        "back",
        "escape",
        "screen.back",
        "Back",
        "Lead back: out of the zoom, of what narrows the view, of the pane.",
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
    Command(
        "open",
        "enter",
        "focused.open",
        "Open",
        "Open what is under the cursor: a sector, a plan, …",
        "Enter",
        "open",
    ),
)

TIMELINE = (
    Command(
        "timeline.in",
        "plus,equals_sign",
        "screen.zoom_timeline(2.0)",
        "Zoom in",
        "Show half as long a time, round what is under the cursor.",
        "+",
    ),
    Command(
        "timeline.out",
        "minus",
        "screen.zoom_timeline(0.5)",
        "Zoom out",
        "Show twice as long a time, round what is under the cursor.",
        "-",
    ),
    Command("timeline.fit", "0", "screen.fit_timeline", "Fit all", "Show the whole range.", "0"),
    Command(
        "timeline.plan",
        "f",
        "screen.fit_plans",
        "Fit the plan",
        "Show the selected plans alone, or the plan of the meeting.",
        "f",
    ),
    Command(
        "timeline.earlier",
        "shift+left,H",
        "screen.pan_timeline(-0.25)",
        "Earlier",
        "Move back in time by a quarter of what is shown.",
        "H",
    ),
    Command(
        "timeline.later",
        "shift+right,L",
        "screen.pan_timeline(0.25)",
        "Later",
        "Move on in time by a quarter of what is shown.",
        "L",
    ),
    Command(
        "timeline.now",
        "t",
        "screen.show_now",
        "Now",
        "Show the present day in the middle.",
        "t",
    ),
)

GROUPS = (
    ("In a pane", PANE),
    ("The timeline", TIMELINE),
    ("The reader", SCREEN),
    ("Everywhere", APP),
)


def bindings(commands: tuple[Command, ...]) -> list[Binding]:
    """The bindings of commands, as a class attribute of Textual wants them."""
    return [command.binding for command in commands]
