"""The path of the shipped record."""

from __future__ import annotations

from pathlib import Path

NAME = "hong-kong-beijing.toml"


def shipped_record() -> Path:
    """The path of the record that opens when none is named.

    In an installed package it lies in the folder ``data`` of the package; in a checkout,
    in that of the repository.
    """
    package = Path(__file__).parent
    installed = package / "data" / NAME
    return installed if installed.exists() else package.parents[1] / "data" / NAME
