"""A correction of Textual, which could ignore ``dismiss`` on a screen that is not on top."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

Result = TypeVar("Result")


class ClosedOnce(Screen[Result]):
    """A screen that closes once, however often it is asked to.

    A second click or ``Enter`` can reach it while the first one closes it. Textual would
    then close the screen beneath, or fail if that is the last one.
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the screen and return a result, unless another screen is on top."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
