"""The line of keys under the panes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from coop_tui.tui.commands import APP, Command
from coop_tui.tui.keymap import keys_of
from coop_tui.tui.widgets.bar import GAP, Bar, Part


class KeyBar(Bar):
    """The keys that are used most, as many as fit in the width; always help and quit.

    Args:
        commands: The commands that are shown if they have a short name.
    """

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands

    def parts(self) -> Iterator[Part]:
        """A key and a word for each command that has a short name and a key."""
        always = [part for command in APP for part in self._parts(command)]
        room = self.size.width - 1 - _cells(always)
        yield Part(" ")
        for command in self._commands:
            parts = self._parts(command)
            room -= _cells(parts)
            if room < -GAP:
                break
            yield from parts
        yield from always

    def _parts(self, command: Command) -> list[Part]:
        keys = keys_of(self, command.id)
        if not (keys and command.short):
            return []
        return [
            Part(keys[0], "bold $primary", command.action),
            Part(f" {command.short}{' ' * GAP}", "", command.action),
        ]


def _cells(parts: list[Part]) -> int:
    return sum(cell_len(part.text) for part in parts)
