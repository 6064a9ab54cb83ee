from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from coop_tui.cli.exit_status import ExitStatus
from coop_tui.cli.main import run
from coop_tui.paths import shipped_record

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: str) -> Path:
    """The current folder, with two records in the folder r and one file that is none.

    The second has another sector, plan and meeting in the place of one of the first.
    """
    other = small.replace("Small record", "Other record")
    for old, new in (("trade", "sport"), ('"14"', '"15"'), ('"later"', '"latest"')):
        other = other.replace(old, new)
    for name, text in {"r/a.toml": small, "r/b.toml": other, "broken.toml": "x"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def export(capsys: Captured, words: str) -> str:
    """What is exported; nothing may go wrong."""
    assert run(["export", *words.split()]) == ExitStatus.OK
    out, err = capsys.readouterr()
    assert err == ""
    return out


def refused(capsys: Captured, words: str) -> str:
    """Why nothing is exported, in one line."""
    assert run(["export", *words.split()]) == ExitStatus.UNREADABLE
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def part(text: str, file: str) -> str:
    """What stands under the heading of a record, up to the next heading in a rule."""
    _, _, rest = text.partition(f"({file})")
    return rest.partition("\n── ")[0].partition("\n\nSources\n")[0].lstrip(" ─\n")


@pytest.mark.usefixtures("folder")
def test_a_folder_is_exported_record_by_record_with_one_list_of_sources(capsys: Captured) -> None:
    text = export(capsys, "points r")
    assert text.startswith("2 records\nPoints\n")
    titles = [line for line in text.splitlines() if line.startswith("── ")]
    assert [title.rstrip(" ─")[3:] for title in titles] == [
        "Small record (a.toml)",
        "Other record (b.toml)",
    ]
    assert "More trade is hoped for. [1¶2]" in part(text, "a.toml")
    assert "More sport is hoped for. [1¶2]" in part(text, "b.toml")
    assert text.count("\nSources\n") == text.count("\n[1]  Report") == 1


@pytest.mark.usefixtures("folder")
def test_markdown_has_the_records_above_what_is_in_them(capsys: Captured) -> None:
    lines = export(capsys, "points r/a.toml r/b.toml --meeting all --format markdown").splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "# 2 records",
        "## Small record (a.toml)",
        "### 12 Nov 2025",
        "#### Trade · 1 point",
        "## Other record (b.toml)",
        "### 12 Nov 2025",
        "#### Trade · 1 point",
        "## Sources",
    ]


@pytest.mark.usefixtures("folder")
def test_json_has_a_list_of_records(capsys: Captured) -> None:
    found = json.loads(export(capsys, "points r --sector trade --format json"))
    assert list(found) == ["view", "records"]
    first, second = found["records"]
    assert list(first) == ["title", "file", "unknown", "selection", "points", "sources"]
    assert (first["title"], first["file"], first["unknown"]) == ("Small record", "a.toml", [])
    assert first["selection"]["sector"] == "trade"
    assert [point["text"] for point in first["points"]] == ["More trade is hoped for."]
    assert second["unknown"] == [{"kind": "sector", "id": "trade"}]
    assert (second["selection"], second["points"]) == (None, None)


