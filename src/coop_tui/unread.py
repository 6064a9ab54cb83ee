"""Whether something waits on standard input that nothing was told to read."""

from __future__ import annotations

import os
import stat
import sys


def is_waiting() -> bool:
    """Whether standard input is a file that is not read to its end, or a pipe with bytes in it.

    Nothing is read, and nothing is waited for: a pipe may stay empty for ever. A terminal, a
    device such as ``/dev/null`` or a closed standard input hold nothing.
    """
    try:
        number = sys.stdin.fileno()
        given = os.fstat(number)
        if stat.S_ISREG(given.st_mode):
            return os.lseek(number, 0, os.SEEK_CUR) < given.st_size
        return stat.S_ISFIFO(given.st_mode) and _bytes_in(number) > 0
    except (AttributeError, OSError, ValueError):  # there is none, or none of the system's
        return False


def _bytes_in(pipe: int) -> int:
    import array
    import fcntl
    import termios

    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]
