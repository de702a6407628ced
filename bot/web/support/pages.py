"""Pages of the console: templates filled with values, never with markup of users."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    request: Request, template: str, *, status: int = 200, **given: Any
) -> HTMLResponse:
    """A page of the console, for whoever is signed in."""
    html = TEMPLATES.get_template(f"{template}.html").render(
        given,
        root=home(request),
        site=request.scope.get("root_path", ""),
        staff=request.scope["state"]["staff"],
        template=template,
    )
    return HTMLResponse(html, status)


def see(request: Request, place: str) -> RedirectResponse:
    """Send the browser to a page of the console after something was done."""
    return RedirectResponse(f"{home(request)}/{place}", 303)


def home(request: Request) -> str:
    """Where the console begins, also behind a proxy that serves it under a prefix."""
    return f"{request.scope.get('root_path', '')}/support"


def rendered(markdown: str, *, site: str) -> Markup:
    """A reply as the chat shows it; its places open in the chat page's article."""
    from markdown_it import MarkdownIt

    # "html" off: what stands in the text is shown, never run.
    html = MarkdownIt("commonmark", {"html": False}).render(markdown)
    return Markup(html.replace('href="#', f'href="{site}/#'))  # noqa: S704 - made above
