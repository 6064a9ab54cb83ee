from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.main import main
from coop_tui.record.loading.loader import load, parse
from coop_tui.scaffold.skeleton import skeleton

Outcome = tuple[int, bytes, str]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Outcome]:
    def ran(*arguments: str) -> Outcome:
        with pytest.raises(SystemExit) as end:
            main(arguments)
        out, err = capsysbinary.readouterr()
        return int(end.value.code or 0), out, err.decode()

    return ran


@pytest.fixture
def record(tmp_path: Path, edited: Callable[..., str]) -> Path:
    """The small record, in which ``check`` finds nothing; a plan of it runs on any day."""
    path = tmp_path / "record.toml"
    path.write_text(edited("start = 2021\nend = 2025", "start = 2001\nend = 9999"), "utf-8")
    return path


@pytest.fixture
def sharing(record: Path) -> Path:
    """A record with a file of sources that it includes."""
    shared = record.parent / "shared" / "sources.toml"
    shared.parent.mkdir()
    source = '[[source]]\nid = "shared"\ntitle = "T"\npublisher = "P"\n'
    shared.write_text(f"format = 1\n{source}", "utf-8")
    text = record.read_text("utf-8")
    record.write_text(
        text.replace("[[party]]", 'include = ["shared/sources.toml"]\n[[party]]', 1), "utf-8"
    )
    return record


# ── A new record ──


def test_a_record_to_begin_with_is_written(run: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "record.toml"
    assert run("new", str(path)) == (0, b"", f"wrote {path}\n")
    assert path.read_bytes() == skeleton()
    assert run("check", str(path))[0] == 0
    assert run("export", "dossier", str(path))[0] == 0


def test_a_dash_is_standard_output(run: Callable[..., Outcome]) -> None:
    assert run("new", "-") == (0, skeleton(), "")


def test_a_file_that_exists_is_left_as_it_was(run: Callable[..., Outcome], tmp_path: Path) -> None:
    path = tmp_path / "record.toml"
    path.write_text("mine")
    status, out, err = run("new", str(path))
    assert (status, out) == (ExitStatus.UNWRITABLE, b"")
    assert str(path) in err
    assert "exists already" in err
    assert "--force" not in err
    assert path.read_text() == "mine"


def test_what_cannot_be_written_exits_with_3_and_the_absolute_path(
    run: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, reason in ((".", "is a folder"), ("absent/record.toml", "No such file")):
        status, out, err = run("new", name)
        assert (status, out) == (ExitStatus.UNWRITABLE, b"")
        assert str((tmp_path / name).absolute()) in err
        assert reason in err
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_a_folder_is_no_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main(["new", f"{tmp_path}/folder/"])
    assert end.value.code == 3
    assert "is the name of a folder; name a file" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "FILE is missing"),
        ("--from a.toml", "FILE is missing"),
        ("a b", "unrecognized arguments: b"),
        ("--nonsense", "--nonsense"),
        ("a --from", "--from"),
        ("--in-place", "--in-place needs a record"),
        ("a --in-place", "--in-place needs a record"),
        ("a --from b --in-place", "leave out FILE"),
        ("--from - --in-place", "cannot write to standard input"),
    ],
)
def test_wrong_usage_exits_with_2(
    run: Callable[..., Outcome], arguments: str, message: str
) -> None:
    status, out, err = run("new", *arguments.split())
    assert (status, out) == (ExitStatus.UNREADABLE, b"")
    assert re.fullmatch(r"coop-tui: .+ \(see: coop-tui new --help\)\n", err)
    assert message in err


def test_help_names_what_it_takes(run: Callable[..., Outcome]) -> None:
    status, out, _ = run("new", "--help")
    assert status == 0
    assert b"coop-tui new FILE [--from PATH]\n" in out
    assert b"coop-tui new --from PATH --in-place\n" in out


# ── The next meeting, in a copy ──


def test_from_a_record_a_copy_with_one_more_meeting_is_written(
    run: Callable[..., Outcome], record: Path
) -> None:
    path = record.with_name("next.toml")
    before = record.read_bytes()
    assert run("new", str(path), "--from", str(record)) == (0, b"", f"wrote {path}\n")
    assert record.read_bytes() == before
    assert [len(load(one).dossier.meetings) for one in (record, path)] == [2, 3]
    assert run("check", str(path))[0] == 0
    assert run("new", "-", f"--from={record}")[1] == path.read_bytes()


def test_a_record_is_never_its_own_next(
    run: Callable[..., Outcome], tmp_path: Path, small: str
) -> None:
    record = tmp_path / "record.toml"
    record.write_text(small, encoding="utf-8")
    status, _, err = run("new", str(record), "--from", str(record))
    assert status == ExitStatus.UNWRITABLE
    assert "was left as it was" in err
    assert record.read_text(encoding="utf-8") == small


