"""The keys in force, as people write them: the defaults, or those of a keymap."""

from __future__ import annotations

from textual.app import App
from textual.binding import Binding, BindingsMap, Keymap
from textual.dom import DOMNode
from textual.keys import format_key

from coop_tui.tui.command_groups import GROUPS, SCOPES
from coop_tui.tui.commands import bindings

KeyNames = dict[str, tuple[str, ...]]
"""The keys of commands as people write them, by the ids of the commands."""

_NAMES = {"enter": "Enter", "pageup": "PgUp", "pagedown": "PgDn"}


def default_names() -> KeyNames:
    """The keys of every command without a keymap."""
    return {
        command.id: tuple(map(key_name, command.keys.split(",")))
        for _, commands in GROUPS
        for command in commands
    }


def names_in_force(keymap: Keymap) -> KeyNames:
    """The keys of every command under a keymap.

    A key that is bound twice counts for the command that it reaches: the nearest to the
    focus. For a command that is in several scopes the first scope counts.
    """
    normalized = {name: _normalized(keys) for name, keys in keymap.items()}
    found: KeyNames = {}
    for scope in reversed(SCOPES):
        taken: set[str] = set()
        for commands in scope:
            bound = BindingsMap(bindings(commands))
            bound.apply_keymap(normalized)
            found.update((command.id, ()) for command in commands)
            for key, (binding, *_) in bound.key_to_bindings.items():
                if binding.id is not None and key not in taken:
                    found[binding.id] = (*found[binding.id], key_name(key))
            taken |= bound.key_to_bindings.keys()
    return found


def _normalized(keys: str) -> str:
    parts = [Binding(key, "") for key in keys.split(",") if key.strip()]
    return ",".join(binding.key for binding in Binding.make_bindings(parts))


def key_name(key: str) -> str:
    """A key as people write it: ``Esc`` for ``escape``, ``?`` for ``question_mark``."""
    *modifiers, last = key.split("+")
    name = _NAMES.get(last) or format_key(last)
    if modifiers or len(name) > 1:
        name = name[:1].upper() + name[1:]
    return "+".join([*(modifier.title() for modifier in modifiers), name])


class ShowsKeys:
    """A widget or screen that names keys."""

    def show_keys(self) -> None:
        """Name the keys in force; called when these change."""
        raise NotImplementedError


class KeymapApp(App[None]):
    """An app that knows which keys are in force."""

    def __init__(self) -> None:
        super().__init__()
        self._remapped: Keymap = {}
        self.key_names = default_names()

    def set_keymap(self, keymap: Keymap) -> None:
        """Bind commands, by their ids, to other keys, with commas between."""
        super().set_keymap(keymap)
        self._remapped = keymap
        self.key_names = names_in_force(keymap)
        for screen in self.screen_stack:
            for node in screen.walk_children(with_self=True):
                if isinstance(node, ShowsKeys):
                    node.show_keys()

    def update_keymap(self, keymap: Keymap) -> None:
        """Bind more commands to other keys."""
        self.set_keymap({**self._remapped, **keymap})


def keys_of(node: DOMNode, command: str) -> tuple[str, ...]:
    """The keys in force of a command, as people write them, in the app of ``node``."""
    app = node.app
    assert isinstance(app, KeymapApp), "the parts of the reader run in its app"
    return app.key_names[command]


def hint(node: DOMNode, words: str, *commands: str) -> str:
    """The first key of each command, then words; empty if none of the commands has a key."""
    keys = [key for command in commands for key in keys_of(node, command)[:1]]
    return " ".join((*keys, words)) if keys else ""


def advice(node: DOMNode, purpose: str, command: str) -> str:
    """A space and "Press … to …."; empty if the command has no key."""
    keys = keys_of(node, command)
    return f" Press {keys[0]} to {purpose}." if keys else ""
