"""What goes wrong around the program, and in it: told in a line, with the status promised."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import coop_tui
from coop_tui.cli import crash_report

SOURCE = Path(coop_tui.__file__).parents[1]
COMMAND = [sys.executable, "-m", "coop_tui"]
CRASHED = 70


def run(
    *arguments: str,
    patched: str = "",
    shell: str = "",
    prepare: Callable[[], None] | None = None,
    stdin: int = subprocess.DEVNULL,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Run the program.

    Args:
        arguments: Its arguments.
        patched: Python that is run before it.
        shell: What a shell adds to its command line.
        prepare: Called in the process before it becomes the program.
        stdin: Its standard input.
        environment: What is set besides; what is empty is taken away.
    """
    start = [sys.executable, "-c", f"{patched}\nfrom coop_tui.__main__ import main\nmain()"]
    command = [*(start if patched else COMMAND), *arguments]
    variables = {**os.environ, "PYTHONPATH": str(SOURCE), **environment}
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {shell}', "sh", *command] if shell else command,
        env={name: value for name, value in variables.items() if value},
        stdin=stdin,
        capture_output=True,
        text=True,
        preexec_fn=prepare,
        check=False,
    )


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


RAISES = """
from coop_tui.record.loading import loader as load
def fail(*_, **__):
    {}
load.parse = fail
"""


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("raise LookupError('a\\x1b[31m\\nb')", "LookupError: a<U+001B>[31m<U+000A>b"),
        ("raise MemoryError", "MemoryError"),
        ("fail()", "RecursionError: "),
        ("raise LookupError('x' * 10**6)", f"LookupError: {'x' * 200}…"),
        ("raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0})", "Odd"),
    ],
)
@pytest.mark.parametrize("command", ["export meeting", "check absent.toml data"])
def test_a_fault_in_the_program_is_one_line_and_a_report(
    tmp_path: Path, what: str, told: str, command: str
) -> None:
    patch = RAISES.format(what).replace("load.parse", f"{load_of(command)}")
    done = run(*command.split(), patched=patch, XDG_STATE_HOME=str(tmp_path))
    assert done.returncode == CRASHED
    assert done.stdout == ""
    assert done.stderr.startswith(f"coop-tui: something went wrong in the program itself ({told}")
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 600
    (report,) = (tmp_path / "coop-tui").iterdir()
    assert done.stderr.rstrip().endswith(str(report))
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    text = report.read_text("utf-8")
    assert f"command line: coop-tui {command}\n" in text
    assert "in fail" in text
    assert text.replace("\n", "").isprintable()
    assert len(text) < 500_000


def load_of(command: str) -> str:
    return "load.parse" if "export" in command else "from coop_tui.cli import check; check.check"


