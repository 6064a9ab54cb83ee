"""Opens an address in a browser that does not draw over the reader."""

from __future__ import annotations

import subprocess
import sys
import threading
import webbrowser
from functools import partial
from typing import Any

from textual.app import App, SuspendNotSupported


class BrowserError(Exception):
    """The address was not opened; the message says why."""


def open_in_browser(app: App[Any], address: str) -> None:
    """Open an address with http or https.

    A browser with a window of its own runs beside the reader, and its messages are
    discarded. A browser in the terminal has the terminal until the user leaves it.

    Raises:
        BrowserError: If there is no browser, or the reader cannot give up the terminal.
    """
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        raise BrowserError("No browser was found.") from None
    if isinstance(browser, webbrowser.GenericBrowser) and not isinstance(
        browser, webbrowser.BackgroundBrowser
    ):
        try:
            with app.suspend():
                browser.open(address)
        except SuspendNotSupported:
            raise BrowserError("The reader cannot make room for a browser here.") from None
        return
    command, null = [sys.executable, "-m", "webbrowser", address], subprocess.DEVNULL
    away = {"stdin": null, "stdout": null, "stderr": null, "start_new_session": True}
    start = partial(subprocess.run, command, **away)  # in a session away from the terminal
    threading.Thread(target=start, name="coop-tui-browser", daemon=True).start()
