"""What was measured, as rows of one table."""

from __future__ import annotations

from collections.abc import Callable

HEADS = ("", "ours", "base", "ratio", "bar")


def seconds(value: float) -> str:
    """A time in milliseconds."""
    return f"{value * 1e3:,.1f} ms"


def mebibytes(value: float) -> str:
    """An amount of memory, given in bytes."""
    return f"{value / 2**20:,.1f} MiB"


def head() -> None:
    """Print what stands over the columns."""
    print("{:<66} {:>11} {:>11} {:>6} {:>5}".format(*HEADS))


def row(
    name: str,
    ours: float,
    base: float | None = None,
    bar: float | None = None,
    *,
    ratio: float | None = None,
    unit: Callable[[float], str] = seconds,
) -> None:
    """Print a row.

    Args:
        name: What was measured.
        ours: What came out.
        base: What it is held against; None if nothing.
        bar: What the ratio of the two is not to pass; None if there is no bar.
        ratio: The ratio, where it is not that of the two: the median of many.
        unit: Puts both into words.
    """
    if base is not None and ratio is None:
        ratio = ours / base
    words = [unit(ours), "" if base is None else unit(base)]
    words.append("" if ratio is None else f"{ratio:.2f}")
    verdict = ""
    if bar is not None and ratio is not None:
        verdict = "met" if ratio <= bar else "not met"
    words.append("" if bar is None else f"{bar:.2f}")
    print("{:<66} {:>11} {:>11} {:>6} {:>5}  {}".format(name, *words, verdict).rstrip(), flush=True)
