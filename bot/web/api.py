"""The HTTP API: answers, and whether the service is up."""

from typing import Annotated

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from bot.answer import Answerer
from bot.record import AnswerRecord
from bot.starting import StartingBot
from bot.store.keeping import Keeper
from bot.web.reception import COME_BACK, BusyError, Reception

MOST_TURNS = 100
EXAMPLE = 'Send JSON such as {"turns": ["What is vitamin B12?"]}.'


class Question(BaseModel):
    """A conversation: the user's messages, oldest first, the last one the question."""

    model_config = ConfigDict(extra="forbid")

    turns: Annotated[list[str], Field(min_length=1, max_length=MOST_TURNS)]


class Problem(BaseModel):
    """What was wrong with a request, and the cure."""

    message: str
    cure: str


class Health(BaseModel):
    """Whether the process runs, and whether it answers without waiting."""

    status: str
    ready: bool


def create_router(
    starting: StartingBot, bot: Answerer, keeper: Keeper, reception: Reception
) -> APIRouter:
    """Routes that answer with `bot`; `starting` knows whether it is loaded."""
    router = APIRouter()

    def answered(question: Question) -> AnswerRecord:
        *turns, message = question.turns
        given = bot.ask(message, turns)
        keeper.note(given, question.turns, conversation="")
        return AnswerRecord.of(given)

    @router.post(
        "/api/v1/answers",
        responses={status: {"model": Problem} for status in (400, 413, 422, 429, 503)},
    )
    async def answer(question: Question, request: Request) -> AnswerRecord:
        """Answer the last turn, given the ones before it."""
        client = request.client.host if request.client else ""
        return await reception(lambda: answered(question), client)

    @router.get("/healthz")
    async def health() -> Health:
        """Say that the process runs, and whether the bot is loaded."""
        return Health(status="ok", ready=starting.is_ready)

    @router.get("/readyz", responses={503: {"model": Health}})
    async def ready(response: Response) -> Health:
        """Say that questions are answered at once; 503 while the bot is loaded."""
        if starting.is_ready:
            return Health(status="ready", ready=True)
        response.status_code = 503
        return Health(status="starting", ready=False)

    return router


def explain_errors(app: FastAPI) -> None:
    """Let a request that cannot be understood say so, without repeating its text."""
    from fastapi.exceptions import RequestValidationError
    from starlette.exceptions import HTTPException

    @app.exception_handler(RequestValidationError)
    def refuse(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        problem = Problem(
            message=f"{where}: {first['msg']}",
            cure=EXAMPLE,
        )
        return JSONResponse(problem.model_dump(), status_code=422)

    @app.exception_handler(HTTPException)
    def explain(_: Request, error: HTTPException) -> JSONResponse:
        problem = Problem(message=str(error.detail), cure=EXAMPLE)
        return JSONResponse(
            problem.model_dump(), status_code=error.status_code, headers=error.headers
        )

    @app.exception_handler(BusyError)
    def put_off(_: Request, error: BusyError) -> JSONResponse:
        problem = Problem(message=error.message, cure=error.cure)
        headers = {"retry-after": str(COME_BACK)}
        return JSONResponse(
            problem.model_dump(), status_code=error.status, headers=headers
        )
