"""A pane that draws lines straight from their model, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from time import perf_counter
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection as TextSelection
from textual.strip import Strip
from textual.timer import Timer

from coop_tui.tui.commands import PANE, bindings
from coop_tui.tui.panes.line_buffer import LineBuffer
from coop_tui.tui.panes.row import GUTTER, Cursor, ScreenRow, apply_style_to_span, drawn
from coop_tui.tui.theme import RoleStyles, literal
from coop_tui.views.document.layout import Line

AT_ONCE_SECONDS = 0.002
"""How long lines beyond the first screen are made before a view is shown: a short view is
then whole, and its scroll bar need not be drawn twice."""
_FILL_SECONDS, _FILL_PAUSE = 0.008, 0.016
"""How long the rest is made at a stretch, and how long what else there is to do comes first."""
_FILL_TO_END_SECONDS, _FILL_TO_END_PAUSE = 0.1, 0.001
"""The same when the end is waited for."""


class LineView(ScrollView, can_focus=True):
    """Lines with a cursor on those that have a key, or plain scrolling if none has."""

    ALLOW_SELECT = True
    BINDINGS: ClassVar[list[BindingType]] = list(bindings(PANE))
    CURSOR: ClassVar[Cursor] = "row"
    """How the cursor looks: a whole row in reverse, or an edge beside the lines."""
    STICKY: ClassVar[int] = 0
    """How many of the first lines stay in place while the rest scrolls."""

    @dataclass
    class Moved(Message):
        """The cursor was moved to an item."""

        pane: LineView
        key: str

        @property
        def control(self) -> LineView:
            """The pane, for selectors of ``@on``."""
            return self.pane

    @dataclass
    class Opened(Message):
        """An item is to be opened."""

        pane: LineView
        key: str

        @property
        def control(self) -> LineView:
            """The pane, for selectors of ``@on``."""
            return self.pane

    @dataclass
    class SteppedSideways(Message):
        """A step to the left (-1) or to the right (1)."""

        step: int

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._buffer = LineBuffer(())
        self._filling: Timer | None = None
        """Makes what is not made yet of the lines."""
        self._to_end = False
        """Whether to go to the end of the lines once they are made."""
        self._cursor: str | None = None
        self.words: tuple[str, ...] = ()
        """Folded words to highlight."""
        self._role_styles: RoleStyles | None = None
        self._titles = ("", "")
        self._drawn: dict[int, ScreenRow] = {}
        """What stands in each row of the pane."""
        self._drawing = False

    def set_titles(self, title: str, subtitle: str = "") -> None:
        """Say in the frame what the pane shows.

        Args:
            title: Stands in the upper edge, as it is.
            subtitle: Stands in the lower edge, as it is.
        """
        # Textual draws the whole pane anew for each title that it is given.
        if self._titles != (title, subtitle):
            self._titles = title, subtitle
            self.border_title, self.border_subtitle = literal(title), literal(subtitle)

    @property
    def cursor(self) -> str | None:
        """The key of the item under the cursor."""
        return self._cursor

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that the pane draws from, as far as they have been made."""
        return self._buffer.lines

    @property
    def _keys(self) -> list[str]:
        """The items of these lines, in order."""
        return self._buffer.keys

    @property
    def content_cells(self) -> int:
        """The cells that a line may take; 0 while the pane has no size."""
        return max(0, self.scrollable_content_region.width - GUTTER)

    def set_lines(
        self,
        lines: Sequence[Line] | Iterator[Line],
        cursor: str | None = None,
        *,
        keyed: bool = True,
        seek: bool = True,
        seconds: float = AT_ONCE_SECONDS,
    ) -> None:
        """Take other lines, without drawing them yet.

        Args:
            lines: The lines; of an iterator only the first are taken, the rest when it is
                needed or when there is time.
            cursor: The item under the cursor; if it is not among them, the first is.
            keyed: Whether any line may have a key; if not, only what is drawn is looked at.
            seek: Whether lines are made as far as that item, however far down it is.
            seconds: How long lines are taken of an iterator once there is a screen of them.
        """
        self._to_end = False
        self._buffer = LineBuffer(lines, keyed=keyed)
        self._buffer.make_lines(max(1, self.size.height))
        self._make_for(seconds)
        if seek and cursor is not None:
            self._buffer.make_item(cursor)
        held = self._buffer.first
        self._cursor = cursor if cursor in held else next(iter(held), None)

    def show_lines(self, *, keep_scroll: bool) -> None:
        """Fit the scrolling to the lines, and draw them.

        Args:
            keep_scroll: Whether the view stays where it was scrolled to.
        """
        if keep_scroll:
            self._buffer.make_lines(round(self.scroll_y) + self.size.height)
        self._show_length()
        if not keep_scroll:
            self.scroll_to(y=0, animate=False, immediate=True)
        self._show_cursor()
        self._redraw_rows()
        self._schedule_fill()

    def _schedule_fill(self) -> None:
        """Make the rest of the lines bit by bit, so that keys are heard in between."""
        if self._filling is None and not self._buffer.complete:
            self._filling = self.set_timer(
                _FILL_TO_END_PAUSE if self._to_end else _FILL_PAUSE, self._fill
            )

    def _fill_now(self) -> None:
        """Do not wait for a moment at leisure."""
        if self._filling:
            self._filling.stop()
            self._filling = None
        self._schedule_fill()

    def _fill(self) -> None:
        self._filling = None
        self._make_for(_FILL_TO_END_SECONDS if self._to_end else _FILL_SECONDS)
        # Each change of the length draws the bar anew: so it changes seldom.
        known, seen = self.virtual_size.height, self.scroll_y + 2 * self.size.height
        if self._buffer.complete or len(self.lines) > 4 * known or seen > known:
            self._show_length()
            self._redraw_rows()
        if self._to_end and self._buffer.complete:
            self.action_move_end(1)
        self._schedule_fill()

    def _make_for(self, seconds: float) -> None:
        """Make lines for so long, or until there are no more."""
        end = perf_counter() + seconds
        self._buffer.make(lambda: perf_counter() >= end)

    def _show_length(self) -> None:
        """Fit the scrolling to the lines that have been made."""
        self._resize_content(Size(self.content_cells + GUTTER, len(self.lines)))

    def scroll_to(self, x: float | None = None, y: float | None = None, **options: Any) -> None:
        """Scroll, once the lines are made that are to be seen.

        Args:
            x: The cell.
            y: The line.
            **options: What ``Widget.scroll_to`` takes besides.
        """
        if y is not None and y + self.size.height > self.virtual_size.height:
            self._buffer.make_lines(round(y) + self.size.height)
            self._show_length()
        super().scroll_to(x, y, **options)

    def _redraw_rows(self) -> None:
        """Draw the rows anew in which something else is to stand."""
        width, height = self.size
        changed = [y for y in range(height) if self._drawn.get(y) != self._row_at(y)]
        for _, group in groupby(enumerate(changed), lambda pair: pair[1] - pair[0]):
            rows = [y for _, y in group]
            self.refresh(Region(0, rows[0], width, len(rows)))

    def _row_at(self, y: int) -> ScreenRow:
        """What is to stand in a row of the pane."""
        number = self._number(y)
        if number >= len(self.lines):
            return ScreenRow(None, False, ())
        line = self.lines[number]
        return ScreenRow(line, line.key is not None and line.key == self._cursor, self.words)

    def _number(self, y: int) -> int:
        """The number of the line that stands in a row of the pane."""
        return y if y < self.STICKY else y + round(self.scroll_y)

    def _resize_content(self, size: Size) -> None:
        """Scroll over another number of lines; lay out the screen only if the bar comes or goes."""
        scrolls = size.height > self.size.height
        if size.width != self.virtual_size.width or scrolls != self.show_vertical_scrollbar:
            self.virtual_size = size
        elif size != self.virtual_size:
            self.set_reactive(LineView.virtual_size, size)
            if scrolls:
                self.vertical_scrollbar.window_virtual_size = size.height

    def prepare(self) -> None:
        """Called before lines are drawn; a pane that is drawn lazily makes them here."""

    def move_to(self, key: str | None) -> None:
        """Put the cursor on an item, without a message."""
        if key is None or key == self._cursor:
            return
        self._buffer.make_item(key)
        if key in self._buffer.first:
            self._cursor = key
            self._show_length()
            self._show_cursor()
            self._redraw_rows()

    def _show_cursor(self) -> None:
        if self._cursor is None:
            return
        first, last = self._buffer.first[self._cursor], self._buffer.last[self._cursor]
        if self._cursor == self._keys[0]:
            first = 0
        region = Region(0, first, 1, min(last - first + 1, max(1, self.size.height)))
        self.scroll_to_region(region, animate=False, immediate=True)

    def _choose(self, key: str) -> None:
        if key != self._cursor:
            self.move_to(key)
            self.post_message(self.Moved(self, key))

    def action_move(self, step: int) -> None:
        """Go to the next item (1) or the one before (-1); without items, scroll a line."""
        self._to_end = False
        if self._cursor is None:
            self.scroll_relative(y=step, animate=False, immediate=True)
            return
        keys = self._keys
        wanted = keys.index(self._cursor) + step
        self._buffer.make(lambda: wanted < len(keys))
        if 0 <= wanted < len(keys):
            self._choose(keys[wanted])
        else:  # past the last item: show what stands beyond it
            self.scroll_relative(y=step, animate=False, immediate=True)

    def action_move_page(self, step: int) -> None:
        """Go on by as many lines as the pane shows."""
        self._to_end = False
        page = max(1, self.scrollable_content_region.height - 1)
        if self._cursor is None:
            self.scroll_relative(y=step * page, animate=False, immediate=True)
            return
        keys, first = self._keys, self._buffer.first
        target = first[self._cursor] + step * page
        self._buffer.make(lambda: first[keys[-1]] >= target)
        beyond = [key for key in keys if (first[key] - target) * step >= 0]
        self._choose((beyond[0] if step > 0 else beyond[-1]) if beyond else self._end(step))

    def action_move_end(self, side: int) -> None:
        """Go to the first item (-1) or the last (1); of many lines as soon as they are made."""
        self._to_end = False
        if side > 0:
            self._make_for(_FILL_TO_END_SECONDS)
            self._show_length()
            if not self._buffer.complete:
                self._to_end = True
                self._fill_now()
                return
        if self._cursor is not None:
            self._choose(self._end(side))
        if self._cursor is None or side > 0:
            bottom = self.virtual_size.height if side > 0 else 0
            self.scroll_to(y=bottom, animate=False, immediate=True)

    def _end(self, side: int) -> str:
        return self._keys[-1 if side > 0 else 0]

    def action_sideways(self, step: int) -> None:
        """Tell whoever holds the pane of a step to the side."""
        self.post_message(self.SteppedSideways(step))

    def action_open(self) -> None:
        """Open the item under the cursor."""
        if self._cursor is not None:
            self.post_message(self.Opened(self, self._cursor))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on what was clicked; a second click opens it."""
        spot = event.get_content_offset(self)
        number = self._number(spot.y) if spot else -1
        if not 0 <= number < len(self.lines):
            return
        self.clicked(spot.x - GUTTER if spot else 0, number, twice=event.chain == 2)

    def clicked(self, cell: int, line: int, *, twice: bool) -> None:
        """Put the cursor on the item that was clicked; a second click opens it.

        Args:
            cell: The cell in the line, the gutter not counted.
            line: The number of the line.
            twice: Whether it is the second click in a row.
        """
        key = self.lines[line].key
        if key is None:
            return
        self._choose(key)
        if twice:
            self.post_message(self.Opened(self, key))

    def notify_style_update(self) -> None:
        """Colours may be others now."""
        super().notify_style_update()
        self._role_styles = None

    def selection_updated(self, selection: TextSelection | None) -> None:
        """Draw what the mouse has selected."""
        self.refresh()

    def get_selection(self, selection: TextSelection) -> tuple[str, str]:
        """The text that the mouse has selected.

        Args:
            selection: From where to where, in the lines as they are drawn.
        """
        if selection.end is None:  # all that there is, shown or not
            self._buffer.make_all()
        text = "\n".join(" " * GUTTER + line.plain for line in self.lines)
        picked = selection.extract(text).split("\n")
        return "\n".join(part.removeprefix(" " * GUTTER) for part in picked), "\n"

    def render_line(self, y: int) -> Strip:
        """Draw one line.

        Args:
            y: Its number from the top of the pane.
        """
        self.prepare()
        if self._role_styles is None:
            self._role_styles = RoleStyles(self.app.theme_variables, self.visual_style)
        row = self._drawn[y] = self._row_at(y)
        strip = drawn(row, self._role_styles, self.size.width, self.CURSOR, focused=self.has_focus)
        if row.line is None:
            return strip
        number = self._number(y)
        if (selected := self.text_selection) and (span := selected.get_span(number)):
            look = self.screen.get_component_rich_style("screen--selection")
            strip = apply_style_to_span(strip, row.line, *span, look)
        # Where the mouse is in the text is asked line by line; to draw, nobody asks.
        return strip if self._drawing else strip.apply_offsets(0, number)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines.

        Args:
            crop: Where they stand in the pane.
        """
        self._drawing = True
        try:
            return super().render_lines(crop)
        finally:
            self._drawing = False

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is done to every line; nothing that is only for colours we do not have."""
        filters = super().get_line_filters()
        return [one for one in filters if not isinstance(one, ANSIToTruecolor)]
