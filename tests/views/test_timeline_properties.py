"""Every timeline of any record: marks, bars and labels that stand where they belong."""

from __future__ import annotations

import datetime
import re
from itertools import pairwise
from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.views.test_view_properties import WIDTHS, selected

from coop_tui.query.selection import Selection
from coop_tui.record.dates import Window
from coop_tui.record.tables import Dossier
from coop_tui.views.document.blocks import Runs
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.wrap import plain
from coop_tui.views.timeline.chart import Chart
from coop_tui.views.timeline.items import Item, lanes, whole_range
from coop_tui.views.timeline.legend import legend
from coop_tui.views.timeline.scale import Scale

LABELS = {
    *("axis", "meeting.label", "meeting.selected", "milestone.label"),
    *("plan.label", "plan.bar.label", "plan.bar.current.label"),
}
DATE = r"(\d{1,2} )?([A-Z][a-z]{2} )?\d{4}"
LABEL = {
    "axis": re.compile(r"\d{4}|[A-Z][a-z]{2} \d{4}|\d{1,2} [A-Z][a-z]{2}"),
    "meeting.label": re.compile(rf"(\d{{1,2}}[–-])?{DATE}|{DATE} to {DATE}|\d{{4}}-\d{{4}}"),
    "milestone.label": re.compile(rf"{DATE}|\d{{4}}-\d{{4}}"),
}


def labels(line: Runs) -> list[tuple[int, int, str]]:
    """Where every label begins and ends, and its role."""
    found, offset = [], 0
    for text, role in line:
        if role in LABELS:
            found.append((offset, offset + len(text), role))
        offset += len(text)
    return found


@st.composite
def charts(draw: st.DrawFn) -> tuple[Dossier, Chart, Scale]:
    """A chart of a random record, at a random zoom."""
    dossier, selection = draw(selected().filter(lambda what: whole_range(what[0]) is not None))
    window = whole_range(dossier)
    assert window is not None
    if draw(st.booleans()):
        length = window.end - window.start
        start = window.start + length * draw(st.floats(0, 0.9))
        window = Window(start, start + max(1.0, length * draw(st.floats(0.001, 1))))
    width = draw(WIDTHS)
    chart = Chart(dossier, selection, window, width, draw(st.sampled_from(Charset)))
    return dossier, chart, Scale(window, max(1, width - chart.names_cells))


@given(what=charts())
@settings(max_examples=60)
def test_no_two_labels_of_a_chart_overlap_or_adjoin(what: tuple[Dossier, Chart, Scale]) -> None:
    _, chart, _ = what
    for line in chart.lines:
        found = labels(line)
        for (_, end, role), (start, _, other) in pairwise(found):
            assert start > end or {role, other} & {"plan.bar.label", "plan.bar.current.label"}
        for start, end, role in found:
            if role in LABEL:
                text = plain(line)
                assert LABEL[role].fullmatch(text[start:end]), text
                assert text[max(0, start - 1) : start] in ("", " "), text
                assert text[end : end + 1] in ("", " "), text


@given(what=charts())
@settings(max_examples=60)
def test_every_visible_meeting_and_milestone_has_a_mark_on_the_chart(
    what: tuple[Dossier, Chart, Scale],
) -> None:
    dossier, chart, scale = what
    for number, lane in enumerate(lanes(dossier), 1):
        visible = [item for item in lane.items if scale.contains(item.date, item.end)]
        marks = chart.marks[number]
        marked = [item for mark in marks for item in mark.items]
        assert sorted(map(str, marked)) == sorted(map(str, visible))
        if lane.kind == "plans":
            continue
        for mark in marks:
            before = plain(chart.lines[number])
            cell = chart.names_cells + mark.cell
            assert cell_len(before) > cell >= 0
            assert mark.items
            assert before[len(set_cells(before, cell))] not in " ░═:"


