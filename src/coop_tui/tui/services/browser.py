"""Opens an address in a browser, without letting it draw over the reader."""

from __future__ import annotations

import subprocess
import sys
import threading
import webbrowser
from typing import Any

from textual.app import App, SuspendNotSupported


class BrowserError(Exception):
    """There is no browser to open an address in; says why."""


def open_in_browser(app: App[Any], address: str) -> None:
    """Open an address.

    A browser with a window of its own is started beside the reader, its messages thrown
    away; one that draws in the terminal is given the terminal until it is left.

    Args:
        app: The reader.
        address: An address with http or https, as the loader makes sure.

    Raises:
        BrowserError: If there is none.
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
    threading.Thread(target=_start, args=(address,), name="coop-tui-browser", daemon=True).start()


def _start(address: str) -> None:
    """Start the browser apart from the terminal, and wait for what has started it."""
    subprocess.run(
        [sys.executable, "-m", "webbrowser", address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        check=False,
    )
