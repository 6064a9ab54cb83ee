"""Records at a revision of git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from coop_tui.record.diagnostics.problem import RecordError
from coop_tui.record.loading.git_revision import load_revision, names_revision
from coop_tui.record.loading.loader import load

LEE = '[[person]]\nid = "lee"\nname = "John Lee"\nparty = "hk"\n\n'


def git(folder: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.fixture(autouse=True)
def no_other_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)


@pytest.fixture
def repository(tmp_path: Path, small: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a record that includes a file, and both changed since."""
    data = tmp_path / "data"
    (data / "shared").mkdir(parents=True)
    head = 'format = 1\ninclude = ["shared/people.toml"]\n'
    (data / "record.toml").write_text(small.replace("format = 1\n", head).replace(LEE, ""), "utf-8")
    (data / "shared/people.toml").write_text(f"format = 1\n\n{LEE}", "utf-8")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    for path in (data / "record.toml", data / "shared/people.toml"):
        text = path.read_text("utf-8").replace("Small record", "Changed").replace("John", "Johnny")
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commit(repository: Path) -> None:
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "again")


def refusal(word: str) -> str:
    with pytest.raises(RecordError) as caught:
        load_revision(word)
    (problem,) = caught.value.problems
    return str(problem)


def test_a_record_and_what_it_includes_are_of_one_revision(repository: Path) -> None:
    record = load_revision("HEAD:data/record.toml")
    assert record.dossier.title == "Small record"
    assert record.dossier.person["lee"].name == "John Lee"
    assert list(record.files) == []
    now = load(repository / "data/record.toml").dossier
    assert (now.title, now.person["lee"].name) == ("Changed", "Johnny Lee")


@pytest.mark.parametrize(
    ("folder", "word"),
    [
        ("data", "HEAD:./record.toml"),
        ("data/shared", "HEAD:../record.toml"),
        (".", "HEAD:./data/record.toml"),
        ("data", "HEAD:data/record.toml"),
        (".", "HEAD^{commit}:data/record.toml"),
        (".", "HEAD^{/fi.*t}:data/record.toml"),
        (".", "HEAD@{2099-01-01 10:00}:data/record.toml"),
    ],
)
def test_a_name_means_what_it_means_to_git(
    repository: Path, monkeypatch: pytest.MonkeyPatch, folder: str, word: str
) -> None:
    monkeypatch.chdir(repository / folder)
    assert load_revision(word).dossier.title == "Small record"


def test_a_file_of_the_top_folder_and_one_that_is_gone_can_be_read(
    repository: Path, small: str
) -> None:
    (repository / "top: [1].toml").write_text(small, "utf-8")
    commit(repository)
    (repository / "top: [1].toml").unlink()
    assert load_revision("HEAD:top: [1].toml").dossier.title == "Small record"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("HEAD~9:data/record.toml", "there is no such file, and git knows no revision 'HEAD~9'"),
        ("--help:x.toml", "there is no such file, and git knows no revision '--help'"),
        (
            "HEAD:record.toml",
            "revision 'HEAD' has no file 'record.toml' (the path is from the top of the "
            "repository; from this folder: HEAD:./record.toml)",
        ),
        ("HEAD:./record.toml", "revision 'HEAD' has no file './record.toml'"),
        (
            "HEAD:nowhere/--x",
            "revision 'HEAD' has no file 'nowhere/--x' (the path is from the top "
            "of the repository; from this folder: HEAD:./nowhere/--x)",
        ),
        ("HEAD:data", "this is a folder; name a record in it"),
        ("HEAD:data/", "this is a folder; name a record in it"),
        (
            "HEAD:../record.toml",
            "there is no such file, and git says: '../' is outside repository at '{}'",
        ),
    ],
)
def test_what_git_does_not_have_is_told_in_a_line(repository: Path, word: str, said: str) -> None:
    assert refusal(word) == f"{word}: {said.format(repository)}"


def test_without_a_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert refusal("HEAD:x.toml").startswith(
        "HEAD:x.toml: there is no such file, and git says: not a git repository"
    )


def test_without_git_it_says_so(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    assert refusal("HEAD:x.toml") == (
        "HEAD:x.toml: there is no such file, and git is not installed to look for a revision"
    )


def test_git_is_not_waited_for_without_end(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repository / "git").write_text("#!/bin/sh\nexec sleep 60\n")
    (repository / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(repository), prepend=":")
    monkeypatch.setattr("coop_tui.record.loading.git_revision._MAX_SECONDS", 0.2)
    assert refusal("HEAD:x.toml") == "HEAD:x.toml: git did not answer within 0.2 seconds"


def test_a_name_never_reaches_the_terminal_raw(repository: Path) -> None:
    for word in ("HE\x1bAD:x.toml", "HEAD:\x1bx.toml"):
        assert "\x1b" not in refusal(word)
        assert "<U+001B>" in refusal(word)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../outside.toml", "'../outside.toml' is not a path inside the record's folder"),
        ("/etc/passwd", "'/etc/passwd' is not a path inside the record's folder"),
        ("link.toml", "'link.toml' is a link that leads out of the record's folder"),
        ("away/outside.toml", "'away/outside.toml' is a link that leads out"),
        ("later.toml", "there is no file 'later.toml' in the record's folder at that revision"),
        ("shared", "'shared' is a folder"),
        ("record.toml", "'record.toml' is the record itself"),
    ],
)
def test_nothing_is_included_from_outside_of_the_folder_or_of_another_revision(
    repository: Path, name: str, said: str
) -> None:
    data = repository / "data"
    (repository / "outside.toml").write_text(f"format = 1\n\n{LEE}", "utf-8")
    (data / "link.toml").symlink_to("../outside.toml")
    (data / "away").symlink_to("..")
    record = data / "record.toml"
    record.write_text(record.read_text("utf-8").replace("shared/people.toml", name), "utf-8")
    commit(repository)
    (data / "later.toml").write_text(f"format = 1\n\n{LEE}", "utf-8")
    assert refusal("HEAD:data/record.toml").startswith(
        f"HEAD:data/record.toml:2:12: include 1: {said}"
    )


def test_a_link_inside_of_the_folder_is_followed(repository: Path) -> None:
    data = repository / "data"
    (data / "people").symlink_to("shared")
    record = data / "record.toml"
    record.write_text(record.read_text("utf-8").replace('"shared/', '"people/'), "utf-8")
    commit(repository)
    assert load_revision("HEAD:data/record.toml").dossier.person["lee"].name == "Johnny Lee"


def test_a_problem_names_the_revision_of_its_file(repository: Path) -> None:
    people = repository / "data/shared/people.toml"
    people.write_text(people.read_text("utf-8").replace("Johnny Lee", ""), "utf-8")
    commit(repository)
    people.unlink()
    assert refusal("HEAD:data/record.toml") == (
        "HEAD:data/shared/people.toml:5:1: person lee, name: the text is empty"
    )


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("HEAD~1:data/x.toml", True),
        ("HEAD@{10:00}:x.toml", True),
        ("x.toml", False),
        (":x.toml", False),
        ("HEAD:", False),
        ("HEAD@{10:00}", False),
        ("HEAD\n:x", False),
        ("-", False),
    ],
)
def test_what_may_be_a_revision(word: str, is_one: bool) -> None:
    assert names_revision(word) == is_one
