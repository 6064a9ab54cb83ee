"""The formats by name, in the order of lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coop_tui.lazy_registry import LazyRegistry

if TYPE_CHECKING:
    from coop_tui.formats.format import Format

FORMATS: LazyRegistry[Format] = LazyRegistry(
    "FORMAT",
    {
        "text": "coop_tui.formats.text",
        "markdown": "coop_tui.formats.markdown",
        "json": "coop_tui.formats.json",
    },
)
