"""Named things, each in a module of its own that is imported when it is first wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class LazyRegistry(Mapping[str, Entry], Generic[Entry]):
    """What modules offer, by name; a module is imported when its entry is looked up."""

    def __init__(self, attribute: str, modules: Mapping[str, str]) -> None:
        """Make the registry.

        Args:
            attribute: The name of the entry in each module.
            modules: The full name of each module, by the name of its entry.
        """
        self._attribute, self._modules = attribute, modules

    def __getitem__(self, name: str) -> Entry:
        """The entry of a name."""
        entry: Entry = getattr(import_module(self._modules[name]), self._attribute)
        return entry

    def __iter__(self) -> Iterator[str]:
        """The names, without importing anything."""
        return iter(self._modules)

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._modules)
