from __future__ import annotations

import gc
from weakref import ref

from coop_tui.record.entries import Citation, Party, Remark, Source
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document.blocks import Numbering, Page, Runs
from coop_tui.views.document.wrap import plain

LETTER = Source("letter", "Letter", "P")


def record(*sources: Source, party: str = "Hong Kong") -> Record:
    parties = (Party(id="hk", name=party),)
    dossier = Dossier(
        format=1, title="T", about="A", parties=parties, sectors=(), sources=tuple(sources)
    )
    return Record(dossier)


def page(numbering: Numbering, *sources: Source, party: str = "Hong Kong") -> Page:
    return Page(record(*sources, party=party), (), numbering)


def cite(of: Page, name: str) -> str:
    return plain(of.citation_runs([Citation(name)])).strip()


def listed(of: Page) -> list[str]:
    def text(runs: Runs) -> str:
        return plain(runs).split(".")[0]

    return [text(line) for line, _ in of.bibliography()]


def test_pages_share_numbers_and_the_same_source_has_one() -> None:
    numbering = Numbering()
    first = page(numbering, LETTER, Source("a", "Annex", "P"))
    second = page(numbering, Source("b", "Book", "P"), LETTER)
    assert [cite(first, "letter"), cite(second, "b"), cite(second, "letter")] == [
        "[1]",
        "[2]",
        "[1]",
    ]
    assert cite(first, "a") == "[3]"
    assert listed(first) == listed(second) == ["Letter", "Book", "Annex"]
    assert [source.id for source in second.sources] == ["b", "letter"]


def test_one_id_for_different_sources_has_two_numbers() -> None:
    numbering = Numbering()
    first, second = page(numbering, LETTER), page(numbering, Source("letter", "Other", "P"))
    assert [cite(first, "letter"), cite(second, "letter")] == ["[1]", "[2]"]


def test_a_source_of_a_side_of_another_name_is_another() -> None:
    numbering = Numbering()
    own = Source("letter", "Letter", "P", side="hk")
    first, second = page(numbering, own), page(numbering, own, party="Hull")
    assert [cite(first, "letter"), cite(second, "letter")] == ["[1]", "[2]"]
    lines = [plain(line) for line, _ in first.bibliography()]
    assert ["Hong Kong" in lines[0], "Hull" in lines[1]] == [True, True]


def test_a_remark_cites_the_sources_of_its_own_record() -> None:
    numbering = Numbering()
    remarked = Source("letter", "Letter", "P", remark=Remark("R", cite=(Citation("b"),)))
    first = page(numbering, remarked, Source("b", "Book", "P"))
    second = page(numbering, remarked, Source("b", "Bulletin", "P"))
    assert [cite(first, "letter"), cite(second, "letter")] == ["[1]", "[3]"]
    assert listed(first) == ["Letter", "Book", "Letter", "Bulletin"]
    remarks = [plain(remark)[-3:] for _, remark in first.bibliography() if remark]
    assert remarks == ["[2]", "[4]"]


def test_a_page_is_freed_at_once() -> None:
    gc.collect()
    gc.disable()
    try:
        one = page(Numbering(), LETTER)
        cite(one, "letter")
        gone = ref(one)
        del one
        assert gone() is None
    finally:
        gc.enable()
