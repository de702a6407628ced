"""`b12bot settings`: what is set, where that came from, and what it is for."""

from rich.table import Table

from bot.cli.console import output
from bot.settings import FILE, Settings, origin, read_settings


def settings() -> None:
    """List the settings: value, where it comes from, what it is for.

    Options of a command come first, then the environment (B12BOT_...), then the TOML
    file that B12BOT_SETTINGS names, with lines such as port = 8080.
    """
    chosen = read_settings()
    table = Table(box=None, pad_edge=False)
    for title in ("Setting", "Value", "From", "What it is"):
        table.add_column(title, overflow="fold")
    for name, field in Settings.model_fields.items():
        value = getattr(chosen, name)
        shown = "" if value is None else str(value)
        table.add_row(name, shown, origin(name), field.description)
    output.print(table)
    output.print(f"\nAs B12BOT_<NAME>, or as name = value in the file of {FILE}.")
