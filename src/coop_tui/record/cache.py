"""Caches results on the record itself, so that they are freed with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import ref

from coop_tui.record.tables import Dossier

_RESULTS_KEPT = 16

P = ParamSpec("P")
R = TypeVar("R")


def cached_per_record(
    function: Callable[Concatenate[Dossier, P], R],
) -> Callable[Concatenate[Dossier, P], R]:
    """Cache the last results of a function of a record.

    The cache is an attribute of the record and refers to it weakly, so that a record which
    a newer version of its file has replaced is freed at once, with all its results. A
    result must not refer to its record.

    Args:
        function: Takes a record, then arguments that can be hashed.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def cached(dossier: Dossier, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if name not in dossier.__dict__:
            call = partial(_call, function, ref(dossier))
            dossier.__dict__[name] = lru_cache(maxsize=_RESULTS_KEPT)(call)
        results: Callable[P, R] = dossier.__dict__[name]
        return results(*args, **kwargs)

    return cached


def _call(
    function: Callable[Concatenate[Dossier, P], R],
    dossier: ref[Dossier],
    *args: P.args,
    **kwargs: P.kwargs,
) -> R:
    alive = dossier()
    assert alive is not None, "called only through the record itself"
    return function(alive, *args, **kwargs)
