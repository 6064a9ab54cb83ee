"""``coop-tui`` and ``python -m coop_tui``."""

import signal


def main() -> None:
    """Run the command line; Ctrl-C ends the program at once until the command starts."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from coop_tui.cli import main as cli

    cli.main()


if __name__ == "__main__":
    main()
