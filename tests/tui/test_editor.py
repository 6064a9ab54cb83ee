"""Which editor is opened, at which line, and the message if it cannot be."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from coop_tui.paths import shipped_record
from coop_tui.record.loading.loader import load
from coop_tui.tui.app import CoopApp
from coop_tui.tui.services.editor import (
    EditorError,
    edit,
    editor_command,
    editor_in,
    line_of,
    place_of,
    run_editor,
)
from coop_tui.tui.services.file_watcher import SECONDS, identity_to_watch
from coop_tui.tui.subject import Subject

from .conftest import TODAY, Open
from .screen_text import pane, picture, until

FILE = Path("/records/a record.toml")


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vi", ["vi", "+12", str(FILE)]),
        ("/usr/bin/nano -l", ["/usr/bin/nano", "-l", "+12", str(FILE)]),
        ("'/opt/my tools/edit it' -x", ["/opt/my tools/edit it", "-x", "+12", str(FILE)]),
        ("code", ["code", "--wait", "--goto", f"{FILE}:12"]),
        ("/usr/bin/codium", ["/usr/bin/codium", "--wait", "--goto", f"{FILE}:12"]),
        ("subl", ["subl", "--wait", f"{FILE}:12"]),
        ("hx", ["hx", f"{FILE}:12"]),
        ("kate", ["kate", "--block", "--line", "12", str(FILE)]),
        ("pycharm", ["pycharm", "--wait", "--line", "12", str(FILE)]),
    ],
)
def test_editors_are_given_the_line_as_they_want_it(editor: str, words: list[str]) -> None:
    assert editor_command(editor, FILE, 12) == words


def test_a_subject_is_found_in_the_file_that_holds_it(tmp_path: Path, small: str) -> None:
    record, shared, gone = (tmp_path / name for name in ("record.toml", "shared.toml", "gone"))
    begin, end = small.index("[[sector]]"), small.index("[[initiative]]")
    record.write_text(small[:begin] + small[end:], "utf-8")
    shared.write_text(f"format = 1\n\n{small[begin:end]}", "utf-8")
    files = (record, gone, shared)
    assert place_of(files, Subject("sector", "trade")) == (shared, 3)
    line = record.read_text("utf-8").splitlines().index("[[initiative]]") + 1
    assert place_of(files, Subject("initiative", "hetao")) == (record, line)
    assert place_of(files, Subject("sector", "none")) is None


@pytest.mark.parametrize(
    ("editor", "words"),
    [("vi", ["vi", str(FILE)]), ("code", ["code", "--wait", str(FILE)])],
)
def test_where_the_line_is_not_known_none_is_made_up(editor: str, words: list[str]) -> None:
    assert editor_command(editor, FILE, None) == words


@pytest.mark.parametrize("name", ["-c quit.toml", "+9.toml", "{line}.toml"])
def test_no_file_is_taken_for_an_option(name: str) -> None:
    assert editor_command("vi", Path(name), 3) == ["vi", "+3", str(Path.cwd() / name)]


@pytest.mark.parametrize("editor", ["vi 'a", "''"])
def test_an_editor_that_cannot_be_understood_is_named(editor: str) -> None:
    with pytest.raises(EditorError, match=r"^The editor .+ cannot be run: .+\.$"):
        editor_command(editor, FILE, 1)


@pytest.mark.parametrize(
    ("environment", "editor"),
    [
        ({"VISUAL": "a", "EDITOR": "b"}, "a"),
        ({"VISUAL": "", "EDITOR": "b"}, "b"),
        ({"VISUAL": "  ", "EDITOR": "b c"}, "b c"),
    ],
)
def test_the_first_that_is_set_counts(environment: dict[str, str], editor: str) -> None:
    assert editor_in(environment) == editor


@pytest.mark.parametrize("environment", [{}, {"VISUAL": "", "EDITOR": " "}])
def test_without_an_editor_it_says_what_to_set(environment: dict[str, str]) -> None:
    with pytest.raises(EditorError, match=r"^Set VISUAL or EDITOR to edit the record\.$"):
        editor_in(environment)


@pytest.mark.parametrize(
    ("subject", "begins"),
    [
        (Subject("sector", "finance"), '[[sector]]\nid = "finance"'),
        (Subject("meeting", "later"), '[[meeting]]\nid = "later"'),
        (Subject("point", "later", 1), "[[meeting.point]]"),
        (Subject("plan", "14"), "[[plan]]"),
        (Subject("plan.milestone", "14", 1), "[[plan.milestone]]"),
        (Subject("milestone", "hetao", 1), '[[initiative]]\nid = "hetao"'),
        (Subject("meeting", "earlier"), '[[meeting]]\nid = "earlier"'),
        (Subject("point", "earlier", 5), '[[meeting]]\nid = "earlier"'),
    ],
)
def test_an_entry_is_found_where_the_file_has_it(small: str, subject: Subject, begins: str) -> None:
    assert line_of(small, subject) == small[: small.index(begins)].count("\n") + 1


def test_a_milestone_is_found_in_its_initiative(small: str) -> None:
    milestone = '[[initiative.milestone]]\ndate = 2020\ntext = "Opened"\ncite = []\n\n'
    text = small.replace("[[source]]", f"{milestone}[[source]]")
    line = text[: text.index("[[initiative.milestone]]")].count("\n") + 1
    assert line_of(text, Subject("milestone", "hetao", 1)) == line


@pytest.mark.parametrize(
    "text",
    ["", "sector = 1", "sector = [1, {}]", '[sector]\nid = "finance"', f"a = {'[' * 9999}"],
)
def test_what_is_not_there_has_no_line(text: str) -> None:
    assert line_of(text, Subject("sector", "finance")) is None


def test_a_file_that_is_no_toml_is_opened_where_it_breaks(small: str) -> None:
    assert line_of(f"{small}\nwrong =", Subject("sector", "finance")) == small.count("\n") + 2


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("raise SystemExit(7)", " ended with exit status 7."),
        ("import os; os.kill(os.getpid(), 9)", " was ended by SIGKILL."),
    ],
)
def test_an_editor_that_fails_is_reported(code: str, message: str) -> None:
    with pytest.raises(EditorError) as caught:
        run_editor([sys.executable, "-c", code])
    assert str(caught.value) == sys.executable + message


def test_an_editor_that_is_not_there_is_reported(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("")
    with pytest.raises(EditorError, match=r"cannot be started: No such file or directory\.$"):
        run_editor([str(tmp_path / "none")])
    with pytest.raises(EditorError, match=r"cannot be started: Permission denied\.$"):
        run_editor([str(tmp_path / "plain")])
    with pytest.raises(EditorError, match=r"^<U\+001B>\[2J cannot be started"):
        run_editor(["\x1b[2J"])


@pytest.fixture
def record(tmp_path: Path, small: str) -> Path:
    path = tmp_path / "-record.toml"
    path.write_text(small, "utf-8")
    return path


def suspending(app: CoopApp, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let an app without a terminal be suspended; gives what happens to it, in order."""
    happened = []

    @contextlib.contextmanager
    def suspend() -> Iterator[None]:
        happened.append("suspended")
        yield
        happened.append("resumed")

    monkeypatch.setattr(app, "suspend", suspend)
    return happened


