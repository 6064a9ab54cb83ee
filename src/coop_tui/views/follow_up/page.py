"""Follow-up: what became of each commitment, or of one in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from coop_tui.query.commitments.links import PointKey, point_of
from coop_tui.query.follow_up.threads import Thread, thread, threads_of
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.record import Record
from coop_tui.views.document.blocks import Numbering, Page, Run
from coop_tui.views.follow_up.groups import Group, groups
from coop_tui.views.follow_up.threads import (
    add_chain,
    add_commitment,
    add_facts,
    add_head,
    add_later,
    thread_data,
)
from coop_tui.views.follow_up.words import MEANINGS, NO_THREAD, STATUS
from coop_tui.views.labels import mentioned, scope
from coop_tui.views.view import View, grouped_view

NAME = "Follow-up"
GROUPINGS = (GroupBy.STATUS, GroupBy.SECTOR, GroupBy.PARTY, GroupBy.DUE)
"""The usual one first."""
_TITLES = {
    GroupBy.STATUS: "by status",
    GroupBy.SECTOR: "by sector",
    GroupBy.PARTY: "by the party addressed",
    GroupBy.DUE: "by due date",
}


def make_page(
    record: Record, selection: Selection, numbering: Numbering | None = None, *, by: GroupBy
) -> Page:
    """The selected threads in groups; with a point selected, the threads that it is in."""
    if selection.point is not None:
        return _page_of_point(record, selection, numbering)
    dossier = record.dossier
    page = Page(record, scope(dossier, f"{NAME} {_TITLES[by]}", selection), numbering)
    page.rest = _add_groups(page, groups(dossier, selection, by), selection, by)
    return page


def _add_groups(
    page: Page, found: Iterable[Group], selection: Selection, by: GroupBy
) -> Iterator[None]:
    """Add the threads one by one, each in full in the first of its groups."""
    dossier, now = page.dossier, selection.now
    listed: dict[PointKey, str] = {}
    for group in found:
        for number, key in enumerate(group.keys):
            if not listed:
                add_head(page)
            if number == 0:
                after = Run(f" · {group.meaning}", "muted") if group.meaning else None
                page.add_heading(group.name, after=after)
            page.add_gap()
            if key in listed:
                _add_again(page, key, listed[key])
                continue
            listed[key] = group.name
            one = thread(dossier, key, now)
            add_commitment(page, one.first, "" if by is GroupBy.STATUS else STATUS[one.status])
            add_later(page, one)
            add_facts(page, one, now, key=one.first.key)
            yield
    if not listed:
        narrowed = selection.only("meeting", "sector", "filter") != Selection()
        words = "No commitment matches." if narrowed else "The record holds no commitment."
        page.add_text(Run(words, "muted"))


def _add_again(page: Page, key: PointKey, above: str) -> None:
    """Mention a commitment that stands in a group before."""
    point = point_of(page.dossier, key)
    words = mentioned(point)
    also, see = Run("Also: ", "muted"), Run(f" (see {above})", "muted")
    page.add_text(also, Run(words), see)


def _page_of_point(record: Record, selection: Selection, numbering: Numbering | None) -> Page:
    """The threads of one point, each from what it follows to what became of it."""
    page = Page(record, scope(record.dossier, NAME, selection), numbering)
    found = _threads(record, selection)
    if not found:
        page.add_text(Run(NO_THREAD, "muted"))
    else:
        add_head(page)
    shown: set[str] = set()
    for one in found:
        page.add_heading(STATUS[one.status], after=Run(f" · {MEANINGS[one.status]}", "muted"))
        add_chain(page, one, selection.now, shown)
        page.add_gap()
        add_facts(page, one, selection.now)
    return page


def _threads(record: Record, selection: Selection) -> list[Thread]:
    assert selection.meeting is not None
    assert selection.point is not None
    key = PointKey(selection.meeting, selection.point)
    return threads_of(record.dossier, key, selection.now)


def data(record: Record, selection: Selection, by: GroupBy) -> dict[str, Any]:
    """The threads in groups, each once in each of its groups; of one point, in one group."""
    dossier, now = record.dossier, selection.now
    if selection.point is not None:
        found = [thread_data(dossier, one) for one in _threads(record, selection)]
        return {"by": None, "groups": [{"name": None, "threads": found}]}
    return {
        "by": by,
        "groups": [
            {"name": group.name, "threads": threads}
            for group in groups(dossier, selection, by)
            if (threads := [thread_data(dossier, thread(dossier, key, now)) for key in group.keys])
        ],
    }


def _view(by: GroupBy) -> View:
    return View(
        title=NAME,
        page=partial(make_page, by=by),
        data=partial(data, by=by),
        filter_fields=("meeting", "point", "sector", "filter", "now"),
        of_all_meetings=True,
    )


VIEW = grouped_view(_view, GROUPINGS)
