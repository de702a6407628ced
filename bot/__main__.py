"""`python -m bot` is the command `b12bot`."""

from bot.cli import main

main()
