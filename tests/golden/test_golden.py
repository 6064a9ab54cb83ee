from __future__ import annotations

import datetime
import difflib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace
from tests.query.collection.records import records as small_records

from coop_tui.formats.format import Part
from coop_tui.formats.registry import FORMATS
from coop_tui.formats.render import render, render_changes, render_parts
from coop_tui.query.collection.summary import Summary, summary
from coop_tui.query.search.index import find_matches
from coop_tui.query.sectors import opening
from coop_tui.query.selection import Filter, GroupBy, Selection
from coop_tui.record.dates import Date, Window
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.loading.loader import load
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.collection.records import Entry, columns, head, lines
from coop_tui.views.document.charset import Charset
from coop_tui.views.registry import VIEWS

EXPECTED = Path(__file__).parent / "expected"
DATA = Path(__file__).parents[1] / "data"
RECORDS = {
    "texts": Path(__file__).parent / "texts/record.toml",
    "eleven-parties": DATA / "records/eleven-parties.toml",
    "by-video": DATA / "records/by-video.toml",
    "overlapping-plans": DATA / "overlapping-plans.toml",
    "follow-up": DATA / "records/follow-up.toml",
    # The shipped ones as they are now, to be read beside their sources.
    **{path.stem: path for path in (Path(__file__).parents[2] / "data").glob("*.toml")},
}
"""Records with what the shipped one lacks, by what it is."""
VERSIONS = Path(__file__).parent / "versions"
"""Two versions of a record, old.toml and new.toml."""
CHANGES = "changes-80.txt"
LISTS = {
    **{f"records-{width}.txt": (width, "") for width in (40, 80, 120)},
    "records-80-search.txt": (80, "healthcare"),
}
"""Lists of records by width and query."""
UPDATE = "COOP_TUI_UPDATE_GOLDEN"
NOW = datetime.date(2026, 11, 22)
LATER = datetime.date(2026, 11, 25)


class Case(NamedTuple):
    """A view as it is exported.

    Attributes:
        view: Its name.
        width: Cells.
        suffix: What sets it apart from the plain case, in the name of its file.
        now: The day that is marked.
        form: The format.
        charset: The characters.
        by: The columns of a matrix.
        window: The stretch of time on a timeline.
        record: A name in ``RECORDS``; empty for the shipped record, as it is kept for tests.
        point: A point, by its meeting and its number there.
    """

    view: str
    width: int
    suffix: str = ""
    now: datetime.date | None = None
    form: str = "text"
    charset: Charset = Charset.UNICODE
    by: GroupBy = GroupBy.MEETING
    window: Window | None = None
    record: str = ""
    point: tuple[str, int] | None = None

    @property
    def name(self) -> str:
        record = f"-{self.record}" if self.record else ""
        return f"{self.view}{record}-{self.width}{self.suffix}{FORMATS[self.form].suffix}"


PLAN = Window.over(Date(2021), Date(2025))
YEAR = Window.over(Date(2025), Date(2025))
DUE = Window.over(Date(2027), Date(2028))
MONTH = Window.over(Date(2025, 11), Date(2025, 11))

CASES = [
    *(
        Case("timeline", width, f"-{name}", window=window)
        for name, window in (("plan", PLAN), ("year", YEAR), ("month", MONTH))
        for width in (60, 80, 120, 200)
    ),
    Case("timeline", 80, "-plan-ascii", charset=Charset.ASCII, window=PLAN),
    *(Case(view, width) for view in VIEWS for width in (40, 80, 120)),
    *(Case(view, 80, "-ascii", charset=Charset.ASCII) for view in VIEWS),
    Case("timeline", 60),
    Case("timeline", 200),
    Case("timeline", 80, "-now", NOW),
    Case("timeline", 120, "-now", NOW),
    Case("timeline", 80, "-now-ascii", NOW, charset=Charset.ASCII),
    Case("meeting", 80, form="markdown"),
    Case("points", 80, form="json"),
    Case("coverage", 80, "-by-plan", by=GroupBy.PLAN),
    Case("coverage", 80, "-by-plan-ascii", charset=Charset.ASCII, by=GroupBy.PLAN),
    Case("coverage", 80, form="markdown"),
    Case("coverage", 80, form="json"),
    Case("compare", 80, form="markdown"),
    Case("compare", 80, form="json"),
    Case("source", 80, form="markdown"),
    Case("source", 80, form="json"),
    *(Case("source", width, record="texts") for width in (40, 80, 120)),
    *(Case("source", 80, form=form, record="texts") for form in ("markdown", "json")),
    Case("people", 80, form="markdown"),
    Case("people", 80, form="json"),
    Case("people", 80, record="eleven-parties"),
    Case("evidence", 80, form="markdown"),
    Case("evidence", 80, form="json"),
    Case("evidence", 80, record="texts"),
    Case("source", 80, "-ascii", charset=Charset.ASCII, record="texts"),
    *(Case(view, 80, record="eleven-parties") for view in ("meeting", "points")),
    *(Case(view, 80, record="by-video") for view in ("meeting", "compare", "timeline")),
    Case("timeline", 80, record="overlapping-plans"),
    Case("coverage", 80, "-by-plan", by=GroupBy.PLAN, record="overlapping-plans"),
    *(
        Case("follow-up", 80, f"-by-{by.value}", LATER, by=by, record="follow-up")
        for by in VIEWS["follow-up"].groupings
    ),
    Case("follow-up", 80, "-of-a-point", LATER, record="follow-up", point=("2018-03-04", 1)),
    Case("agenda", 80, "-now", LATER, record="follow-up"),
    Case("agenda", 80, "-span", LATER, window=DUE, record="follow-up"),
    *(Case("follow-up", 80, form=form, record="follow-up") for form in FORMATS),
    *(Case("agenda", 80, form=form, record="follow-up") for form in FORMATS),
    *(
        Case(view, 80, "-now", LATER, record=record)
        for view in ("follow-up", "agenda")
        for record in ("hong-kong-beijing", "hong-kong-shanghai")
    ),
]


