"""The list of records, from which each is opened."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.timer import Timer

from coop_tui.query.search.index import Matches, find_matches
from coop_tui.query.search.language import terms
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.tui.commands import PANE, RECORDS, bindings
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.services.collection_reader import CollectionReader, Files, Removed
from coop_tui.tui.sizes import MIN_COLUMNS, MIN_ROWS, too_small
from coop_tui.tui.widgets.bar import Bar, Part
from coop_tui.tui.widgets.key_bar import KeyBar
from coop_tui.tui.widgets.search_bar import SearchBar
from coop_tui.views.collection.records import (
    Entry,
    SortBy,
    columns,
    head,
    in_order,
    is_called,
    lines,
    parts_of_key,
)
from coop_tui.views.document.blocks import Run
from coop_tui.views.document.layout import Line
from coop_tui.views.labels import counted

_UPDATE_SECONDS = 0.1
"""The least time between two drawings while records are read."""
_ORDERS = list(SortBy)


class RecordsBar(Bar):
    """How many records there are, and how many of them have been read."""

    words: reactive[str] = reactive("")
    complaint: reactive[str] = reactive("")
    """Why the list cannot be drawn; shown in place of everything else."""

    def parts(self) -> Iterator[Part]:
        """The words alone."""
        yield Part(self.complaint or f" {self.words}", "" if self.complaint else "bold")


class RecordsPane(LineView):
    """Draws the list; what is under the cursor is a file, or a meeting found in it."""

    STICKY = 1
    """The heads of the columns stay."""

    def __init__(self) -> None:
        super().__init__(id="records")
        self._shown: Sequence[tuple[Entry, Matches | None]] = ()
        self.empty = ""
        """What to say if there is nothing to show."""

    def show(self, shown: Sequence[tuple[Entry, Matches | None]], *, keep_scroll: bool) -> None:
        """Draw files with what a search finds in each."""
        self._shown = shown
        self.redraw(keep_scroll=keep_scroll)

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new width."""
        self.redraw(keep_scroll=True)

    def redraw(self, *, keep_scroll: bool) -> None:
        """Draw the list, with the cursor where it is."""
        if self.content_cells:
            self.set_lines(self._made(self.content_cells), self.cursor)
            self.show_lines(keep_scroll=keep_scroll)

    def _made(self, width: int) -> Iterator[Line]:
        if self.empty and not self._shown:
            yield Line((Run(self.empty, "muted"),))
            return
        fitting = columns((entry for entry, _ in self._shown), width)
        yield head(fitting)
        for entry, matches in self._shown:
            yield from lines(entry, fitting, matches)


