"""What commands share: where they print, their common options, opening the bot."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from bot.bot import Bot, open_bot, open_store
from bot.settings import Settings
from index import IndexStore

output = Console(soft_wrap=True)
notes = Console(stderr=True, soft_wrap=True)

ArticleOption = Annotated[
    Path | None,
    typer.Option("--article", help="Answer from this text or Markdown file."),
]
ModelOption = Annotated[
    str | None,
    typer.Option("--model", help="Name or folder of a sentence-transformers model."),
]
IndexOption = Annotated[
    Path | None, typer.Option("--index-dir", help="Keep the index in this folder.")
]


@contextmanager
def progress_store(settings: Settings) -> Iterator[IndexStore]:
    """The index store, with a progress bar on stderr while texts are encoded."""
    with Progress(console=notes, transient=True) as bar:
        task = bar.add_task("Encoding the article", visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        yield open_store(settings, tell=notes.print, progress=show)


def opened_bot(settings: Settings) -> Bot:
    """A bot ready to answer; says so where its index is built first."""
    with progress_store(settings) as store:
        bot = open_bot(store)
    for part in bot.parts_off:
        notes.print(f"Not trained for this article and model: {part}.")
    return bot
