"""Small records, to stand side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier

HEAD = """\
format = 1
title = "{title}"
about = "Some."
[[party]]
id = "hk"
name = "Here"
[[source]]
id = "report"
title = "Report of {title}"
publisher = "P"
"""


def meeting(
    date: str,
    points: Sequence[str] = (),
    areas: Sequence[str] = (),
    *,
    in_full: bool = False,
    more: str = "",
) -> str:
    """A meeting of a day, whose id is the day; points are ``sector kind``, or with more keys."""
    text = f'[[meeting]]\nid = "{date}"\ndate = "{date}"\ntitle = "Talks"\nsources = ["report"]\n'
    text += "people = []\n"
    text += "" if "kind =" in more else 'kind = "meeting"\n'
    text += f'recorded = "{"in-full" if in_full else "in-part"}"\n{more}'
    for area in areas:
        text += f'[[meeting.area]]\nsectors = ["{area}"]\ncite = "report"\n'
    for point in points:
        sector, kind, *keys = point.split(" ", 2)
        sectors = "" if sector == "-" else f'"{sector}"'
        text += f'[[meeting.point]]\nsectors = [{sectors}]\nby = ["hk"]\nkind = "{kind}"\n'
        text += 'text = "Said."\n'
        text += 'cite = "report"\n' + "".join(f"{key}\n" for key in keys)
    return text


def dossier(
    title: str,
    sectors: Mapping[str, str],
    meetings: Sequence[str] = (),
    plans: Mapping[str, tuple[str, int, int]] | None = None,
) -> Dossier:
    """A record of sectors by id, plans by id with name, start and end, and meetings."""
    text = HEAD.format(title=title)
    for name, sector in sectors.items():
        text += f'[[sector]]\nid = "{name}"\nname = "{sector}"\n'
    for name, (label, start, end) in (plans or {}).items():
        text += f'[[plan]]\nid = "{name}"\nname = "{label}"\nstart = {start}\nend = {end}\n'
        text += f'[[plan.milestone]]\ndate = {start}\ntext = "Begins"\ncite = "report"\n'
    return parse((text + "".join(meetings)).encode(), "record.toml")


FOURTEENTH = {"14": ("14th Plan", 2021, 2025)}


def four() -> list[Dossier]:
    """One record in full, two in part, and one without meetings, which disagree on some ids.

    ``trade`` is one sector in all that have it; ``it`` stands for two; ``food`` is in one record.
    The plan ``14`` is another in the last.
    """
    return [
        dossier(
            "North – East talks",
            {"trade": "Trade", "health": "Health", "it": "Innovation"},
            [
                meeting("2012-05-01", ["trade agrees", "it signs"], in_full=True),
                meeting(
                    "2022-05-01",
                    ["trade hopes", "- agrees"],
                    in_full=True,
                    more='kind = "plenary"\nordinal = 1\nareas_named = 3\n',
                ),
            ],
            FOURTEENTH,
        ),
        dossier(
            "North – West talks",
            {"trade": "Trade", "it": "Information", "food": "Food"},
            [
                meeting("2018-05-01", ["trade brings", "food agrees"], ["trade"]),
                meeting(
                    "2023-05-01",
                    ['trade signs document = "Accord"', 'it signs document = "Accord"'],
                    more='kind = "plenary"\nordinal = 2\n'
                    '[meeting.remark]\ntext = "Only half."\ncite = "report"\n',
                ),
            ],
            FOURTEENTH,
        ),
        dossier(
            "North – South talks",
            {"trade": "Trade", "health": "Health"},
            [meeting("2024", (), ["trade"], in_full=True), meeting("2025-07-01")],
        ),
        dossier(
            "North – Isles talks", {"health": "Health"}, plans={"14": ("14th Outline", 2020, 2026)}
        ),
    ]


def records() -> list[Record]:
    """The same with the paths of their files."""
    names = ("east", "west", "south", "isles")
    return [
        Record(one, path=Path(f"/r/{name}.toml")) for one, name in zip(four(), names, strict=True)
    ]
