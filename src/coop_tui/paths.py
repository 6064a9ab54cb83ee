"""Where the shipped record is."""

from __future__ import annotations

from pathlib import Path

NAME = "hong-kong-beijing.toml"


def shipped_record() -> Path:
    """The path of the record that opens when none is named.

    In an installed package it lies in the package; in a checkout, in ``data/``.
    """
    package = Path(__file__).parent
    installed = package / "data" / NAME
    return installed if installed.exists() else package.parents[1] / "data" / NAME
