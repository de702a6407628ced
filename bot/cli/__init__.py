"""The command `b12bot`."""

from collections.abc import Callable, Sequence

import typer
from rich.markup import escape

from bot.cli import (
    answering,
    evaluating,
    health,
    indexing,
    reading,
    replaying,
    serving,
    showing,
    staff,
)
from bot.cli.console import notes
from corpus import B12BotError

app = typer.Typer(
    help="Answer questions about vitamin B12 deficiency with cited excerpts of one "
    "article.\n\nExit codes: 0 done; 1 something must be mended (said on stderr, "
    "with the cure); 2 wrong use of a command.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
COMMANDS: tuple[Callable[..., None], ...] = (
    answering.ask,
    answering.chat,
    answering.batch,
    serving.serve,
    evaluating.evaluate,
    replaying.replay,
    reading.about,
    reading.glossary,
    showing.settings,
    health.doctor,
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(indexing.app, name="index")
app.add_typer(staff.app, name="staff")


def main(args: Sequence[str] | None = None) -> None:
    """Run a command; a person's mistake ends with its cure on stderr, exit code 1."""
    try:
        app(list(args) if args is not None else None)
    except B12BotError as error:
        notes.print(f"[bold red]Error:[/] {escape(error.message)}")
        notes.print(escape(error.cure))
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        notes.print("Stopped.")
        raise SystemExit(130) from None
