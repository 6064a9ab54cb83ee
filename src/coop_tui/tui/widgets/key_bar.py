"""The line of keys under the panes."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from coop_tui.tui.commands import APP, PANE, SCREEN, Command
from coop_tui.tui.widgets.bar import GAP, Bar, Part


class KeyBar(Bar):
    """The keys that are most used, as many as the width holds; help and quit always."""

    def parts(self) -> Iterator[Part]:
        """A key and a word for each command that has a short name."""
        yield Part(" ")
        room = self.size.width - 1 - sum(_cells(command) for command in APP)
        for command in (*PANE, *SCREEN):
            room -= _cells(command)
            if room < -GAP:
                break
            yield from _parts(command)
        for command in APP:
            yield from _parts(command)


def _cells(command: Command) -> int:
    return cell_len(f"{command.shown} {command.short}") + GAP if command.short else 0


def _parts(command: Command) -> Iterator[Part]:
    if command.short:
        yield Part(command.shown, "bold $primary", command.action)
        yield Part(f" {command.short}{' ' * GAP}", "", command.action)
