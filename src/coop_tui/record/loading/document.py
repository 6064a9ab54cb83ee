"""A record as it is written: the tables of its file and of the files that it includes.

The included tables stand before those of the record itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.record.diagnostics.problem import Problem, in_words
from coop_tui.record.introspect import KeyPath
from coop_tui.record.tables import FORMAT

SHARED = ("party", "person", "place", "plan", "sector", "initiative", "source")
"""The arrays of tables that an included file may hold."""


class TomlFile(Struct, frozen=True):
    """A file, parsed.

    Attributes:
        name: The file in problems.
        text: Its text.
        tables: What the TOML parser returned.
    """

    name: str
    text: str
    tables: dict[str, Any]


def unshared_keys(file: TomlFile) -> list[Problem]:
    """What an included file lacks, and what it holds that belongs in the record itself."""
    problems = []
    if file.tables.get("format") != FORMAT:
        hint = f"begin it with: format = {FORMAT}"
        problems.append(Problem(file.name, "an included file says its format", hint=hint))
    for key in file.tables:
        if key not in SHARED and key != "format":
            hint = f"an included file may hold: {', '.join(SHARED)}"
            message = "this belongs in the record itself"
            problems.append(Problem(file.name, message, in_words((key,), None), (key,), hint))
        elif key != "format" and not isinstance(file.tables[key], list):
            message, hint = "expected a list of tables", f"write [[{key}]]"
            problems.append(Problem(file.name, message, in_words((key,), None), (key,), hint))
    return problems


class Document(Struct, frozen=True):
    """The tables of a record, with those of the files that it includes.

    Attributes:
        file: The file of the record itself.
        included: The files that it includes, in their order.
        tables: All tables together; those of the file, if it includes nothing.
    """

    file: TomlFile
    included: tuple[TomlFile, ...]
    tables: dict[str, Any]

    @property
    def included_entries(self) -> dict[str, int]:
        """How many entries of each array of tables come from the files that it includes."""
        return {key: sum(len(one.tables.get(key, [])) for one in self.included) for key in SHARED}

    @property
    def files(self) -> tuple[TomlFile, ...]:
        """The file of the record, then those that it includes."""
        return self.file, *self.included

    @classmethod
    def of(cls, file: TomlFile, included: Iterable[TomlFile] = ()) -> Document:
        """Put the tables of a file after those that it includes."""
        included = tuple(included)
        tables = dict(file.tables)
        for key in SHARED:
            entries = [one.tables.get(key, []) for one in included]
            if not any(entries):
                continue
            own = tables.get(key, [])
            if isinstance(own, list):  # anything else is a mistake, which is reported
                tables[key] = [entry for part in (*entries, own) for entry in part]
        return cls(file, included, tables)

    def origin(self, path: KeyPath) -> tuple[TomlFile, KeyPath]:
        """The file that holds what is at a path of the tables, and its path in that file."""
        match path:
            case (str(key), int(index), *rest):
                for file in self.included:
                    count = len(file.tables.get(key, []))
                    if index < count:
                        return file, (key, index, *rest)
                    index -= count
                return self.file, (key, index, *rest)
        return self.file, path

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """The problems with file, line and column; those of the record's own file come first."""
        from coop_tui.record.diagnostics.positions import located

        by_file: dict[str, list[Problem]] = {one.name: [] for one in self.files}
        for problem in problems:
            # A problem of an included file that was found before it was put together has its
            # own path and name.
            if problem.file == self.file.name:
                file, path = self.origin(problem.path)
                where = problem.where.replace(*_numbers(problem.path, path), 1)
                problem = replace(problem, file=file.name, path=path, where=where)
            by_file[problem.file].append(problem)
        return [
            problem
            for one in self.files
            for problem in (located(by_file[one.name], one.text) if by_file[one.name] else [])
        ]


def _numbers(merged: KeyPath, own: KeyPath) -> tuple[str, str]:
    """How an entry without an id is called by its number among all, and in its own file."""
    return in_words(merged[:2], None), in_words(own[:2], None)
