"""Every action of the dialogs, declared once."""

from __future__ import annotations

from coop_tui.tui.commands import Command

RECORDS_COVERAGE = (
    Command(
        "records.coverage.plan",
        "p",
        "screen.plan",
        "Next plan",
        "Count under the next plan, from the latest.",
    ),
    Command(
        "records.coverage.open",
        "s",
        "screen.count_open",
        "Points or open commitments",
        "Count points, or open commitments.",
    ),
    Command(
        "records.coverage.export", "e", "screen.export", "Export", "Write the matrix to a file."
    ),
    Command("records.coverage.back", "escape,x", "screen.dismiss", "Back", "Go back."),
)

RECORDS_VIEW = (
    Command("together.export", "e", "screen.export", "Export", "Write the view to a file."),
    Command("together.back", "escape", "screen.dismiss", "Back", "Go back."),
)

COVERAGE = (
    Command(
        "coverage.by", "p", "screen.count_by", "Plans or meetings", "Count by meeting or by plan."
    ),
    Command(
        "coverage.open",
        "s",
        "screen.count_open",
        "Points or open commitments",
        "Count points, or open commitments.",
    ),
    Command(
        "coverage.compare",
        "c",
        "screen.compare",
        "Compare",
        "Compare the meeting under the cursor with another.",
    ),
    Command("coverage.export", "e", "screen.export", "Export", "Write the matrix to a file."),
    Command("coverage.back", "escape,x", "screen.dismiss(False)", "Back", "Go back."),
)

COMPARE = (
    Command(
        "compare.earlier", "comma", "screen.step(-1)", "Earlier", "Compare with an earlier meeting."
    ),
    Command(
        "compare.later", "full_stop", "screen.step(1)", "Later", "Compare with a later meeting."
    ),
    Command("compare.export", "e", "screen.export", "Export", "Write the comparison to a file."),
    Command("compare.back", "escape", "screen.dismiss", "Back", "Go back."),
)

SOURCE = (
    Command("source.before", "comma", "screen.step(-1)", "Before", "Show the source before."),
    Command("source.after", "full_stop", "screen.step(1)", "After", "Show the source after."),
    Command("source.browser", "b", "screen.browser", "Browser", "Open the address in a browser."),
    Command("source.address", "a", "screen.address", "Address", "Copy the address."),
    Command("source.copy", "y", "screen.copy", "Copy", "Copy the view."),
    Command("source.export", "e", "screen.export", "Export", "Write the view to a file."),
    Command("source.back", "escape,o", "screen.back", "Back", "Go back."),
)

EVIDENCE = (
    Command("evidence.export", "e", "screen.export", "Export", "Write the view to a file."),
    Command("evidence.back", "escape,v", "screen.dismiss", "Back", "Go back."),
)


def _over_points(name: str, back: str) -> tuple[Command, ...]:
    """The commands of a dialog with a cursor on points."""
    return (
        Command(f"{name}.source", "o", "screen.source", "Source", "Show the source of the point."),
        Command(f"{name}.copy", "y", "screen.copy", "Copy", "Send the view to the clipboard."),
        Command(f"{name}.export", "e", "screen.export", "Export", "Write the view to a file."),
        Command(f"{name}.back", back, "screen.dismiss", "Back", "Go back."),
    )


FOLLOW_UP = (
    Command(
        "follow-up.by",
        "p",
        "screen.group_by_next",
        "Group otherwise",
        "Group by status, sector, party addressed or due date.",
    ),
    *_over_points("follow-up", "escape,F"),
)

AGENDA = _over_points("agenda", "escape,A")

THREAD = _over_points("thread", "escape")

PEOPLE = (
    Command("people.copy", "y", "screen.copy", "Copy", "Send the view to the clipboard."),
    Command("people.export", "e", "screen.export", "Export", "Write the view to a file."),
    Command("people.back", "escape,P", "screen.dismiss", "Back", "Go back."),
)

SEARCH = (Command("search.leave", "escape", "leave", "Back", "Undo the search."),)
CHOICE = (
    Command("choice.down", "j", "screen.go('down')", "Down", "Go down in a list."),
    Command("choice.up", "k", "screen.go('up')", "Up", "Go up in a list."),
    Command("choice.cancel", "escape", "screen.dismiss", "Cancel", "Close a list, choose nothing."),
)
EXPORT = (
    Command("export.cancel", "escape", "screen.dismiss", "Cancel", "Close the export, unwritten."),
)
HELP_TEXT = (
    Command("help.down", "j", "screen.scroll('down')", "Down", "Scroll this help down."),
    Command("help.up", "k", "screen.scroll('up')", "Up", "Scroll this help up."),
    Command("help.first", "g", "screen.scroll('home')", "First", "Go to the start of this help."),
    Command("help.last", "G", "screen.scroll('end')", "Last", "Go to the end of this help."),
    Command("help.close", "escape,q,question_mark", "screen.dismiss", "Close", "Close this help."),
)
LOADING = (Command("loading.stop", "escape,q", "app.quit", "Stop", "Stop reading a large record."),)
