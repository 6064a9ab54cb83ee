"""Records with hostile text wherever text may stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from coop_tui.record.toml_writer import to_toml

_FOLDER = Path(__file__).parent


@cache
def strings(name: str) -> tuple[str, ...]:
    """The strings of a file of this folder."""
    kinds: dict[str, list[str]] = json.loads(_FOLDER.joinpath(f"{name}.json").read_text("utf-8"))
    return tuple(string for kind in kinds.values() for string in kind)


def record_of(words: Iterable[str]) -> str:
    """A record in which each of these words stands in every kind of text field."""
    entries = [_entries(number, said) for number, said in enumerate(words)]
    return "\n".join(["format = 1", "title = 'Hostile'", "about = 'Hostile'", *entries])


def _entries(number: int, words: str) -> str:
    return "\n".join(_lines(number, to_toml(words)))


def _lines(n: int, said: str) -> Iterator[str]:
    cite = f"[{{ source = 's{n}', at = {said}, quote = {said} }}]"
    remark = f"{{ text = {said}, cite = {cite} }}"
    names = f"name = {said}\naka = [{said}]"
    yield f"[[party]]\nid = 'p{n}'\n{names}"
    yield f"[[person]]\nid = 'm{n}'\n{names}\nparty = 'p{n}'"
    yield f"[[person]]\nid = 'g{n}'\n{names}\nbody = {said}"
    yield f"[[place]]\nid = 'o{n}'\n{names}"
    yield f"[[plan]]\nid = 'f{n}'\n{names}\nshort = {said}\nstart = {1000 + n}\nend = {1000 + n}"
    yield f"[[plan.milestone]]\ndate = {1000 + n}\ntext = {said}\ncite = {cite}\nremark = {remark}"
    yield f"[[sector]]\nid = 't{n}'\n{names}"
    yield f"[[initiative]]\nid = 'i{n}'\n{names}\nshort = {said}\nparties = ['p{n}']"
    yield f"[[initiative.about]]\ntext = {said}\ncite = {cite}"
    yield f"[[source]]\nid = 's{n}'\ntitle = {said}\npublisher = {said}\nremark = {remark}"
    yield f"[[meeting]]\nid = 'm{n}'\ndate = {1000 + n}-02-03\ntitle = {said}\nplaces = ['o{n}']"
    yield f"end = {1000 + n}-02-04\nheld = 'both'\nkind = 'meeting'\nrecorded = 'in-full'"
    yield f"people = [{{ person = 'm{n}', role = {said} }}, {{ person = 'g{n}', role = {said} }}]"
    yield f"sources = ['s{n}']"
    yield f"mechanism = 'i{n}'\nremark = {remark}"
    yield f"[[meeting.summary]]\ntext = {said}\ncite = {cite}"
    yield f"[[meeting.outlook]]\ntext = {said}\ncite = {cite}"
    yield f"[[meeting.area]]\nsectors = ['t{n}']\ntitle = {said}\ncite = {cite}\nremark = {remark}"
    yield f"[[meeting.point]]\nsectors = ['t{n}']\nby = ['p{n}']\nkind = 'signs'\ntext = {said}"
    yield f"speaker = 'm{n}'\nto = ['p{n}']\ndocument = {said}"
    yield f"cite = {cite}\nplans = ['f{n}']\ninitiatives = ['i{n}']\nremark = {remark}"
