from __future__ import annotations

from collections.abc import Callable

from coop_tui.record.loading.loader import parse
from coop_tui.views.labels import party_run, party_runs

PARTY = '[[party]]\nid = "{0}"\nname = "Party number {0}"\nshort = "P{0}"\n\n'


def test_many_parties_are_given_their_short_names(edited: Callable[..., str]) -> None:
    more = "".join(map(PARTY.format, range(12)))
    dossier = parse(edited("[[person]]", f"{more}[[person]]").encode(), "record.toml")
    said = "".join(run.text for run in party_runs(dossier, ("hk", "0", "1")))
    assert said == "Hong Kong, Party number 0 and Party number 1"
    said = "".join(run.text for run in party_runs(dossier, ("hk", "0", "1", "2")))
    assert said == "Hong Kong, P0, P1 and P2"
    assert [party_run(dossier, party).role for party in ("hk", "9", "10", "11")] == [
        *("party.1", "party.12"),
        *("party.further", "party.further"),
    ]
