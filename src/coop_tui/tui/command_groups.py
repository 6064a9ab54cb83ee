"""All commands by the heading under which they are listed, and by where their keys work."""

from __future__ import annotations

from collections.abc import Sequence

from coop_tui.tui.commands import APP, HELP, PANE, RECORDS, SCREEN, TIMELINE, Command
from coop_tui.tui.dialog_commands import (
    AGENDA,
    CHOICE,
    COMPARE,
    COVERAGE,
    EVIDENCE,
    EXPORT,
    FOLLOW_UP,
    HELP_TEXT,
    LOADING,
    PEOPLE,
    RECORDS_COVERAGE,
    RECORDS_VIEW,
    SEARCH,
    SOURCE,
    THREAD,
)

Groups = Sequence[tuple[str, tuple[Command, ...]]]
"""Commands under headings."""

READER_GROUPS = (
    ("In a pane", PANE),
    ("On the timeline", TIMELINE),
    ("In the reader", SCREEN),
    ("Everywhere", APP),
)
"""The commands that the palette offers over a record, under their headings."""
LIST_GROUPS = (("In a pane", PANE), ("In the list of records", RECORDS), ("Everywhere", APP))
"""Those that it offers over the list of records."""
GROUPS = (
    *READER_GROUPS,
    ("In the list of records", RECORDS),
    ("In the coverage of several records", RECORDS_COVERAGE),
    ("In other views of several records", RECORDS_VIEW),
    ("In the coverage matrix", COVERAGE),
    ("In a comparison", COMPARE),
    ("Over a source", SOURCE),
    ("Over the evidence", EVIDENCE),
    ("In the follow-up", FOLLOW_UP),
    ("In the agenda", AGENDA),
    ("In a thread", THREAD),
    ("Over the people", PEOPLE),
    ("In other dialogs", (*SEARCH, *CHOICE, *EXPORT, *HELP_TEXT, *LOADING)),
)
"""All commands, under the headings of the help and the documentation."""

_OVER_THE_READER = (
    COVERAGE,
    RECORDS_COVERAGE,
    RECORDS_VIEW,
    COMPARE,
    SOURCE,
    EVIDENCE,
    FOLLOW_UP,
    AGENDA,
    THREAD,
    PEOPLE,
)
SCOPES: tuple[tuple[tuple[Command, ...], ...], ...] = (
    (PANE, (*SCREEN, *TIMELINE), APP),
    (PANE, RECORDS, APP),
    *((PANE, (HELP, *commands)) for commands in _OVER_THE_READER),
    *(((HELP, *commands),) for commands in (CHOICE, EXPORT)),
    *((commands,) for commands in (HELP_TEXT, SEARCH, LOADING)),
)
"""The commands whose keys work at the same time; those nearest to the focus first."""
