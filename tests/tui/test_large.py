"""What a large record must not make the reader do."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.benchmarks.records import large_record
from textual._compositor import Compositor

from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.tui.app import CoopApp
from coop_tui.tui.dialogs.coverage import CoveragePane
from coop_tui.views.coverage.chart import CoverageChart

from .conftest import TODAY, Open
from .screen_text import picture


@pytest.fixture(scope="module")
def large() -> Dossier:
    return parse(large_record(300, 900).encode(), "large")


async def test_a_move_in_the_coverage_draws_what_is_on_the_screen_alone(
    large: Dossier, open_reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []
    line = CoverageChart.line

    def counting(chart: CoverageChart, number: int) -> object:
        drawn.append(number)
        return line(chart, number)

    async with open_reader(size=(100, 24), dossier=large) as (pilot, screen):
        await pilot.press("x")
        await pilot.pause()
        matrix = pilot.app.screen.query_one(CoveragePane)
        monkeypatch.setattr(CoverageChart, "line", counting)
        monkeypatch.setattr(CoverageChart, "__init__", None)  # nothing is measured again
        await pilot.press("left")
        await pilot.pause()
        assert len(matrix.lines) > 10 * 24
        assert 0 < len(set(drawn)) <= 24
        assert screen.reading.selection.meeting == large.meetings[-2].id


async def test_all_the_matrix_can_be_copied(large: Dossier, open_reader: Open) -> None:
    async with open_reader(size=(100, 24), dossier=large) as (pilot, _):
        await pilot.press("x")
        await pilot.pause()
        lines = pilot.app.screen.query_one(CoveragePane).lines
        assert sum(line.plain.startswith("Finance") for line in lines) > 10
        assert lines[:2] == [lines[0], lines[1]] == list(lines)[:2]
        assert "▂ hopes" in " ".join(line.plain for line in lines[-8:])
        with pytest.raises(IndexError):
            lines[len(lines)]


async def test_the_room_is_shared_out_before_the_first_frame(
    shipped: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    heights: list[int] = []
    draw = Compositor.render_full_update

    def watching(compositor: Compositor, *args: object, **options: object) -> object:
        heights.append(app.screen.query_one("#timeline").outer_size.height)
        return draw(compositor, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Compositor, "render_full_update", watching)
    app = CoopApp(Record(shipped, path=Path("record.toml")), today=TODAY)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "5 of 16" in picture(app.screen)
        assert heights
        assert set(heights) == {app.screen.query_one("#timeline").outer_size.height}
