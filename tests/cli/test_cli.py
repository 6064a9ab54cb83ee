from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

import coop_tui
from coop_tui.cli.main import main
from coop_tui.formats.registry import FORMATS
from coop_tui.paths import shipped_record
from coop_tui.record.schema import json_schema
from coop_tui.views.registry import VIEWS

FROZEN = Path(__file__).parents[1] / "data" / "hong-kong-beijing.toml"
"""A record that includes nothing, and stays as it is."""


class Outcome(NamedTuple):
    status: int | str | None
    out: bytes
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run the command line in this process."""

    def ran(*arguments: str) -> Outcome:
        with pytest.raises(SystemExit) as end:
            main(arguments)
        out, err = capsysbinary.readouterr()
        return Outcome(end.value.code or 0, out, err.decode())

    return ran


@pytest.fixture
def record(tmp_path: Path, small: str) -> str:
    path = tmp_path / "record.toml"
    path.write_text(small, encoding="utf-8")
    return str(path)


@pytest.fixture
def broken(tmp_path: Path, small: str) -> str:
    path = tmp_path / "broken.toml"
    text = small.replace('sectors = ["trade"]', 'sectors = ["tarde"]').replace(
        "ordinal = 4", "ordinal = 0"
    )
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_version(run: Run) -> None:
    assert run("--version") == Outcome(0, f"coop-tui {coop_tui.__version__}\n".encode(), "")


@pytest.mark.parametrize("arguments", ["", "export", "check", "schema"])
def test_help_goes_to_standard_output(run: Run, arguments: str) -> None:
    done = run(*arguments.split(), "--help")
    assert (done.status, done.err) == (0, "")
    assert b"usage: coop-tui" in done.out


def test_help_names_every_view_format_and_option(run: Run) -> None:
    text = run("export", "--help").out.decode()
    formats = list(FORMATS)
    options = "--output --force --format --width --ascii --meeting --sector --plan --now"
    assert [word for word in (*VIEWS, *formats, *options.split()) if word not in text] == []


@pytest.mark.parametrize(
    "arguments",
    [
        "export",
        "export nonsense",
        "export meeting --format pdf",
        "export meeting --nonsense",
        "export meeting --width",
        "check",
        "schema extra",
        "--nonsense",
    ],
)
def test_wrong_usage_exits_with_2_and_says_so_on_standard_error(run: Run, arguments: str) -> None:
    done = run(*arguments.split())
    assert (done.status, done.out) == (2, b"")
    command = next(
        (word for word in arguments.split() if word in ("export", "check", "schema")), ""
    )
    assert done.err.startswith("coop-tui: ")
    assert done.err.endswith(f" (see: {f'coop-tui {command}'.strip()} --help)\n")
    assert done.err.count("\n") == 1


def test_wrong_usage_never_reaches_the_terminal_raw(run: Run) -> None:
    done = run("export", "meeting", "a.toml", "b\x1b[31m")
    assert done.status == 2
    assert "b<U+001B>[31m" in done.err


@pytest.mark.parametrize("width", ["39", "1001", "0", "-1", "80.0", "", "x", "٨٠٠٠", "9" * 9999])
def test_a_width_out_of_bounds_is_refused(run: Run, width: str) -> None:
    done = run("export", "meeting", f"--width={width}")
    assert (done.status, done.out) == (2, b"")


@pytest.mark.parametrize("width", ["40", "1000"])
def test_a_width_at_the_bounds_is_taken(run: Run, width: str) -> None:
    assert run("export", "meeting", "--width", width).status == 0


@pytest.mark.parametrize("now", ["yesterday", "2025-13-01", "2025", "2025-11"])
def test_a_day_that_is_none_is_refused(run: Run, now: str) -> None:
    assert run("export", "timeline", "--now", now).status == 2


def test_now_is_marked_only_when_asked_for(run: Run) -> None:
    mark = "▲ now".encode()
    assert mark not in run("export", "timeline").out
    assert mark in run("export", "timeline", "--now", "2020-01-01").out
    assert b"now" in run("export", "timeline", "--now", "today").out.split(b"\n")[1]


def test_now_is_taken_with_a_query_for_a_status_and_needed_for_what_is_overdue(run: Run) -> None:
    for view in ("points", "sectors", "coverage"):
        asked = ("export", view, "--where", "status:open", "--now", "2026-04-01")
        assert "now 1 Apr 2026" in run(*asked).out.decode().split("\n")[1]
    assert run("export", "sectors", "--where", "open", "--now", "2026-04-01").status == 2
    for query in ("status:overdue", "kind:hopes -status:ov"):
        done = run("export", "points", "--where", query)
        assert done.status == 2
        assert "give --now DATE, or --now today" in done.err
    assert run("export", "points", "--where", "status:o").status == 0
    assert run("export", "points", "--where", "status:ov", "--now", "today").status == 0


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_of_the_shipped_record_is_printed(run: Run, view: str) -> None:
    two = ("--meeting", "2023-11-29", "--meeting", "2025-11-12") if view == "compare" else ()
    done = run("export", view, *two)
    assert (done.status, done.err) == (0, "")
    assert done.out.decode().startswith("Hong Kong – Beijing")
    assert done.out.endswith(b"\n")


def test_a_view_without_a_meeting_named_is_of_the_latest(run: Run) -> None:
    assert run("export", "points").out == run("export", "points", "--meeting", "2025-11-12").out
    assert b"\n29 Nov 2023, 5th plenary\n" not in run("export", "points").out
    assert b"\n29 Nov 2023, 5th plenary\n" in run("export", "points", "--meeting", "all").out


def test_a_plan_named_takes_in_all_its_meetings(run: Run) -> None:
    done = run("export", "points", str(FROZEN), "--plan", "13", "--format", "json")
    found = json.loads(done.out)["points"]
    assert {point["meeting"] for point in found} == {"2017-11-27", "2018-10-24"}


def test_a_plan_named_twice_is_named_once(run: Run) -> None:
    once = run("export", "points", "--plan", "14")
    assert run("export", "points", "--plan", "14", "--plan", "14") == once


def test_a_sector_narrows_the_points(run: Run) -> None:
    done = run("export", "points", "--sector", "finance", "--meeting", "all", "--format", "json")
    found = json.loads(done.out)["points"]
    assert len(found) > 1
    assert all("Finance" in point["sectors"] for point in found)


def test_the_timeline_draws_the_thread_of_a_point(run: Run) -> None:
    point = ("--meeting", "2018-10-24", "--point", "8")
    done = run("export", "timeline", *point, "--format", "json")
    thread = json.loads(done.out)["timeline"]["thread"]
    assert ("2018-10-24", 8) in [(one["meeting"], one["number"]) for one in thread]
    assert len(thread) > 1
    without = run("export", "timeline", *point[:2], "--format", "json")
    assert json.loads(without.out)["timeline"]["thread"] == []
    assert "takes no --point" in run("export", "points", *point).err


def test_options_may_stand_before_and_after_the_path(run: Run, record: str) -> None:
    before = run("export", "--width", "60", "meeting", record)
    assert before.out.startswith(b"Small record")
    assert before == run("export", "meeting", record, "--width", "60")


@pytest.mark.parametrize(
    ("option", "name", "meant"),
    [
        ("--meeting", "2025-11-11", "2025-11-12"),
        ("--sector", "finence", "finance"),
        ("--plan", "155", "15"),
        ("--meeting", "2018", "2018-10-24"),
        ("--sector", "inno", "innovation-technology"),
    ],
)
def test_an_unknown_id_brings_the_one_that_was_meant(
    run: Run, option: str, name: str, meant: str
) -> None:
    view = "sectors" if option == "--plan" else "points"
    done = run("export", view, option, name)
    assert (done.status, done.out) == (2, b"")
    assert repr(name) in done.err
    assert f"did you mean {meant!r}" in done.err


def test_the_beginning_of_several_ids_means_none_of_them(run: Run) -> None:
    done = run("export", "meeting", "--meeting", "20")
    assert "there is no meeting '20' (known: " in done.err


def test_an_unknown_id_is_shown_without_its_control_characters(run: Run) -> None:
    done = run("export", "meeting", "--meeting", "\x1b[31m")
    assert done.status == 2
    assert "\x1b" not in done.err


def test_a_record_that_is_missing_or_broken_exits_with_2(
    run: Run, broken: str, tmp_path: Path
) -> None:
    for path in (broken, str(tmp_path / "absent"), str(tmp_path)):
        for arguments in ((path,), ("export", "meeting", path)):
            done = run(*arguments)
            assert (done.status, done.out) == (2, b"")
            assert done.err.startswith(path)
            assert "Traceback" not in done.err


def test_check_is_silent_on_a_good_record(run: Run) -> None:
    assert run("check", str(shipped_record())) == Outcome(0, b"", "")


def test_check_lists_every_problem_of_every_file_and_exits_with_1(
    run: Run, broken: str, tmp_path: Path
) -> None:
    absent = str(tmp_path / "absent.toml")
    done = run("check", broken, str(shipped_record()), absent)
    assert (done.status, done.err) == (1, "")
    lines = done.out.decode().splitlines()
    assert [line.startswith(broken) for line in lines] == [True, True, False]
    assert "did you mean 'trade'?" in lines[0]
    assert lines[2].startswith(absent)


def test_a_dash_is_standard_input(
    run: Run, monkeypatch: pytest.MonkeyPatch, small: str, broken: str
) -> None:
    def given(data: bytes) -> None:
        monkeypatch.setattr(
            sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data), isatty=lambda: False)
        )

    given(small.encode())
    assert run("export", "meeting", "-").out.startswith(b"Small record")
    given(FROZEN.read_bytes())
    assert run("check", "-").status == 0
    given(small.encode())
    assert run("-").out.startswith(b"Small record")
    given(Path(broken).read_bytes())
    done = run("check", "-")
    assert (done.status, done.out.count(b"<stdin>")) == (1, 2)


def test_without_a_terminal_the_record_is_printed_as_text(run: Run, record: str) -> None:
    assert run(record).out == run("export", "dossier", record).out


def test_a_file_named_like_a_command_can_be_opened(
    run: Run, record: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(record).rename("export")
    assert run("./export").out.startswith(b"Small record")


def test_a_dash_is_standard_output(run: Run) -> None:
    assert run("export", "meeting", "-o", "-").out == run("export", "meeting").out


def test_a_file_is_written_and_its_absolute_path_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("export", "meeting", "-o", "out.txt")
    assert (done.status, done.out) == (0, b"")
    assert str(tmp_path / "out.txt") in done.err
    assert (tmp_path / "out.txt").read_bytes() == run("export", "meeting").out


def test_a_file_is_overwritten_only_by_force(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("mine")
    done = run("export", "meeting", "-o", str(path))
    assert (done.status, done.out) == (3, b"")
    assert "--force" in done.err
    assert path.read_text() == "mine"
    assert run("export", "meeting", "-o", str(path), "--force").status == 0
    assert path.read_text(encoding="utf-8").startswith("Hong Kong")


def test_neither_the_record_nor_its_texts_are_overwritten(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = FROZEN.read_text("utf-8").replace("[[source]]\n", '[[source]]\ntext = "words.txt"\n', 1)
    for name, text in (("record.toml", given), ("words.txt", "One paragraph.")):
        Path(name).write_text(text, "utf-8")
    for output in ("record.toml", "./words.txt"):
        done = run("export", "meeting", "record.toml", "-o", output, "--force")
        assert (done.status, done.out) == (3, b"")
        assert done.err == f"coop-tui: {tmp_path / output} is a file of the record; name another\n"
    assert Path("record.toml").read_text("utf-8") == given
    assert Path("words.txt").read_text("utf-8") == "One paragraph."


@pytest.mark.parametrize(
    ("view", "words"), [("meeting", b"\nNothing was "), ("points", b"\nNo point matches.\n")]
)
def test_a_query_that_finds_nothing_is_answered_so(run: Run, view: str, words: bytes) -> None:
    done = run("export", view, "--where", "zebra")
    assert done.status == 0
    assert words in done.out


def test_an_output_that_cannot_be_written_exits_with_3(run: Run, record: str) -> None:
    for force in ((), ("--force",)):
        done = run("export", "meeting", "-o", f"{record}/below", *force)
        assert (done.status, done.out) == (3, b"")
        assert "was not written" in done.err
        assert "--force" not in done.err


def test_a_bad_record_leaves_the_output_alone(run: Run, broken: str, tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("mine")
    assert run("export", "meeting", broken, "-o", str(path), "--force").status == 2
    assert path.read_text() == "mine"


def test_the_schema_is_printed_as_json(run: Run) -> None:
    done = run("schema")
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out) == json.loads(json.dumps(json_schema()))


def test_ascii_and_formats_reach_the_output(run: Run) -> None:
    assert run("export", "dossier", "--ascii").out.isascii()
    assert run("export", "meeting", "--format", "markdown").out.startswith(b"# Hong Kong")
    assert json.loads(run("export", "meeting", "--format", "json").out)["view"] == "meeting"


def test_a_query_may_begin_with_a_dash(run: Run) -> None:
    found = run("export", "points", "--where", "-tourism")
    assert found.status == 0
    assert b"Innovation and technology" in found.out


@pytest.mark.parametrize(
    "query", ["plan:99", "sector:helthcare", "colour:red", '"open', "kind:agress"]
)
def test_a_query_that_cannot_find_anything_says_why(run: Run, query: str) -> None:
    wrong = run("export", "points", "--where", query)
    assert wrong.status == 2
    assert "column 1" in wrong.err or "column 6" in wrong.err
    assert not wrong.out


def test_a_query_never_reaches_the_terminal_raw(run: Run) -> None:
    shown = run("export", "points", "--where", "a\x1b[31m\nb \u202e")
    for character in ("\x1b", "\u202e"):
        assert character not in shown.out.decode() + shown.err


@pytest.mark.parametrize(
    ("words", "command"), [("chekc a.toml", "check"), ("exportt", "export"), ("nwe x.toml", "new")]
)
def test_a_word_much_like_a_command_is_taken_for_one(
    words: str, command: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*words.split())
    assert (status, out) == (2, b"")
    word = words.split()[0]
    assert err == f"coop-tui: there is no file '{word}'; did you mean the command '{command}'?\n"


def test_a_file_that_is_called_nearly_like_a_command_is_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("chekc").write_bytes(FROZEN.read_bytes())
    assert run("chekc").out.startswith(b"Hong Kong")