class RecordsScreen(Screen[None]):
    """The records of some files, as a list.

    Args:
        files: The files.
        today: The day that counts as now.
    """

    BINDINGS = bindings(RECORDS)
    AUTO_FOCUS = "#records"

    @dataclass
    class Chosen(Message):
        """A record was chosen, with what to show of it; a filter there is a narrowing."""

        entry: Entry
        selection: Selection

    class Changed(Message):
        """Files were found or read; the thread of the reader posts it."""

    def __init__(self, files: Files, today: datetime.date) -> None:
        super().__init__()
        self._today, self._first = today, files.current
        self._entries: dict[str, Entry] = {}
        self._query, self._sort_by = "", SortBy.FILE
        self._drawing_timer: Timer | None = None
        self.reader = CollectionReader(files, today, self._notify)

    def compose(self) -> ComposeResult:
        """The bars, and the list between them."""
        yield RecordsBar()
        yield RecordsPane()
        yield KeyBar((*PANE, *RECORDS))

    def on_mount(self) -> None:
        """Begin to read after the first frame."""
        self.query_one(RecordsPane).border_title = "Records"
        self._show()
        self.call_after_refresh(self.reader.start)

    def on_unmount(self) -> None:
        """Stop reading."""
        self.reader.stop()

    def on_screen_suspend(self) -> None:
        """Leave the files to the screen above."""
        self.reader.pause()

    def on_screen_resume(self) -> None:
        """Look at the files again."""
        self.reader.resume()

    def on_resize(self, event: events.Resize) -> None:
        """Say how much room is needed where there is too little."""
        small = too_small(event.size)
        self.set_class(small, "-too-small")
        needed = f"Too small: {MIN_COLUMNS} columns and {MIN_ROWS} rows are needed."
        self.query_one(RecordsBar).complaint = needed if small else ""

    @property
    def _filter(self) -> Filter:
        """The search in force."""
        return Filter().with_query(self._query, self._today)

    @property
    def _all(self) -> list[Entry]:
        return list(self._entries.values())

    def files(self) -> Iterator[os.stat_result]:
        """The files of the list that exist, and those that belong to their records."""
        for entry in self._all:
            with contextlib.suppress(OSError, ValueError):
                yield Path(entry.key).stat()
            if entry.record:
                yield from entry.record.files

    def _notify(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            self.post_message(self.Changed())

    @on(Changed)
    def _update_soon(self) -> None:
        """Show what was read, at most every so often."""
        if self._drawing_timer is None:
            self._drawing_timer = self.set_timer(_UPDATE_SECONDS, self._update)

    def _update(self) -> None:
        self._drawing_timer = None
        for entry in self.reader.taken():
            if isinstance(entry, Removed):
                del self._entries[entry.key]
            else:
                self._entries[entry.key] = entry
        if self._first in self._entries:
            pane = self.query_one(RecordsPane)
            pane.cursor, self._first = self._first, None
        if bars := self.query(SearchBar):
            bars.first().search_in(self._dossiers)
        self._show()

    @property
    def _dossiers(self) -> list[Dossier]:
        return [entry.record.dossier for entry in self._all if entry.record]

    def _show(self, *, keep_scroll: bool = True) -> None:
        """Draw the list, and above it how far it has been read."""
        shown = list(self._found())
        pane = self.query_one(RecordsPane)
        pane.empty = "Nothing on record matches." if self._query else ""
        pane.show(shown, keep_scroll=keep_scroll)
        self.query_one(RecordsBar).words = self._progress()

    def _found(self) -> Iterator[tuple[Entry, Matches | None]]:
        """The files that the query leaves, in order, with what it finds in each."""
        parsed = list(terms(self._query))
        words = [term.value for term in parsed]
        by_name = bool(words) and not any(term.field or term.excluded for term in parsed)
        for entry in in_order(self._all, self._sort_by):
            if not self._query:
                yield entry, None
                continue
            record = entry.record
            found = find_matches(record.dossier, self._query, self._today) if record else None
            if (found and found.meetings) or (by_name and is_called(entry, words)):
                yield entry, found

    def _progress(self) -> str:
        reader = self.reader
        if not reader.found_all:
            return "Looking for records …"
        with_record = sum(1 for entry in self._all if entry.summary)
        words = [counted(with_record, "record")]
        if reader.unread:
            words.append(f"{counted(reader.unread, 'file')} to be read")
        elif others := len(self._entries) - with_record:
            words.append(f"{counted(others, 'file')} without a record")
        if self._sort_by is not SortBy.FILE:
            words.append(f"by {self._sort_by.value}")
        if self._query:
            words.append(f"where {self._query}")
        return " · ".join(words)

    @on(LineView.Opened)
    def _open(self, message: LineView.Opened) -> None:
        """Open a record, at a meeting if a search found one."""
        key, meeting = parts_of_key(message.key)
        entry = self._entries.get(key)
        if entry is None:  # it was removed a moment ago
            return
        if entry.record:
            self.post_message(self.Chosen(entry, Selection(meeting, filter=self._filter)))
        elif entry.problems:
            self.notify(entry.problems[0].in_full, title="This is no record", markup=False)
        else:
            self.notify("This file has not been read yet.")

    def action_sort(self, step: int) -> None:
        """Sort by the next of the orders (1), or the one before (-1)."""
        number = _ORDERS.index(self._sort_by) + step
        self._sort_by = _ORDERS[number % len(_ORDERS)]
        self._show()

    def action_coverage(self) -> None:
        """Show the sectors that the records share, by record."""
        from coop_tui.tui.dialogs.collection.coverage import RecordsCoverageDialog

        if sum(1 for entry, _ in self._found() if entry.record) == 1:
            self.notify("There is one record only: coverage by record takes two or more.")
        else:
            self._show_together(RecordsCoverageDialog)

    def action_timeline(self) -> None:
        """Show a lane of meetings for each record."""
        from coop_tui.tui.dialogs.collection.together import RecordsTimelineDialog

        self._show_together(RecordsTimelineDialog)

    def action_together(self, view: str) -> None:
        """Show a view of the records in the list."""
        from coop_tui.tui.dialogs.collection.together import TogetherDialog

        self._show_together(partial(TogetherDialog, view))

    def _show_together(
        self,
        make: Callable[[list[Record], Selection, Callable[[int, Selection], None]], Screen[None]],
    ) -> None:
        """Show the records in the list, under the search in force, and open what is chosen."""
        entries = [entry for entry, _ in self._found() if entry.record]
        records = [entry.record for entry in entries if entry.record]
        if not records:
            self.notify("There is no record to show.")
            return

        def open_record(number: int, selection: Selection) -> None:
            self.post_message(self.Chosen(entries[number], selection))

        selection = Selection(filter=self._filter, now=self._today)
        self.app.push_screen(make(records, selection, open_record))

    async def action_search(self) -> None:
        """Search all records while the reader types."""
        if bars := self.query(SearchBar):
            bars.first().take_focus()
            return
        self.add_class("-searching")
        await self.mount(SearchBar(self._query, self._dossiers, self._today))

    @on(SearchBar.Changed)
    def _search_for(self, message: SearchBar.Changed) -> None:
        """Show what a query finds, unless the bar was closed meanwhile."""
        if self.has_class("-searching"):
            self._query = message.query
            self._show(keep_scroll=False)

    @on(SearchBar.Closed)
    async def _close_search(self, message: SearchBar.Closed) -> None:
        """Keep what was found, or undo the search."""
        if not self.has_class("-searching"):  # Esc was pressed twice
            return
        self.remove_class("-searching")
        await message.bar.remove()
        self.query_one(RecordsPane).focus()
        if not message.keep:
            self._query = ""
        self._show(keep_scroll=message.keep)

    def action_back(self) -> None:
        """Undo the search; otherwise go back to the record from which the list was opened."""
        if bars := self.query(SearchBar):
            bars.first().action_leave()
        elif self._query:
            self._query = ""
            self._show()
        elif len(self.app.screen_stack) > 1:
            self.dismiss()
