"""The HTTP API: answers, and whether the service is up."""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from bot.bot import Bot
from bot.record import AnswerRecord

MOST_TURNS = 100


class Question(BaseModel):
    """A conversation: the user's messages, oldest first, the last one the question."""

    model_config = ConfigDict(extra="forbid")

    turns: Annotated[list[str], Field(min_length=1, max_length=MOST_TURNS)]


class Problem(BaseModel):
    """What was wrong with a request, and the cure."""

    message: str
    cure: str


class Health(BaseModel):
    """Whether the service can answer."""

    status: str


def create_router(bot: Bot) -> APIRouter:
    """Routes that answer with `bot`."""
    router = APIRouter()

    @router.post(
        "/api/v1/answers",
        responses={status: {"model": Problem} for status in (400, 413, 422)},
    )
    def answer(question: Question) -> AnswerRecord:
        """Answer the last turn, given the ones before it."""
        *turns, message = question.turns
        return AnswerRecord.of(bot.ask(message, turns))

    @router.get("/healthz")
    def health() -> Health:
        """Say that the process runs."""
        return Health(status="ok")

    @router.get("/readyz")
    def ready() -> Health:
        """Say that questions are answered: it opens only after the index is loaded."""
        return Health(status="ready")

    return router


def explain_errors(app: FastAPI) -> None:
    """Let a request that cannot be understood say so, without repeating its text."""
    from fastapi.exceptions import RequestValidationError

    @app.exception_handler(RequestValidationError)
    def refuse(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        problem = Problem(
            message=f"{where}: {first['msg']}",
            cure='Send JSON such as {"turns": ["What is vitamin B12?"]}.',
        )
        return JSONResponse(problem.model_dump(), status_code=422)
