"""The kinds of a point, and how strong each is."""

from enum import Enum


class Kind(Enum):
    """The kind of a point, from weakest to strongest."""

    BRINGS = "brings"
    NOTES = "notes"
    HOPES = "hopes"
    URGES = "urges"
    INTENDS = "intends"
    AGREES = "agrees"
    DELIVERS = "delivers"

    @property
    def strength(self) -> int:
        """1 for the weakest kind to 7 for the strongest."""
        return _STRENGTH[self]

    @property
    def meaning(self) -> str:
        """What a point of this kind says."""
        return _MEANING[self]

    @property
    def plural(self) -> str:
        """The verb for more than one party: ``agree`` for ``agrees``."""
        return self.value.removesuffix("s")


_STRENGTH = {kind: number for number, kind in enumerate(Kind, 1)}
_MEANING = {
    Kind.BRINGS: "a strength that a side has to offer",
    Kind.NOTES: "a fact or a subject is put on record, and nothing more",
    Kind.HOPES: "something is wished for",
    Kind.URGES: "the other side is asked to act",
    Kind.INTENDS: "a side says what it means to do",
    Kind.AGREES: "what is to be done is agreed",
    Kind.DELIVERS: "it is done, or a result is reported",
}
