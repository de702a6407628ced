"""Serve b12bot: `python app.py` does what `b12bot serve` does."""

import sys

from bot.cli import main

if __name__ == "__main__":
    main(["serve", *sys.argv[1:]])
