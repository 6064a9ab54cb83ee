"""Lets the monkey play for long: ``python -m tests.monkey --keys 100000``.

Without a seed one is drawn, and printed. What is found is printed with the steps that
led to it, as few of them as show it again.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from random import SystemRandom

from tests.monkey.records import KINDS
from tests.monkey.runner import CHECKED_EVERY, Found, Play, play
from tests.monkey.steps import Step

A_PLAY = 2000
"""Steps on one record; then the next is begun, with the next seed."""


def found(what: Play, chosen: Sequence[Step] | None = None) -> Found | None:
    """Play in a folder of its own; return what went wrong."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            asyncio.run(play(what, Path(folder), chosen))
        except Found as failure:
            return failure
    return None


def fewest(what: Play, failure: Found) -> Found:
    """Leave out steps as long as the same goes wrong without them."""
    wrong, size = failure.wrong, len(failure.done) // 2
    while size:
        begin = 0
        while begin < len(failure.done):
            less = [*failure.done[:begin], *failure.done[begin + size :]]
            other = found(what, less)
            if other and other.wrong == wrong:
                failure = other
            else:
                begin += size
        size //= 2
    return failure


def main() -> int:
    """Play as the arguments say; the status is 1 if anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.monkey", description=__doc__)
    parser.add_argument("--keys", type=int, default=100_000, help="how many steps in all")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32))
    parser.add_argument("--record", choices=KINDS, help="one kind of record; default: all in turn")
    parser.add_argument("--fewest", action="store_true", help="leave out steps that do not matter")
    given = parser.parse_args()
    kinds = [given.record] if given.record else KINDS
    begun, done, failures = time.process_time(), 0, 0
    while done < given.keys:
        number = done // A_PLAY
        count = min(A_PLAY, given.keys - done)
        what = Play(kinds[number % len(kinds)], given.seed + number, count)
        if failure := found(what):
            failures += 1
            failure = fewest(what, failure) if given.fewest else failure
            print(*traceback.format_exception(failure.__cause__), failure, flush=True)
        done += count
        print(f"{what.command}: {'found' if failure else 'nothing'}", flush=True)
    seconds = time.process_time() - begun
    print(
        f"seed {given.seed}: {done} steps, {done // CHECKED_EVERY} checks, {failures} found, "
        f"{seconds:.0f} s of processor time"
    )
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
