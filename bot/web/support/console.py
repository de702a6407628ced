"""The support console, put together: behind a sign-in, at /support."""

from collections.abc import Callable

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response

from bot.settings import Settings
from bot.starting import StartingBot
from bot.store.accounts import Accounts
from bot.store.answers import Filter, Why
from bot.store.audit import AuditLog
from bot.store.database import Database
from bot.store.keeping import Keeper
from bot.web.support.asking import create_asking
from bot.web.support.cases import create_cases
from bot.web.support.gate import Gate
from bot.web.support.inbox import create_inbox
from bot.web.support.pages import page
from bot.web.support.signing_in import create_sign_in_router
from bot.web.support.suites import create_suites

MOST_GROUPED = 2000  # unanswered questions, the newest


def add_console(
    app: FastAPI,
    bot: StartingBot,
    keeper: Keeper,
    *,
    database: Database,
    settings: Settings,
    start: Callable[[Settings], StartingBot],
) -> None:
    """Add the console's routes, and the gate before them."""
    accounts, audit = Accounts(database), AuditLog(database)
    app.include_router(create_sign_in_router(accounts, audit))
    app.include_router(create_inbox(bot, keeper, audit))
    app.include_router(create_asking(bot, settings, start))
    app.include_router(create_cases(bot, settings, audit))
    app.include_router(create_suites(bot, settings, audit))
    app.include_router(_create_overviews(bot, keeper, audit))
    app.add_middleware(Gate, accounts=accounts)


def _create_overviews(bot: StartingBot, keeper: Keeper, audit: AuditLog) -> APIRouter:
    router = APIRouter(prefix="/support")

    @router.get("/unanswered")
    def unanswered(request: Request) -> Response:
        """What people ask that the article lacks, the most asked first."""
        rows = keeper.answers.all(Filter(why=Why.REFUSED))[:MOST_GROUPED]
        groups = bot.group([row.turns[-1] for row in rows])
        return page(
            request,
            "unanswered",
            groups=[[rows[place] for place in group] for group in groups],
            total=len(rows),
            keep=keeper.keep.value,
        )

    @router.get("/audit")
    def deeds(request: Request) -> Response:
        """Who did what, newest first."""
        return page(request, "audit", deeds=audit.newest())

    return router
