"""From a bad answer to a test case: pick what should have been said, look, save."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.answer import Kind
from bot.evaluation.judging import Judge
from bot.evaluation.suite import Case, SuiteError
from bot.masking import masked
from bot.settings import Settings
from bot.starting import StartingBot
from bot.store.audit import AuditLog
from bot.web.support.asking import MOST_TURNS
from bot.web.support.pages import page
from bot.web.support.suite_file import append_case, as_yaml, case_of
from bot.why import standings
from corpus import Article, B12BotError

Text = Annotated[str, Form(max_length=2000)]
SAVED_IN = "from-support.yaml"


def create_cases(bot: StartingBot, settings: Settings, audit: AuditLog) -> APIRouter:
    """Routes that make test cases; they are saved where the settings name a suite."""
    router = APIRouter(prefix="/support")
    folder = settings.suites

    def shown(
        request: Request,
        case: Case,
        *,
        start: int = -1,
        problem: B12BotError | None = None,
        saved: str = "",
    ) -> Response:
        *before, message = case.asked[0]
        result = Judge(bot, {})(case)
        return page(
            request,
            "case",
            status=409 if problem else 200,
            case=case,
            yaml=as_yaml(case),
            result=result,
            words=_words(bot.article, start),
            standings=standings(bot.article, bot.rank(message, before), start)
            if start >= 0
            else [],
            start=start,
            kinds=list(Kind),
            folder=folder,
            problem=problem,
            saved=saved,
        )

    @router.post("/case")
    def make(
        request: Request,
        turns: Annotated[list[str], Form(min_length=1, max_length=MOST_TURNS)],
        sentence: Annotated[int, Form()] = -1,
        kind: Annotated[Kind, Form()] = Kind.ANSWER,
        answer_id: Text = "",
    ) -> Response:
        """Fill in a case: personal data masked, the sentence or kind as picked."""
        words = _words(bot.article, sentence)
        hidden = [masked(turn) for turn in turns]
        case = case_of(
            hidden,
            quote=words,
            kind=Kind.ANSWER if words else kind,
            name=answer_id,
            author=request.scope["state"]["staff"],
        )
        return shown(request, case, start=sentence if words else -1)

    @router.post("/case/save")
    def save(
        request: Request,
        turns: Annotated[list[str], Form(min_length=1, max_length=MOST_TURNS)],
        id: Text,  # noqa: A002 - the case's own word
        kind: Annotated[Kind, Form()],
        quote: Text = "",
        note: Text = "",
        how: Text = "download",
    ) -> Response:
        """Save the case as it was edited, or send it as a file."""
        staff = request.scope["state"]["staff"]
        case = case_of(turns, quote=quote, kind=kind, name=id, note=note, author=staff)
        if how == "download":
            told = {"content-disposition": f'attachment; filename="{case.id}.yaml"'}
            text = as_yaml(case)
            return Response(text, media_type="application/yaml", headers=told)
        if how != "save" or folder is None:
            return shown(request, case)
        try:
            append_case(folder / SAVED_IN, case)
        except SuiteError as error:
            return shown(request, case, problem=error)
        audit.note(staff, "saved a case", case.id)
        return shown(request, case, saved=str(folder / SAVED_IN))

    return router


def _words(article: Article, start: int) -> str:
    """The displayed words of the sentence that begins there, "" where none does."""
    for sentence in article.sentences:
        if sentence.start == start:
            return article.shown(sentence.start, sentence.end)
    return ""
