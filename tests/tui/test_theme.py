from __future__ import annotations

import math
from itertools import combinations

import pytest
from rich.color import ColorSystem
from rich.segment import Segment
from textual.color import Color, rgb_to_lab
from textual.markup import parse_style
from textual.theme import BUILTIN_THEMES, Theme

from coop_tui.query.sectors import opening
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.tui.theme import DARK, FALLBACKS, LIGHT, ROLE_STYLES, NoColour, missing_variables
from coop_tui.views.document.layout import body
from coop_tui.views.labels import PARTY_ROLES
from coop_tui.views.registry import VIEWS

from .conftest import Open
from .screen_text import pane

LEAST_CONTRAST = 4.5  # WCAG 2, level AA, for text


def contrast(first: Color, second: Color) -> float:
    """The contrast ratio of WCAG 2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""

    def luminance(shade: Color) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in shade.normalized
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: str(theme.name))
@pytest.mark.parametrize("role", ROLE_STYLES)
def test_every_role_can_be_read_on_its_grounds(theme: Theme, role: str) -> None:
    variables = {**theme.to_color_system().generate(), **theme.variables}
    style = parse_style(ROLE_STYLES[role], variables)
    if style.background and style.background != style.foreground:
        grounds = [style.background]
    else:
        grounds = [Color.parse(variables[name]) for name in ("background", "role-cursor")]
    for ground in grounds:
        assert style.foreground
        ratio = contrast(style.foreground, ground)
        assert ratio >= LEAST_CONTRAST, f"{role} on {ground}: {ratio:.2f}"


def looks_of_parties(theme: Theme) -> list[tuple[Color, bool]]:
    """The colour and the underline of each party that is drawn in its own way."""
    variables = {
        **theme.to_color_system().generate(),
        **missing_variables(theme),
        **theme.variables,
    }
    styles = [
        parse_style(ROLE_STYLES[f"party.{number}"], variables)
        for number in range(1, PARTY_ROLES + 1)
    ]
    return [(style.foreground or Color(0, 0, 0), bool(style.underline)) for style in styles]


@pytest.mark.parametrize("theme", [DARK, LIGHT, *BUILTIN_THEMES.values()], ids=lambda one: one.name)
def test_no_two_parties_look_alike(theme: Theme) -> None:
    for (colour, underlined), (other, also) in combinations(looks_of_parties(theme), 2):
        # Some 2.3 in CIELAB is the least difference that can be seen.
        distance = math.dist(rgb_to_lab(colour), rgb_to_lab(other))
        assert underlined != also or distance > 25, f"{colour} and {other}: {distance:.0f}"


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: str(theme.name))
def test_no_two_parties_look_alike_in_16_colours(theme: Theme) -> None:
    drawn = [
        (colour.rich_color.downgrade(ColorSystem.STANDARD).number, underlined)
        for colour, underlined in looks_of_parties(theme)
    ]
    assert len(set(drawn)) == PARTY_ROLES


def test_every_party_has_a_style() -> None:
    assert {f"party.{number}" for number in range(1, PARTY_ROLES + 1)} < set(ROLE_STYLES)
    assert ROLE_STYLES["party.further"] == ROLE_STYLES["text"]


def test_every_role_of_a_view_has_a_style(shipped: Dossier) -> None:
    used = {
        run.role
        for view in VIEWS.values()
        for line in body(view.page(Record(shipped), view.for_display(opening(shipped))), 80)
        for run in line.runs
    }
    assert used <= set(ROLE_STYLES)


def test_both_themes_give_the_same_variables() -> None:
    assert set(DARK.variables) == set(LIGHT.variables)
    assert set(FALLBACKS) <= set(DARK.variables)


def test_without_colour_only_colour_goes() -> None:
    from rich.style import Style

    def without(**style: str | bool) -> Style | None:
        (segment,) = NoColour().apply([Segment("x", Style(**style))], Color(0, 0, 0))  # type: ignore[arg-type]  # keywords of Style
        return segment.style

    assert without(color="red", bold=True) == Style(bold=True)
    assert without(color="red", bgcolor="#000000", italic=True) == Style(italic=True)
    assert without(color="red", bgcolor="blue") == Style(reverse=True)
    assert without(color="blue", bgcolor="blue") == Style()


async def test_a_theme_that_is_not_ours_is_painted_too(open_reader: Open) -> None:
    async with open_reader() as (pilot, screen):
        for theme in pilot.app.available_themes:
            pilot.app.theme = theme
            await pilot.pause()
            assert pane(screen, "meeting").render_line(0).text.strip()


async def test_light_and_dark_change_at_a_key(open_reader: Open) -> None:
    async with open_reader() as (pilot, _):
        await pilot.press("T")
        assert pilot.app.theme == "coop-light"
        await pilot.press("T")
        assert pilot.app.theme == "coop-dark"