def notified(pilot: Pilot[None]) -> list[str]:
    return [notification.message for notification in pilot.app._notifications]


def open_app(record: Path) -> CoopApp:
    return CoopApp(load(record), today=TODAY, identity=identity_to_watch(record))


async def test_the_editor_is_opened_and_what_it_saves_is_shown(
    record: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "editor.py"
    script.write_text(
        "import pathlib, sys\n"
        "path = pathlib.Path(sys.argv[2])\n"
        "path.write_text(path.read_text().replace('More', 'Less'))\n"
    )
    monkeypatch.setenv("VISUAL", f"{sys.executable} {script}")
    app = open_app(record)
    happened = suspending(app, monkeypatch)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("4", "E")
        assert happened == ["suspended", "resumed"]
        begin = time.monotonic()
        await until(pilot, lambda: "Less trade is hoped for." in picture(app.screen))
        assert time.monotonic() - begin < SECONDS / 2, "the file was not polled at once"


@pytest.mark.parametrize(
    ("editor", "message"),
    [
        ("", "Set VISUAL or EDITOR to edit the record."),
        ("false [/x]", "false ended with exit status 1."),
        ("[red]none", "[red]none cannot be started: No such file or directory."),
    ],
)
async def test_an_error_is_shown_and_the_reader_comes_back(
    record: Path, monkeypatch: pytest.MonkeyPatch, editor: str, message: str
) -> None:
    monkeypatch.setenv("VISUAL", editor)
    monkeypatch.delenv("EDITOR", raising=False)
    app = open_app(record)
    happened = suspending(app, monkeypatch)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("E")
        await pilot.pause()
        assert notified(pilot) == [message]
        assert happened in ([], ["suspended", "resumed"])


async def test_where_there_is_no_suspending_it_says_so(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "touch")
    app = open_app(record)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("E")
        await pilot.pause()
        assert notified(pilot) == ["The reader cannot make room for an editor here."]


async def test_a_record_from_no_file_is_not_edited(open_reader: Open) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press("E")
        await pilot.pause()
        assert notified(pilot) == ["There is no file to edit: it came through a pipe."]


async def test_the_record_of_the_program_is_copied_before_it_is_edited(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VISUAL", "touch")
    app = open_app(shipped_record())
    happened = suspending(app, monkeypatch)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("E")
        await pilot.pause()
        (message,) = notified(pilot)
        assert message.startswith("This record is a part of the program. To edit it, copy ")
        assert happened == []


async def test_a_broken_record_is_opened_at_its_first_problem(
    record: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(
        "VISUAL", f'{sys.executable} -c \'import sys; open("at", "w").write(sys.argv[1])\''
    )
    monkeypatch.chdir(tmp_path)
    app = open_app(record)
    suspending(app, monkeypatch)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        text = record.read_text("utf-8")
        record.write_text(text.replace('about = "', "about = ", 1), "utf-8")
        await until(pilot, lambda: "✗" in picture(app.screen))
        await pilot.press("E")
        await pilot.pause()
    assert (tmp_path / "at").read_text() == "+3"


def test_the_handlers_of_signals_are_put_back(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "true")
    app = open_app(record)
    suspending(app, monkeypatch)
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGQUIT)]
    edit(app, record, (), None, None)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGQUIT)] == before


