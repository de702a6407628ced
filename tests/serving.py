"""The application on a real server of its own, in this process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from bot.settings import Settings
from bot.starting import StartingBot
from bot.web.application import create_app
from bot.web.serve import listen, url_of


@contextmanager
def serving(bot: StartingBot, settings: Settings) -> Iterator[str]:
    """The address at which a bot is served, for as long as it is needed."""
    app = create_app(bot, settings)
    with listen("127.0.0.1", 0) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        yield url_of(listener)
        server.should_exit = True
        thread.join(30)
