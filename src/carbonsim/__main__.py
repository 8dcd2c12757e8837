"""`carbonsim`, and `python -m carbonsim`: signals are heard first, then the command line is loaded."""

from __future__ import annotations

from carbonsim.interrupts import INTERRUPTED, end_on_signals


def main() -> None:
    """Run the command line."""
    end_on_signals(str(INTERRUPTED), _told)
    from carbonsim import cli

    cli.run_command_line()


def _told() -> str:
    from carbonsim.report.terminal.language import localized

    return localized(INTERRUPTED)


if __name__ == "__main__":
    main()
