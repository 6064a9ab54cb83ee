"""A screen that closes only once."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

Result = TypeVar("Result")


class ClosedOnce(Screen[Result]):
    """A screen that closes only once.

    A second click or ``Enter`` can be under way while the first closes the screen. Textual
    would then close the screen below, or fail if that is the last one.
    """

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the screen with a result, unless another screen is on top."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
