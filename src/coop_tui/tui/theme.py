"""The themes, and the styles of the roles in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.style import Style
from textual.theme import Theme

from coop_tui.views.document.blocks import Runs

ROLE_STYLES = {
    "text": "$foreground",
    "title": "bold $foreground",
    "heading": "bold $role-muted",
    "muted": "$role-muted",
    "absent": "$role-absent",
    "frame": "$role-frame",
    "address": "underline $role-muted",
    "cite": "$role-muted",
    "date": "$foreground",
    "tie": "italic $role-muted",
    **{f"party.{number}": f"bold $role-party-{number}" for number in range(1, 7)},
    **{f"party.{number}": f"bold underline $role-party-{number - 6}" for number in range(7, 13)},
    "party.further": "$foreground",
    "person.name": "bold $foreground",
    "plan.name": "$foreground",
    "initiative.name": "$foreground",
    "sector.name": "$foreground",
    "point.kind": "$foreground",
    "count": "bold $foreground",
    "coverage.cursor": "bold $background on $role-selected",
    "coverage.selected": "bold $role-selected",
    "bar": "$primary",
    "bar.rest": "$role-absent",
    "remark": "italic $role-remark",
    "remark.mark": "bold $role-remark",
    "passage": "$foreground",
    "passage.near": "$role-absent",
    "passage.quote": "bold $role-selected",
    "verdict": "italic $role-muted",
    "verdict.doubt": "$error",
    "lane": "$role-muted",
    "axis": "$role-muted",
    "plan.label": "$role-muted",
    "plan.bar": "$role-plan on $role-plan",
    "plan.bar.end": "$role-plan",
    "plan.bar.label": "$background on $role-plan",
    "plan.bar.current": "$primary on $primary",
    "plan.bar.current.end": "$primary",
    "plan.bar.current.label": "bold $background on $primary",
    "timeline.cursor": "bold $background on $role-selected",
    "timeline.cursor.bar": "$role-selected on $role-selected",
    "timeline.cursor.bar.end": "$role-selected",
    "timeline.cursor.bar.label": "bold $background on $role-selected",
    "meeting.mark": "$foreground",
    "meeting.label": "$role-muted",
    "meeting.named": "$role-muted",
    "meeting.without": "$role-absent",
    "meeting.days": "$role-muted",
    "meeting.selected": "bold $role-selected",
    "milestone": "$role-party-1",
    "milestone.ahead": "$role-party-1",
    "milestone.label": "$role-muted",
    "thread.point": "$foreground",
    "thread.selected": "bold $role-selected",
    "thread.outcome": "$foreground",
    "thread.due": "$foreground",
    "span": "$role-absent",
    "lane.past": "$role-party-1",
    "lane.ahead": "$role-absent",
    "now": "$error",
    "cursor": "bold $background on $primary",
    "cursor.mark": "bold $primary",
}
"""How each role of the views looks, as a style of Textual with variables of the theme.

A background of the colour of the text makes blocks join."""

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
    "role-party-1": ("#8ecb5a", "#0c6319"),
    "role-party-2": ("#e79cf5", "#8a2fa5"),
    "role-party-3": ("#fb9a4f", "#96471c"),
    "role-party-4": ("#679df9", "#2f45c0"),
    "role-party-5": ("#d6cd3c", "#a8004c"),
    "role-party-6": ("#35cfbd", "#006a80"),
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
    fields: dict[str, Any] = {
        variable: colours.pop(variable) for variable in _COLOURS if "-" not in variable
    }
    return Theme(
        name=name,
        dark=dark,
        accent=fields["primary"],
        surface=fields["background"],
        variables=colours | same,
        **fields,
    )


DARK = _theme("coop-dark", dark=True)
LIGHT = _theme("coop-light", dark=False)

FALLBACKS = {
    "role-muted": "foreground",
    "role-absent": "foreground",
    "role-frame": "foreground",
    "role-remark": "warning",
    "role-plan": "secondary",
    "role-selected": "warning",
    "role-cursor": "panel",
    "role-edge": "foreground",
}
"""For other themes than ours: the variable of Textual's that takes the place of ours."""


def missing_variables(theme: Theme) -> dict[str, str]:
    """The values of our variables for a theme that does not define them; none for our own.

    The colours of parties are ours, since the colours of another theme may be alike.
    """
    if FALLBACKS.keys() <= theme.variables.keys():
        return {}
    generated = theme.to_color_system().generate()
    parties = (DARK if theme.dark else LIGHT).variables
    return {
        name: generated[FALLBACKS[name]] if name in FALLBACKS else parties[name]
        for name in _COLOURS
        if name.startswith("role-")
    }


class RoleStyles:
    """The styles of the roles in the theme of the running app."""

    def __init__(self, ground: Style) -> None:
        """Take the style behind roles without a background."""
        self._ground = ground
        self._styles: dict[tuple[str, bool], RichStyle] = {}

    def style(self, role: str, *, under_cursor: bool = False) -> RichStyle:
        """The style of a role; unknown roles look like plain text."""
        key = (role, under_cursor)
        if key not in self._styles:
            ground = Style.parse("on $role-cursor") if under_cursor else self._ground
            style = Style.parse(ROLE_STYLES.get(role, ROLE_STYLES["text"]))
            behind = style.background or ground.background
            self._styles[key] = replace(style, background=behind).rich_style
        return self._styles[key]

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
