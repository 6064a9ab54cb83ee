"""Roles to colours: the only door from the text of a view to the screen."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.style import Style
from textual.theme import Theme

from coop_tui.views.document.blocks import Runs


class RoleStyle(Struct, frozen=True):
    """How a role looks; colours are named by the variable of the theme.

    Attributes:
        colour: Of the text.
        ground: Under the text; None for the ground of the pane.
        bold: Whether the text is bold.
        italic: Whether it is italic.
        underline: Whether it is underlined.
        solid: Whether the ground has the colour of the text, so that blocks join.
    """

    colour: str
    ground: str | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    solid: bool = False


ROLE_STYLES = {
    "text": RoleStyle("foreground"),
    "title": RoleStyle("foreground", bold=True),
    "heading": RoleStyle("role-muted", bold=True),
    "muted": RoleStyle("role-muted"),
    "absent": RoleStyle("role-absent"),
    "frame": RoleStyle("role-frame"),
    "address": RoleStyle("role-muted", underline=True),
    "cite": RoleStyle("role-muted"),
    "date": RoleStyle("foreground"),
    "tie": RoleStyle("role-muted", italic=True),
    "party.1": RoleStyle("role-party-1", bold=True),
    "party.2": RoleStyle("role-party-2", bold=True),
    "party.3": RoleStyle("role-party-3", bold=True),
    "person.name": RoleStyle("foreground", bold=True),
    "plan.name": RoleStyle("foreground"),
    "initiative.name": RoleStyle("foreground"),
    "sector.name": RoleStyle("foreground"),
    "point.kind": RoleStyle("foreground"),
    "count": RoleStyle("foreground", bold=True),
    "coverage.cursor": RoleStyle("background", "role-selected", bold=True),
    "coverage.selected": RoleStyle("role-selected", bold=True),
    "bar": RoleStyle("primary"),
    "bar.rest": RoleStyle("role-absent"),
    "remark": RoleStyle("role-remark", italic=True),
    "remark.mark": RoleStyle("role-remark", bold=True),
    "passage": RoleStyle("foreground"),
    "passage.near": RoleStyle("role-absent"),
    "passage.quote": RoleStyle("role-selected", bold=True),
    "verdict": RoleStyle("role-muted", italic=True),
    "verdict.doubt": RoleStyle("error"),
    "lane": RoleStyle("role-muted"),
    "axis": RoleStyle("role-muted"),
    "plan.bar": RoleStyle("role-plan", solid=True),
    "plan.bar.end": RoleStyle("role-plan"),
    "plan.bar.label": RoleStyle("background", "role-plan"),
    "plan.bar.current": RoleStyle("primary", solid=True),
    "plan.bar.current.end": RoleStyle("primary"),
    "plan.bar.current.label": RoleStyle("background", "primary", bold=True),
    "timeline.cursor": RoleStyle("background", "role-selected", bold=True),
    "timeline.cursor.bar": RoleStyle("role-selected", solid=True),
    "timeline.cursor.bar.end": RoleStyle("role-selected"),
    "timeline.cursor.bar.label": RoleStyle("background", "role-selected", bold=True),
    "meeting.mark": RoleStyle("foreground"),
    "meeting.label": RoleStyle("role-muted"),
    "meeting.not_discussed": RoleStyle("role-absent"),
    "meeting.selected": RoleStyle("role-selected", bold=True),
    "milestone": RoleStyle("role-party-1"),
    "milestone.ahead": RoleStyle("role-party-1"),
    "milestone.label": RoleStyle("role-muted"),
    "span": RoleStyle("role-absent"),
    "lane.past": RoleStyle("role-party-1"),
    "lane.ahead": RoleStyle("role-absent"),
    "now": RoleStyle("error"),
    "cursor": RoleStyle("background", "primary", bold=True),
    "cursor.mark": RoleStyle("primary", bold=True),
}
"""How each role of the views looks."""

DARK = Theme(
    name="coop-dark",
    dark=True,
    primary="#7cc4d8",
    secondary="#9fb4c7",
    accent="#7cc4d8",
    foreground="#dfe4ea",
    background="#161b22",
    surface="#161b22",
    panel="#232b35",
    warning="#e3b96b",
    error="#f08a80",
    success="#9bcb86",
    variables={
        "role-muted": "#a6b1be",
        "role-absent": "#8c98a6",
        "role-frame": "#8c98a6",
        "role-party-1": "#9bcb86",
        "role-party-2": "#d9a5cf",
        "role-party-3": "#e6a98a",
        "role-remark": "#e3b96b",
        "role-plan": "#8894a6",
        "role-selected": "#f0c674",
        "role-cursor": "#222d39",
        "role-edge": "#3c4856",
        "scrollbar": "#3c4856",
        "scrollbar-hover": "#8c98a6",
        "scrollbar-active": "#7cc4d8",
        "scrollbar-background": "#161b22",
        "scrollbar-background-hover": "#161b22",
        "scrollbar-background-active": "#161b22",
        "footer-key-foreground": "#7cc4d8",
        "block-cursor-foreground": "#161b22",
        "block-cursor-background": "#7cc4d8",
        "input-selection-background": "#7cc4d8 35%",
    },
)

LIGHT = Theme(
    name="coop-light",
    dark=False,
    primary="#0b5a82",
    secondary="#44576b",
    accent="#0b5a82",
    foreground="#1d232a",
    background="#fbfaf7",
    surface="#fbfaf7",
    panel="#eceae4",
    warning="#8a5300",
    error="#b3261e",
    success="#2c6e2f",
    variables={
        "role-muted": "#4a545e",
        "role-absent": "#5f6872",
        "role-frame": "#5f6872",
        "role-party-1": "#2c6e2f",
        "role-party-2": "#8d3a80",
        "role-party-3": "#96471c",
        "role-remark": "#855000",
        "role-plan": "#5f6b78",
        "role-selected": "#a03c00",
        "role-cursor": "#e3edf2",
        "role-edge": "#c9c6bd",
        "scrollbar": "#c9c6bd",
        "scrollbar-hover": "#5f6872",
        "scrollbar-active": "#0b5a82",
        "scrollbar-background": "#fbfaf7",
        "scrollbar-background-hover": "#fbfaf7",
        "scrollbar-background-active": "#fbfaf7",
        "footer-key-foreground": "#0b5a82",
        "block-cursor-foreground": "#fbfaf7",
        "block-cursor-background": "#0b5a82",
        "input-selection-background": "#0b5a82 25%",
    },
)

FALLBACKS = {
    "role-muted": "foreground",
    "role-absent": "foreground",
    "role-frame": "foreground",
    "role-party-1": "success",
    "role-party-2": "secondary",
    "role-party-3": "accent",
    "role-remark": "warning",
    "role-plan": "secondary",
    "role-selected": "warning",
    "role-cursor": "panel",
    "role-edge": "foreground",
}
"""For themes that are not ours: the variable of Textual's that stands in."""


