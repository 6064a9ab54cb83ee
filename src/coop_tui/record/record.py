"""A record: the tables of a file, the texts beside it, and its path."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, field

from coop_tui.record.source_texts import SourceTexts
from coop_tui.record.tables import Dossier


class Record(Struct, frozen=True, eq=False):
    """A dossier with the local texts of its sources.

    Attributes:
        dossier: The tables of the file.
        texts: The texts that are kept beside the file; none if it has no folder.
        path: The file; None if the record came through standard input.
        includes: The files of shared tables that it includes.
        stdin: What standard input was when the record came through it, if that was a
            file, as in ``coop-tui - < record.toml``.
    """

    dossier: Dossier
    texts: SourceTexts = field(default_factory=SourceTexts)
    path: Path | None = None
    includes: tuple[Path, ...] = ()
    stdin: os.stat_result | None = None

    @property
    def files(self) -> Iterator[os.stat_result]:
        """The files of the record that exist: its own, those included, and the texts.

        Their device and inode tell them apart, since standard input has no path.
        """
        if self.stdin is not None:
            yield self.stdin
        own = (self.path,) if self.path is not None else ()
        for path in (*own, *self.includes, *self.texts.files(self.dossier.sources)):
            with contextlib.suppress(OSError):
                yield path.stat()
