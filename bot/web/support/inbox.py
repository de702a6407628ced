"""The inbox: answers that were kept, filtered, read, worked on, exported, deleted."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response, StreamingResponse

from bot.replay import replay
from bot.starting import StartingBot
from bot.store.answers import PAGE, ConflictError, Filter, State, Why
from bot.store.audit import AuditLog
from bot.store.export import csv_lines, json_lines
from bot.store.keeping import Keeper
from bot.web.chat import linked
from bot.web.support.pages import page, rendered, see
from bot.web.support.receipt import receipt_view
from bot.web.support.trends import trend_plot

FORMATS = {"csv": (csv_lines, "text/csv"), "jsonl": (json_lines, "application/jsonl")}


def create_inbox(bot: StartingBot, keeper: Keeper, audit: AuditLog) -> APIRouter:
    """Routes of the inbox."""
    router = APIRouter(prefix="/support")

    @router.get("/")
    def inbox(
        request: Request,
        why: str = "",
        state: str = "",
        words: Annotated[str, Query(max_length=200)] = "",
        number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    ) -> Response:
        wanted = _filter(why, state, words)
        rows, total = keeper.answers.page(wanted, number)
        return page(
            request,
            "inbox",
            rows=rows,
            total=total,
            wanted=wanted,
            number=number,
            pages=max(1, -(-total // PAGE)),
            keep=keeper.keep.value,
            whys=list(Why),
            states=list(State),
            plot=trend_plot(keeper.counts.by_day()),
        )

    @router.get("/answers")
    def look_up(request: Request, answer_id: str = "") -> Response:
        return see(request, f"answers/{_plain(answer_id)}")

    @router.get("/answers/{answer_id}")
    def answer(request: Request, answer_id: str) -> Response:
        return _answer(request, answer_id)

    @router.post("/answers/{answer_id}")
    def work_on(
        request: Request,
        answer_id: str,
        state: Annotated[State, Form()],
        version: Annotated[int, Form()],
        note: Annotated[str, Form(max_length=1000)] = "",
    ) -> Response:
        try:
            keeper.answers.work_on(answer_id, state=state, note=note, version=version)
        except ConflictError as conflict:
            return _answer(request, answer_id, conflict=conflict, unsaved=note)
        audit.note(request.scope["state"]["staff"], f"set {state.value}", answer_id)
        return see(request, f"answers/{answer_id}")

    def _answer(
        request: Request,
        answer_id: str,
        *,
        conflict: ConflictError | None = None,
        unsaved: str = "",
    ) -> Response:
        kept = keeper.answers.find(answer_id)
        if kept is None:
            keep = keeper.keep.value
            return page(request, "missing", status=404, keep=keep, id=answer_id)
        again = replay(bot, kept)
        return page(
            request,
            "answer",
            status=409 if conflict else 200,
            kept=kept,
            again=again,
            reply=rendered(
                linked(bot.article, again.now), site=request.scope.get("root_path", "")
            ),
            why=receipt_view(bot.article, again.now),
            article=bot.article,
            turns=kept.turns,
            states=list(State),
            conflict=conflict,
            unsaved=unsaved,
        )

    @router.get("/conversations/{conversation}")
    def conversation(request: Request, conversation: str) -> Response:
        rows = keeper.answers.all(Filter(conversation=conversation))
        status = 200 if rows else 404
        return page(
            request, "conversation", status=status, rows=rows[::-1], id=conversation
        )

    @router.post("/conversations/{conversation}/delete")
    def delete(request: Request, conversation: str) -> Response:
        number = keeper.answers.forget(conversation)
        name = request.scope["state"]["staff"]
        audit.note(name, f"deleted {number} answers", conversation)
        return see(request, f"conversations/{_plain(conversation)}")

    @router.get("/export.{form}")
    def export(
        request: Request,
        form: str,
        why: str = "",
        state: str = "",
        words: str = "",
        conversation: str = "",
    ) -> Response:
        if form not in FORMATS:
            return page(request, "missing", status=404, keep=keeper.keep.value, id="")
        wanted = _filter(why, state, words, conversation=conversation)
        write, media_type = FORMATS[form]
        lines: Iterator[str] = write(keeper.answers.all(wanted))
        audit.note(request.scope["state"]["staff"], f"exported {form}", conversation)
        told = {"content-disposition": f'attachment; filename="b12bot-answers.{form}"'}
        return StreamingResponse(lines, media_type=media_type, headers=told)

    return router


def _filter(why: str, state: str, words: str, *, conversation: str = "") -> Filter:
    """What was picked; what is no choice counts as not picked."""
    return Filter(
        Why(why) if why in list(Why) else None,
        State(state) if state in list(State) else None,
        words,
        conversation,
    )


def _plain(text: str) -> str:
    """An id as it may stand in an address."""
    return "".join(each for each in text.strip() if each.isalnum())[:64] or "none"
