"""Every method side by side on labelled questions: `python -m benchmarks.quality`.

Thresholds of the methods that have none are set on dev so that 4% of the answered
questions are refused; those of the plain build and the product are their own. Writes
`docs/quality.json`, `docs/quality.md` and its plots.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from statistics import median
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import track

from benchmarks.figures import (
    Judged,
    Measure,
    answered,
    auc,
    gold_share,
    interval,
    median_characters,
    share,
)
from benchmarks.methods import Bench, Method, by_score, fused, plain_build, product
from benchmarks.report import write_report
from bot import Bot
from bot.bot import open_bot
from corpus import Article, read_article
from corpus.labels import LabelledQuestion, Split, read_questions
from index import find_model
from index.encoder import load_model
from index.model import untuned_model
from index.spelling import Speller
from index.training.remembering import RememberingEncoder
from index.tuning import load_token_weights

DOCS = Path(__file__).parents[1] / "docs"
WIDTH = 88  # characters of a line of the reports' prose
FALSE_REFUSALS = 0.04  # at the threshold of a method that has none of its own
OWN_THRESHOLD = ("plain build", "product")
KINDS = (
    "plain", "paraphrase", "typo", "keywords", "situation", "yesno", "followup",
    "twopart",
)  # fmt: skip
MEASURES: Mapping[str, Measure] = {
    "right first": answered("is_first_right"),
    "all parts covered": answered("is_covered"),
    "false refusals": answered("is_refused"),
    "near misses refused": share("is_refused", "near_miss"),
    "far-off refused": share("is_refused", "far_off"),
    "AUC": auc,
    "gold share": gold_share,
    "characters": median_characters,
    **{f"covered: {kind}": share("is_covered", kind) for kind in KINDS},
    **{f"first: {kind}": share("is_first_right", kind) for kind in KINDS},
}
TIMED = 60  # questions


def main(
    split: Split = Split.DEV,
    to: Annotated[Path, typer.Option(help="Folder of the report.")] = DOCS,
    only: Annotated[str, typer.Option(help="A part of the methods' names.")] = "",
) -> None:
    """Measure, print the table, write the report."""
    article, bot = read_article(), open_bot()
    questions = read_questions(article)
    methods = {
        name: method
        for name, method in _methods(article, bot, questions).items()
        if only in name
    }
    judged = {
        name: _judge(name, method, questions, split) for name, method in methods.items()
    }
    figures = {
        name: {what: interval(how, each) for what, how in MEASURES.items()}
        for name, each in track(
            judged.items(), "Intervals", console=Console(stderr=True)
        )
    }
    told = {
        "split": str(split),
        "questions": sum(q.split is split for q in questions),
        "time per question, ratio to one bare encode": _time_ratio(bot, questions),
        "methods": {
            n: {w: asdict(f) for w, f in each.items()} for n, each in figures.items()
        },
    }
    to.mkdir(exist_ok=True)
    (to / "quality.json").write_text(json.dumps(told, indent=1) + "\n", "utf-8")
    write_report(to, told, figures, judged)
    Console().print((to / "quality.md").read_text("utf-8"), markup=False)


def _methods(
    article: Article, bot: Bot, questions: Sequence[LabelledQuestion]
) -> dict[str, Method]:
    plain = RememberingEncoder(untuned_model())
    model = find_model()
    tuned, weights = RememberingEncoder(model), load_token_weights(model.tuning)
    speller = Speller(article.shown(s.start, s.end) for s in article.sentences)
    bench = Bench(article, speller)
    train = [question for question in questions if question.split is Split.TRAIN]
    bm25, vectors = bench.keywords(), bench.vectors(plain)
    scorers = {
        "BM25": bm25,
        "passage vectors": bench.passages(plain),
        "window vectors": bench.windows(plain),
        "sentence vectors": bench.vectors(plain, titled=False),
        "sentence vectors behind titles": vectors,
        "hybrid: BM25 + sentence vectors": fused(bm25, vectors),
        "question to question": bench.questions(plain, train),
        "late interaction": bench.late(plain, weights),
        "late interaction + spelling, turns": bench.late(
            plain, weights, mend=True, context=True
        ),
        "late interaction + spelling, turns, restatements": bench.late(
            plain, weights, mend=True, context=True, restated=True
        ),
        "tuned: sentence vectors": bench.vectors(tuned),
        "tuned: question to question": bench.questions(tuned, train),
        "tuned: late interaction": bench.late(tuned, weights),
        "tuned: late + spelling, turns": bench.late(
            tuned, weights, mend=True, context=True
        ),
        "tuned: late + spelling, turns, restatements": bench.late(
            tuned, weights, mend=True, context=True, restated=True
        ),
    }
    return {
        "plain build": plain_build(article, plain),
        **{name: by_score(article, scorer) for name, scorer in scorers.items()},
        "product": product(bot),
    }


def _judge(
    name: str, method: Method, questions: Sequence[LabelledQuestion], split: Split
) -> list[Judged]:
    own = name in OWN_THRESHOLD
    wanted = {split} if own else {split, Split.DEV}
    asked = [question for question in questions if question.split in wanted]
    progress = track(asked, f"{name:48}", console=Console(stderr=True))
    judged = [Judged(question, method(question)) for question in progress]
    chosen = [each for each in judged if each.question.split is split]
    if own:
        return chosen
    dev = [
        each.reply.confidence
        for each in judged
        if each.question.split is Split.DEV and each.question.groups
    ]
    threshold = float(np.quantile(dev, FALSE_REFUSALS))
    return [
        each
        if each.reply.confidence >= threshold
        else replace(each, reply=replace(each.reply, shown=()))
        for each in chosen
    ]


def _time_ratio(bot: Bot, questions: Sequence[LabelledQuestion]) -> float:
    """Median over questions of a whole `Bot.ask` over one bare encode, side by side."""
    model = load_model(untuned_model())
    asked = [q for q in questions if q.split is Split.DEV and q.groups][:TIMED]
    ratios = []
    for question in asked:
        start = time.perf_counter()
        model.encode(question.turns[-1], show_progress_bar=False)
        middle = time.perf_counter()
        bot.ask(question.turns[-1], question.turns[:-1])
        ratios.append((time.perf_counter() - middle) / (middle - start))
    return round(median(ratios), 2)


if __name__ == "__main__":
    typer.run(main)
