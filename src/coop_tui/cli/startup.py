"""Tricks that make the program start sooner.

The gains are medians of differences of processor time in 25 or more interleaved runs, with
their quartiles, on a record of the usual size (CPython 3.11, msgspec 0.22, Textual 8.2.8).
"""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator


def disable_gc() -> None:
    """Disable the garbage collector; the reader enables it after its first frame.

    Hardly anything that is made until then is garbage in a cycle. This saves 29 ms (19 to
    56) of the 420 ms of the reader until its first frame, and 6 ms (3 to 10) of the 104 ms
    of ``export``; for ``check`` it makes no difference. No library could do it for us.
    """
    gc.disable()


@contextlib.contextmanager
def without_module(module: str) -> Iterator[None]:
    """Let every import of a module fail in this context; it can be imported as usual afterwards.

    msgspec has a fallback for ``typing_extensions``. Without it a command saves 10.6 ms (9.8
    to 11.8), and the reader nothing, since Textual imports it. This is not needed any more
    once ``import msgspec`` does not import ``msgspec.inspect``:
    https://github.com/msgspec/msgspec/issues/1090.

    asyncio does without ``ssl`` where Python was built without it. This saves the reader
    8.3 ms (7.7 to 8.8). It is not needed any more once ``asyncio.sslproto`` imports ssl only
    when a connection asks for it.
    """
    is_blocked = module not in sys.modules
    if is_blocked:
        sys.modules[module] = None  # type: ignore[assignment]  # documented: the import fails
    try:
        yield
    finally:
        if is_blocked:
            del sys.modules[module]
