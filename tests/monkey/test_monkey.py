"""The monkey at play for a thousand steps, and what it found once."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from tests.monkey.records import KINDS, record, saved
from tests.monkey.runner import Found, Play, play
from tests.monkey.steps import Step, keys, steps

from coop_tui.record.loading.loader import parse
from coop_tui.tui.screens.reader import ReaderScreen

SEED = 20251112
PLAYS = (
    Play("shipped", SEED, 100),
    Play("small", SEED + 1, 100),
    Play("odd", SEED + 2, 100),
    Play("odd", SEED + 3, 100),
    Play("large", SEED + 4, 100),
)
"""Five hundred steps; ``make monkey`` plays for long."""


@pytest.mark.parametrize("what", PLAYS, ids=lambda one: f"{one.kind}-{one.seed}")
async def test_nothing_goes_wrong_whatever_is_done(what: Play, tmp_path: Path) -> None:
    await play(what, tmp_path)


@pytest.mark.parametrize("kind", KINDS)
def test_every_record_that_it_plays_on_is_one(kind: str) -> None:
    for seed in range(60 if kind == "odd" else 2):
        for make in (record, saved):
            parse(make(kind, Random(seed)).encode(), kind)


def test_the_same_seed_gives_the_same_steps_however_many() -> None:
    assert steps(7, 50) == steps(7, 80)[:50]
    assert steps(7, 50) != steps(8, 50)


def test_it_knows_the_keys_of_commands_and_of_dialogs() -> None:
    assert {"slash", "j", "full_stop", "ctrl+p", "E", "o", "p", "b"} <= set(keys())


async def test_what_it_finds_is_told_with_the_way_to_find_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> None:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setattr(ReaderScreen, "action_zoom", failing)
    what = Play("small", 1, 3)
    chosen = [Step("key", ("j",)), Step("key", ("z",)), Step("rest")]
    with pytest.raises(Found, match="on purpose") as found:
        await play(what, tmp_path, chosen)
    assert found.value.done == chosen[: len(found.value.done)]
    assert "python -m tests.monkey --record small --seed 1 --keys 3" in str(found.value)
    assert "key 'j'\nkey 'z'" in str(found.value)


FOUND_ONCE = {
    "Esc twice leaves a search once": (Step("search", ("x", "down")), Step("file", ("a",))),
    "a second click closes nothing more": (
        *(Step("palette", ("", "enter")), Step("click", (0.858, 0.811, 1, 2))),
    ),
    "a page is turned in a list that is not drawn yet": (
        *(Step("palette", ("t", "down")), Step("type", ("a",)), Step("key", ("pagedown",))),
    ),
}


@pytest.mark.parametrize("chosen", FOUND_ONCE.values(), ids=FOUND_ONCE)
async def test_what_it_found_once_stays_mended(chosen: tuple[Step, ...], tmp_path: Path) -> None:
    await play(Play("small", 0, len(chosen)), tmp_path, chosen)
