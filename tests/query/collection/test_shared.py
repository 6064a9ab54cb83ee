"""What several records share by id, and what only has the same id."""

from __future__ import annotations

from pathlib import Path

from coop_tui.query.collection.shared import Use, shared_plans, shared_sectors
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record, file_names
from coop_tui.record.tables import Dossier


def record(sectors: dict[str, str], plan: str = "2021") -> Dossier:
    head = 'format = 1\ntitle = "Record"\nabout = "Some."\n[[party]]\nid = "hk"\nname = "Here"\n'
    plans = f'[[plan]]\nid = "14"\nname = "14th Plan"\nstart = {plan}\nend = 2025\n'
    rows = [f'[[sector]]\nid = "{one}"\nname = "{name}"\n' for one, name in sectors.items()]
    return parse((head + plans + "".join(rows)).encode(), "record.toml")


def test_an_id_with_one_name_is_shared() -> None:
    shared = shared_sectors([record({"a": "Trade", "b": "Health"}), record({"b": "Health"})])
    assert list(shared.entries) == ["a", "b"]
    assert shared.records == {"a": (0,), "b": (0, 1)}
    assert shared.in_several == ["b"]
    assert not shared.conflicts


def test_an_id_with_two_names_is_not_shared_and_said() -> None:
    shared = shared_sectors([record({"it": "Innovation"}), record({"it": "Information"})])
    assert not shared.entries
    assert shared.conflicts == {"it": (Use(0, "Innovation"), Use(1, "Information"))}


def test_a_plan_of_other_dates_is_another_plan() -> None:
    sectors = {"a": "Trade"}
    assert shared_plans([record(sectors), record(sectors)]).in_several == ["14"]
    assert list(shared_plans([record(sectors), record(sectors, "2020")]).conflicts) == ["14"]


def test_files_are_named_as_shortly_as_tells_them_apart() -> None:
    dossier = record({"a": "Trade"})
    paths = ("/x/one/a.toml", "/x/two/a.toml", "/x/b.toml", None)
    records = [Record(dossier, path=Path(path) if path else None) for path in paths]
    assert file_names(records) == ["one/a.toml", "two/a.toml", "b.toml", "<stdin>"]
