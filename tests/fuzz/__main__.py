"""Fuzzes one target for a while: ``python -m tests.fuzz loader --seconds 600``.

The fuzzer is Atheris (libFuzzer), which is led by what of the program an input reaches;
``make fuzz`` installs it. An input that makes the target fail is kept in the
folder of the corpus, under a name that begins with ``crash-``; ``--again FILE`` tries
it once more.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["coop_tui"]):
    import coop_tui.record

    for module in pkgutil.iter_modules(coop_tui.record.__path__, "coop_tui.record."):
        importlib.import_module(module.name)  # some are imported late, when all is set up
    from tests.fuzz.seeds import seeds, words
    from tests.fuzz.targets import TARGETS

LONGEST = 4096
"""Bytes of an input; twice as many as the record that the fuzzer begins with."""


def main() -> None:
    """Fuzz as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0, help="the same gives the same run")
    parser.add_argument("--corpus", type=Path, help="a folder that keeps what was found worth it")
    parser.add_argument("--again", type=Path, metavar="FILE", help="try one input only")
    given = parser.parse_args()
    if given.again:
        TARGETS[given.target](given.again.read_bytes())
        return
    corpus = given.corpus or Path(tempfile.mkdtemp(prefix=f"fuzz-{given.target}-"))
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(given.target)):
        (corpus / f"seed-{number}").write_bytes(seed)
    dictionary = corpus.with_name(f"{corpus.name}.dict")
    dictionary.write_text("\n".join(map(_entry, words(given.target))), "ascii")
    print(f"corpus: {corpus}", flush=True)
    options = {
        "max_total_time": given.seconds,
        "seed": given.seed + 1,  # 0 stands for any
        "max_len": LONGEST,
        "dict": dictionary,
        "artifact_prefix": f"{corpus}/",
        "timeout": 20,
        "print_final_stats": 1,
    }
    flags = [f"-{name}={value}" for name, value in options.items()]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], TARGETS[given.target])
    atheris.Fuzz()


def _entry(word: str) -> str:
    """A word as libFuzzer reads it in a dictionary."""
    hexed = "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass")[:60])
    return f'"{hexed}"'


if __name__ == "__main__":
    main()
