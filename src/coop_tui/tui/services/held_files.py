"""The files that a screen shows, which no export overwrites."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Protocol, runtime_checkable


@runtime_checkable
class HoldsFiles(Protocol):
    """A screen with files of records."""

    def files(self) -> Iterator[os.stat_result]:
        """The files of its records that exist, also of those that are broken."""
