from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.loader import load, parse
from coop_tui.record.tables import Dossier

TESTS = Path(__file__).parent
FROZEN = TESTS / "data" / "hong-kong-beijing.toml"
"""A record like the shipped one, of which tests may name every detail."""
SLOW = (
    "cli/test_faults.py",
    "cli/test_streams.py",
    "fuzz",
    "monkey",
    "record/test_loader_process.py",
    "terminal",
    "tui/test_coverage.py",
    "tui/test_dialogs.py",
    "tui/test_editor.py",
    "tui/test_evidence.py",
    "tui/test_file_watcher.py",
    "tui/test_hostile_sizes.py",
    "tui/test_hostile_text.py",
    "tui/test_hurry.py",
    "tui/test_keymap.py",
    "tui/test_large.py",
    "tui/test_loading.py",
    "tui/test_long_views.py",
    "tui/test_old_record_is_freed.py",
    "tui/test_reload.py",
    "tui/test_search.py",
    "tui/test_source.py",
    "tui/test_stories.py",
    "tui/test_theme.py",
)
"""Folders and files whose tests are marked as slow."""
_SLOW_PATHS = [TESTS / name for name in SLOW]

# Programs that the tests start are of the working tree, too.
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, (str(TESTS.parent / "src"), os.environ.get("PYTHONPATH")))
)

# A shell that runs the tests in the background has them ignore these signals, and the
# programs that they start would, too.
for _number, _usual in (
    (signal.SIGINT, signal.default_int_handler),
    (signal.SIGQUIT, signal.SIG_DFL),
):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, _usual)

# Looking for garbage among all that is imported would take a sixth of the time of the tests.
gc.set_threshold(50_000, 20, 100)


def pytest_collection_finish() -> None:
    """Leave out what is imported when garbage is looked for."""
    gc.collect()
    gc.freeze()


# A slow machine is no failure; what is checked here is what comes out.
settings.register_profile(
    "coop-tui",
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.register_profile("quick", settings.get_profile("coop-tui"), max_examples=10)
settings.load_profile("coop-tui")

SMALL = """\
format = 1
title = "Small record"
about = "Two sides and two meetings."

[[party]]
id = "hk"
name = "Hong Kong"
aka = ["香港"]

[[party]]
id = "beijing"
name = "Beijing"

[[person]]
id = "lee"
name = "John Lee"
party = "hk"

[[place]]
id = "house"
name = "Government House"

[[plan]]
id = "14"
name = "14th Five-Year Plan"
start = 2021
end = 2025

[[plan.milestone]]
date = 2021-03-11
text = "Approved"
cite = [{ source = "report", at = "p. 1" }]

[[sector]]
id = "trade"
name = "Trade"

[[sector]]
id = "finance"
name = "Finance"

[[initiative]]
id = "hetao"
name = "Hong Kong Park at Hetao"
short = "Hetao"
parties = ["hk"]

[[source]]
id = "report"
title = "Report"
publisher = "A Newspaper"
date = "2025-11"
url = "https://example.org/report"

[[meeting]]
id = "later"
date = 2025-11-12
title = "Later meeting"
places = ["house"]
kind = "meeting"
people = [{ person = "lee", role = "Chief Executive" }]
sources = ["report"]

[[meeting.point]]
sectors = ["trade"]
by = ["hk", "beijing"]
kind = "hopes"
text = "More trade is hoped for."
cite = [{ source = "report", at = "¶2", quote = "more trade" }]
plans = ["14"]
initiatives = ["hetao"]

[[meeting]]
id = "earlier"
date = "2018-10"
title = "Earlier meeting"
places = ["house"]
kind = "plenary"
ordinal = 4
mechanism = "hetao"
people = []
sources = ["report"]
"""


def pytest_xdist_auto_num_workers() -> int:
    """Three processes for two cores: a test of the reader waits for a third of its time."""
    return max(2, (os.cpu_count() or 1) * 3 // 2)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even import slow tests where all of them are left out."""
    slow = config.option.markexpr == "not slow" and collection_path in _SLOW_PATHS
    return True if slow else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    slow = {
        path: any(path.is_relative_to(one) for one in _SLOW_PATHS)
        for path in {item.path for item in items}
    }
    for item in items:
        if slow[item.path]:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def shipped() -> Dossier:
    return load(FROZEN).dossier


@pytest.fixture(scope="session")
def small() -> str:
    return SMALL


@pytest.fixture(scope="session")
def edited() -> Callable[..., str]:
    """The small record with one passage of it written differently."""

    def edit(old: str, new: str) -> str:
        assert SMALL.count(old) == 1, f"{old!r} is {SMALL.count(old)} times in the small record"
        return SMALL.replace(old, new)

    return edit


@pytest.fixture(scope="session")
def problems() -> Callable[[str | bytes], list[Problem]]:
    """What the loader has to say of a document; nothing if it takes it."""

    def found(document: str | bytes) -> list[Problem]:
        data = document.encode() if isinstance(document, str) else document
        try:
            parse(data, "record.toml")
        except RecordError as error:
            return error.problems
        return []

    return found
