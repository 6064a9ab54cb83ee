"""A record: the tables of a file, the texts beside it, and its path."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from coop_tui.record.source_texts import SourceTexts
from coop_tui.record.tables import Dossier


class Record(Struct, frozen=True, eq=False):
    """A dossier with the local texts of its sources.

    Attributes:
        dossier: The tables of the file.
        texts: The texts beside the file; none if it has no folder.
        path: The file; None for standard input.
    """

    dossier: Dossier
    texts: SourceTexts = field(default_factory=SourceTexts)
    path: Path | None = None

    @property
    def files(self) -> Iterator[Path]:
        """The files of the record: its own, and the texts of its sources."""
        if self.path is not None:
            yield self.path
        yield from self.texts.files(self.dossier.sources)
