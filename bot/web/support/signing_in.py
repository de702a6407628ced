"""Signing in to the console, and out."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from bot.store.accounts import Accounts, ThrottledError, WrongPasswordError
from bot.store.audit import AuditLog
from bot.web.support.gate import COOKIE, HOME, SIGN_IN
from bot.web.support.pages import TEMPLATES, home


def create_sign_in_router(accounts: Accounts, audit: AuditLog) -> APIRouter:
    """Routes to sign in and out."""
    router = APIRouter()

    @router.get(SIGN_IN)
    def form(request: Request) -> Response:
        return _form(request)

    @router.post(SIGN_IN)
    async def sign_in(request: Request) -> Response:
        given = await request.form()
        name, password = str(given.get("name", "")), str(given.get("password", ""))
        return await run_in_threadpool(signed_in, request, name, password)

    def signed_in(request: Request, name: str, password: str) -> Response:
        address = request.client.host if request.client else ""
        try:
            token = accounts.sign_in(name, password, address=address)
        except WrongPasswordError as wrong:
            return _form(request, wrong.message, status=401)
        except ThrottledError as throttled:
            if audit.last(name) != "was throttled":  # once, not for each attempt
                audit.note(name, "was throttled", "")
            reply = _form(request, f"{throttled.message} {throttled.cure}", status=429)
            reply.headers["retry-after"] = str(throttled.seconds)
            return reply
        audit.note(name, "signed in", "")
        reply = RedirectResponse(f"{home(request)}/", 303)
        reply.set_cookie(
            COOKIE,
            token,
            path=home(request),
            secure=request.url.scheme == "https",
            httponly=True,
            samesite="strict",
        )
        return reply

    @router.post(f"{HOME}/sign-out")
    def sign_out(request: Request) -> Response:
        accounts.sign_out(request.cookies.get(COOKIE, ""))
        audit.note(request.scope["state"]["staff"], "signed out", "")
        reply = RedirectResponse(f"{home(request)}/sign-in", 303)
        reply.delete_cookie(COOKIE, path=home(request))
        return reply

    return router


def _form(request: Request, problem: str = "", *, status: int = 200) -> Response:
    html = TEMPLATES.get_template("sign_in.html").render(
        root=home(request), site=request.scope.get("root_path", ""), problem=problem
    )
    return HTMLResponse(html, status)
