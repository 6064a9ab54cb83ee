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
        self.query_one(Input).focus()
        self.run_worker(partial(self._search.find, ""), thread=True)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        found = self.query_one("#found", Static)
        try:
            hits = self._search.find(event.value)
        except QueryError as error:
            found.update(literal(str(error)))
            found.set_class(True, "-wrong")
            return
        found.set_class(False, "-wrong")
        count = counted(hits.count, "point") if event.value else ""
        found.update(literal(count))
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Left(self, kept=True))

    def action_leave(self) -> None:
        """Undo the search."""
        self.post_message(self.Left(self, kept=False))
