"""The web application: the HTTP API and pages of text, with the chat page at /."""

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from bot.about import about_text, glossary_text, privacy_text
from bot.bot import open_bot, open_store
from bot.glossary import load_glossary
from bot.settings import Settings
from bot.starting import StartingBot
from bot.store.keeping import Keeper, open_database
from bot.web.api import create_router, explain_errors
from bot.web.frame import framed
from bot.web.headers import Headers
from bot.web.limits import Limits
from bot.web.page import create_page
from bot.web.reception import Reception
from bot.web.support.console import add_console
from bot.web.text_page import text_page
from bot.web.theme import create_theme
from bot.web.watched import Watched
from corpus import read_article

if TYPE_CHECKING:
    import gradio as gr

STATIC = Path(__file__).parent / "static"


def create_app(bot: StartingBot, settings: Settings) -> FastAPI:
    """Put the API and the pages together, everything that is not needed closed."""
    app = FastAPI(title="b12bot", docs_url=None, redoc_url=None, openapi_url=None)
    database = open_database(settings)
    keeper = Keeper(database, bot.article, settings)
    app.state.keeper = keeper
    reception = Reception(a_minute=settings.questions_a_minute)
    watched = Watched(bot)
    app.include_router(create_router(bot, watched, keeper, reception))
    add_console(app, bot, keeper, database=database, settings=settings, start=_started)
    explain_errors(app)
    about = f"{about_text(bot.article)}\n\n{glossary_text(load_glossary())}"
    _add_page(app, "/about", text_page("About", about))
    _add_page(app, "/privacy", text_page("Privacy", privacy_text(settings)))
    app.mount("/own", StaticFiles(directory=STATIC))
    _mount_chat(app, create_page(watched, keeper, reception))
    app.add_middleware(Limits)
    app.add_middleware(Headers, mended={"/": framed})
    app.add_middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_methods=["GET", "POST"],
        allow_headers=["content-type"],
    )
    return app


def _started(settings: Settings) -> StartingBot:
    """A bot of other settings, loading."""
    return StartingBot(
        read_article(settings.article), lambda: open_bot(open_store(settings))
    )


def _add_page(app: FastAPI, path: str, html: str) -> None:
    page = HTMLResponse(html)
    app.add_api_route(path, lambda: page, response_class=HTMLResponse)


def _mount_chat(app: FastAPI, page: "gr.Blocks") -> None:
    import gradio as gr

    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=create_theme(),
        css_paths=STATIC / "page.css",
        favicon_path=str(STATIC / "icon.svg"),
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        allowed_paths=[],
        max_file_size="1kb",
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
