"""The line in which a query is typed."""

from __future__ import annotations

import contextlib
import datetime
from asyncio import to_thread
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, Static

from coop_tui.query.collection.search import completed_in_any, find_in_all, unresolved_in_all
from coop_tui.query.search.index import build_index
from coop_tui.query.search.language import FIELDS, QueryError, terms
from coop_tui.record.tables import Dossier
from coop_tui.tui.commands import bindings
from coop_tui.tui.dialog_commands import SEARCH
from coop_tui.tui.theme import literal
from coop_tui.views.labels import counted

_INDEX_SECONDS = 0.02
"""Most records are indexed within this time."""


class SearchBar(Horizontal):
    """Searches while the reader types, and shows the number of matches or an error."""

    DEFAULT_CSS = """
    SearchBar {
        height: auto;
        dock: bottom;
        #slash { width: 3; color: $primary; }
        Input { width: 1fr; }
        Input > .input--placeholder, Input > .input--suggestion { color: $role-muted; }
        Input > .input--suggestion { text-style: italic; }
        #result { width: auto; max-width: 50%; padding: 0 1; color: $role-muted; }
        #result.-wrong { color: $error; max-width: 75%; }
    }
    """
    BINDINGS = bindings(SEARCH)

    @dataclass
    class Changed(Message):
        """The reader typed another query; as the bar passes it on, it is a valid one."""

        query: str

        def can_replace(self, message: Message) -> bool:
            """Drop all but the last of several queries that wait, as after fast typing."""
            return isinstance(message, SearchBar.Changed)

    @dataclass
    class Closed(Message):
        """The reader left the bar, with a query to keep or to undo."""

        bar: SearchBar
        keep: bool

    def __init__(self, query: str, dossiers: Sequence[Dossier], now: datetime.date | None) -> None:
        """Make the bar, with the query that is in force already, and the day that is now."""
        super().__init__()
        self._now = now
        self._query, self._dossiers = query, dossiers
        self._indexed = Event()
        """Set once every record is indexed."""
        self._waits = False
        """Whether the reader typed a query before that."""

    def compose(self) -> ComposeResult:
        """A slash, the query, and its result."""
        yield Static(" / ", id="slash")
        fields = " ".join(f"{name}:" for name in FIELDS)
        placeholder = f'words  -word  "a phrase"  {fields}'
        yield Input(self._query, placeholder, suggester=_Completion(self), compact=True)
        yield Static(id="result", markup=False)

    def on_mount(self) -> None:
        """Take the focus, and index the records."""
        self.take_focus()
        self._start_indexing()

    def on_unmount(self) -> None:
        """Let go of the records: Textual keeps a removed widget until the next layout."""
        self._dossiers = ()

    def _start_indexing(self) -> None:
        self._indexed = Event()
        self.run_worker(self._index(self._dossiers, self._indexed), exclusive=True)

    async def _index(self, dossiers: Sequence[Dossier], indexed: Event) -> None:
        """Index records in a thread, then search for the query that waits."""

        def build() -> None:
            for dossier in dossiers:
                build_index(dossier)
            indexed.set()

        await to_thread(build)
        if self._waits:
            self._post_query()

    def completed(self, query: str) -> str | None:
        """A query with its last value completed, if a record has such a value."""
        return completed_in_any(self._dossiers, query)

    def take_focus(self) -> None:
        """Take the focus at once, since the next key may be waiting."""
        self.screen.set_focus(self.query_one(Input))

    @on(Input.Changed)
    def _post_query(self) -> None:
        self.post_message(self.Changed(self.query_one(Input).value.strip()))

    @on(Changed)
    def _search(self, message: Changed) -> None:
        """Show the result of a query, or keep it waiting until all is indexed."""
        self._waits = not self._indexed.wait(_INDEX_SECONDS)
        if self._waits:
            message.stop()
            self.query_one("#result", Static).update(literal("searching …"))
        else:
            message.query = self._show_result(message.query)

    def _show_result(self, query: str) -> str:
        """Show what a query finds; return the query, or an empty one if it is invalid."""
        error: QueryError | None
        try:
            found = find_in_all(self._dossiers, query, self._now)
            points = sum(matches.count for matches in found)
            error = None if points else unresolved_in_all(self._dossiers, query)
            count = counted(points, "point") if query else ""
            if query and len(found) > 1:
                with_match = sum(1 for matches in found if matches.meetings)
                count += f" · {counted(with_match, 'record')}"
        except QueryError as invalid:
            error, query = invalid, ""
        result = self.query_one("#result", Static)
        result.set_class(error is not None, "-wrong")
        result.update(literal(str(error) if error else count))
        return query

    def search_in(self, dossiers: Sequence[Dossier]) -> None:
        """Search for the same query in other records."""
        self._dossiers = dossiers
        self._start_indexing()
        self._post_query()

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        """Keep the query; an invalid one stays in the bar to be corrected."""
        with contextlib.suppress(QueryError):
            list(terms(event.value))
            self.post_message(self.Closed(self, keep=True))

    def action_leave(self) -> None:
        """Undo the search."""
        self.post_message(self.Closed(self, keep=False))


class _Completion(Suggester):
    """Offers the rest of a value of a field, which the right arrow takes."""

    def __init__(self, bar: SearchBar) -> None:
        # What is known of a record is cached with it, and another record may be loaded.
        super().__init__(use_cache=False, case_sensitive=True)
        self._bar = bar

    async def get_suggestion(self, value: str) -> str | None:
        return self._bar.completed(value)
