"""A pane that draws lines straight from their model, however many there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import events
from textual.filter import ANSIToTruecolor, LineFilter
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.selection import Selection as TextSelection
from textual.strip import Strip
from textual.timer import Timer

from coop_tui.tui.commands import PANE, bindings
from coop_tui.tui.panes.line_buffer import LineBuffer
from coop_tui.tui.panes.row import GUTTER, Cursor, ScreenRow, apply_style_to_span, draw_row
from coop_tui.tui.theme import RoleStyles, literal
from coop_tui.views.document.layout import Line

AT_ONCE_SECONDS = 0.002
"""How long lines beyond the first screen are made before a view is shown: a short view is
then complete, and its scroll bar is drawn only once."""
FILL_SECONDS, FILL_PAUSE = 0.008, 0.016
"""How long lines are made at a time after that, and how long other events come first."""
FILL_TO_END_SECONDS, FILL_TO_END_PAUSE = 0.1, 0.001
"""The same while the reader waits for the end."""


@dataclass
class ItemMessage(Message):
    """The reader did something with an item of a pane."""

    pane: LineView
    key: str

    @property
    def control(self) -> LineView:
        """The pane, for selectors of ``@on``."""
        return self.pane


class LineView(ScrollView, can_focus=True):
    """Lines with a cursor on those that have a key, or plain scrolling if none has."""

    ALLOW_SELECT = True
    BINDINGS = bindings(PANE)
    CURSOR: ClassVar[Cursor] = "row"
    cursor: reactive[str | None] = reactive(None, repaint=False)
    """The key of the item under the cursor."""
    STICKY: ClassVar[int] = 0
    """How many of the first lines stay in place while the rest scrolls."""

    class Moved(ItemMessage):
        """The reader moved the cursor to an item."""

    class Opened(ItemMessage):
        """The reader opened an item."""

    @dataclass
    class SteppedSideways(Message):
        """The reader stepped to the left (-1) or to the right (1)."""

        step: int

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._buffer = LineBuffer(())
        self._fill_timer: Timer | None = None
        self._waits_for_end = False
        """Whether the reader waits for the last line."""
        self.words: tuple[str, ...] = ()
        """Normalized words to highlight."""
        self._role_styles: RoleStyles | None = None
        self._titles = ("", "")
        self._drawn: dict[int, ScreenRow] = {}
        """What was drawn last in each row of the pane."""
        self._drawing = False

    def set_titles(self, title: str, subtitle: str = "") -> None:
        """Set the titles in the upper and the lower edge of the frame, literally."""
        # Textual redraws the whole pane for each title that is set.
        if self._titles != (title, subtitle):
            self._titles = title, subtitle
            self.border_title, self.border_subtitle = literal(title), literal(subtitle)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that the pane draws from, as far as they have been made."""
        return self._buffer.lines

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
            lines: The lines; of an iterator only the first are taken, the rest when the reader
                needs them or when there is time.
            cursor: The item under the cursor; the first, if it is not among them.
            keyed: Whether any line may have a key; if not, only the lines drawn are read.
            seek: Whether lines are made as far as that item, however far down it is.
            seconds: How long more lines are made of an iterator once they fill the screen.
        """
        self._waits_for_end = False
        self._buffer = LineBuffer(lines, keyed=keyed)
        self._buffer.make_lines(max(1, self.size.height))
        self._buffer.make_for(seconds)
        if seek and cursor is not None:
            self._buffer.make_item(cursor)
        first = self._buffer.first
        self.cursor = cursor if cursor in first else next(iter(first), None)

    def show_lines(self, *, keep_scroll: bool) -> None:
        """Draw the lines, from the top or from where the pane was scrolled to."""
        if keep_scroll:
            self._buffer.make_lines(round(self.scroll_y) + self.size.height)
        self._update_length()
        if not keep_scroll:
            self.scroll_to(y=0, animate=False, immediate=True)
        self._show_cursor()
        self._redraw_rows()
        self._schedule_fill()

    def _schedule_fill(self) -> None:
        """Make more lines after a pause in which the pane answers keys, unless all are made."""
        if not (self._buffer.complete or self._fill_timer):
            pause = FILL_TO_END_PAUSE if self._waits_for_end else FILL_PAUSE
            self._fill_timer = self.set_timer(pause, self._fill)

    def _fill(self) -> None:
        """Make more lines for a moment."""
        self._fill_timer = None
        self._buffer.make_for(FILL_TO_END_SECONDS if self._waits_for_end else FILL_SECONDS)
        # Each change of the length redraws the scroll bar, so the length changes seldom.
        length, needed = self.virtual_size.height, self.scroll_y + 2 * self.size.height
        if self._buffer.complete or len(self.lines) > 4 * length or needed > length:
            self._update_length()
            self._redraw_rows()
        self._schedule_fill()
        if self._buffer.complete and self._waits_for_end:
            self._go_to_end(1)

    def _update_length(self) -> None:
        """Scroll over the lines made so far; lay out the screen only if the bar comes or goes."""
        size = Size(self.content_cells + GUTTER, len(self.lines))
        scrolls = size.height > self.size.height
        if size.width != self.virtual_size.width or scrolls != self.show_vertical_scrollbar:
            self.virtual_size = size
        elif size != self.virtual_size:
            self.set_reactive(LineView.virtual_size, size)
            if scrolls:
                self.vertical_scrollbar.window_virtual_size = size.height

    def scroll_to(self, x: float | None = None, y: float | None = None, **options: Any) -> None:
        """Make the lines that come into view, then scroll as ``Widget.scroll_to`` does."""
        if y is not None and y + self.size.height > self.virtual_size.height:
            self._buffer.make_lines(round(y) + self.size.height)
            self._update_length()
        super().scroll_to(x, y, **options)

    def _redraw_rows(self) -> None:
        """Redraw the rows that show something else by now."""
        width, height = self.size
        changed = [y for y in range(height) if self._drawn.get(y) != self._row_at(y)]
        if changed:
            self.refresh(*(Region(0, y, width, 1) for y in changed))

    def _row_at(self, y: int) -> ScreenRow:
        """What a row of the pane shows."""
        number = self._line_number(y)
        if number >= len(self.lines):
            return ScreenRow()
        line = self.lines[number]
        return ScreenRow(line, line.key is not None and line.key == self.cursor, self.words)

    def _line_number(self, y: int) -> int:
        """The number of the line that a row of the pane shows."""
        return y if y < self.STICKY else y + round(self.scroll_y)

    def prepare(self) -> None:
        """Make the first lines, if the pane has none yet; called before any line is drawn."""

    def move_to(self, key: str | None) -> None:
        """Put the cursor on an item, without a message."""
        if key is None or key == self.cursor:
            return
        self._buffer.make_item(key)
        if key in self._buffer.first:
            self.cursor = key
            self._update_length()
            self._show_cursor()
            self._redraw_rows()

    def _show_cursor(self) -> None:
        if self.cursor is None:
            return
        first = self._buffer.first[self.cursor]
        self._buffer.make_lines(first + max(1, self.size.height))
        last = self._buffer.last[self.cursor]
        if self.cursor == self._buffer.keys[0] and last < self.size.height:
            first = 0  # what stands above the first item, too
        region = Region(0, first, 1, min(last - first + 1, max(1, self.size.height)))
        # By force, since the scroll bar is there only after the next layout.
        self.scroll_to_region(region, animate=False, immediate=True, force=True)

    def _choose(self, key: str) -> None:
        if key != self.cursor:
            self.move_to(key)
            self.post_message(self.Moved(self, key))

    def action_move(self, step: int) -> None:
        """Go to the next item (1) or the one before (-1); where there is none, scroll a line."""
        self._waits_for_end = False
        if self.cursor is not None:
            keys = self._buffer.keys
            wanted = keys.index(self.cursor) + step
            self._buffer.make(lambda: wanted < len(keys))
            if 0 <= wanted < len(keys):
                self._choose(keys[wanted])
                return
        self.scroll_relative(y=step, animate=False, immediate=True)

    def action_move_page(self, step: int) -> None:
        """Go down (1) or up (-1) by as many lines as the pane shows."""
        self._waits_for_end = False
        page = max(1, self.scrollable_content_region.height - 1)
        if self.cursor is None:
            self.scroll_relative(y=step * page, animate=False, immediate=True)
            return
        keys, first = self._buffer.keys, self._buffer.first
        target = first[self.cursor] + step * page
        self._buffer.make(lambda: first[keys[-1]] >= target)
        beyond = [key for key in keys if (first[key] - target) * step >= 0]
        self._choose((beyond[0] if step > 0 else beyond[-1]) if beyond else self._end(step))

    def action_move_end(self, side: int) -> None:
        """Go to the first item (-1), or to the last (1) once all lines are made."""
        self._waits_for_end = False
        if side > 0 and not self._buffer.complete:
            self._waits_for_end = True
            if self._fill_timer:
                self._fill_timer.stop()
            self._fill()
        else:
            self._go_to_end(side)

    def _go_to_end(self, side: int) -> None:
        self._update_length()
        if self.cursor is not None:
            self._choose(self._end(side))
        if self.cursor is None or side > 0:
            bottom = self.virtual_size.height if side > 0 else 0
            self.scroll_to(y=bottom, animate=False, immediate=True)

    def _end(self, side: int) -> str:
        return self._buffer.keys[-1 if side > 0 else 0]

    def action_sideways(self, step: int) -> None:
        """Report a step to the left (-1) or to the right (1)."""
        self.post_message(self.SteppedSideways(step))

    def action_open(self) -> None:
        """Open the item under the cursor."""
        if self.cursor is not None:
            self.post_message(self.Opened(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        """Pass on a click on a line."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        number = self._line_number(offset.y)
        if 0 <= number < len(self.lines):
            self.clicked(offset.x - GUTTER, number, twice=event.chain == 2)

    def clicked(self, cell: int, line: int, *, twice: bool) -> None:
        """Put the cursor on the item at a line and a cell after the gutter, or open it."""
        key = self.lines[line].key
        if key is None:
            return
        self._choose(key)
        if twice:
            self.post_message(self.Opened(self, key))

    def notify_style_update(self) -> None:
        """Look the colours up again."""
        super().notify_style_update()
        self._role_styles = None

    def selection_updated(self, selection: TextSelection | None) -> None:
        """Redraw the pane, since the mouse has selected other text."""
        self.refresh()

    def get_selection(self, selection: TextSelection) -> tuple[str, str]:
        """The text that the mouse has selected in the lines as they are drawn, and its end."""
        if selection.end is None:  # everything, on the screen or not
            self._buffer.make(lambda: False)
        text = "\n".join(" " * GUTTER + line.plain for line in self.lines)
        selected = selection.extract(text).split("\n")
        return "\n".join(line.removeprefix(" " * GUTTER) for line in selected), "\n"

    def render_line(self, y: int) -> Strip:
        """Draw a row of the pane."""
        self.prepare()
        if self._role_styles is None:
            self._role_styles = RoleStyles(self.visual_style)
        row = self._drawn[y] = self._row_at(y)
        width, focused = self.size.width, self.has_focus
        strip = draw_row(row, self._role_styles, width, self.CURSOR, focused=focused)
        if row.line is None:
            return strip
        number = self._line_number(y)
        if (selected := self.text_selection) and (span := selected.get_span(number)):
            style = self.screen.get_component_rich_style("screen--selection")
            strip = apply_style_to_span(strip, row.line, *span, style)
        # Textual asks row by row where the mouse is in the text; drawing does not need it.
        return strip if self._drawing else strip.apply_offsets(0, number)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the rows in a region of the pane."""
        self._drawing = True
        try:
            return super().render_lines(crop)
        finally:
            self._drawing = False

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters of every line, without the one for ANSI colours: the pane has none."""
        filters = super().get_line_filters()
        return [filter for filter in filters if not isinstance(filter, ANSIToTruecolor)]
