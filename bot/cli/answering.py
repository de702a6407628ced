"""Asking on the command line: one question, a chat, a file of questions."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markdown import Markdown
from rich.progress import track
from rich.prompt import Prompt

from bot.answer import Answer
from bot.batch import read_cases, write_records
from bot.cli.console import (
    ArticleOption,
    IndexOption,
    ModelOption,
    notes,
    opened_bot,
    output,
)
from bot.cli.why import why_table
from bot.record import AnswerRecord
from bot.settings import read_settings

GOODBYE = {"exit", "quit", ":q"}


def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotation marks.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    why: Annotated[
        bool, typer.Option("--why", help="Show how the answer came about.")
    ] = False,
    article: ArticleOption = None,
    model: ModelOption = None,
    index_dir: IndexOption = None,
) -> None:
    """Answer one question."""
    settings = read_settings(article=article, model=model, index_dir=index_dir)
    answer = opened_bot(settings).ask(question)
    if json:
        record = AnswerRecord.of(answer).model_dump_json(indent=2)
        output.print(record, markup=False, highlight=False)
    else:
        _show(answer)
    if why:
        notes.print(why_table(answer.receipt))


def chat(
    *,
    article: ArticleOption = None,
    model: ModelOption = None,
    index_dir: IndexOption = None,
) -> None:
    """Chat in the terminal; follow-up questions are understood. End with Ctrl-D."""
    settings = read_settings(article=article, model=model, index_dir=index_dir)
    bot = opened_bot(settings)
    notes.print('Ask about vitamin B12 deficiency. "quit" or Ctrl-D ends the chat.')
    turns: list[str] = []
    while True:
        try:
            message = Prompt.ask("\nYou", console=output)
        except EOFError:
            break
        if message.strip().lower() in GOODBYE:
            break
        _show(bot.ask(message, turns))
        turns.append(message)


def batch(
    questions: Annotated[
        Path,
        typer.Argument(
            metavar="IN.jsonl",
            help='A line each: {"id": "...", "turns": ["question"]}.',
        ),
    ],
    answers: Annotated[
        Path, typer.Argument(metavar="OUT.jsonl", help="Written whole, or not at all.")
    ],
    *,
    article: ArticleOption = None,
    model: ModelOption = None,
    index_dir: IndexOption = None,
) -> None:
    """Answer a file of questions; the last of a line's turns is the question."""
    settings = read_settings(article=article, model=model, index_dir=index_dir)
    cases = read_cases(questions)
    bot = opened_bot(settings)
    progress = track(cases, "Answering", console=notes, transient=True)
    records = (
        AnswerRecord.of(bot.ask(case.turns[-1], case.turns[:-1])).model_copy(
            update={"id": case.id}
        )
        for case in progress
    )
    write_records(answers, records)
    notes.print(f"{len(cases)} answers written to {answers}.", highlight=False)


def _show(answer: Answer) -> None:
    if output.is_terminal:
        output.print(Markdown(answer.text))
    else:
        output.print(answer.text, markup=False, highlight=False)
