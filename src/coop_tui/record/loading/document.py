"""A record as it is written: the tables of its file and of the files that it includes.

The included tables stand before those of the record itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.introspect import KeyPath
from coop_tui.record.loading.files import TomlFile, parse_toml
from coop_tui.record.loading.includes import SHARED, Folder, read_included
from coop_tui.record.loading.short_citations import expand_citations


class Document(Struct, frozen=True):
    """The tables of a record, with those of the files that it includes.

    Attributes:
        file: The file of the record itself.
        included: The files that it includes and that could be parsed, in their order.
        tables: All tables together; those of the file, if it includes nothing.
        problems: Why files are not included, and what they hold that they may not.
    """

    file: TomlFile
    included: tuple[TomlFile, ...]
    tables: dict[str, Any]
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(
        cls, file: TomlFile, included: Iterable[TomlFile] = (), problems: Iterable[Problem] = ()
    ) -> Document:
        """Put the tables of a file after those that it includes."""
        included = tuple(included)
        tables = dict(file.tables)
        for key in SHARED:
            shared = [entry for one in included for entry in one.entries(key)]
            if shared and isinstance(tables.setdefault(key, []), list):
                tables[key] = [*shared, *tables[key]]
        expand_citations(tables)
        return cls(file, included, tables, tuple(problems))

    @property
    def files(self) -> tuple[TomlFile, ...]:
        """The file of the record, then those that it includes."""
        return self.file, *self.included

    @property
    def included_entries(self) -> dict[str, int]:
        """How many entries of each array of tables come from the files that it includes."""
        return {key: sum(len(one.entries(key)) for one in self.included) for key in SHARED}

    @property
    def is_complete(self) -> bool:
        """Whether all that it includes is among its tables."""
        names = self.file.tables.get("include", [])
        is_list = isinstance(names, list) and all(isinstance(name, str) for name in names)
        are_merged = all(
            isinstance(self.tables[key], list) for key, n in self.included_entries.items() if n
        )
        return is_list and are_merged and not self.problems

    def origin(self, path: KeyPath) -> tuple[str, KeyPath]:
        """The name of the file that holds what is at a path of the tables, and its path there."""
        match path:
            case (str(key), int(index), *rest) if isinstance(self.tables[key], list):
                for file in self.included:
                    count = len(file.entries(key))
                    if index < count:
                        return file.name, (key, index, *rest)
                    index -= count
                return self.file.name, (key, index, *rest)
        return self.file.name, path

    def from_files(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Give problems at paths of the tables the file and the path that these come from."""
        for problem in problems:
            file, path = self.origin(problem.path)
            yield replace(problem, file=file, path=path)

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Add line and column to problems, and those of the document itself to them.

        Returns:
            The problems file by file; those of the record's own file come first.
        """
        problems = list(problems)
        told = {(one.file, one.path) for one in problems}
        problems += [one for one in self.problems if (one.file, one.path) not in told]
        if not problems:
            return []
        from coop_tui.record.diagnostics.positions import located

        texts = {one.name: one.text for one in self.files}
        by_file: dict[str, list[Problem]] = {name: [] for name in texts}
        for problem in problems:
            by_file.setdefault(problem.file, []).append(problem)
        return [
            problem
            for name, found in by_file.items()
            if found  # to parse a file for its positions takes long
            for problem in (located(found, texts[name]) if name in texts else found)
        ]


def read_document(text: str, file: str, folder: Path | Folder | None = None) -> Document:
    """Parse a record, and the files that it includes.

    Args:
        text: The text of the record.
        file: Its name in problems.
        folder: Its folder, in which the files are that it includes; None if it has none.

    Returns:
        The document; its problems are those of the files that it includes.

    Raises:
        RecordError: If the record itself cannot be parsed.
    """
    own = TomlFile(file, text, parse_toml(text, file))
    return Document.of(own, *read_included(own, folder))
