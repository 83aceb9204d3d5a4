"""So that ``python -m bot.cli`` is ``nutgraf``."""

from bot.cli import main

main()
