from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from coop_tui.cli import main as cli
from coop_tui.cli.exit_status import UsageError
from coop_tui.paths import shipped_record
from coop_tui.record import apart
from coop_tui.record.apart import Apart, FaultError, StoppedError, begin
from coop_tui.record.diagnostics.problem import RecordError
from coop_tui.record.loading.loader import load
from coop_tui.record.record import Record

Bend = Callable[[str, str], str]
ENDLESS = "import time; time.sleep(60)"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def all_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "LARGE", 0)


def alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def taken(path: Path | str) -> Record:
    record = begin(path)
    assert isinstance(record, Apart)
    dossier = record.dossier()
    assert record._process.poll() is not None
    return dossier


def same(one: Record, other: Record) -> bool:
    return msgspec.structs.astuple(one.dossier) == msgspec.structs.astuple(other.dossier)


def test_a_small_record_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    assert isinstance(begin(shipped_record()), Record)


@pytest.mark.usefixtures("all_apart")
def test_the_record_is_the_same_apart() -> None:
    assert same(taken(shipped_record()), load(shipped_record()))


@pytest.mark.usefixtures("all_apart")
def test_the_texts_are_those_beside_the_record(tmp_path: Path, edited: Bend) -> None:
    path = tmp_path / "record.toml"
    path.write_text(edited('publisher = "A Newspaper"', 'publisher = "P"\ntext = "t.txt"'), "utf-8")
    (tmp_path / "t.txt").write_text("One.\n\nTwo.\n")
    dossier = taken(path)
    assert dossier.texts.paragraphs(dossier.dossier.sources[0]) == ("One.", "Two.")


@pytest.mark.usefixtures("all_apart")
def test_dates_of_each_precision_come_through(tmp_path: Path, small: str) -> None:
    path = tmp_path / "record.toml"
    path.write_text(small, "utf-8")
    dossier = taken(path)
    assert same(dossier, load(path))
    assert [str(meeting.date) for meeting in dossier.dossier.meetings] == [
        "Oct 2018",
        "12 Nov 2025",
    ]
    assert str(dossier.dossier.plans[0].start) == "2021"


@pytest.mark.usefixtures("all_apart")
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
def test_the_problems_are_the_same_apart(
    tmp_path: Path, small: str, spoil: Callable[[str], str]
) -> None:
    path = tmp_path / "re\ncord.toml"
    path.write_text(spoil(small), "utf-8")
    with pytest.raises(RecordError) as here:
        load(path)
    with pytest.raises(RecordError) as there:
        taken(path)
    assert there.value.problems == here.value.problems


@pytest.mark.usefixtures("all_apart")
def test_what_cannot_be_read_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="there is no such file"):
        begin(tmp_path / "none.toml")


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch, all_apart: None) -> Iterator[Apart]:
    monkeypatch.setattr(apart, "_PROGRAM", ENDLESS)
    record = begin(shipped_record())
    assert isinstance(record, Apart)
    yield record
    record.stop()


def test_whoever_waits_is_told_that_it_was_stopped(endless: Apart) -> None:
    threading.Timer(0.2, endless.stop).start()
    with pytest.raises(StoppedError):
        endless.dossier()
    assert endless._process.returncode == -signal.SIGKILL


def test_it_is_stopped_before_it_is_waited_for(endless: Apart) -> None:
    endless.stop()
    with pytest.raises(StoppedError):
        endless.dossier()


def test_a_process_that_is_ended_by_another_is_a_problem(endless: Apart) -> None:
    os.kill(endless._process.pid, signal.SIGTERM)
    with pytest.raises(RecordError, match=r"\.toml: cannot be read .*: it was ended by SIGTERM$"):
        endless.dossier()


@pytest.mark.usefixtures("all_apart")
def test_a_process_that_just_ends_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", "raise SystemExit(3)")
    with pytest.raises(RecordError, match=r"it ended with status 3$"):
        taken(shipped_record())


@pytest.mark.usefixtures("all_apart")
def test_an_answer_that_is_cut_off_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_PROGRAM", "print('[]'); print('{\"format\":1', end='')")
    with pytest.raises(RecordError, match=r"it ended with status 0$"):
        taken(shipped_record())


@pytest.mark.usefixtures("all_apart")
def test_no_process_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/none/python")
    with pytest.raises(RecordError, match=r"own: No such file or directory$"):
        begin(shipped_record())


@pytest.mark.usefixtures("all_apart")
def test_a_fault_in_the_process_comes_with_its_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = "import coop_tui.record.apart as a; a.decode_utf8 = lambda *_: {}['x']\n"
    program = apart._PROGRAM.replace("from coop_tui", broken + "from coop_tui")
    monkeypatch.setattr(apart, "_PROGRAM", program)
    with pytest.raises(FaultError) as fault:
        taken(shipped_record())
    assert str(fault.value) == "KeyError: 'x'"
    assert "in _answers" in fault.value.__notes__[0]


PARENT = """
import sys, time
from coop_tui.record import apart
apart.LARGE = 0
record = apart.begin(sys.argv[1])
print(record._process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends when the parser is done")
def test_the_process_does_not_outlive_one_that_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "slow.toml"
    path.write_text(f"format = 1\nslow = [{'1,' * 5_000_000}]")
    with subprocess.Popen([sys.executable, "-c", PARENT, path], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        time.sleep(0.7)  # the parser is at work
        assert alive(process)
        parent.kill()
    end = time.monotonic() + 0.5
    while alive(process):
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.usefixtures("all_apart")
def test_a_reader_that_cannot_be_opened_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Apart] = []

    def fail(record: Apart, *_: object, **__: object) -> int:
        opened.append(record)
        raise UsageError("there is no keyboard")

    monkeypatch.setattr(apart, "_PROGRAM", ENDLESS)
    monkeypatch.setattr(cli, "_open", fail)
    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    assert cli.run([str(shipped_record())]) == 2
    assert opened[0]._process.returncode == -signal.SIGKILL
    with pytest.raises(StoppedError):
        opened[0].dossier()
