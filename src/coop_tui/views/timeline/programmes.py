"""Plans and initiatives in words."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

from coop_tui.record.entries import Programme
from coop_tui.views.document.blocks import Page, Run
from coop_tui.views.labels import period

_INDENT = 2


def add_programmes(page: Page, begin_section: Callable[[str], None]) -> None:
    """Add the plans and the initiatives of the record, in words, to a page."""
    dossier = page.dossier
    if dossier.plans:
        begin_section("Plan periods")
    for plan in dossier.plans:
        page.add_gap()
        page.add_text(Run(plan.name, "plan.name"), Run(f" {period(plan)}", "muted"))
        add_programme(page, plan)
    if dossier.initiatives:
        begin_section("Initiatives")
    for initiative in dossier.initiatives:
        page.add_gap()
        page.add_text(Run(initiative.name, "initiative.name"))
        add_programme(page, initiative)


def add_programme(page: Page, programme: Programme) -> None:
    """Add what a plan or an initiative is, and its milestones, to a page."""
    for statement in programme.about:
        page.add_statement(statement, _INDENT)
    milestones = sorted(programme.milestones, key=attrgetter("date"))
    dates = (Run(str(milestone.date), "date") for milestone in milestones)
    page.add_labelled(zip(dates, map(page.statement_runs, milestones), strict=True), _INDENT)
    for milestone in programme.milestones:
        if milestone.remark:
            page.add_text(*page.remark_runs(milestone.remark), indent=_INDENT)