@pytest.mark.usefixtures("folder")
def test_one_record_is_exported_as_ever_however_it_is_given(folder: Path, capsys: Captured) -> None:
    once = export(capsys, "points r/a.toml")
    assert once.startswith("Small record\n")
    assert export(capsys, "points r/a.toml ./r/a.toml") == once
    (folder / "r/b.toml").unlink()
    assert export(capsys, "points r") == once
    assert set(json.loads(export(capsys, "points r --format json"))) == {
        "title",
        "view",
        "selection",
        "points",
        "sources",
    }


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--sector trade", "sector 'trade'"),
        ("--plan 14", "plan '14'"),
        ("--meeting later", "meeting 'later'"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_record_that_has_no_such_thing_says_so_and_nothing_else(
    capsys: Captured, option: str, words: str
) -> None:
    text = export(capsys, f"points r {option}")
    assert "More trade is hoped for." in part(text, "a.toml")
    assert part(text, "b.toml").strip() == f"There is no {words} in this record."


@pytest.mark.usefixtures("folder")
def test_of_several_plans_those_that_a_record_has_are_shown(capsys: Captured) -> None:
    text = export(capsys, "points r --plan 14 --plan 15")
    for file, missing, subject in (("a.toml", "15", "trade"), ("b.toml", "14", "sport")):
        assert f"There is no plan '{missing}' in this record.\n" in part(text, file)
        assert f"More {subject} is hoped for." in part(text, file)


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--sector sprot", "there is no sector 'sprot' (did you mean 'sport'? known: trade, fin"),
        ("--sector traed", "there is no sector 'traed' (did you mean 'trade'? known: trade, fin"),
        ("--plan 16", "there is no plan '16' ("),
        ("--initiative hetoa", "there is no initiative 'hetoa' (did you mean 'hetao'?"),
        ("--meeting latst", "there is no meeting 'latst' (did you mean 'latest'?"),
        ("--where sector:nothing", "--where: "),
        ("--where nothing:x", "--where: "),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_no_record_knows_is_an_error(capsys: Captured, option: str, said: str) -> None:
    assert refused(capsys, f"points r {option}").startswith(f"coop-tui: {said}")


@pytest.mark.usefixtures("folder")
def test_a_value_in_a_query_that_one_record_does_not_know_is_none(capsys: Captured) -> None:
    text = export(capsys, "points r --where sector:sport")
    assert "No point matches." in part(text, "a.toml")
    assert "More sport is hoped for." in part(text, "b.toml")


def test_an_id_that_stands_for_different_things_is_said_to(folder: Path, capsys: Captured) -> None:
    path = folder / "r/b.toml"
    path.write_text(path.read_text("utf-8").replace('"Finance"', '"Money"'), "utf-8")
    line = (
        "The id “finance” stands for different sectors: “Finance” in Small record (a.toml); "
        "“Money” in Other record (b.toml)."
    )
    assert line in " ".join(export(capsys, "points r --sector finance").split())
    assert "different" not in export(capsys, "points r --sector trade")


@pytest.mark.usefixtures("folder")
def test_two_meetings_are_compared_of_the_one_record_that_has_both(capsys: Captured) -> None:
    text = export(capsys, "compare r --meeting earlier --meeting later")
    assert "Oct 2018 → 12 Nov 2025" in part(text, "a.toml")
    assert part(text, "b.toml").strip() == "There is no meeting 'later' in this record."


@pytest.mark.parametrize(
    "words",
    ["compare r", "compare r --meeting earlier", "compare r --meeting later --meeting latest"],
)
@pytest.mark.usefixtures("folder")
def test_meetings_of_several_records_are_not_compared(capsys: Captured, words: str) -> None:
    assert "two meetings of one record" in refused(capsys, words)


@pytest.mark.usefixtures("folder")
def test_a_point_is_one_of_the_only_record_that_has_the_meeting(capsys: Captured) -> None:
    text = export(capsys, "source r --meeting later --point 1")
    assert "More trade is hoped for." in part(text, "a.toml")
    assert "There is no meeting 'later'" in part(text, "b.toml")
    (Path("r") / "c.toml").write_text(Path("r/a.toml").read_text("utf-8"), "utf-8")
    message = refused(capsys, "source r --meeting later --point 1")
    assert message == "coop-tui: --point takes a point of one record: name one record\n"


@pytest.mark.usefixtures("folder")
def test_broken_files_are_told_in_a_line_each_and_the_others_written(capsys: Captured) -> None:
    good = export(capsys, "points r")
    words = ["export", "points", "broken.toml", "r", "absent.toml"]
    assert run(words) == ExitStatus.UNREADABLE
    out, err = capsys.readouterr()
    assert out == good
    assert [line.partition(":")[0] for line in err.splitlines()] == ["broken.toml", "absent.toml"]


@pytest.mark.usefixtures("folder")
def test_without_a_record_nothing_is_written(folder: Path, capsys: Captured) -> None:
    (folder / "none").mkdir()
    assert run(["export", "points", "broken.toml", "none"]) == ExitStatus.UNREADABLE
    out, err = capsys.readouterr()
    assert out == ""
    assert [line.partition(":")[0] for line in err.splitlines()] == ["broken.toml", "none"]
    assert refused(capsys, "points none").startswith("none: there is no record in this folder")


@pytest.mark.parametrize("name", ["r/a.toml", "r/b.toml", "broken.toml"])
def test_no_file_that_was_read_is_overwritten(folder: Path, capsys: Captured, name: str) -> None:
    before = (folder / name).read_bytes()
    words = ["export", "points", "r", "broken.toml", "--force", "-o", name]
    assert run(words) == ExitStatus.UNWRITABLE
    assert "is a file of the record" in capsys.readouterr().err
    assert (folder / name).read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_standard_input_is_one_of_several_and_read_once(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured, small: str
) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(small.encode())))
    text = export(capsys, "points - r/b.toml -")
    assert text.startswith("2 records\n")
    assert "More trade" in part(text, "<stdin>")


@pytest.mark.usefixtures("folder")
def test_without_a_terminal_every_dossier_is_printed(capsys: Captured) -> None:
    dossiers = export(capsys, "dossier r")
    for paths in (["r"], ["r/a.toml", "r/b.toml"]):
        assert run(paths) == ExitStatus.OK
        assert capsys.readouterr() == (dossiers, "")
    assert run(["r", "broken.toml"]) == ExitStatus.UNREADABLE
    assert capsys.readouterr().out == dossiers


def test_a_pipe_in_a_folder_is_not_waited_for(folder: Path, capsys: Captured) -> None:
    os.mkfifo(folder / "r/pipe.toml")
    assert run(["export", "points", "r"]) == ExitStatus.UNREADABLE
    assert capsys.readouterr().err == "r/pipe.toml: this is a pipe, and no file\n"


def test_an_initiative_of_one_id_and_two_names_is_said_to_be_two(capsys: Captured) -> None:
    paths = f"{shipped_record()} {shipped_record().with_name('hong-kong-shanghai.toml')}"
    for view in ("people", "coverage", "timeline", "points", "follow-up"):
        text = " ".join(export(capsys, f"{view} {paths} --initiative conference").split())
        assert "The id “conference” stands for different initiatives: " in text
        assert "“Hong Kong/Shanghai Co-operation Conference” in" in text


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("option", ["--sector finance", "--by plan", "--now 2026-01-01"])
def test_a_view_of_several_takes_only_what_changes_it(capsys: Captured, option: str) -> None:
    assert f"the coverage view takes no {option.split()[0]}" in refused(
        capsys, f"coverage r {option}"
    )
