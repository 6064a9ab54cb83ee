"""The kinds of a point: statements, and commitments with a strength."""

from enum import Enum


class Kind(Enum):
    """The kind of a point: statements first, then commitments from weakest to strongest."""

    BRINGS = "brings"
    NOTES = "notes"
    REPORTS = "reports"
    HOPES = "hopes"
    URGES = "urges"
    INTENDS = "intends"
    AGREES = "agrees"
    SIGNS = "signs"
    DELIVERS = "delivers"

    @property
    def strength(self) -> int:
        """1 for the weakest commitment to 6 for the strongest; 0 for a statement."""
        return _STRENGTH.get(self, 0)

    @property
    def meaning(self) -> str:
        """What a point of this kind says."""
        return _MEANING[self]

    @property
    def plural(self) -> str:
        """The verb for more than one party: ``agree`` for ``agrees``."""
        return self.value.removesuffix("s")


COMMITMENTS = (
    *(Kind.HOPES, Kind.URGES, Kind.INTENDS),
    *(Kind.AGREES, Kind.SIGNS, Kind.DELIVERS),
)
"""The kinds that commit somebody to something, from weakest to strongest."""

_STRENGTH = {kind: number for number, kind in enumerate(COMMITMENTS, 1)}
_MEANING = {
    Kind.BRINGS: "a strength that a side has to offer",
    Kind.NOTES: "a fact or a subject is put on record, and no more",
    Kind.REPORTS: "a figure or progress is reported",
    Kind.HOPES: "something is wished for",
    Kind.URGES: "another side is asked to act",
    Kind.INTENDS: "a side says what it means to do",
    Kind.AGREES: "the sides agree on what is to be done",
    Kind.SIGNS: "a document is signed",
    Kind.DELIVERS: "what was promised is reported as done",
}