def test_from_what_is_no_record_nothing_is_written(
    run: Callable[..., Outcome], tmp_path: Path, edited: Callable[..., str]
) -> None:
    broken, closed = tmp_path / "broken.toml", tmp_path / "closed.toml"
    broken.write_text(edited('sectors = ["trade"]', 'sectors = ["tarde"]'), encoding="utf-8")
    closed.write_text(
        'format = 1\ntitle = "T"\nabout = "A"\nmeeting = []\n'
        '[[party]]\nid = "p"\nname = "P"\n[[sector]]\nid = "s"\nname = "S"\n',
        encoding="utf-8",
    )
    for record, reason in (
        (broken, "did you mean 'trade'?"),
        (closed, "not in [ ]"),
        (tmp_path / "absent.toml", "no such file"),
    ):
        status, out, err = run("new", str(tmp_path / "next.toml"), "--from", str(record))
        assert (status, out) == (ExitStatus.UNREADABLE, b"")
        assert str(record) in err
        assert reason in err
    assert not (tmp_path / "next.toml").exists()


def test_a_record_may_come_by_standard_input(
    run: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, edited: Callable[..., str]
) -> None:
    text = edited("start = 2021", "start = 2018").encode()
    given_ = SimpleNamespace(buffer=io.BytesIO(text), isatty=lambda: False)
    monkeypatch.setattr(sys, "stdin", given_)
    status, out, err = run("new", "-", "--from", "-")
    assert (status, err) == (0, "")
    assert out.startswith(text[: text.index(b"[[meeting]]")])
    assert len(parse(out, "").meetings) == 3


@pytest.mark.parametrize(
    ("bent", "problems", "them"),
    [
        ("", "a problem", "it"),
        ('ordinal = 4\noutlook = [{ text = "T", cite = "lost" }]', "2 problems", "them"),
    ],
)
def test_what_check_finds_in_the_record_is_told_and_the_next_meeting_written(
    run: Callable[..., Outcome],
    tmp_path: Path,
    edited: Callable[..., str],
    bent: str,
    problems: str,
    them: str,
) -> None:
    record, following = tmp_path / "record.toml", tmp_path / "next.toml"
    lost = '[[source]]\nid = "lost"\ntitle = "T"\npublisher = "P"\ntext = "lost.txt"\n'
    more = lost if "lost" in bent else ""
    record.write_text(edited("ordinal = 4", bent or "ordinal = 4") + more, encoding="utf-8")
    status, out, err = run("new", str(following), "--from", str(record))
    assert (status, out) == (0, b"")
    assert err == (
        f"coop-tui: {record} has {problems}, and so has its copy; coop-tui check lists {them}\n"
        f"wrote {following}\n"
    )
    assert len(load(following).dossier.meetings) == 3


def test_the_next_meeting_of_a_record_goes_into_it_and_not_into_what_it_includes(
    run: Callable[..., Outcome], sharing: Path
) -> None:
    path = sharing.with_name("next.toml")
    assert run("new", str(path), "--from", str(sharing))[0] == 0
    sources = [source.id for source in load(path).dossier.sources]
    assert sources == ["shared", "report", "next-source"]
    assert '"T"' not in path.read_text("utf-8")


def test_a_placeholder_in_an_included_file_is_warned_of_where_it_stands(
    run: Callable[..., Outcome], sharing: Path
) -> None:
    shared = sharing.parent / "shared" / "sources.toml"
    shared.write_text(shared.read_text("utf-8").replace('"P"', '"Who published it"'), "utf-8")
    _, out, _ = run("check", str(sharing))
    assert f"{shared}:5:1: warning: source shared" in out.decode()
    assert "publisher: 'Who published it' is a placeholder" in out.decode()


