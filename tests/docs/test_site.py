from __future__ import annotations

import re
from pathlib import Path

import pytest

from .pages import DOCS, PAGES, ROOT, SITE_PAGES, page

CONFIGURATION = page("mkdocs.yml")
PICTURES = sorted(path.name for path in DOCS.rglob("*.svg"))


def prose(name: str) -> str:
    """The text of a page without its code."""
    text = re.sub(r"^```.*?^```$", "", page(name), flags=re.MULTILINE | re.DOTALL)
    return re.sub("`[^`\n]*`", "", text)


def links(name: str) -> list[str]:
    """The targets of the links and pictures on a page that lead to a file or a heading."""
    targets = re.findall(r"\]\(([^)\s]+)\)", prose(name))
    return [target for target in targets if not target.startswith("https://")]


def anchors(path: Path) -> set[str]:
    """The anchors of the headings of a page."""
    flags = re.MULTILINE | re.DOTALL
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=flags)
    headings = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\s-]", "", heading).lower().replace(" ", "-") for heading in headings}


LINKS = [(name, target) for name in PAGES for target in links(name)]


def test_every_page_is_in_the_navigation_once() -> None:
    _, _, navigation = CONFIGURATION.partition("\nnav:\n")
    listed = [f"docs/{path}" for path in re.findall(r"[\w/-]+\.md", navigation)]
    assert sorted(listed) == SITE_PAGES


def test_there_are_links() -> None:
    assert len(LINKS) > 50


@pytest.mark.parametrize(("name", "target"), LINKS)
def test_every_link_leads_somewhere(name: str, target: str) -> None:
    path, _, anchor = target.partition("#")
    found = ((ROOT / name).parent / path).resolve() if path else ROOT / name
    assert found.is_file()
    assert not anchor or anchor in anchors(found)


@pytest.mark.parametrize("name", SITE_PAGES)
def test_a_page_of_the_site_links_to_nothing_outside_of_it(name: str) -> None:
    targets = [target.partition("#")[0] for target in links(name)]
    found = [((ROOT / name).parent / target).resolve() for target in targets if target]
    assert [path for path in found if not path.is_relative_to(DOCS)] == []


@pytest.mark.parametrize("picture", PICTURES)
def test_every_picture_is_shown_and_fetches_nothing(picture: str) -> None:
    assert any(f"pictures/{picture})" in page(name) for name in PAGES)
    drawn = (DOCS / "pictures" / picture).read_text(encoding="utf-8")
    assert not re.search(r"@font-face|@import|url\(|href=|<image", drawn.replace("url(#", ""))


def test_the_site_loads_nothing_from_elsewhere() -> None:
    assert "\n  font: false\n" in CONFIGURATION
    assert "//" not in CONFIGURATION
