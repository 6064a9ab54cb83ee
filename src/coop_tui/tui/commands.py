"""Every action of the screens and the panes, declared once.

A command gives the binding, the row of the help and of the documentation, the entry in
the palette and, where it has a short name, the entry in the key bar.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from textual.binding import Binding, BindingType

from coop_tui.tui.pane_ids import PaneId


class Command(Struct, frozen=True):
    """An action and how it is reached.

    Attributes:
        id: The unique name of the command in a keymap.
        keys: The default keys, as Textual names them, with commas between.
        action: The action, with the namespace in which Textual finds it.
        title: A few words on the effect.
        help: A sentence on the effect.
        short: The name in the key bar; empty if the bar leaves the command out.
        anywhere: Whether the keys work in dialogs too.
    """

    id: str
    keys: str
    action: str
    title: str
    help: str
    short: str = ""
    anywhere: bool = False


HELP = Command(
    "help", "question_mark", "app.help", "Help", "List every key and what it does.", "help"
)
APP = (
    HELP,
    Command(
        "palette",
        "ctrl+p",
        "app.command_palette",
        "Commands",
        "Find a command, or anything in the record, by name.",
    ),
    Command("theme", "T", "app.toggle_theme", "Light or dark", "Change between light and dark."),
    Command("quit", "q", "app.quit", "Quit", "Leave the reader.", "quit"),
    Command(
        "interrupt",
        "ctrl+c",
        "app.interrupt",
        "Interrupt",
        "Copy what the mouse has selected, or leave at once.",
        anywhere=True,
    ),
)

SCREEN = (
    *(
        Command(f"pane.{pane}", pane.key, f"screen.pane('{pane}')", pane.capitalize(), pane.help)
        for pane in sorted(PaneId, key=lambda pane: pane.key)
    ),
    Command(
        "pane.next", "tab", "screen.next_pane(1)", "Next pane", "Go to the next pane.", "panes"
    ),
    Command(
        "pane.previous",
        "shift+tab",
        "screen.next_pane(-1)",
        "Previous pane",
        "Go to the previous pane.",
    ),
    Command(
        "meeting.previous",
        "comma",
        "screen.step_meeting(-1)",
        "Previous meeting",
        "Show the meeting before this one.",
    ),
    Command(
        "meeting.next",
        "full_stop",
        "screen.step_meeting(1)",
        "Next meeting",
        "Show the meeting after this one.",
    ),
    Command(
        "search", "slash", "screen.search", "Search", "Search as you type, in any script.", "search"
    ),
    Command("match.next", "n", "screen.step_match(1)", "Next match", "Go to the next match."),
    Command(
        "match.previous", "N", "screen.step_match(-1)", "Previous match", "Go to the match before."
    ),
    Command(
        "source",
        "o",
        "screen.source",
        "Source",
        "Show the passages that a point or a meeting rests on.",
        "source",
    ),
    Command(
        "follow-up",
        "F",
        "screen.follow_up",
        "Follow-up",
        "Show what became of each commitment.",
        "follow-up",
    ),
    Command("export", "e", "screen.export", "Export", "Write a view to a file.", "export"),
    Command("copy", "y", "screen.copy", "Copy", "Send the view in this pane to the clipboard."),
    Command(
        "zoom", "z", "screen.zoom", "Zoom", "Give this pane the whole screen, or share it.", "zoom"
    ),
    Command(
        "coverage",
        "x",
        "screen.coverage",
        "Coverage",
        "Show which sectors were discussed when.",
        "coverage",
    ),
    Command("compare", "c", "screen.compare", "Compare", "Compare this meeting with another."),
    Command(
        "evidence",
        "v",
        "screen.evidence",
        "Evidence",
        "Show what the points of each meeting rest on.",
    ),
    Command("agenda", "A", "screen.agenda", "Agenda", "Show what the next meeting could take up."),
    Command(
        "people",
        "P",
        "screen.people",
        "People",
        "Show who met whom, when last and in which office.",
    ),
    Command("edit", "E", "screen.edit", "Edit", "Edit the record in $VISUAL or $EDITOR."),
    Command(
        "records",
        "r",
        "app.records",
        "Records",
        "List the records of the folder, or go back to the list.",
        "records",
    ),
    Command(
        "back",
        "escape",
        "screen.back",
        "Back",
        "Go back one step: search, zoom, narrowing, pane, list.",
    ),
)

PANE = (
    Command("up", "up,k", "focused.move(-1)", "Up", "Go up one entry or line."),
    Command("down", "down,j", "focused.move(1)", "Down", "Go down one entry or line."),
    Command("page.up", "pageup", "focused.move_page(-1)", "Page up", "Go up one page."),
    Command(
        "page.down", "pagedown,space", "focused.move_page(1)", "Page down", "Go down one page."
    ),
    Command("first", "home,g", "focused.move_end(-1)", "First", "Go to the first entry or line."),
    Command("last", "end,G", "focused.move_end(1)", "Last", "Go to the last entry or line."),
    Command(
        "left",
        "left,h",
        "focused.sideways(-1)",
        "Left",
        "Go to the mark before, or to the pane to the left.",
    ),
    Command(
        "right",
        "right,l",
        "focused.sideways(1)",
        "Right",
        "Go to the mark after, or to the pane to the right.",
    ),
    Command("open", "enter", "focused.open", "Open", "Open what is under the cursor.", "open"),
)

TIMELINE = (
    Command(
        "timeline.in",
        "plus,equals_sign",
        "screen.timeline('zoom', 2.0)",
        "Zoom in",
        "Show half as long a time, round what is under the cursor.",
    ),
    Command(
        "timeline.out",
        "minus",
        "screen.timeline('zoom', 0.5)",
        "Zoom out",
        "Show twice as long a time, round what is under the cursor.",
    ),
    Command("timeline.fit", "0", "screen.timeline('fit')", "Fit all", "Show the whole range."),
    Command(
        "timeline.plan",
        "f",
        "screen.timeline('fit_plans')",
        "Fit the plan",
        "Show the selected plans alone, or the plan of the meeting.",
    ),
    Command(
        "timeline.earlier",
        "shift+left,H",
        "screen.timeline('pan', -0.25)",
        "Earlier",
        "Move back in time by a quarter of what is shown.",
    ),
    Command(
        "timeline.later",
        "shift+right,L",
        "screen.timeline('pan', 0.25)",
        "Later",
        "Move on in time by a quarter of what is shown.",
    ),
    Command(
        "timeline.now",
        "t",
        "screen.timeline('show_now')",
        "Now",
        "Show the present day in the middle.",
    ),
)

RECORDS = (
    Command(
        "records.search",
        "slash",
        "screen.search",
        "Search",
        "Search all records as you type, in any script.",
        "search",
    ),
    Command(
        "records.coverage",
        "x",
        "screen.coverage",
        "Coverage",
        "Show the sectors that the records share, by record.",
        "coverage",
    ),
    Command(
        "records.follow-up",
        "F",
        "screen.together('follow-up')",
        "Follow-up",
        "Show what became of each commitment in each record.",
        "follow-up",
    ),
    Command(
        "records.agenda",
        "A",
        "screen.together('agenda')",
        "Agenda",
        "Show what the next meetings could take up.",
        "agenda",
    ),
    Command(
        "records.people",
        "P",
        "screen.together('people')",
        "People",
        "Show who met whom, how often and when last.",
        "people",
    ),
    Command(
        "records.timeline",
        "t",
        "screen.timeline",
        "Timeline",
        "Show a lane of meetings for each record.",
        "timeline",
    ),
    Command(
        "records.sort",
        "s",
        "screen.sort(1)",
        "Sort",
        "Sort by the next: title, figures, problems.",
        "sort",
    ),
    Command(
        "records.sort.back", "S", "screen.sort(-1)", "Sort back", "Sort by what comes before that."
    ),
    Command(
        "records.back", "escape,r", "screen.back", "Back", "Undo the search, or go back.", "back"
    ),
)


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """The bindings of commands, for the ``BINDINGS`` of a Textual class."""
    return [
        Binding(one.keys, one.action, one.title, tooltip=one.help, id=one.id, priority=one.anywhere)
        for one in commands
    ]