def test_a_copy_that_would_not_find_what_it_includes_is_refused(
    run: Callable[..., Outcome], sharing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.setenv("HOME", str(elsewhere))
    for name in (str(elsewhere / "next.toml"), "~/next.toml", "../next.toml"):
        monkeypatch.chdir(sharing.parent)
        status, out, err = run("new", name, "--from", str(sharing))
        assert (status, out) == (ExitStatus.UNREADABLE, b"")
        assert err.count("\n") == 1
        assert f"the files that {sharing} includes" in err
        assert "--in-place" in err
    assert list(elsewhere.iterdir()) == []


def test_a_record_that_includes_nothing_may_be_copied_anywhere(
    run: Callable[..., Outcome], record: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert run("new", str(elsewhere / "next.toml"), "--from", str(record))[0] == 0


def test_a_copy_beside_the_record_may_be_named_through_links_and_as_of_the_home(
    run: Callable[..., Outcome],
    sharing: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link = tmp_path / "link"
    link.symlink_to(sharing.parent, target_is_directory=True)
    elsewhere = tmp_path / "elsewhere" / "record.toml"
    elsewhere.parent.mkdir()
    elsewhere.symlink_to(sharing)
    assert run("new", str(link / "next.toml"), "--from", str(elsewhere))[0] == 0
    assert len(load(sharing.with_name("next.toml")).dossier.meetings) == 3
    assert run("new", str(elsewhere.with_name("next.toml")), "--from", str(elsewhere))[0] == 2
    assert run("new", "-", "--from", str(sharing))[0] == 0
    monkeypatch.setenv("HOME", str(sharing.parent))
    assert run("new", "~/at-home.toml", "--from", str(sharing))[0] == 0
    assert sharing.with_name("at-home.toml").exists()


# ── The next meeting, in place ──


def test_in_place_the_record_gets_the_meeting_and_keeps_its_permissions(
    run: Callable[..., Outcome], record: Path
) -> None:
    record.chmod(0o640)
    copy = run("new", "-", "--from", str(record))[1]
    outcome = run("new", "--from", str(record), "--in-place")
    assert outcome == (0, b"", f"wrote {record}\n")
    assert record.read_bytes() == copy
    assert record.stat().st_mode & 0o7777 == 0o640
    assert [one.name for one in record.parent.iterdir()] == [record.name]


def test_in_place_no_second_meeting_is_begun_before_the_first_is_finished(
    run: Callable[..., Outcome], record: Path
) -> None:
    assert run("new", "--from", str(record), "--in-place")[0] == 0
    before = record.read_bytes()
    status, out, err = run("new", "--in-place", "--from", str(record))
    assert (status, out) == (ExitStatus.UNREADABLE, b"")
    assert err == (
        f"coop-tui: {record}: meeting next-meeting still holds placeholders; write your own "
        "before you begin another meeting (coop-tui check lists them)\n"
    )
    assert record.read_bytes() == before


def test_in_place_a_link_is_followed_and_stays_a_link(
    run: Callable[..., Outcome], sharing: Path, tmp_path: Path
) -> None:
    link = tmp_path / "elsewhere" / "link.toml"
    link.parent.mkdir()
    link.symlink_to(sharing)
    assert run("new", "--from", str(link), "--in-place") == (0, b"", f"wrote {link}\n")
    assert link.is_symlink()
    assert len(load(sharing).dossier.meetings) == 3


def test_in_place_a_name_is_that_of_a_file_and_no_home(
    run: Callable[..., Outcome], record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(record.parent)
    shutil.copy(record, "~")
    assert run("new", "--from", "~", "--in-place")[0] == 0
    assert len(load("~").dossier.meetings) == 3


def test_in_place_what_cannot_be_written_is_left_as_it_was(
    run: Callable[..., Outcome], record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = record.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    status, _, err = run("new", "--from", str(record), "--in-place")
    assert status == ExitStatus.UNWRITABLE
    assert "No space left" in err
    assert record.read_bytes() == before
    assert [one.name for one in record.parent.iterdir()] == [record.name]


def test_in_place_a_record_that_was_saved_meanwhile_is_left_as_it_is(
    run: Callable[..., Outcome], record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = record.read_text("utf-8") + "# saved meanwhile\n"

    def saving(*_: object) -> object:
        record.write_text(saved, "utf-8")
        return []

    monkeypatch.setattr("coop_tui.query.lint.lint", saving)
    status, _, err = run("new", "--from", str(record), "--in-place")
    assert status == ExitStatus.UNREADABLE
    assert err == f"coop-tui: {record} was changed meanwhile, and was left as it is\n"
    assert record.read_text("utf-8") == saved


def test_in_place_what_is_no_record_is_left_as_it_was(
    run: Callable[..., Outcome], record: Path
) -> None:
    record.write_text("format = 1\n", "utf-8")
    assert run("new", "--from", str(record), "--in-place")[0] == ExitStatus.UNREADABLE
    assert record.read_text("utf-8") == "format = 1\n"


def test_in_place_a_problem_of_the_record_is_told(
    run: Callable[..., Outcome], tmp_path: Path, small: str
) -> None:
    path = tmp_path / "small.toml"
    path.write_text(small, "utf-8")
    _, _, err = run("new", "--from", str(path), "--in-place")
    assert err == f"coop-tui: {path} has a problem; coop-tui check lists it\nwrote {path}\n"
