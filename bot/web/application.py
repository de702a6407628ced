"""The web application: the HTTP API, with the chat page at /."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from bot.bot import Bot
from bot.web.about_page import about_html
from bot.web.api import create_router, explain_errors
from bot.web.limits import Limits
from bot.web.page import create_page

HERE = Path(__file__).parent


def create_app(bot: Bot) -> FastAPI:
    """Put the API and the page together, everything that is not needed closed."""
    app = FastAPI(title="b12bot", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(create_router(bot))
    explain_errors(app)
    about = HTMLResponse(about_html(bot.article))
    app.add_api_route("/about", lambda: about, response_class=HTMLResponse)
    _mount_page(app, bot)
    app.add_middleware(Limits)
    return app


def _mount_page(app: FastAPI, bot: Bot) -> None:
    page = create_page(bot)
    import gradio as gr

    theme = gr.themes.Default(
        primary_hue="teal",
        neutral_hue="slate",
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    )
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme,
        css_paths=HERE / "page.css",
        head=f"<script>{(HERE / 'page.js').read_text('utf-8')}</script>",
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
