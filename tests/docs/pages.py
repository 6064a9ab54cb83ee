"""The pages of the documentation, and the parts of them that the tests read."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

SITE_PAGES = sorted(path.relative_to(ROOT).as_posix() for path in DOCS.rglob("*.md"))
"""The pages of the site, by their paths from the top folder."""

PAGES = [*sorted(path.name for path in ROOT.glob("*.md")), *SITE_PAGES]
"""Every page, those in the top folder included."""


def page(name: str) -> str:
    """The text of a page, by its path from the top folder."""
    return (ROOT / name).read_text(encoding="utf-8")


def section(name: str, heading: str) -> str:
    """The text of a page under a heading, up to the next of its level or above."""
    level = len(heading.split()[0])
    _, _, rest = page(name).partition(f"\n{heading}\n")
    assert rest, f"{name} has no {heading!r}"
    return re.split(rf"^#{{1,{level}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def fenced(language: str, text: str) -> list[str]:
    """The code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def rows(text: str) -> dict[str, list[str]]:
    """The rows of the tables in a text, by the name in backticks in their first cell."""
    cells = [line[2:-2].split(" | ") for line in text.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[1:] for row in cells}


def keys(text: str) -> list[str]:
    """The keys in the first cells of the tables in a text."""
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [key for line in lines for key in re.findall("`([^`]+)`", line.split(" | ")[0])]
