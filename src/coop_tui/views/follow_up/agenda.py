"""The agenda: what the next meeting could take up, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from coop_tui.query.follow_up.agenda import AgendaItem, Reason, agenda
from coop_tui.query.follow_up.threads import thread
from coop_tui.query.selection import Field, Selection
from coop_tui.record.record import Record
from coop_tui.views.coverage.page import add_above_matrix
from coop_tui.views.document.blocks import Page, Run
from coop_tui.views.follow_up.threads import add_commitment, add_what_came, thread_data
from coop_tui.views.follow_up.words import STATUS
from coop_tui.views.labels import counted, scope
from coop_tui.views.view import View

NAME = "Agenda"
_FIELDS: tuple[Field, ...] = ("sector", "filter", "window", "now")
REASONS = {
    Reason.OVERDUE: "Overdue",
    Reason.DUE: "Due soon",
    Reason.REQUEST: "Requests without an answer on record",
    Reason.NOT_HEARD_OF: "Not on record at the last two meetings",
    Reason.OTHER: "Other open commitments",
}


def make_page(record: Record, selection: Selection) -> Page:
    """The commitments that are not settled, each once, under the first heading that fits."""
    selection = selection.only(*_FIELDS)
    page = Page(record, scope(record.dossier, NAME, selection))
    found = agenda(record.dossier, selection)
    if found:
        add_above_matrix(page)
        page.rest = _add_items(page, found, selection)
    else:
        page.add_text(Run("No open commitment is on record.", "muted"))
    return page


def _add_items(page: Page, found: Sequence[AgendaItem], selection: Selection) -> Iterator[None]:
    for reason, items in groupby(found, attrgetter("reason")):
        of_reason = list(items)
        count = counted(len(of_reason), "commitment")
        page.add_heading(REASONS[reason], after=Run(f" · {count}", "muted"))
        for item in of_reason:
            page.add_gap()
            one = thread(page.dossier, item.key, selection.now)
            add_commitment(page, one.first, STATUS[one.status])
            add_what_came(page, one, selection.now)
            yield


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """The commitments with the reason why each could be taken up."""
    dossier, now = record.dossier, selection.now
    return [
        {"reason": item.reason, **thread_data(dossier, thread(dossier, item.key, now))}
        for item in agenda(dossier, selection.only(*_FIELDS))
    ]


VIEW = View(
    title=NAME,
    page=make_page,
    data=data,
    filter_fields=_FIELDS,
)
