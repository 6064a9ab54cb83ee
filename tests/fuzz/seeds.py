"""What a fuzzer begins with: inputs that are right, and words that mean something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import SMALL
from tests.data.hostile.record import strings

from coop_tui.query.search.language import FIELDS
from coop_tui.record.kinds import Kind

_CORPUS = Path(__file__).parents[1] / "data" / "corpus"
_TOML = ("[[", "]]", '"""', "'''", "\\u001b", "\\U0010FFFF", "1e9", "0x1", "{", "}", "\ufeff")
_CITING = ("¶", "¶1–3", "para. 2", "…", "[…]", "-\n", "\xad", "“", "’", "香港", "ﬁ", "\0")


def seeds(target: str) -> Iterator[bytes]:
    """Inputs that a target takes.

    Args:
        target: A name in ``targets.TARGETS``.
    """
    match target:
        case "loader" | "locate":
            yield SMALL.encode()
            for path in sorted(_CORPUS.glob("*.toml")):
                yield path.read_bytes()
        case "query":
            for text in (
                "trade",
                "-trade hope",
                '"more trade"',
                'person:"John Lee"',
                *words(target),
            ):
                yield text.encode()
        case "cite":
            text = "The sides co-\noperate.\0They “agree” on more trade … in 香港 and 北京."
            for quote in ("more trade", "'agree' on", "co-operate", "They […] trade", "香港"):
                yield f"¶2\0{quote}\0{text}".encode()
        case _:
            yield from (b"2025", b"2025-11", b"2025-11-12", b"2024-02-29", b"9999-12-31")


def words(target: str) -> list[str]:
    """Pieces that are worth trying anywhere in what a target takes."""
    match target:
        case "loader" | "locate":
            tables = re.findall(r"\[\[.*\]\]|^\w+ = .*", SMALL, re.MULTILINE)
            return [*_TOML, *(f"\n{line}\n" for line in dict.fromkeys(tables))]
        case "query":
            fields = [f"{field}:{value}" for field in FIELDS for value in ("", "hk", "14")]
            return [
                *fields,
                *(f"kind:{kind.value}" for kind in Kind),
                '"',
                "-",
                *strings("refused"),
            ]
        case "cite":
            return [*_CITING, *strings("strings")]
        case _:
            return ["-", "0", "12", "31", "٢"]
