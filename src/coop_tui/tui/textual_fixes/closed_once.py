"""A screen that closes once, however often it is asked to."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

Result = TypeVar("Result")


class ClosedOnce(Screen[Result]):
    """A screen that is closed once, however often it is asked to.

    A second click or ``Enter`` can be under way to it while the first closes it. Textual
    would then close the screen beneath, or fail if that is the last.
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close it, unless something else is on top.

        Args:
            result: What it gives.
        """
        return super().dismiss(result) if self.is_active else AwaitComplete()
