"""``coop-tui diff``."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.cli.test_cli import Outcome, Run, run
from tests.record.test_git_revision import git

from coop_tui.formats.registry import FORMATS

__all__ = ["run"]


@pytest.fixture(autouse=True)
def versions(tmp_path: Path, small: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two versions of a record: ``old.toml`` and ``new.toml``."""
    (tmp_path / "old.toml").write_text(small, "utf-8")
    changed = small.replace("More trade is hoped for.", "Much more trade is hoped for.")
    (tmp_path / "new.toml").write_text(changed, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_exit_status_tells_whether_anything_changed(run: Run) -> None:
    same, other = run("diff", "old.toml", "old.toml"), run("diff", "old.toml", "new.toml")
    assert (same.status, same.err, other.status, other.err) == (0, "", 1, "")
    assert b"\nNothing changed.\n" in same.out
    assert b"\n  New  Much more trade is hoped for. [1" in other.out


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_goes_to_standard_output_or_into_a_file(
    run: Run, versions: Path, form: str
) -> None:
    words = ("diff", "old.toml", "new.toml", "--format", form)
    direct = run(*words)
    assert (direct.status, run(*words, "-o", "out")) == (
        1,
        Outcome(1, b"", f"wrote {versions / 'out'}\n"),
    )
    assert Path("out").read_bytes() == direct.out
    assert form != "json" or json.loads(direct.out)["changes"]["changed"]


def test_width_and_ascii_are_those_of_export(run: Run) -> None:
    narrow = run("diff", "old.toml", "new.toml", "--width", "40", "--ascii").out
    assert narrow.isascii()
    assert max(map(len, narrow.decode().splitlines())) == 40
    assert run("diff", "old.toml", "new.toml", "--width", "39").status == 2


def test_an_output_that_cannot_be_written_exits_with_3(run: Run) -> None:
    done = run("diff", "old.toml", "new.toml", "-o", "old.toml/below")
    assert (done.status, done.out) == (3, b"")
    Path("out").write_text("mine")
    done = run("diff", "old.toml", "old.toml", "-o", "out")
    assert done.status == 3
    assert "--force" in done.err
    assert Path("out").read_text() == "mine"
    assert run("diff", "old.toml", "old.toml", "-o", "out", "--force").status == 0


@pytest.mark.parametrize("output", ["old.toml", "new.toml"])
def test_neither_version_is_overwritten(run: Run, output: str) -> None:
    before = Path(output).read_bytes()
    done = run("diff", "old.toml", "new.toml", "-o", output, "--force")
    assert done.status == 3
    assert "is a file of the record" in done.err
    assert Path(output).read_bytes() == before


def test_what_cannot_be_read_exits_with_2(run: Run, small: str) -> None:
    Path("broken.toml").write_text(small.replace("ordinal = 4", "ordinal = 0"), "utf-8")
    for words in (("old.toml", "absent.toml"), ("absent.toml", "old.toml")):
        assert run("diff", *words) == Outcome(2, b"", "absent.toml: there is no such file\n")
    assert run("diff", "broken.toml", "old.toml").status == 2
    assert run("diff", "old.toml").status == 2


def test_one_version_may_come_through_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Path("old.toml").read_bytes()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    done = run("diff", "-", "new.toml")
    assert done.status == 1
    assert done.out.splitlines()[1] == "Changes · - → new.toml".encode()
    done = run("diff", "-", "-")
    assert (done.status, done.err.count("\n")) == (2, 1)


def test_a_version_may_be_one_that_git_keeps(
    run: Run, versions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    git(versions, "init", "-q")
    git(versions, "add", "old.toml")
    git(versions, "commit", "-qm", "first")
    Path("old.toml").write_bytes(Path("new.toml").read_bytes())
    done = run("diff", "HEAD:old.toml", "old.toml")
    assert (done.status, done.err) == (1, "")
    assert done.out.splitlines()[1] == "Changes · HEAD:old.toml → old.toml".encode()
    assert run("diff", "HEAD:old.toml", "HEAD:./old.toml").status == 0
    done = run("diff", "old.toml", "HEAD~1:old.toml")
    assert (done.status, done.out, done.err.count("\n")) == (2, b"", 1)


def test_a_file_whose_name_looks_like_a_revision_is_read(run: Run) -> None:
    Path("new.toml").rename("HEAD:new.toml")
    done = run("diff", "old.toml", "HEAD:new.toml")
    assert (done.status, done.err) == (1, "")
