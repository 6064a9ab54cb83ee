from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from tests.benchmarks.records import large_record

from coop_tui.cli import main as cli
from coop_tui.cli.exit_status import UsageError
from coop_tui.paths import shipped_record
from coop_tui.record.diagnostics.problem import RecordError
from coop_tui.record.loading import loader_process
from coop_tui.record.loading.loader import load
from coop_tui.record.loading.loader_process import (
    LoadCancelled,
    LoaderCrashed,
    LoaderProcess,
    start_loading,
)
from coop_tui.record.record import Record

Edit = Callable[[str, str], str]
ENDLESS = "import time; time.sleep(60)"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def every_record_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader_process, "LARGE", 0)


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def taken(path: Path | str) -> Record:
    loader = start_loading(path)
    assert isinstance(loader, LoaderProcess)
    record = loader.result()
    assert loader._process.poll() is not None
    return record


def same(first: Record, second: Record) -> bool:
    return msgspec.structs.astuple(first.dossier) == msgspec.structs.astuple(second.dossier)


def test_a_small_record_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    assert isinstance(start_loading(shipped_record()), Record)


@pytest.mark.usefixtures("every_record_is_large")
def test_the_record_is_the_same_as_without_a_child() -> None:
    assert same(taken(shipped_record()), load(shipped_record()))


@pytest.mark.usefixtures("every_record_is_large")
def test_the_texts_are_those_beside_the_record(tmp_path: Path, edited: Edit) -> None:
    path = tmp_path / "record.toml"
    path.write_text(edited('publisher = "A Newspaper"', 'publisher = "P"\ntext = "t.txt"'), "utf-8")
    (tmp_path / "t.txt").write_text("One.\n\nTwo.\n")
    record = taken(path)
    assert record.texts.paragraphs(record.dossier.sources[0]) == ("One.", "Two.")


@pytest.mark.usefixtures("every_record_is_large")
def test_what_a_record_includes_is_read_with_it(tmp_path: Path, small: str) -> None:
    path, shared = tmp_path / "record.toml", tmp_path / "shared.toml"
    path.write_text(f'include = ["shared.toml"]\n{small}', "utf-8")
    shared.write_text('format = 1\n[[party]]\nid = "central"\nname = "Central"\n')
    record = taken(path)
    assert same(record, load(path))
    assert record.includes == (shared,)
    assert list(record.dossier.party) == ["central", "hk", "beijing"]
    shared.write_text('format = 1\n[[party]]\nid = "hk"\nname = ""\n')
    with pytest.raises(RecordError) as caught:
        taken(path)
    assert [(one.file, one.line) for one in caught.value.problems] == [
        (str(path), 7),
        (str(shared), 4),
    ]


@pytest.mark.usefixtures("every_record_is_large")
def test_dates_of_each_precision_come_through(tmp_path: Path, small: str) -> None:
    path = tmp_path / "record.toml"
    path.write_text(small, "utf-8")
    record = taken(path)
    dossier = record.dossier
    assert same(record, load(path))
    assert [str(meeting.date) for meeting in dossier.meetings] == ["Oct 2018", "12 Nov 2025"]
    assert str(dossier.plans[0].start) == "2021"


@pytest.mark.usefixtures("every_record_is_large")
@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: "title = ",
        lambda text: "format = 2",
        lambda text: text.replace("title", "tittle", 1) + "nonsense = 1\n",
        lambda text: text.replace('id = "hk"', 'id = "\\u001b"', 1),
    ],
)
def test_the_problems_are_the_same_as_without_a_child(
    tmp_path: Path, small: str, spoil: Callable[[str], str]
) -> None:
    path = tmp_path / "re\ncord.toml"
    path.write_text(spoil(small), "utf-8")
    with pytest.raises(RecordError) as here:
        load(path)
    with pytest.raises(RecordError) as there:
        taken(path)
    assert there.value.problems == here.value.problems


@pytest.mark.usefixtures("every_record_is_large")
def test_what_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no such file"):
        start_loading(tmp_path / "none.toml")


@pytest.fixture
def endless(
    monkeypatch: pytest.MonkeyPatch, every_record_is_large: None
) -> Iterator[LoaderProcess]:
    monkeypatch.setattr(loader_process, "_PROGRAM", ENDLESS)
    record = start_loading(shipped_record())
    assert isinstance(record, LoaderProcess)
    yield record
    record.cancel()


