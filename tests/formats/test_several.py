from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from coop_tui.formats.format import Export, Part
from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import render, render_parts
from coop_tui.query.selection import Selection
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document.blocks import Page, Run
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import VIEWS
from coop_tui.views.view import Together

LATEST = Selection("2025-11-12")


@pytest.fixture
def parts(shipped: Dossier, small: str) -> list[Part]:
    """Two records, each with its latest meeting selected."""
    other = parse(small.encode(), "small.toml")
    return [Part(Record(shipped), LATEST), Part(Record(other), Selection("later"))]


@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.parametrize("view", [view for view in VIEWS if view != "compare"])
def test_one_part_is_written_as_one_record(shipped: Dossier, view: str, form: str) -> None:
    alone = render_parts([Part(Record(shipped), LATEST)], LATEST, view, form)
    assert alone == render(Record(shipped), LATEST, view, form)


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "compare"])
def test_each_view_of_several_has_every_source_once_in_order(parts: list[Part], view: str) -> None:
    text = render_parts(parts, Selection(), view).decode()
    _, _, sources = text.partition("\nSources\n")
    numbers = [line.split("]")[0][1:] for line in sources.splitlines() if line.startswith("[")]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert render_parts(parts, Selection(), view).decode() == text
    for form in FORMATS:
        assert render_parts(parts, Selection(), view, form, charset=Charset.ASCII).isascii()


def test_a_view_of_several_records_on_one_page_is_used_for_several_only(
    parts: list[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    def page(records: Sequence[Record], selection: Selection) -> Page:
        made = Page(records[0], ("Made up",))
        made.add_text(Run(f"{selection.sector}: {len(records)}"))
        return made

    def data(records: Sequence[Record], selection: Selection) -> dict[str, Any]:
        return {"sector": selection.sector, "records": len(records)}

    made_up = {"made-up": Together(page, data, ("sector",))}
    for module in ("format", "json"):
        monkeypatch.setattr(f"coop_tui.formats.{module}.TOGETHER", made_up)
    view = VIEWS["points"]
    whole = Export(tuple(parts), "made-up", view, 80, Charset.UNICODE, Selection(sector="trade"))
    assert FORMATS["text"].write(whole) == "2 records\nMade up\n─────────\n\ntrade: 2\n"
    found = json.loads(FORMATS["json"].write(whole))
    assert list(found) == ["view", "selection", "made-up", "records"]
    assert found["made-up"] == {"sector": "trade", "records": 2}
    assert found["selection"] == {"sector": "trade"}
    assert [list(record) for record in found["records"]] == [["title", "file", "sources"]] * 2
    alone = replace(whole, parts=whole.parts[:1])
    assert FORMATS["text"].write(alone) == render(parts[0].record, LATEST, "points").decode()


def test_a_record_without_what_is_selected_says_so_and_is_not_shown(parts: list[Part]) -> None:
    first, second = parts
    missing = replace(second, selection=None, unknown=(("sector", "x\x1b"),))
    text = render_parts([first, missing], Selection(), "points").decode()
    assert text.count("There is no sector 'x<U+001B>' in this record.") == 1
    assert "More trade is hoped for" not in text