@given(what=charts())
@settings(max_examples=60)
def test_every_visible_plan_is_drawn_over_its_days_and_no_others(
    what: tuple[Dossier, Chart, Scale],
) -> None:
    dossier, _, scale = what
    names = Chart(dossier, Selection(), scale.window, scale.cells).names_cells
    chart = Chart(dossier, Selection(), scale.window, scale.cells + names)
    scale = Scale(scale.window, scale.cells + names - chart.names_cells)
    for number, lane in enumerate(lanes(dossier), 1):
        if lane.kind == "plans":
            for earlier, later in pairwise(lane.items):
                assert earlier.last.last < later.date.first
            check_bars(lane.items, bars(chart, number), scale)


def bars(chart: Chart, number: int) -> list[tuple[float, float]]:
    """The part of each cell of a line that a bar takes: where it begins and ends in the cell."""
    found: list[tuple[float, float]] = []
    for text, role in chart.lines[number]:
        for character in text:
            if not role.startswith("plan.bar"):
                part = (0.0, 0.0)
            elif not role.endswith(".end"):
                part = (0.0, 1.0)
            else:
                part = (0.5, 1.0) if character == "▐" else (0, " ▏▎▍▌▋▊▉".index(character) / 8)
            found += [part] * cell_len(character)
    return found[chart.names_cells :]


def check_bars(plans: tuple[Item, ...], cells: list[tuple[float, float]], scale: Scale) -> None:
    """Check that bars are on their days alone, by eighths of a cell and to a quarter of one.

    Of a plan with fewer days in the window, half a cell is drawn.
    """
    extents = [scale.extent(plan.date, plan.end) for plan in plans]
    begun = {min(round(begin * 2) // 2, scale.cells - 1) for begin, end in extents if end > 0}
    following = [*(begin for begin, _ in extents[1:]), inf]
    for step in range(scale.cells * 8):
        cell, x = step // 8, step / 8 + 1 / 16
        drawn = cells[cell][0] < x - cell < cells[cell][1]
        inside = any(
            begin + 0.26 < x < min(end, next_one - 0.5) - 0.26
            for (begin, end), next_one in zip(extents, following, strict=False)
        )
        near = any(
            max(begin, 0) - 0.51 < x < max(end, max(begin, 0) + 0.5) + 0.26
            for begin, end in extents
        )
        # A cell belongs to the last plan that begins in it.
        assert drawn or not inside or cell in begun
        assert near or not drawn


SIGNS = re.compile(r"[◈◆○◇●▷━─═░┊②⊕]")


@given(what=selected(), data=st.data())
@settings(max_examples=60)
def test_the_legend_has_every_sign_that_is_drawn(
    what: tuple[Dossier, Selection], data: st.DataObject
) -> None:
    dossier, selection = what
    window = whole_range(dossier)
    if window is None:
        return
    length = (window.end - window.start) / data.draw(st.sampled_from([1, 10, 100]))
    window = Window(window.start, window.start + max(1.0, length))
    chart = Chart(dossier, selection, window, 100)
    drawn = "".join(
        re.sub("[③④⑤⑥⑦⑧⑨]", "②", run.text[:2] if run.role.endswith("bar.label") else run.text)
        for line in chart.lines
        for run in line
        if run.role != "lane"
    )
    assert set(SIGNS.findall(drawn)) <= set(legend(dossier, selection))


def set_cells(text: str, cells: int) -> str:
    """The beginning of a text that takes so many cells."""
    kept = ""
    for character in text:
        if cell_len(kept + character) > cells:
            break
        kept += character
    return kept


@given(what=charts(), width=WIDTHS)
@settings(max_examples=30)
def test_a_chart_stays_in_its_width_at_any_zoom(
    what: tuple[Dossier, Chart, Scale], width: int
) -> None:
    dossier, _, scale = what
    chart = Chart(
        dossier,
        Selection(now=datetime.date(2010, 1, 1)),
        scale.window,
        width,
    )
    assert [line for line in map(plain, chart.lines) if cell_len(line) > width] == []