SIDE_BY_SIDE = [RECORDS["hong-kong-beijing"], RECORDS["hong-kong-shanghai"]]


class Several(NamedTuple):
    """A view of several records as it is exported; most fields are those of ``Case``.

    Attributes:
        with_small: Whether four small records stand beside the two shipped ones.
    """

    view: str
    width: int
    suffix: str = ""
    selection: Selection = Selection()
    form: str = "text"
    charset: Charset = Charset.UNICODE
    with_small: bool = False

    @property
    def name(self) -> str:
        return f"several-{self.view}-{self.width}{self.suffix}{FORMATS[self.form].suffix}"


FOURTEENTH = Selection(filter=Filter(plans=("14",)))
SEVERAL = [
    *(Several(view, width) for view in ("coverage", "timeline") for width in (80, 120)),
    Several("coverage", 80, "-plan", FOURTEENTH),
    Several("coverage", 80, "-ascii", charset=Charset.ASCII),
    Several("coverage", 80, form="markdown"),
    *(Several("people", width) for width in (40, 80, 120)),
    *(Several(view, 100, "-six", with_small=True) for view in ("coverage", "timeline", "people")),
    *(Several(view, 80, selection=Selection(now=LATER)) for view in ("follow-up", "agenda")),
    *(Several("points", 80, form=form) for form in FORMATS),
    Several("timeline", 80, "-sector", Selection(sector="food-safety", window=PLAN, now=NOW)),
]


def exported_together(case: Several) -> str:
    parts = []
    records = [load(path) for path in SIDE_BY_SIDE]
    for record in [*records, *(small_records() if case.with_small else ())]:
        selection = case.selection
        if not VIEWS[case.view].of_all_meetings:
            selection = replace(selection, meeting=opening(record.dossier).meeting)
        parts.append(Part(record, selection))
    data = render_parts(
        parts, case.selection, case.view, case.form, width=case.width, charset=case.charset
    )
    return data.decode()


@pytest.mark.parametrize("case", SEVERAL, ids=lambda case: case.name)
def test_several_records_are_as_they_were(case: Several) -> None:
    hold(case.name, exported_together(case))


def exported(record: Record, case: Case) -> str:
    """The view of the latest meeting, or of all; compared, with the one before."""
    meeting = None if VIEWS[case.view].of_all_meetings else opening(record.dossier).meeting
    meeting, point = case.point or (meeting, None)
    selection = Selection(meeting, point=point, window=case.window, now=case.now)
    data = render(
        record,
        selection,
        case.view,
        case.form,
        width=case.width,
        charset=case.charset,
        by=case.by,
    )
    return data.decode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_view_is_as_it_was(shipped: Dossier, case: Case) -> None:
    hold(case.name, exported(load(RECORDS[case.record]) if case.record else Record(shipped), case))


def test_the_changes_are_as_they_were() -> None:
    old, new = (load(VERSIONS / name) for name in ("old.toml", "new.toml"))
    data, _ = render_changes(old, new, ("old.toml", "new.toml"))
    hold(CHANGES, data.decode())


@pytest.mark.parametrize("name", LISTS)
def test_the_list_of_records_is_as_it_was(name: str) -> None:
    """With two records, one of them searched, a file to be read, and one that is no record."""
    width, query = LISTS[name]
    entries = [Entry(path.name, path.name, record, figures) for path, record, figures in _listed()]
    entries.append(Entry("later.toml", "later.toml"))
    problem = Problem("broken.toml", "not TOML: invalid value", line=3)
    entries.append(Entry("broken.toml", "broken.toml", problems=(problem, problem)))
    fitting = columns(entries, width)
    shown = [head(fitting)]
    for entry in entries:
        found = find_matches(entry.record.dossier, query) if entry.record and query else None
        shown += lines(entry, fitting, found)
    hold(name, "".join(f"{line.plain.rstrip()}\n" for line in shown))


def _listed() -> Iterator[tuple[Path, Record, Summary]]:
    for path in SIDE_BY_SIDE:
        record = load(path)
        yield path, record, summary(record.dossier, NOW)


def hold(name: str, found: str) -> None:
    """Compare a page with its golden file, or write the file again."""
    path = EXPECTED / name
    if os.environ.get(UPDATE):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(found.encode())
    expected = path.read_bytes().decode() if path.exists() else ""
    if found != expected:
        diff = difflib.unified_diff(
            expected.splitlines(), found.splitlines(), "expected", "found", lineterm="", n=2
        )
        pytest.fail(
            "\n".join([f"{name} differs ({UPDATE}=1 takes what is found):", *diff]),
            pytrace=False,
        )


def test_no_golden_file_is_left_over() -> None:
    names = [CHANGES, *LISTS, *(case.name for case in CASES), *(case.name for case in SEVERAL)]
    assert len(set(names)) == len(names)
    assert {path.name for path in EXPECTED.iterdir()} == set(names)