@pytest.fixture
def no_state(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A state folder that cannot be made, since a file is in the way; and a temporary one."""
    (tmp_path / "file").touch()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    return tmp_path / "temporary"


def test_where_no_state_can_be_kept_the_report_is_a_temporary_file(no_state: Path) -> None:
    said = crash_report.report(LookupError("x"), ["export"])
    (name,) = names(no_state)
    assert said.endswith(str(no_state / name))
    assert stat.S_IMODE((no_state / name).stat().st_mode) == 0o600


def no_home(*_: object, **__: object) -> Path:
    raise RuntimeError


@pytest.mark.parametrize("folder", [lambda *_, **__: Path("~/state"), no_home])
def test_without_a_home_no_folder_is_made_in_the_present_one(
    no_state: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    folder: Callable[..., Path],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_state_path", folder)
    before = names(tmp_path)
    assert str(no_state) in crash_report.report(LookupError("x"), [])
    assert names(tmp_path) == before


def test_a_report_that_cannot_be_saved_is_told_with_the_reason(
    no_state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_state.rmdir()
    said = crash_report.report(LookupError("x"), [])
    assert "(LookupError: x); a report of it could not be saved: No such file" in said
    assert "\n" not in said


def test_a_report_that_is_cut_short_is_taken_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    real = os.fdopen

    def fdopen(handle: int, mode: str) -> object:
        file = real(handle, mode)
        return type("Full", (), {"write": full, "__enter__": lambda self: self,
                                 "__exit__": lambda *_: file.close()})()  # fmt: skip

    monkeypatch.setattr(os, "fdopen", fdopen)
    assert "could not be saved: No space left" in crash_report.report(LookupError("x"), [])
    assert names(tmp_path) == ["state"]
    assert names(tmp_path / "state" / "coop-tui") == []


INTERRUPTS = """
import os, signal, tempfile
from coop_tui.formats import atomic_write
real = {function}
def interrupted(*arguments, **options):
    os.kill(os.getpid(), signal.{signal})
    return real(*arguments, **options)
{function} = interrupted
"""
STEPS = ["tempfile.mkstemp", "os.fsync", "os.replace", "atomic_write._mode"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("function", STEPS)
def test_an_export_that_is_interrupted_leaves_a_whole_file_and_nothing_else(
    tmp_path: Path, number: signal.Signals, function: str
) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old\n")
    patch = INTERRUPTS.format(function=function, signal=number.name)
    done = run("export", "meeting", "--force", "-o", str(target), patched=patch)
    assert done.returncode == (130 if number == signal.SIGINT else -number)
    assert "Traceback" not in done.stderr
    assert names(tmp_path) == ["out.txt"]
    assert target.read_text("utf-8") in ("old\n", run("export", "meeting").stdout)


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_disk_that_fills_up_half_way_leaves_the_old_file(
    tmp_path: Path, force: tuple[str, ...]
) -> None:
    target = tmp_path / "out.txt"
    if force:
        target.write_text("old\n")

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    done = run("export", "dossier", *force, "-o", str(target), prepare=small_disk)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "was not written: " in done.stderr
    assert names(tmp_path) == (["out.txt"] if force else [])


def test_a_file_that_becomes_a_folder_is_told(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_text("old\n")
    patch = f"""
import os
real = os.fsync
def meanwhile(handle):
    os.unlink({str(target)!r})
    os.mkdir({str(target)!r})
os.fsync = meanwhile
"""
    done = run("export", "meeting", "--force", "-o", str(target), patched=patch)
    assert done.returncode == 3
    assert "Is a directory" in done.stderr
    assert names(tmp_path) == ["out.txt"]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no /proc")
def test_a_file_that_fails_while_it_is_read_is_told() -> None:
    done = run("export", "meeting", "/proc/self/mem")
    assert done.returncode == 2
    assert done.stderr == "/proc/self/mem: cannot be read: Input/output error\n"


@pytest.mark.parametrize(
    ("arguments", "shell", "status"),
    [
        ("export meeting", ">&-", 3),
        ("", ">&-", 3),
        ("", "<&- >&-", 3),
        ("export meeting -", "<&-", 2),
        ("export meeting", "2>&-", 0),
        ("export meeting absent.toml", "2>&-", 2),
        ("export nothing", "2>&-", 2),
        ("export meeting", "<&- >&- 2>&-", 3),
        ("check absent.toml", ">&-", 3),
        ("--version", ">&-", 3),
        ("--help", ">&-", 3),
    ],
)
def test_streams_that_are_closed(arguments: str, shell: str, status: int) -> None:
    done = run(*arguments.split(), shell=shell)
    assert done.returncode == status
    assert "Traceback" not in done.stderr
    if "2>&-" in shell and status:
        assert done.stdout == "", "what is for standard error went to standard output"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    ("arguments", "status"), [("export meeting absent.toml", 2), ("export nothing", 2)]
)
def test_complaints_that_cannot_be_written_leave_the_status_as_it_is(
    arguments: str, status: int
) -> None:
    assert run(*arguments.split(), shell="2>/dev/full").returncode == status


def test_an_interrupt_while_a_record_is_awaited_ends_in_silence() -> None:
    with subprocess.Popen(
        [*COMMAND, "export", "meeting", "-"],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stderr
        # More than a pipe holds: once all of it is taken, the program reads the rest.
        process.stdin.write(b"#" * 200_000)
        process.stdin.flush()
        while process.poll() is None:  # Python may miss one that comes between two reads
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1)
        # While a record is read the signal itself ends the program: to a shell, 130 as well.
        assert process.returncode in (130, -signal.SIGINT)
        assert process.stderr.read() == b""


def test_an_interrupt_before_the_command_is_understood_ends_it_in_silence() -> None:
    interrupted = "import argparse, os, signal\n"
    interrupted += "argparse.ArgumentParser.parse_known_intermixed_args = "
    interrupted += "lambda *_: os.kill(os.getpid(), signal.SIGINT)"
    done = run("check", "absent.toml", patched=interrupted)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_a_clock_before_1970_is_no_matter() -> None:
    early = "import datetime\nclass Early(datetime.date):\n"
    early += "    @classmethod\n    def today(cls): return cls(1931, 8, 1)\n"
    early += "datetime.date = Early"
    done = run("export", "timeline", "--now", "today", patched=early)
    assert (done.returncode, done.stderr) == (0, "")
    assert "now 1 Aug 1931" in done.stdout
    assert "▲" not in done.stdout, "the day is outside the range of the record"


@pytest.mark.parametrize("home", ["/nowhere", "relative"])
def test_a_home_that_is_not_there_is_no_matter(home: str, tmp_path: Path) -> None:
    done = run("export", "meeting", "-o", str(tmp_path / "out.txt"), HOME=home)
    assert (done.returncode, names(tmp_path)) == (0, ["out.txt"])
    done = run("export", "meeting", "-o", "~nobody-of-this-name/out.txt")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
