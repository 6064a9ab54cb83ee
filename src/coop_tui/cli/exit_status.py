"""How a command ends."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """What an exit status means."""

    OK = 0
    FOUND = 1
    UNREADABLE = 2
    UNWRITABLE = 3
    CRASHED = 70  # EX_SOFTWARE of sysexits.h
    INTERRUPTED = 130


class UsageError(Exception):
    """The command line asks for what does not exist; the message says what."""
