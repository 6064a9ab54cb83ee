"""What has been found out about a record, remembered for as long as the record is."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from coop_tui.record.tables import Dossier

_RESULTS_KEPT = 16

P = ParamSpec("P")
R = TypeVar("R")


def cached_per_record(
    function: Callable[Concatenate[Dossier, P], R],
) -> Callable[Concatenate[Dossier, P], R]:
    """Let a function of a record remember its last results.

    They are kept with the record and go with it: a cache of the function's own would hold
    on to records that have long been replaced by a newer state of their file.

    Args:
        function: Takes a record, then arguments that can be hashed.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def cached(dossier: Dossier, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if name not in dossier.__dict__:
            cache = lru_cache(maxsize=_RESULTS_KEPT)
            dossier.__dict__[name] = cache(partial(function, dossier))
        known: Callable[P, R] = dossier.__dict__[name]
        return known(*args, **kwargs)

    return cached
