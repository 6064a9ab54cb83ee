"""A mapping of entries, each in a module that is imported when the entry is first wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Generic, TypeVar, cast

Entry = TypeVar("Entry")


class LazyRegistry(Mapping[str, Entry], Generic[Entry]):
    """The entries of modules, by name; a look-up of an entry imports its module."""

    def __init__(self, attribute: str, modules: Mapping[str, str]) -> None:
        """Make a registry of one attribute of each module, from module names by entry name."""
        self._attribute, self._modules = attribute, modules

    def __getitem__(self, name: str) -> Entry:
        return cast(Entry, getattr(import_module(self._modules[name]), self._attribute))

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)
