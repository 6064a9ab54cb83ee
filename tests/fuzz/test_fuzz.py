"""The targets of the fuzzer, with what Hypothesis makes of them, and what was found once."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz.seeds import seeds, words
from tests.fuzz.targets import TARGETS, query

from coop_tui.record.characters import escape_controls, first_forbidden, strip_controls


@st.composite
def mutated(draw: st.DrawFn, target: str) -> bytes:
    """A seed, with pieces of it taken out and words put in."""
    data = draw(st.sampled_from(list(seeds(target))))
    pieces = [word.encode("utf-8", "surrogatepass") for word in words(target)]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.integers(0, 20))
        piece = draw(st.sampled_from(pieces) | st.binary(max_size=4))
        data = data[:start] + piece + data[end:]
    return data


@pytest.mark.parametrize("target", TARGETS)
def test_every_seed_is_taken(target: str) -> None:
    for seed in seeds(target):
        TARGETS[target](seed)


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_is_found_in_what_is_near_a_seed(target: str) -> None:
    @settings(max_examples=100)
    @given(mutated(target))
    def holds(data: bytes) -> None:
        TARGETS[target](data)

    holds()


def test_tags_that_follow_each_other_are_all_shown() -> None:
    # Each made the next look as if it belonged to a flag.
    stray = "a\U000e0041\U000e0042b"
    assert escape_controls(stray) == "a<U+E0041><U+E0042>b"
    assert strip_controls(stray) == "ab"
    assert first_forbidden(stray) == "\U000e0041"
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e007f"
    assert escape_controls(flag) == strip_controls(flag) == flag
    query(f"kind:na{stray}".encode())
