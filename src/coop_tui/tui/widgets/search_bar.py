"""The line in which a query is typed."""

from __future__ import annotations

import contextlib
from asyncio import to_thread
from dataclasses import dataclass
from threading import Event
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from coop_tui.query.search.index import build_index, find_matches, unresolved_term
from coop_tui.query.search.language import FIELDS, QueryError, terms
from coop_tui.query.selection import NOTHING
from coop_tui.record.tables import Dossier
from coop_tui.tui.commands import SEARCH, bindings
from coop_tui.tui.theme import literal
from coop_tui.views.labels import counted

_SOON_SECONDS = 0.02
"""The index of most records is made within this."""


class SearchBar(Horizontal):
    """Searches as one types, and says how much was found or what is wrong."""

    DEFAULT_CSS = """
    SearchBar {
        height: auto;
        dock: bottom;
        #slash { width: 3; color: $primary; }
        Input { width: 1fr; }
        #found { width: auto; max-width: 50%; padding: 0 1; color: $role-muted; }
        #found.-wrong { color: $error; max-width: 75%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(SEARCH))

    @dataclass
    class Changed(Message):
        """Something else is searched for.

        Attributes:
            query: As much of it as is understood.
        """

        query: str

        def can_replace(self, message: Message) -> bool:
            """Of several that wait, as when one types fast, the last alone is answered."""
            return isinstance(message, SearchBar.Changed)

    @dataclass
    class Closed(Message):
        """The bar is done with.

        Attributes:
            bar: The bar.
            kept: Whether the view stays narrowed to what was found.
        """

        bar: SearchBar
        kept: bool

    def __init__(self, query: str, dossier: Dossier) -> None:
        """Make the line.

        Args:
            query: What is looked for already.
            dossier: The record.
        """
        super().__init__()
        self._query, self._dossier = query, dossier
        self._ready = Event()
        """Set once the index of the record is made."""
        self._waits = False
        """Whether something was typed before that."""

    def compose(self) -> ComposeResult:
        """A slash, the query, and what came of it."""
        yield Static(" / ", id="slash")
        fields = " ".join(f"{name}:" for name in FIELDS)
        yield Input(self._query, placeholder=f'words  -word  "a phrase"  {fields}', compact=True)
        yield Static(id="found", markup=False)

    def on_mount(self) -> None:
        """Type at once; the index of a large record is made meanwhile."""
        self.type()
        self._make_ready()

    def on_unmount(self) -> None:
        """Let go of the record: Textual keeps a removed widget until the next layout."""
        self._dossier = NOTHING.dossier

    def _make_ready(self) -> None:
        self._ready = Event()
        self.run_worker(self._index(self._dossier, self._ready), exclusive=True)

    async def _index(self, dossier: Dossier, ready: Event) -> None:
        """Make the index, then answer to what was typed until then."""

        def make() -> None:
            build_index(dossier)
            ready.set()

        await to_thread(make)
        if self._waits:
            self._ask()

    def type(self) -> None:
        """Take the keys, the next of which may be waiting."""
        self.screen.set_focus(self.query_one(Input))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._ask()

    def _ask(self) -> None:
        self.post_message(self.Changed(self.query_one(Input).value.strip()))

    @on(Changed)
    def _answer(self, event: Changed) -> None:
        """Find what was typed last; wait with it while the index is being made."""
        self._waits = not self._ready.wait(_SOON_SECONDS)
        if self._waits:
            event.stop()
            self.query_one("#found", Static).update(literal("searching …"))
        else:
            event.query = self._find(event.query)

    def _find(self, query: str) -> str:
        """Say what a query finds; return as much of it as is understood."""
        found = self.query_one("#found", Static)
        try:
            matches = find_matches(self._dossier, query)
            said = counted(matches.count, "point") if query else ""
            wrong = None if matches.count else unresolved_term(self._dossier, query)
        except QueryError as error:
            wrong, query = error, ""  # nothing is left out while it is not understood
        found.set_class(wrong is not None, "-wrong")
        found.update(literal(str(wrong) if wrong else said))
        return query

    def search_in(self, dossier: Dossier) -> None:
        """Search another record with the same query.

        Args:
            dossier: That record.
        """
        self._dossier = dossier
        self._make_ready()
        self._ask()

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        """Keep what was found; a query that is not understood is left to be mended."""
        event.stop()
        with contextlib.suppress(QueryError):
            list(terms(event.value))
            self.post_message(self.Closed(self, kept=True))

    def action_leave(self) -> None:
        """Undo the search."""
        self.post_message(self.Closed(self, kept=False))
