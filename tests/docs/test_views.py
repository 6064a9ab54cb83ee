from __future__ import annotations

from coop_tui.record.kinds import COMMITMENTS
from coop_tui.views.compare import SECTIONS
from coop_tui.views.coverage.chart import SIGNS
from coop_tui.views.document.charset import Charset
from coop_tui.views.document.wrap import plain
from coop_tui.views.labels import strength_bar, strength_mark

from .pages import section

VIEWS = "docs/views.md"


def test_the_headings_of_a_comparison_stand_in_their_order() -> None:
    lines = section(VIEWS, "## Comparison").splitlines()
    headings = [line.split(" | ")[0].removeprefix("| ") for line in lines if line.startswith("| ")]
    assert headings[2:] == list(SECTIONS.values())


def test_every_sign_of_a_strength_and_of_an_absence_is_explained() -> None:
    signs = section(VIEWS, "## Signs")
    marks = [strength_mark(kind, Charset.UNICODE) for kind in COMMITMENTS]
    assert f"**`{''.join(marks)}`**" in signs
    assert ", ".join(f"`{kind.value}`" for kind in COMMITMENTS) in signs
    for strength in (1, len(COMMITMENTS)):
        assert f"`{plain(strength_bar(strength))}`" in signs
    for sign in SIGNS.values():
        assert f"\n- **`{sign}`** " in signs
