"""The palette's way to a sector, a meeting, a person, an initiative or a plan by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from coop_tui.query.search.normalize import normalize_for_search
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.theme import literal
from coop_tui.views.labels import meeting_name


class Target(Struct, frozen=True):
    """Something to go to: its name, other names, what it is, and how to go there."""

    name: str
    aka: tuple[str, ...]
    kind: str
    go: IgnoreReturnCallbackType


class GoTo(Provider):
    """Finds what the record names, in any script."""

    async def discover(self) -> Hits:
        """The meetings, before anything is typed."""
        for target in self._targets():
            if target.kind == "meeting":
                yield DiscoveryHit(
                    literal(target.name), target.go, text=target.name, help=target.kind
                )

    async def search(self, query: str) -> Hits:
        """What has the query in one of its names."""
        matcher = self.matcher(query)
        for target in self._targets():
            names = (target.name, *target.aka)
            score = max(matcher.match(name) for name in names)
            if any(normalize_for_search(query) in normalize_for_search(name) for name in names):
                score = max(score, 1.0)
            if score > 0:
                about = literal(" · ".join((target.kind, *target.aka)))
                # Textual reads markup in a help that is a plain string, and takes content.
                yield Hit(score, literal(target.name), target.go, target.name, about)  # type: ignore[arg-type]

    def _targets(self) -> Iterator[Target]:
        screen = self.screen
        if not isinstance(screen, ReaderScreen):
            return
        dossier = screen.reading.dossier
        for meeting in reversed(dossier.meetings):
            name = f"{meeting_name(dossier, meeting)}: {meeting.title}"
            yield Target(name, (), "meeting", partial(screen.select, meeting=meeting.id))
        for sector in dossier.sectors:
            go = partial(screen.select, sector=sector.id)
            yield Target(sector.name, sector.aka, "sector", go)
        for plan in dossier.plans:
            go = partial(screen.narrow, plans=(plan.id,))
            yield Target(plan.name, plan.aka, "plan period", go)
        for initiative in dossier.initiatives:
            go = partial(screen.narrow, initiative=initiative.id)
            yield Target(initiative.name, (initiative.label, *initiative.aka), "initiative", go)
        for person in dossier.persons:
            go = partial(screen.narrow, where=f"person:{person.id}")
            yield Target(person.name, person.aka, "person", go)
