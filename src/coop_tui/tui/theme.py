"""The themes, and the styles of the roles in them."""

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
    """How a role looks.

    Attributes:
        colour: The variable of the theme for the text.
        ground: The variable for the background; None for the background of the pane.
        bold: Whether the text is bold.
        italic: Whether it is italic.
        underline: Whether it is underlined.
        solid: Whether the background has the colour of the text, so that blocks join.
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

_COLOURS = {
    "primary": ("#7cc4d8", "#0b5a82"),
    "secondary": ("#9fb4c7", "#44576b"),
    "foreground": ("#dfe4ea", "#1d232a"),
    "background": ("#161b22", "#fbfaf7"),
    "panel": ("#232b35", "#eceae4"),
    "warning": ("#e3b96b", "#8a5300"),
    "error": ("#f08a80", "#b3261e"),
    "success": ("#9bcb86", "#2c6e2f"),
    "role-muted": ("#a6b1be", "#4a545e"),
    "role-absent": ("#8c98a6", "#5f6872"),
    "role-frame": ("#8c98a6", "#5f6872"),
    "role-party-1": ("#9bcb86", "#2c6e2f"),
    "role-party-2": ("#d9a5cf", "#8d3a80"),
    "role-party-3": ("#e6a98a", "#96471c"),
    "role-remark": ("#e3b96b", "#855000"),
    "role-plan": ("#8894a6", "#5f6b78"),
    "role-selected": ("#f0c674", "#a03c00"),
    "role-cursor": ("#222d39", "#e3edf2"),
    "role-edge": ("#3c4856", "#c9c6bd"),
    "input-selection-background": ("#7cc4d8 35%", "#0b5a82 25%"),
}
"""The colour of each variable in the dark and in the light theme."""

_SAME_COLOURS = {
    "scrollbar": "role-edge",
    "scrollbar-hover": "role-absent",
    "scrollbar-active": "primary",
    "scrollbar-background": "background",
    "scrollbar-background-hover": "background",
    "scrollbar-background-active": "background",
    "footer-key-foreground": "primary",
    "block-cursor-foreground": "background",
    "block-cursor-background": "primary",
}
"""Variables of Textual's that have the colour of another variable."""


def _theme(name: str, *, dark: bool) -> Theme:
    colours = {variable: pair[0 if dark else 1] for variable, pair in _COLOURS.items()}
    same = {variable: colours[other] for variable, other in _SAME_COLOURS.items()}
    return Theme(
        name=name,
        dark=dark,
        primary=colours["primary"],
        secondary=colours["secondary"],
        accent=colours["primary"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["background"],
        panel=colours["panel"],
        warning=colours["warning"],
        error=colours["error"],
        success=colours["success"],
        variables={variable: colours[variable] for variable in colours if "-" in variable} | same,
    )


DARK = _theme("coop-dark", dark=True)
LIGHT = _theme("coop-light", dark=False)

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
"""For other themes than ours: the variable of Textual's that takes the place of ours."""


def theme_defaults(variables: Mapping[str, str]) -> dict[str, str]:
    """Our variables, from those that every theme has, for a theme without them."""
    return {name: variables[other] for name, other in FALLBACKS.items()}


class RoleStyles:
    """The styles of the roles in one theme."""

    def __init__(self, variables: Mapping[str, str], ground: Style) -> None:
        """Take the variables of the theme, and the style behind roles without a background."""
        self._variables = variables
        self._ground = ground
        self._styles: dict[tuple[str, bool], RichStyle] = {}

    def style(self, role: str, *, under_cursor: bool = False) -> RichStyle:
        """The style of a role; unknown roles look like plain text."""
        key = (role, under_cursor)
        if key not in self._styles:
            role_style = ROLE_STYLES.get(role, ROLE_STYLES["text"])
            ground = role_style.colour if role_style.solid else role_style.ground
            if under_cursor and not ground:
                ground = "role-cursor"
            self._styles[key] = Style(
                background=self._colour(ground) if ground else self._ground.background,
                foreground=self._colour(role_style.colour),
                bold=role_style.bold,
                italic=role_style.italic,
                underline=role_style.underline,
            ).rich_style
        return self._styles[key]

    def _colour(self, variable: str) -> Color:
        return Color.parse(self._variables[variable])

    def segments(self, runs: Runs, *, under_cursor: bool = False) -> list[Segment]:
        """A line of a view as segments, perhaps on the background of the cursor."""
        return [
            Segment(text, self.style(role, under_cursor=under_cursor))
            for text, role in runs
            if text
        ]


def literal(text: str) -> Content:
    """Show text as it is: Textual would read a string as markup."""
    return Content(text)


class NoColour(LineFilter):
    """Removes all colours; text with a background of its own is shown in reverse."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Remove the colours of segments that stand on a background."""
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
