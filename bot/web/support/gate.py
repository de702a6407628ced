"""The gate of the console: nobody gets past it without having signed in."""

from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.store.accounts import Accounts
from bot.store.database import StoreError
from bot.web.text_page import text_page

HOME = "/support"
SIGN_IN = f"{HOME}/sign-in"
COOKIE = "b12bot_staff"
SAFE = ("GET", "HEAD")
PRIVATE = {
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-robots-tag": "noindex",
}
OFF = """\
# The support console is off

Nobody has an account yet. Make one on the server:

    b12bot staff add NAME
"""


class Gate:
    """ASGI middleware: everything below /support needs a sign-in and this origin."""

    def __init__(self, app: ASGIApp, accounts: Accounts) -> None:
        self._app = app
        self._accounts = accounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, with the name of who sent it, or refuse it."""
        path = scope.get("path", "")
        if path != HOME and not path.startswith(f"{HOME}/"):
            return await self._app(scope, receive, send)
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        refusal = await self._refusal(scope)
        if refusal is None:
            return await self._app(scope, receive, _privately(send))
        if scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008})
        return await refusal(scope, receive, _privately(send))

    async def _refusal(self, scope: Scope) -> Response | None:
        if not _is_from_here(scope):
            return _problem(403, "This comes from another site.", "Open /support.")
        try:
            return await run_in_threadpool(self._checked, scope)
        except StoreError as error:
            return _problem(503, error.message, error.cure)

    def _checked(self, scope: Scope) -> Response | None:
        if not self._accounts.exist():
            return HTMLResponse(text_page("Support console", OFF), 403)
        if scope["path"] == SIGN_IN:
            return None
        token = HTTPConnection(scope).cookies.get(COOKIE, "")
        name = self._accounts.who(token) if token else ""
        if name:
            scope.setdefault("state", {})["staff"] = name
            return None
        if scope.get("method") == "GET":
            return RedirectResponse(f"{scope.get('root_path', '')}{SIGN_IN}", 303)
        return _problem(401, "Nobody is signed in.", f"Sign in at {SIGN_IN}.")


def _is_from_here(scope: Scope) -> bool:
    """Whether a page of this server sent the request, or a person by an address."""
    headers = Headers(scope=scope)
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin != "null":
        return urlsplit(origin).netloc == headers.get("host")
    is_safe = scope["type"] == "http" and scope["method"] in SAFE
    if site == "cross-site":
        return is_safe and headers.get("sec-fetch-mode") == "navigate"
    return is_safe or site == "same-origin"


def _problem(status: int, message: str, cure: str) -> JSONResponse:
    return JSONResponse({"message": message, "cure": cure}, status)


def _privately(send: Send) -> Send:
    async def add(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(PRIVATE)
        await send(message)

    return add
