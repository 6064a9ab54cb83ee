"""Standard output that takes only a part of what it is given, or none of it for a while."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import coop_tui

SOURCE = Path(coop_tui.__file__).parents[1]
COMMAND = [sys.executable, "-m", "coop_tui"]
EXPORT = [*COMMAND, "export", "dossier", "--width", "1000"]
PIPE_SIZE = 65_536
"""Bytes that a pipe takes before anybody reads; the export has more."""
FILE_LIMIT = 16_384
"""Bytes: fewer than the export has."""


@pytest.fixture(params=["", "1"], ids=["buffered", "unbuffered"])
def environment(request: pytest.FixtureRequest) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": request.param}


@pytest.fixture(scope="module")
def expected() -> bytes:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.run(EXPORT, env=environment, capture_output=True, check=True).stdout


def limit_file_size() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, FILE_LIMIT))


def test_a_disk_that_fills_up_while_it_is_written_is_an_error(
    environment: dict[str, str], expected: bytes, tmp_path: Path
) -> None:
    assert len(expected) > FILE_LIMIT
    with (tmp_path / "out.txt").open("wb") as file:
        done = subprocess.run(
            EXPORT,
            env=environment,
            stdout=file,
            stderr=subprocess.PIPE,
            preexec_fn=limit_file_size,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr == b"coop-tui: standard output was not written: File too large\n"
    assert (tmp_path / "out.txt").read_bytes() == expected[:FILE_LIMIT]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "arguments", ["export dossier", "schema", "--help", "--version", "check absent"]
)
def test_a_full_disk_is_an_error(environment: dict[str, str], arguments: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments.split()],
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    assert done.stderr == b"coop-tui: standard output was not written: No space left on device\n"


def test_a_slow_reader_of_a_pipe_that_does_not_block_gets_everything(
    environment: dict[str, str], expected: bytes
) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    assert len(expected) > PIPE_SIZE
    with subprocess.Popen(
        EXPORT, env=environment, stdout=writing, stderr=subprocess.PIPE
    ) as process:
        os.close(writing)
        time.sleep(1)  # the pipe is full by then
        received = b""
        while chunk := os.read(reading, 4096):
            received += chunk
            time.sleep(0.01)
        os.close(reading)
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 0
    assert received == expected


def test_a_reader_that_goes_away_while_a_pipe_is_full_ends_it_in_silence(
    environment: dict[str, str],
) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with subprocess.Popen(
        EXPORT, env=environment, stdout=writing, stderr=subprocess.PIPE
    ) as process:
        os.close(writing)
        assert os.read(reading, 100)
        time.sleep(0.5)
        os.close(reading)
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode == 3
