"""Why replies go wrong: `python -m benchmarks.causes --split test`.

Of the questions that the article answers, those whose first excerpt is not right and
those with a part left out, by the stage that lost them. Writes `docs/causes.md`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import typer
from rich.console import Console
from rich.progress import track

from benchmarks.figures import Judged, Reply, Span
from benchmarks.quality import DOCS, KINDS
from bot.answer import Answer, Kind
from bot.bot import open_bot
from corpus import read_article
from corpus.labels import LabelledQuestion, Split, read_questions

AMONG = 10  # best sentences; one that is not among them counts as not found
CAUSES = {
    "triage": "taken for something else than a question",
    "threshold": "refused",
    "finding": f"no sentence that answers is among the {AMONG} best",
    "ranking": f"one is among the {AMONG} best, and not shown, or not first",
}


def main(split: Split = Split.DEV) -> None:
    """Ask, print the tables, write the page."""
    bot = open_bot()
    asked = [q for q in read_questions(read_article()) if q.groups and q.split is split]
    firsts: list[tuple[str, str]] = []
    parts: list[tuple[str, str]] = []
    for question in track(asked, console=Console(stderr=True)):
        answer = bot.ask(question.turns[-1], question.turns[:-1])
        shown = tuple((each.start, each.end) for each in answer.excerpts)
        judged = Judged(question, Reply(shown, answer.receipt.answerable))
        if not judged.is_first_right:
            every = frozenset().union(*question.groups)
            firsts.append((cause(answer, [every]), question.kind))
        if not judged.is_covered:
            parts.append((cause(answer, _missed(question, shown)), question.kind))
    page = "\n\n".join(
        [
            "# Why replies go wrong",
            f"Made by `python -m benchmarks.causes --split {split}` on the "
            f"{len(asked):,} questions of the {split} split that the article answers.",
            "\n".join(f"- **{name}**: {what}" for name, what in CAUSES.items()),
            f"## The first excerpt is not right: {len(firsts)}",
            _table(firsts),
            f"## A part is left out: {len(parts)}",
            _table(parts),
        ]
    )
    (DOCS / "causes.md").write_text(page + "\n", "utf-8")
    Console().print(page, markup=False)


def cause(answer: Answer, groups: Iterable[frozenset[Span]]) -> str:
    """The stage that lost the sentences of each of some groups."""
    if answer.kind is Kind.NOT_COVERED:
        return "threshold"
    if answer.kind is not Kind.ANSWER:
        return "triage"
    scores = {
        (each.sentence.start, each.sentence.end): each.score
        for hit in answer.receipt.candidates
        for each in hit.sentences
    }
    best = set(sorted(scores, key=lambda span: -scores[span])[:AMONG])
    return "ranking" if all(group & best for group in groups) else "finding"


def _missed(question: LabelledQuestion, shown: Sequence[Span]) -> list[frozenset[Span]]:
    return [
        group
        for group in question.groups
        if not any(a <= start and end <= b for start, end in group for a, b in shown)
    ]


def _table(lost: Sequence[tuple[str, str]]) -> str:
    counts = Counter(lost)
    rows = [
        f"| {name} | {sum(counts[name, kind] for kind in KINDS)} | "
        + " | ".join(str(counts[name, kind]) for kind in KINDS)
        + " |"
        for name in CAUSES
    ]
    head = f"| cause | all | {' | '.join(KINDS)} |"
    return "\n".join([head, "|---" * (len(KINDS) + 2) + "|", *rows])


if __name__ == "__main__":
    typer.run(main)
