"""Asking as a user would, with the receipt beside the answer; other settings too."""

from collections.abc import Callable, Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.settings import Settings, read_settings_file
from bot.starting import StartingBot
from bot.triage import LONGEST
from bot.web.chat import linked
from bot.web.support.pages import page, rendered
from bot.web.support.receipt import receipt_view

MOST_TURNS = 20

Turns = Annotated[Sequence[str], Form(max_length=MOST_TURNS)]


def create_asking(
    bot: StartingBot, settings: Settings, start: Callable[[Settings], StartingBot]
) -> APIRouter:
    """Routes to ask; `start` loads a bot for the other settings when first wanted."""
    router = APIRouter(prefix="/support")
    other = settings.compare_with
    started: list[StartingBot] = []

    def beside() -> StartingBot:
        if not started:
            assert other is not None  # noqa: S101 - asked for only where it is set
            started.append(start(read_settings_file(other)))
        return started[0]

    def asked(request: Request, turns: Sequence[str], *, both: bool) -> Response:
        site = request.scope.get("root_path", "")
        bots = [bot, beside()] if both and other else [bot]
        columns = []
        for each in bots if turns else ():
            given = each.ask(turns[-1], turns[:-1])
            columns.append(
                {
                    "answer": given,
                    "reply": rendered(linked(each.article, given), site=site),
                    "why": receipt_view(each.article, given),
                }
            )
        return page(
            request,
            "ask",
            turns=turns,
            columns=columns,
            article=bot.article,
            other=other.name if other else "",
            both=both,
            longest=LONGEST,
        )

    @router.get("/ask")
    def form(request: Request) -> Response:
        return asked(request, [], both=False)

    @router.post("/ask")
    def ask(
        request: Request,
        message: Annotated[str, Form()] = "",
        turns: Turns = (),
        *,
        both: Annotated[bool, Form()] = False,
    ) -> Response:
        return asked(request, [*turns, message], both=both)

    return router
