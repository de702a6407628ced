"""Requests refused before anything reads them: closed routes, large bodies."""

import re
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 64 * 1024  # bytes of a question over HTTP
LARGEST_PAGE_BODY = 1024 * 1024  # the page sends its whole conversation
CONSOLE = re.compile(r"/support(?:/[\w./-]*)?")  # its gate decides who may
OURS = re.compile(
    r"/(?:about|privacy|own/(?:support\.css|[a-z_]+\.(?:js|svg))|api/v1/answers|healthz|readyz)"
)
# What the page needs of Gradio. Its upload, file, proxy, API description, monitoring
# and run-history routes are not among them.
PAGE = re.compile(
    r"""/(?:|config/?|theme\.css|robots\.txt|favicon\.ico|manifest\.json
      |(?:assets|static|svelte)/.+
      |gradio_api/(?:theme\.css|startup-events|app_id|reset|cancel|queue/(?:join|data)
        |heartbeat/\w+|run/\w+))""",
    re.VERBOSE,
)


class BodyTooLargeError(Exception):
    """More bytes came than a request may have."""


class Limits:
    """ASGI middleware that answers 404 to closed routes and 413 to large bodies."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        path = scope["path"]
        if not any(known.fullmatch(path) for known in (OURS, CONSOLE, PAGE)):
            refusal = _refusal(404, "There is nothing at this address.", "Open /.")
            return await refusal(scope, receive, send)
        limit = LARGEST_BODY if OURS.fullmatch(path) else LARGEST_PAGE_BODY
        try:
            body = await _read(receive, limit)
        except BodyTooLargeError:
            refusal = _refusal(
                413,
                f"The request is larger than {limit:,} bytes.",
                "Send a shorter question.",
            )
            return await refusal(scope, receive, send)
        return await self._app(scope, _replay(body, receive), send)


async def _read(receive: Receive, limit: int) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > limit:
            raise BodyTooLargeError
    return body


def _replay(body: bytes, receive: Receive) -> Receive:
    """Give the body that was read once, then what comes after it."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def _refusal(status: int, message: str, cure: str) -> JSONResponse:
    content: dict[str, Any] = {"message": message, "cure": cure}
    return JSONResponse(content, status_code=status)
