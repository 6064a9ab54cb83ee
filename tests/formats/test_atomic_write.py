from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from coop_tui.formats.atomic_write import ExistsError, WriteError, write

OLD, NEW = b"old\n", b"new and longer\n"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "out.txt"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_new_file_holds_the_bytes_and_its_absolute_path_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert write(Path("out.txt"), NEW) == tmp_path / "out.txt"
    assert (tmp_path / "out.txt").read_bytes() == NEW
    assert names(tmp_path) == ["out.txt"]


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert write(Path("~/out.txt"), NEW) == tmp_path / "out.txt"


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        path = write(tmp_path / "out.txt", NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_file_that_is_there_is_left_as_it_was(target: Path) -> None:
    with pytest.raises(ExistsError, match="exists already"):
        write(target, NEW)
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["out.txt"]


def test_a_file_is_replaced_only_when_told_to(target: Path) -> None:
    assert write(target, NEW, overwrite=True) == target
    assert target.read_bytes() == NEW
    assert names(target.parent) == ["out.txt"]


def test_replacing_keeps_the_permissions(target: Path) -> None:
    target.chmod(0o604)
    write(target, NEW, overwrite=True)
    assert stat.S_IMODE(target.stat().st_mode) == 0o604


def test_a_reader_of_the_old_file_keeps_the_old_file(target: Path) -> None:
    with target.open("rb") as held:
        write(target, NEW, overwrite=True)
        assert held.read() == OLD


def test_a_link_stays_a_link_and_its_target_is_replaced(target: Path) -> None:
    link = target.parent / "link.txt"
    link.symlink_to(target.name)
    with pytest.raises(ExistsError):
        write(link, NEW)
    assert write(link, NEW, overwrite=True) == link
    assert link.is_symlink()
    assert target.read_bytes() == NEW


def test_a_link_to_nothing_is_not_followed_unasked(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to("elsewhere.txt")
    with pytest.raises(ExistsError):
        write(link, NEW)
    assert names(tmp_path) == ["link.txt"]


def test_a_link_to_itself_is_an_error_with_words(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to("link.txt")
    with pytest.raises(WriteError):
        write(link, NEW, overwrite=True)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    for overwrite in (False, True):
        with pytest.raises(WriteError, match="folder"):
            write(tmp_path, NEW, overwrite=overwrite)


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_missing_folder_is_told_and_not_made(tmp_path: Path, overwrite: bool) -> None:
    with pytest.raises(WriteError, match="No such file or directory"):
        write(tmp_path / "absent" / "out.txt", NEW, overwrite=overwrite)
    assert names(tmp_path) == []


@pytest.mark.parametrize("overwrite", [False, True])
def test_a_path_below_a_file_is_told(target: Path, overwrite: bool) -> None:
    with pytest.raises(WriteError, match="Not a directory"):
        write(target / "out.txt", NEW, overwrite=overwrite)
    assert target.read_bytes() == OLD


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc")
def test_a_folder_that_takes_no_files_is_told() -> None:
    with pytest.raises(WriteError, match="was not written: "):
        write(Path("/proc/self/coop-tui-out.txt"), NEW)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 300])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(WriteError) as caught:
        write(tmp_path / name, NEW)
    str(caught.value).encode()
    assert "\0" not in str(caught.value)
    assert names(tmp_path) == []


def test_a_name_that_is_as_long_as_a_name_may_be_is_written(tmp_path: Path) -> None:
    for name in ("x" * 255, "香" * 85):
        assert write(tmp_path / name, NEW).read_bytes() == NEW


def test_controls_in_a_name_do_not_reach_the_message(tmp_path: Path) -> None:
    with pytest.raises(WriteError) as caught:
        write(tmp_path / "a\x1b[31m" / "b", NEW)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("function", ["fsync", "replace", "chmod"])
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_disk_that_fails_leaves_the_old_file_whole_and_nothing_else(
    target: Path, monkeypatch: pytest.MonkeyPatch, function: str, overwrite: bool
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    path = target if overwrite else target.parent / "fresh.txt"
    if function == "replace" and not overwrite:
        monkeypatch.setattr(os, "link", full)  # so that a new file is renamed too
    monkeypatch.setattr(os, function, full)
    with pytest.raises(WriteError, match="No space left"):
        write(path, NEW, overwrite=overwrite)
    assert names(target.parent) == ["out.txt"]
    assert target.read_bytes() == OLD


def test_an_interrupt_leaves_the_old_file_whole_and_nothing_else(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(target, NEW, overwrite=True)
    assert names(target.parent) == ["out.txt"]
    assert target.read_bytes() == OLD


def test_a_file_that_appears_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.txt"
    monkeypatch.setattr(os, "fsync", lambda _: path.write_bytes(OLD))
    with pytest.raises(ExistsError):
        write(path, NEW)
    assert path.read_bytes() == OLD
    assert names(tmp_path) == ["out.txt"]


def test_a_file_system_without_hard_links_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", unsupported)
    assert write(tmp_path / "out.txt", NEW).read_bytes() == NEW
    with pytest.raises(ExistsError):
        write(tmp_path / "out.txt", OLD)
    assert names(tmp_path) == ["out.txt"]


def test_a_protected_file_is_never_replaced(target: Path) -> None:
    link, twin = target.parent / "link", target.parent / "twin"
    link.symlink_to("out.txt")
    twin.hardlink_to(target)
    other = target.parent / "other"
    other.touch()
    for path in (target, link, twin, target.parent / "." / "out.txt"):
        with pytest.raises(WriteError, match="is a file of the record"):
            write(path, NEW, overwrite=True, protected=[other.stat(), target.stat()])
    assert target.read_bytes() == OLD
    assert names(target.parent) == ["link", "other", "out.txt", "twin"]


def test_what_is_no_plain_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to("pipe")
    for path in (pipe, tmp_path / "link"):
        with pytest.raises(WriteError):
            write(path, NEW, overwrite=True)
        assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert names(tmp_path) == ["link", "pipe"]
