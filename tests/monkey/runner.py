"""Plays steps on the reader, and holds it to what must be true whatever was done."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest import mock

from rich.cells import cell_len
from tests.monkey.records import record, saved
from tests.monkey.steps import Step, steps
from tests.tui.screen_text import picture
from textual import events, screen
from textual.geometry import Size
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

from coop_tui.formats import atomic_write, render
from coop_tui.record.characters import first_forbidden
from coop_tui.record.loading.loader import load
from coop_tui.tui.app import INTERRUPTED, CoopApp
from coop_tui.tui.panes.line_view import LineView
from coop_tui.tui.screens.reader import ReaderScreen
from coop_tui.tui.services import browser
from coop_tui.tui.services import file_watcher as follow
from coop_tui.tui.widgets.file_banner import FileBanner
from coop_tui.views.registry import VIEWS

TODAY = datetime.date(2026, 11, 22)
SIZE = (120, 36)
SMALL_SIZE = (80, 24)
SECONDS_OF_A_FRAME = 0.1
"""As on a slow machine: most of the time would go into drawing otherwise."""
CHECKED_EVERY = 100
_MOST_ESCAPES = 4 * CHECKED_EVERY
"""What a hundred steps have opened and narrowed, twice as many lead back from."""
_TAGS = re.compile("[\U000e0020-\U000e007f]")
"""A dialog may lie over the flag to which they belong; nothing is drawn of them alone."""
_SCROLLS = {
    "up": events.MouseScrollUp,
    "down": events.MouseScrollDown,
    "left": events.MouseScrollLeft,
    "right": events.MouseScrollRight,
}


class Play(NamedTuple):
    """What the monkey does to a record: all that is needed to do it again.

    Attributes:
        kind: The kind of record, of ``records.KINDS``.
        seed: Gives the record and the steps.
        length: How many steps.
    """

    kind: str
    seed: int
    length: int

    @property
    def steps(self) -> list[Step]:
        """The steps."""
        return steps(self.seed, self.length, saves=0.1 if self.kind == "large" else 1.0)

    @property
    def command(self) -> str:
        """The command that does it again."""
        return (
            f"python -m tests.monkey --record {self.kind} --seed {self.seed} --keys {self.length}"
        )


class Found(AssertionError):
    """Something went wrong; says after which steps, and how to see it again."""

    def __init__(self, play: Play, done: Sequence[Step], cause: BaseException) -> None:
        listing = "\n".join(map(str, done))
        super().__init__(
            f"{type(cause).__name__}: {cause}\nagain: {play.command}\n"
            f"after these {len(done)} steps:\n{listing}"
        )
        self.done = done
        self.wrong = type(cause), str(cause).partition(":")[0]
        """What tells one thing that went wrong from another."""


async def play(what: Play, folder: Path, chosen: Sequence[Step] | None = None) -> None:
    """Play, checking every hundred steps.

    Args:
        what: What to play.
        folder: An empty folder; nothing is written outside it.
        chosen: The steps, if only some of those of the play are to be done.

    Raises:
        Found: If anything goes wrong.
    """
    every = what.steps if chosen is None else chosen
    with _cage(folder):
        path = folder / "record.toml"
        path.write_text(record(what.kind, Random(what.seed)), "utf-8")
        app = CoopApp(load(path), today=TODAY, identity=follow.identity_to_watch(path))
        done: list[Step] = []
        try:
            async with app.run_test(size=SIZE, notifications=True, tooltips=True) as pilot:
                await pilot.pause()
                await _play(_Monkey(what.kind, pilot, path), every, done)
        except Exception as error:
            raise Found(what, done, app._exception or error) from error


async def _play(monkey: _Monkey, every: Sequence[Step], done: list[Step]) -> None:
    for step in every:
        done.append(step)
        await monkey.do(step)
        if len(done) % CHECKED_EVERY == 0:
            await monkey.check(len(done) // CHECKED_EVERY)
    await monkey.check(0)


@contextlib.contextmanager
def _cage(folder: Path) -> Iterator[None]:
    """Keep what is written in a folder, start no browser and no editor, and do not leave."""
    root = folder.resolve()

    def write(path: Path, data: bytes, **options: Any) -> Path:
        with contextlib.suppress(OSError, ValueError, RuntimeError):
            if path.expanduser().absolute().resolve().parent != root / "exports":
                raise atomic_write.WriteError("outside the folder")
        return atomic_write.write(path, data, **options)

    def open_in_browser(*_: object) -> None:
        raise browser.BrowserError("No browser was found.")

    leave = CoopApp.exit

    def stay(app: CoopApp, *_: object, return_code: int = 0) -> None:
        if return_code not in (0, INTERRUPTED):  # it has crashed
            leave(app, return_code=return_code)

    (root / "exports").mkdir()
    with (
        contextlib.chdir(root / "exports"),
        mock.patch.dict(os.environ, {"HOME": str(root), "VISUAL": "true"}),
        mock.patch.object(CoopApp, "exit", stay),
        mock.patch.object(screen, "UPDATE_PERIOD", SECONDS_OF_A_FRAME),
        mock.patch.object(follow, "SECONDS", 0.005),
        mock.patch("coop_tui.tui.dialogs.export.write", write),
        mock.patch("coop_tui.tui.dialogs.source.open_in_browser", open_in_browser),
    ):
        yield


class _Monkey:
    def __init__(self, kind: str, pilot: Pilot[None], path: Path) -> None:
        self._kind, self._pilot, self._path = kind, pilot, path
        self._app = pilot.app
        reader = pilot.app.screen
        assert isinstance(reader, ReaderScreen)
        self._reader = reader

    async def do(self, step: Step) -> None:
        """Do a step; what comes of it is waited for only by the step ``rest`` and some others."""
        match step.kind, step.values:
            case "rest", ():
                await self._rest()
            case "key", (str(key),):
                self._press(key)
            case "type", (str(text),):
                self._type(text)
            case "search" | "palette" as kind, (str(text), str(key)):
                self._press("slash" if kind == "search" else "ctrl+p")
                await self._rest()
                self._type(text)
                await self._rest()
                self._press(key)
            case "file", (str(text),):
                for key in ("escape", "escape", "e"):
                    self._press(key)
                await self._rest()
                self._type(text)
                self._press("enter")
            case "paste", (str(text),):
                self._send(events.Paste(text))
            case "click", (float(x), float(y), int(button), int(times)):
                for _ in range(times):
                    self._mouse(events.MouseDown, x, y, button)
                    self._mouse(events.MouseUp, x, y, button)
            case "drag", (float(x), float(y), float(x1), float(y1), float(x2), float(y2)):
                self._mouse(events.MouseDown, x, y, 1)
                await self._rest()
                self._mouse(events.MouseMove, x1, y1, 1)
                self._mouse(events.MouseMove, x2, y2, 1)
                self._mouse(events.MouseUp, x2, y2, 1)
            case "hover", (float(x), float(y)):
                self._mouse(events.MouseMove, x, y, 0)
            case "scroll", (float(x), float(y), str(way), int(times)):
                for _ in range(times):
                    self._mouse(_SCROLLS[way], x, y, 0)
            case "resize", (int(width), int(height)):
                self._resize(width, height)
            case "focus", ():
                self._send(events.AppBlur())
                self._send(events.AppFocus())
            case "save", (str(state), int(seed)):
                await self._save(state, Random(seed))
            case _:
                raise ValueError(f"no such step: {step}")
        await asyncio.sleep(0)
        self._raise_crash()

    def _send(self, event: events.Event) -> None:
        driver = self._app._driver
        assert driver is not None
        driver.process_message(event)

    def _press(self, key: str) -> None:
        self._send(events.Key(key, key_to_character(key)))

    def _type(self, text: str) -> None:
        for character in text:
            self._send(events.Key(_character_to_key(character), character))

    def _mouse(self, event: type[events.MouseEvent], x: float, y: float, button: int) -> None:
        width, height = self._app.size
        column, row = int(x * width), int(y * height)
        self._send(event(None, column, row, 0, 0, button, False, False, False, column, row))

    def _resize(self, width: int, height: int) -> None:
        driver = self._app._driver
        assert driver is not None
        driver._size = (width, height)
        self._send(events.Resize(Size(width, height), Size(width, height)))

    async def _rest(self) -> None:
        await self._pilot._wait_for_screen()
        self._raise_crash()

    async def _settle(self) -> None:
        """Wait until all is drawn, and what was told its size by that has been, too."""
        for _ in range(2):
            await self._pilot.pause()
        self._raise_crash()

    def _raise_crash(self) -> None:
        if self._app._exception:
            raise self._app._exception

    async def _save(self, state: str, chance: Random) -> None:
        """Save the record, and wait until the reader has heard of it."""
        match state:
            case "good":
                self._path.write_text(saved(self._kind, chance), "utf-8")
            case "broken":
                whole = saved(self._kind, chance)
                self._path.write_text(whole[: chance.randrange(len(whole))], "utf-8")
            case "empty":
                self._path.write_bytes(b"")
            case _:
                self._path.unlink(missing_ok=True)
        watcher = self._reader.query_one(FileBanner)._watcher
        assert watcher is not None
        async with asyncio.timeout(30):
            while watcher._detector._reported != (follow.identity(self._path),):
                await asyncio.sleep(0.005)
        await self._rest()

    async def check(self, number: int) -> None:
        """Hold the reader to what must always be true, then lead it home.

        Args:
            number: Which check it is; gives the view that is tried beside that in front.
        """
        self._resize(*SIZE)
        self._app.clear_notifications()
        await self._settle()
        self._check_drawing()
        self._check_export(list(VIEWS)[number % len(VIEWS)])
        await self._go_home()
        self._check_drawing()
        self._check_selection()
        title, above = self._reader.reading.dossier.title, picture(self._reader).split("\n")[0]
        assert title[:8] in above, f"no title: {above!r}"
        self._resize(*SMALL_SIZE)  # in which less is drawn, until a step resizes it

    def _check_drawing(self) -> None:
        shown = self._app.screen
        assert shown.size == Size(*SIZE), f"the screen has the size {shown.size}"
        rows = shown._compositor.render_strips()
        assert len(rows) == SIZE[1], f"{len(rows)} lines are drawn"
        for row in rows:
            if shown is self._reader:  # a dialog may cut through an emoji beneath it
                assert cell_len(row.text) == SIZE[0], f"not as wide as the screen: {row.text!r}"
            drawn = _TAGS.sub("", row.text)
            assert not first_forbidden(drawn), f"undrawable: {row.text!r}"
        for pane in shown.query(LineView):
            if pane.is_on_screen and pane.region:
                for line in pane.lines:
                    width = pane.content_cells
                    whole = line.plain.strip().startswith("http")  # an address is never broken
                    fits = whole or cell_len(line.plain) <= width
                    assert fits, f"{pane}, {width}: {line.plain!r}"

    def _check_export(self, another: str) -> None:
        record, selection = self._reader.reading
        for view in (self._reader.current, another):
            data = render.render(record, selection, view)
            assert data == render.render(record, selection, view), f"{view} differs from itself"
            assert not first_forbidden(data.decode()), f"{view} has what no text may have"

    def _check_selection(self) -> None:
        dossier, selection = self._reader.reading.dossier, self._reader.reading.selection
        assert selection.meeting is None or selection.meeting in dossier.meeting, selection
        assert selection.sector is None or selection.sector in dossier.topic, selection

    async def _go_home(self) -> None:
        """Press Esc until nothing is open, nothing narrows and the sectors are in front."""
        for number in range(_MOST_ESCAPES):
            if self._is_home or number % 10 == 9:
                await self._settle()  # something may be called after the next drawing
                if self._is_home:
                    return
            self._press("escape")
            await self._rest()
            await self._rest()
        raise AssertionError(f"Esc does not lead home: {self._where}")

    @property
    def _is_home(self) -> bool:
        reader, selection = self._reader, self._reader.reading.selection
        return (
            self._app.screen is reader
            and not (reader.zoomed or reader.has_class("-searching") or selection.filter)
            and reader.current == "sectors"
            and reader.pane.has_focus
        )

    @property
    def _where(self) -> object:
        reader = self._reader
        return self._app.screen_stack, self._app.focused, reader.zoomed, reader.reading.selection