def test_a_result_that_is_waited_for_is_cancelled(endless: LoaderProcess) -> None:
    threading.Timer(0.2, endless.cancel).start()
    with pytest.raises(LoadCancelled):
        endless.result()
    assert endless._process.returncode == -signal.SIGKILL


def test_a_result_is_not_given_after_it_was_cancelled(endless: LoaderProcess) -> None:
    endless.cancel()
    with pytest.raises(LoadCancelled):
        endless.result()


def test_a_process_that_is_ended_by_another_is_a_problem(endless: LoaderProcess) -> None:
    os.kill(endless._process.pid, signal.SIGTERM)
    with pytest.raises(RecordError, match=r"\.toml: cannot be read .*: it was ended by SIGTERM$"):
        endless.result()


@pytest.mark.usefixtures("every_record_is_large")
def test_a_process_that_just_ends_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader_process, "_PROGRAM", "raise SystemExit(3)")
    with pytest.raises(RecordError, match=r"it ended with status 3$"):
        taken(shipped_record())


@pytest.mark.usefixtures("every_record_is_large")
@pytest.mark.parametrize(("objects", "more"), [(0, 0), (0, 10), (1, 0), (1, 10), (2, 0)])
def test_an_answer_that_is_cut_off_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, objects: int, more: int
) -> None:
    dossier = load(shipped_record()).dossier
    answers = [
        pickle.dumps(answer) for answer in (replace(dossier, meetings=()), *dossier.meetings)
    ]
    sent = b"".join(answers[:objects]) + answers[objects][:more]
    program = f"import sys; sys.stdout.buffer.write({sent!r})"
    monkeypatch.setattr(loader_process, "_PROGRAM", program)
    with pytest.raises(RecordError, match=r"it ended with status 0$"):
        taken(shipped_record())


@pytest.mark.usefixtures("every_record_is_large")
def test_an_answer_that_is_none_and_never_ends_is_a_problem(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loader_process, "_PROGRAM", "while True: print('no pickle')")
    with pytest.raises(RecordError, match=r"it ended with status 1$"):
        taken(shipped_record())


@pytest.mark.usefixtures("every_record_is_large")
def test_no_process_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/none/python")
    with pytest.raises(RecordError, match=r"own: No such file or directory$"):
        start_loading(shipped_record())


@pytest.mark.usefixtures("every_record_is_large")
def test_a_crash_of_the_child_comes_with_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "import coop_tui.record.loading.loader_process as a; a.parse = lambda *_: {}['x']\n"
    program = loader_process._PROGRAM.replace("from coop_tui", broken + "from coop_tui")
    monkeypatch.setattr(loader_process, "_PROGRAM", program)
    with pytest.raises(LoaderCrashed) as crash:
        taken(shipped_record())
    assert str(crash.value) == "KeyError: 'x'"
    assert "in child_main" in crash.value.__notes__[0]


PARENT = """
import sys, time
from coop_tui.record.loading import loader_process
loader_process.LARGE = 0
record = loader_process.start_loading(sys.argv[1])
print(record._process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")
def test_a_child_that_nobody_listens_to_does_not_outlive_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "record.toml"
    path.write_text(large_record(10, 1000), "utf-8")
    with subprocess.Popen([sys.executable, "-c", PARENT, path], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        time.sleep(0.7)  # it has filled the pipe
        assert alive(process)
        parent.kill()
    end = time.monotonic() + 2
    while alive(process):
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.usefixtures("every_record_is_large")
def test_a_reader_that_cannot_be_opened_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[LoaderProcess] = []

    def start(path: str) -> Record | LoaderProcess:
        record = start_loading(path)
        assert isinstance(record, LoaderProcess)
        opened.append(record)
        return record

    def fail() -> None:
        raise UsageError("there is no keyboard")

    monkeypatch.setattr(loader_process, "_PROGRAM", ENDLESS)
    monkeypatch.setattr(loader_process, "start_loading", start)
    monkeypatch.setattr(cli, "read_keys_from_terminal", fail)
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    assert cli.run([str(shipped_record())]) == 2
    assert opened[0]._process.returncode == -signal.SIGKILL
    with pytest.raises(LoadCancelled):
        opened[0].result()
