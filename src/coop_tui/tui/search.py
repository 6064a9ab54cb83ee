"""The line in which a query is typed."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from coop_tui.record.characters import first_forbidden
from coop_tui.record.search import Search
from coop_tui.record.terms import FIELDS, QueryError
from coop_tui.tui.paint import literal
from coop_tui.views.wording import counted


class SearchBar(Horizontal):
    """Searches as one types, and says how much was found or what is wrong."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="search.leave", tooltip="Undo the search.")
    ]

    class Changed(Message):
        """Something else is looked for."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    class Left(Message):
        """The line is left.

        Attributes:
            bar: The line.
            kept: Whether what it found is to be kept.
        """

        def __init__(self, bar: SearchBar, kept: bool) -> None:
            super().__init__()
            self.bar, self.kept = bar, kept

    def __init__(self, query: str, search: Search) -> None:
        """Make the line.

        Args:
            query: What is looked for already.
            search: The search of the record.
        """
        super().__init__()
        self._query, self._search = query, search

    def compose(self) -> ComposeResult:
        """A slash, the query, and what came of it."""
        yield Static(" / ", id="slash")
        fields = " ".join(f"{name}:" for name in FIELDS)
        yield Input(self._query, placeholder=f'words  -word  "a phrase"  {fields}', compact=True)
        yield Static(id="found", markup=False)

    def on_mount(self) -> None:
        """Type at once; the index of a large record is made meanwhile."""
        self.type()
        self.run_worker(partial(self._search.find, ""), thread=True)

    def type(self) -> None:
        """Take the keys."""
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if first_forbidden(event.value):  # pasted: it must not reach the terminal
            kept = "".join(c for c in event.value if not first_forbidden(c))
            self.query_one(Input).value = kept
            return
        self.post_message(self.Changed(self._find(event.value.strip())))

    def _find(self, query: str) -> str:
        """Say what a query finds; return as much of it as is understood."""
        found = self.query_one("#found", Static)
        try:
            hits = self._search.find(query)
            said = counted(hits.count, "point") if query else ""
            wrong = None if hits.count else self._search.unknown(query)
        except QueryError as error:
            wrong, query = error, ""  # nothing is left out while it is not understood
        found.set_class(wrong is not None, "-wrong")
        found.update(literal(str(wrong) if wrong else said))
        return query

    def search_in(self, search: Search) -> None:
        """Search another record with the same query.

        Args:
            search: The search of that record.
        """
        self._search = search
        self._find(self.query_one(Input).value.strip())

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Left(self, kept=True))

    def action_leave(self) -> None:
        """Undo the search."""
        self.post_message(self.Left(self, kept=False))
