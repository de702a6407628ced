"""Is a remark met as what it is? `python -m benchmarks.manners --split test`.

How many remarks of each manner go where they belong, and how many questions are taken
for a remark. Writes `docs/manners.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from benchmarks.danger import counted, table
from benchmarks.quality import DOCS
from bot.alarm import load_alarm
from bot.danger import DangerWatch
from bot.danger_rules import DangerRules
from bot.triage import KINDS, Decision, Triage
from corpus import read_article
from corpus.labels import LabelledQuestion, Split, read_questions
from corpus.manners import MANNERS, Remark, read_remarks


@dataclass(frozen=True, slots=True)
class Met:
    """A remark and what was decided on it."""

    remark: Remark
    decision: Decision

    @property
    def is_of_its_kind(self) -> bool:
        """Whether the reply is of the right kind, if in words for another case."""
        return self.decision.kind == KINDS.get(self.remark.manner, "question")

    @property
    def is_right(self) -> bool:
        """Whether the reply is worded for this very case."""
        return self.is_of_its_kind and self.decision.rule == self.remark.manner


def main(
    split: Split = Split.DEV,
    to: Annotated[Path, typer.Option(help="Folder of the report.")] = DOCS,
) -> None:
    """Measure, print and write the tables."""
    triage = Triage(DangerWatch(load_alarm(), DangerRules()))
    console = Console(stderr=True)
    remarks = [each for each in read_remarks() if each.split is split]
    met = [
        Met(each, triage(each.turns[-1], each.turns[:-1]))
        for each in track(remarks, "Remarks", console=console)
    ]
    asked = [
        triage(q.turns[-1], q.turns[:-1]).kind
        for q in track(_questions(split), "Questions", console=console)
    ]
    report = _report(split, met, asked)
    to.mkdir(parents=True, exist_ok=True)
    (to / "manners.md").write_text(report, "utf-8")
    Console().print(report, markup=False, highlight=False)


def _questions(split: Split) -> Sequence[LabelledQuestion]:
    return [q for q in read_questions(read_article()) if q.split is split]


def _report(split: Split, met: Sequence[Met], asked: Sequence[str]) -> str:
    by_manner = {
        manner or "a question": [each for each in met if each.remark.manner == manner]
        for manner in (*MANNERS, "")
    }
    told = [each for each in met if each.remark.manner]
    rows = {"all but questions": told, **by_manner}
    wrong = (
        f"- {each.remark.turns[-1]} ({each.remark.manner or 'question'}: "
        f"{each.decision.kind} {each.decision.rule})"
        for each in met
        if not each.is_of_its_kind
    )
    parts = [
        "# Is a remark met as what it is?",
        f"Made by `python -m benchmarks.manners --split {split}`. Intervals are exact "
        "binomial, 95 %.",
        "## Of the right kind",
        table({n: counted(m.is_of_its_kind for m in each) for n, each in rows.items()}),
        "## Worded for the very case",
        table({name: counted(m.is_right for m in each) for name, each in rows.items()}),
        "## Questions about the article that were taken for something else",
        table(
            {
                kind: counted(each == kind for each in asked)
                for kind in ("smalltalk", "clarify", "personal", "refused", "urgent")
            }
        ),
    ]
    # Those of test are put aside: who reads them would word rules on them.
    if split is Split.DEV:
        parts += ["## Not of the right kind", "\n".join(wrong) or "None."]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    typer.run(main)
