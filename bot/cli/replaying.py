"""Giving a kept answer anew, to see whether it still comes out the same."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from bot.cli.console import ArticleOption, IndexOption, ModelOption, opened_bot, output
from bot.settings import read_settings
from corpus import B12BotError


class NotKeptError(B12BotError):
    """No answer of this id is kept."""


def replay(
    answer_id: Annotated[
        str, typer.Argument(metavar="ID", help="The id printed below the answer.")
    ],
    *,
    article: ArticleOption = None,
    model: ModelOption = None,
    index_dir: IndexOption = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="The folder that answers are kept in.")
    ] = None,
) -> None:
    """Give a kept answer anew and show what differs.

    Exit codes: 0 word for word the same; 1 it differs, or is not kept.
    """
    from bot.replay import replay as give_anew
    from bot.store.answers import KeptAnswers
    from bot.store.keeping import open_database

    settings = read_settings(
        article=article, model=model, index_dir=index_dir, data_dir=data_dir
    )
    answers = KeptAnswers(open_database(settings), days=settings.keep_days)
    kept = answers.find(answer_id.strip().lower())
    if kept is None:
        raise NotKeptError(
            f"No answer {answer_id!r} is kept.",
            "Look at the id below the answer; B12BOT_KEEP says what is kept.",
        )
    again = give_anew(opened_bot(settings), kept)
    if again.has_moved:
        output.print("It was answered from another version of the article.")
    if not again.differences:
        output.print("Word for word the same.")
        return
    output.print("\n".join(map(escape, again.differences)), highlight=False)
    raise typer.Exit(1)
