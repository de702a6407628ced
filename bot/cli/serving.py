"""Serving the chat page and the HTTP API."""

import gc
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from bot.bot import Bot
from bot.cli.console import ArticleOption, IndexOption, ModelOption, notes, opened_bot
from bot.settings import Keep, read_settings
from bot.starting import StartingBot
from corpus import read_article


def serve(
    *,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on (0.0.0.0: all).")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
    open_page: Annotated[
        bool, typer.Option("--open", help="Open the page in a browser.")
    ] = False,
    article: ArticleOption = None,
    model: ModelOption = None,
    index_dir: IndexOption = None,
    keep: Annotated[
        Keep | None, typer.Option(help="What is kept of a chat on the server.")
    ] = None,
    data_dir: Annotated[
        Path | None, typer.Option(help="Keep answers and accounts in this folder.")
    ] = None,
) -> None:
    """Serve the chat page, and the HTTP API, until Ctrl-C."""
    from bot.web.operating import watch
    from bot.web.serve import listen, serve_until_interrupted, url_of

    settings = read_settings(
        article=article,
        model=model,
        index_dir=index_dir,
        host=host,
        port=port,
        keep=keep,
        data_dir=data_dir,
    )
    with listen(settings.host, settings.port) as listener:
        notes.print("Starting ...")
        page_is_up = Event()

        def load() -> Bot:
            page_is_up.wait()  # loaded at once, both would take longer
            return opened_bot(settings)

        bot = StartingBot(read_article(settings.article), load)
        with _uncollected():
            from bot.web.application import create_app

            app = create_app(bot, settings)
        watch(settings)
        url = url_of(listener)
        notes.print(f"b12bot listens on {url} - Ctrl-C ends it.", highlight=False)
        if open_page:
            webbrowser.open(url)
        page_is_up.set()
        try:
            serve_until_interrupted(app, listener, bot=bot, settings=settings)
        finally:
            app.state.keeper.close()
    notes.print("Ended.")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Make what stays for good, without looking through it for garbage ever."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
