"""Caches results on the record itself, so that they are freed with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import ref

from coop_tui.record.tables import Dossier

_MAX_RESULTS = 16

P = ParamSpec("P")
R = TypeVar("R")


def cached_per_record(
    function: Callable[Concatenate[Dossier, P], R],
) -> Callable[Concatenate[Dossier, P], R]:
    """Cache the last results of a function of a record.

    The cache is an attribute of the record and refers to it weakly, so that a record and
    its results are freed at once when a newer version replaces it. A result must not refer
    to its record; the other arguments of the function must be hashable.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def cached(dossier: Dossier, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if name not in dossier.__dict__:
            record = ref(dossier)

            def call(*args: P.args, **kwargs: P.kwargs) -> R:
                alive = record()
                assert alive is not None, "only the record itself calls this"
                return function(alive, *args, **kwargs)

            dossier.__dict__[name] = lru_cache(maxsize=_MAX_RESULTS)(call)
        results: Callable[P, R] = dossier.__dict__[name]
        return results(*args, **kwargs)

    return cached
