"""What makes the program start sooner."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator


def disable_gc() -> None:
    """Disable the search for garbage; the reader enables it after its first frame."""
    gc.disable()


@contextlib.contextmanager
def block_import(module: str) -> Iterator[None]:
    """Import other modules as if an optional module were not installed.

    The module can be imported as usual afterwards.
    """
    blocked = module not in sys.modules
    if blocked:
        sys.modules[module] = None  # type: ignore[assignment]  # documented: the import fails
    try:
        yield
    finally:
        if blocked:
            del sys.modules[module]
