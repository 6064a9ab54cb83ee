"""Records of any size to measure with: made up, valid, and the same at every run."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

KINDS = ("brings", "notes", "hopes", "urges", "intends", "agrees", "delivers")
PARTIES = {
    "hk": ("Hong Kong", "香港"),
    "beijing": ("Beijing", "北京"),
    "central": ("Central government", "中央政府"),
}
SECTORS = {
    "innovation-technology": ("Innovation and technology", "創新科技"),
    "trade": ("Trade and investment", "貿易"),
    "finance": ("Finance", "金融"),
    "healthcare": ("Healthcare", "醫療"),
    "youth": ("Youth exchange", "青年"),
    "culture": ("Culture", "文化"),
    "education": ("Education", "教育"),
    "tourism": ("Tourism", "旅遊"),
    "transport": ("Transport", "交通"),
    "environment": ("Environment", "環境"),
    "talent": ("Talent", "人才"),
    "law": ("Law and arbitration", "法律"),
    "sport": ("Sport", "體育"),
    "planning": ("Town planning", "規劃"),
    "services": ("Professional services", "專業服務"),
    "food": ("Food safety", "食物安全"),
}
PLACES = {"house": ("Government House", "禮賓府"), "hall": ("Great Hall", "大會堂")}
PLANS = range(10, 16)
INITIATIVES = 24
PERSONS = 60
FAMILIES = ("Lee", "Lam", "Tsang", "Chan", "Yin", "Chen", "Guo", "Wang", "Liu", "Müller")
GIVEN = ("John", "Carrie", "Donald", "Paul", "Yong", "Jining", "Qi", "Élodie", "Mei", "Ka-fai")
WORDS = [
    "the",
    "of",
    "and",
    "a",
    "in",
    "to",
    "for",
    "on",
    "with",
    "both",
    "sides",
    "city",
    "cities",
    "firms",
    "market",
    "support",
    "centre",
    "fund",
    "park",
    "research",
    "development",
    "exchange",
    "investment",
    "capital",
    "listing",
    "hospital",
    "medicine",
    "students",
    "museum",
    "festival",
    "visitors",
    "railway",
    "airport",
    "port",
    "carbon",
    "energy",
    "scheme",
    "pilot",
    "working",
    "group",
    "agreement",
    "memorandum",
    "visit",
    "delegation",
    "forum",
    "expand",
    "deepen",
    "explore",
    "establish",
    "promote",
    "encourage",
    "join",
    "co-operation",
    "high-quality",
    "mutual",
    "long-term",
    "annual",
    "second",
    "third",
    "standard",
    "data",
    "laboratory",
    "university",
    "talents",
    "court",
    "arbitration",
    "athletes",
    "food",
    "inspection",
    "planning",
    "design",
    "service",
]
RARE = ("Zürich", "Guāngzhōu", "biodiversity", "semiconductor", "大灣區", "人工智能", "quantum")
CHINESE = ("創新科技", "青年交流", "合作會議", "資本市場", "中醫藥", "高質量發展", "兩地")


def large_record(meetings: int, points: int) -> str:
    """A record of the given size.

    Args:
        meetings: How many meetings; the points are spread evenly over them.
        points: How many points in all.

    Returns:
        The record as TOML, fit to be loaded; the same text for the same numbers.
    """
    return "\n".join(_lines(random.Random(20251112), meetings, points)) + "\n"


def _lines(chance: random.Random, meetings: int, points: int) -> Iterator[str]:
    yield 'format = 1\ntitle = "A large record"\nabout = "Made up to be measured."'
    for kind, entries in (("party", PARTIES), ("sector", SECTORS), ("place", PLACES)):
        for name, (english, chinese) in entries.items():
            yield f'[[{kind}]]\nid = "{name}"\nname = "{english}"\naka = ["{chinese}"]'
    for number in range(PERSONS):
        called = f"{chance.choice(GIVEN)} {chance.choice(FAMILIES)}"
        party = chance.choice(list(PARTIES))
        yield f'[[person]]\nid = "p{number}"\nname = "{called}"\nparty = "{party}"'
    for number in PLANS:
        start = 2001 + 5 * (number - PLANS.start)
        yield f'[[plan]]\nid = "{number}"\nname = "{number}th Five-Year Plan"'
        yield f'short = "{number}th FYP"\naka = ["五年規劃"]\nstart = {start}\nend = {start + 4}'
    for number in range(INITIATIVES):
        called = " ".join(chance.sample(WORDS, 2)).capitalize()
        yield f'[[initiative]]\nid = "i{number}"\nname = "{called} {number}"\nparties = ["hk"]'
    for number in range(meetings):
        yield f'[[source]]\nid = "s{number}"\ntitle = "Report {number}"\npublisher = "A Newspaper"'
    for number in range(meetings):
        share = points * (number + 1) // meetings - points * number // meetings
        yield from _meeting(chance, number, meetings, share)


def _meeting(chance: random.Random, number: int, meetings: int, points: int) -> Iterator[str]:
    months = 12 * 30 * number // meetings
    date = f"{2001 + months // 12}-{months % 12 + 1:02d}-{chance.randint(1, 28):02d}"
    kind = "plenary" if number % 4 == 0 else "meeting"
    people = ", ".join(
        f'{{ person = "p{person}", role = "{chance.choice(("Mayor", "Secretary", "Leader"))}" }}'
        for person in chance.sample(range(PERSONS), 6)
    )
    cite = f'cite = [{{ source = "s{number}", at = "¶1" }}]'
    yield f'[[meeting]]\nid = "{date}-{number}"\ndate = {date}\nkind = "{kind}"'
    yield f'title = "{_sentence(chance, 6)}"\nplaces = ["{chance.choice(list(PLACES))}"]'
    yield f'people = [{people}]\nsources = ["s{number}"]\nmechanism = "i{number % 3}"'
    yield f'[[meeting.summary]]\ntext = "{_sentence(chance, 20)}"\n{cite}'
    for _ in range(points):
        yield from _point(chance, f"s{number}")


def _point(chance: random.Random, source: str) -> Iterator[str]:
    by = chance.sample(list(PARTIES), chance.choice((1, 1, 2)))
    quote = f', quote = "{_sentence(chance, 4)}"' if chance.random() < 0.2 else ""
    yield f'[[meeting.point]]\nsectors = ["{chance.choice(list(SECTORS))}"]\nby = {json.dumps(by)}'
    yield f'kind = "{chance.choice(KINDS)}"\ntext = "{_sentence(chance, 15)}"'
    yield f'cite = [{{ source = "{source}", at = "¶{chance.randint(1, 20)}"{quote} }}]'
    if chance.random() < 0.15:
        yield f'plans = ["{chance.choice(PLANS)}"]'
    if chance.random() < 0.15:
        yield f'initiatives = ["i{chance.randrange(INITIATIVES)}"]'
    if chance.random() < 0.05:
        yield f'remark = {{ text = "{_sentence(chance, 10)}" }}'


def _sentence(chance: random.Random, words: int) -> str:
    said = chance.choices(WORDS, k=words)
    if chance.random() < 0.1:
        said[0] = chance.choice(CHINESE)
    if chance.random() < 0.1:
        said[-1] = "– 'at last'"
    if chance.random() < 0.002:
        said[0] = chance.choice(RARE)
    return " ".join(said).capitalize() + "."
