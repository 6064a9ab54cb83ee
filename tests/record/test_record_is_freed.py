"""A record that is not needed any more is freed at once, with what was cached on it."""

from __future__ import annotations

import gc
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from weakref import ref

import pytest

import coop_tui.query
import coop_tui.views
from coop_tui.query.commitments.status import possibly_overdue, statuses
from coop_tui.query.follow_up.agenda import agenda
from coop_tui.query.follow_up.threads import first_commitments, named_since, silence, thread
from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.points import point_numbers_by_sector
from coop_tui.query.search.completion import completed
from coop_tui.query.search.index import build_index, find_matches
from coop_tui.query.sectors import adjacent_meetings, points_by_sector
from coop_tui.query.selection import Filter, GroupBy, Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.loading.loader import parse
from coop_tui.record.tables import Dossier
from coop_tui.views.follow_up.groups import groups
from coop_tui.views.labels import meeting_name
from coop_tui.views.timeline.items import highlighted, lanes, whole_range
from coop_tui.views.timeline.legend import legend
from coop_tui.views.timeline.thread import thread_lane

CALLS: list[Callable[[Dossier], object]] = [
    plans_of_meetings,
    first_commitments,
    lambda dossier: statuses(dossier, None),
    possibly_overdue,
    lambda dossier: meeting_name(dossier, dossier.meetings[0]),
    point_numbers_by_sector,
    build_index,
    lambda dossier: completed(dossier, "by:"),
    lambda dossier: find_matches(dossier, 'more plan:14 -status:o -"nothing of the kind"'),
    lambda dossier: adjacent_meetings(dossier, "trade", None),
    lambda dossier: points_by_sector(dossier, Selection(filter=Filter(where="trade"))),
    lambda dossier: groups(dossier, Selection(), GroupBy.STATUS),
    lambda dossier: agenda(dossier, Selection()),
    lambda dossier: thread_lane(dossier, first_commitments(dossier)[0]),
    lambda dossier: silence(dossier, thread(dossier, first_commitments(dossier)[0], None)),
    lambda dossier: named_since(dossier, thread(dossier, first_commitments(dossier)[0], None)),
    lanes,
    lambda dossier: highlighted(dossier, "trade", Filter(plans=("14",))),
    whole_range,
    lambda dossier: legend(dossier, Selection()),
]


@pytest.fixture
def no_garbage_search() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def cached_functions() -> set[str]:
    """The names of all functions whose results are cached on a record."""
    code = cached_per_record(len).__code__  # type: ignore[arg-type]
    modules = [
        import_module(found.name)
        for package in (coop_tui.query, coop_tui.views)
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return {
        f"{function.__wrapped__.__module__}.{function.__wrapped__.__qualname__}"
        for module in modules
        for function in vars(module).values()
        if getattr(function, "__code__", None) is code
    }


@pytest.mark.usefixtures("no_garbage_search")
def test_a_record_with_everything_cached_is_freed_without_a_search_for_garbage(small: str) -> None:
    dossier = parse(small.encode(), "record.toml")
    for call in CALLS:
        call(dossier)
    assert cached_functions() <= dossier.__dict__.keys()
    for table in ("party", "sector", "source", "person", "place", "plan", "initiative", "meeting"):
        assert getattr(dossier, table)
    freed = ref(dossier)
    del dossier
    assert freed() is None
