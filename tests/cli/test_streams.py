from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

import coop_tui

SOURCE = Path(coop_tui.__file__).parents[1]
COMMAND = [sys.executable, "-m", "coop_tui"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SOURCE)}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env={**ENVIRONMENT, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def given(stdin: int | BinaryIO, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run with something on standard input."""
    return subprocess.run(
        [*COMMAND, *arguments], env=ENVIRONMENT, stdin=stdin, capture_output=True, check=False
    )


@pytest.mark.parametrize("arguments", ["export dossier", "schema", "", "--help"])
def test_a_reader_that_goes_away_gets_no_traceback(arguments: str) -> None:
    with subprocess.Popen(
        [*COMMAND, *arguments.split()],
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        error = process.stderr.read()
    assert b"Traceback" not in error
    assert b"BrokenPipe" not in error
    assert process.returncode in (0, 3)


def test_the_head_of_an_export_is_enough(tmp_path: Path) -> None:
    shell = f'"{sys.executable}" -m coop_tui export dossier --width 1000 2>err | head -n 1'
    done = subprocess.run(
        shell, shell=True, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=True
    )
    assert done.stdout.decode().startswith("Hong Kong – Beijing")
    assert (tmp_path / "err").read_text() == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("arguments", ["export dossier", "schema", ""])
def test_a_full_disk_exits_with_3(arguments: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *arguments.split()],
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert b"No space left" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_problems_that_cannot_be_written_are_not_passed_over() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "check", "absent.toml"],
            env=ENVIRONMENT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_the_bytes_do_not_depend_on_the_locale(locale: str) -> None:
    arguments = ("export", "dossier")
    plain = run(*arguments)
    other = run(*arguments, LC_ALL=locale, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert plain.returncode == other.returncode == 0
    assert plain.stdout == other.stdout


def test_problems_are_told_in_any_locale(tmp_path: Path, small: str) -> None:
    path = tmp_path / "香港.toml"
    path.write_text(small.replace('title = "Small record"', 'title = " 香港"'), encoding="utf-8")
    for arguments in (("check", str(path)), ("export", "meeting", str(path))):
        done = run(*arguments, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert done.returncode in (1, 2)
        assert b"Traceback" not in done.stderr
        assert b"title" in done.stdout + done.stderr


def test_the_hash_seed_makes_no_difference() -> None:
    outputs = {
        run("export", view, "--format", form, PYTHONHASHSEED=seed).stdout
        for view, form in (("dossier", "text"),)
        for seed in ("0", "1", "2")
    }
    assert len(outputs) == 1


def test_a_closed_standard_output_is_no_crash() -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m coop_tui export meeting >&-',
        shell=True,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


def test_standard_input_is_read_only_where_it_is_named(tmp_path: Path, small: str) -> None:
    path = tmp_path / "record.toml"
    path.write_text(small, encoding="utf-8")
    usual = run("export", "meeting")
    reading, writing = os.pipe()
    with path.open("rb") as file:
        assert given(file, "export", "meeting").stdout == usual.stdout
        assert b"Small record" in given(file, "export", "meeting", "-").stdout
    assert given(reading, "export", "meeting").stdout == usual.stdout  # it stays open and empty
    for number in (reading, writing):
        os.close(number)
    shell = f'"{sys.executable}" -m coop_tui export meeting <&-'
    closed = subprocess.run(shell, shell=True, env=ENVIRONMENT, capture_output=True, check=True)
    assert (closed.stdout, closed.stderr) == (usual.stdout, b"")


@pytest.mark.parametrize("output", ["record.toml", "link.toml", "twin.toml"])
def test_the_file_on_standard_input_is_not_overwritten(
    tmp_path: Path, small: str, output: str
) -> None:
    path = tmp_path / "record.toml"
    path.write_text(small, encoding="utf-8")
    (tmp_path / "link.toml").symlink_to(path)
    (tmp_path / "twin.toml").hardlink_to(path)
    with path.open("rb") as file:
        done = given(file, "export", "dossier", "-", "-o", str(tmp_path / output), "--force")
    assert done.returncode == 3
    message = f"coop-tui: {tmp_path / output} is a file of the record; name another\n"
    assert done.stderr.decode() == message
    assert path.read_text(encoding="utf-8") == small


def test_a_file_is_overwritten_if_the_record_comes_through_a_pipe(
    tmp_path: Path, small: str
) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")
    reading, writing = os.pipe()
    os.write(writing, small.encode())
    os.close(writing)
    done = given(reading, "export", "dossier", "-", "-o", str(path), "--force")
    os.close(reading)
    assert done.returncode == 0
    assert path.read_text(encoding="utf-8").startswith("Small record")