@pytest.mark.parametrize(
    ("keys", "subject"),
    [
        (["2"], Subject("sector", "innovation-technology")),
        (["1"], Subject("meeting", "2025-11-12")),
        (["4", "down"], Subject("point", "2025-11-12", 2)),
        (["3"], Subject("meeting", "2025-11-12")),
        (["3", "left"], Subject("meeting", "2023-11-29")),
        (["3", "down"], Subject("plan.milestone", "15", 1)),
        (["3", "up"], Subject("plan", "14")),
    ],
)
async def test_what_is_edited_is_what_is_selected_in_the_pane_in_front(
    open_reader: Open, keys: list[str], subject: Subject
) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press(*keys)
        await pilot.pause()
        assert screen.pane.subject == subject


async def test_a_milestone_of_an_initiative_is_found_by_its_number(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        await pilot.press("3", "down", "down")
        await pilot.pause()
        timeline = pane(screen, "timeline")
        for _ in range(9):
            item = timeline.current  # type: ignore[attr-defined]
            assert screen.pane.subject == Subject("milestone", item.id, item.number)
            await pilot.press("left")
            await pilot.pause()


async def test_where_nothing_is_selected_the_file_is_opened_at_its_beginning(
    open_reader: Open,
) -> None:
    async with open_reader() as (pilot, screen):
        screen.narrow(where="trade")
        await pilot.press("1")
        await pilot.pause()
        assert screen.pane.subject is None


async def test_a_record_that_is_gone_is_not_edited(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "touch")
    app = open_app(record)
    happened = suspending(app, monkeypatch)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        record.unlink()
        await pilot.press("E")
        await pilot.pause()
        assert notified(pilot) == [f"{record} is gone."]
        assert happened == []
    assert not record.exists()