def theme_defaults(variables: Mapping[str, str]) -> dict[str, str]:
    """Our variables for a theme that lacks them, from those that every theme has."""
    return {name: variables[other] for name, other in FALLBACKS.items()}


class RoleStyles:
    """What the roles look like on one ground, in one theme."""

    def __init__(self, variables: Mapping[str, str], ground: Style) -> None:
        """Make a palette.

        Args:
            variables: The variables of the theme.
            ground: What a role stands on that has no ground of its own.
        """
        self._variables = variables
        self._ground = ground
        self._styles: dict[tuple[str, bool], RichStyle] = {}

    def style(self, role: str, *, under_cursor: bool = False) -> RichStyle:
        """The style of a role; a name that is no role looks like plain text."""
        key = (role, under_cursor)
        if key not in self._styles:
            look = ROLE_STYLES.get(role, ROLE_STYLES["text"])
            ground = look.colour if look.solid else look.ground
            if under_cursor and not ground:
                ground = "role-cursor"
            style = Style(
                background=self._colour(ground) if ground else self._ground.background,
                foreground=self._colour(look.colour),
                bold=look.bold,
                italic=look.italic,
                underline=look.underline,
            )
            self._styles[key] = style.rich_style
        return self._styles[key]

    def _colour(self, variable: str) -> Color:
        return Color.parse(self._variables[variable])

    def segments(self, runs: Runs, *, under_cursor: bool = False) -> list[Segment]:
        """A line of a view as segments.

        Args:
            runs: The line.
            under_cursor: Whether the line has the ground of the cursor.
        """
        return [
            Segment(text, self.style(role, under_cursor=under_cursor))
            for text, role in runs
            if text
        ]


def literal(text: str) -> Content:
    """Text from outside as content: shown as it is, never read as markup."""
    return Content(text)


class NoColour(LineFilter):
    """Takes every colour off what is drawn; what had a ground of its own is reversed."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Strip the colours of segments.

        Args:
            segments: What is drawn.
            background: The ground they stand on.
        """
        ground = background.rich_color
        return [
            Segment(text, _colourless(style, ground), control) for text, style, control in segments
        ]


def _colourless(style: RichStyle | None, ground: RichColor) -> RichStyle | None:
    if style is None:
        return None
    plain = style.without_color
    stands_out = style.bgcolor not in (None, ground) and style.bgcolor != style.color
    return plain + RichStyle(reverse=True) if stands_out else plain
