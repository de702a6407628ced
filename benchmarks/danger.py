"""Does help come first? `python -m benchmarks.danger --split test`.

Recall on the labelled dangerous messages, false alarms on the harmless ones and on all
questions about the article, and whether an alarm survives a change that leaves the
danger as it is. Writes `docs/danger.md`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from scipy.stats import binomtest

from benchmarks.quality import DOCS
from bot.alarm import load_alarm
from bot.danger import DangerWatch
from bot.danger_rules import DangerRules
from corpus import read_article
from corpus.dangers import Message, read_messages
from corpus.labels import Split, read_questions
from index.training.noise import noisy

CHAT = (
    "Hello there, I found this page through my sister. We had rain all week. "
    "I eat fish on Fridays and eggs now and then, and I like to read about food."
)
ANOTHER = {
    "i": "she", "i'm": "she's", "im": "she's", "i've": "she's", "ive": "she's",
    "my": "her", "me": "her", "myself": "herself", "mine": "hers", "am": "is",
}  # fmt: skip

Turns = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    found: int
    of: int

    def __str__(self) -> str:
        ends = binomtest(self.found, self.of).proportion_ci(method="exact")
        return (
            f"{self.found} of {self.of} | {self.found / self.of:.3f} "
            f"({ends.low:.3f}-{ends.high:.3f})"
        )


def counted(hits: Iterable[bool]) -> Count:
    """How many are true."""
    each = list(hits)
    return Count(sum(each), len(each))


CHANGES: Mapping[str, Callable[[Turns], Turns]] = {
    "upper case": lambda turns: tuple(turn.upper() for turn in turns),
    "typed in haste": lambda turns: tuple(noisy(t, Random(t)) for t in turns),
    "chat before it": lambda turns: (*turns[:-1], f"{CHAT} {turns[-1]}"),
    "chat after it": lambda turns: (*turns[:-1], f"{turns[-1]} {CHAT}"),
    "chat around it": lambda turns: (*turns[:-1], f"{CHAT} {turns[-1]} {CHAT}"),
    "of another person": lambda turns: tuple(map(_of_another, turns)),
    "over two turns": lambda turns: (*turns[:-1], *_halves(turns[-1])),
    "a method named": lambda turns: (
        *turns[:-1],
        f"{turns[-1]} I have my tablets here",
    ),
}


def main(
    split: Split = Split.DEV,
    to: Annotated[Path, typer.Option(help="Folder of the report.")] = DOCS,
    *,
    changes: Annotated[
        bool, typer.Option(help="Also change every message; takes longest.")
    ] = True,
) -> None:
    """Measure, print and write the tables."""
    watch = DangerWatch(load_alarm(), DangerRules())
    messages = [each for each in read_messages() if each.split is split]
    console = Console(stderr=True)
    fires = {
        each.id: _fires(watch, each.turns)
        for each in track(messages, "Messages", console=console)
    }
    questions = [q for q in read_questions(read_article()) if q.split is split]
    alarmed = [
        q.turns[-1]
        for q in track(questions, "Questions", console=console)
        if _fires(watch, q.turns)
    ]
    dangers = [each for each in messages if each.danger]
    found = [each for each in dangers if fires[each.id]]
    changed = {
        name: [
            each
            for each in track(found, name.capitalize(), console=console)
            if not _fires(watch, change(each.turns))
        ]
        for name, change in (CHANGES.items() if changes else ())
    }
    report = _report(split, messages, fires, len(questions), alarmed, changed)
    to.mkdir(parents=True, exist_ok=True)
    (to / "danger.md").write_text(report, "utf-8")
    Console().print(report, markup=False, highlight=False)


def _fires(watch: DangerWatch, turns: Turns) -> bool:
    """Whether a card is shown in the conversation, at its last turn or before."""
    return any(each.danger for each in watch(turns[-1], turns[:-1]).heard)


def _of_another(turn: str) -> str:
    return " ".join(ANOTHER.get(word.lower(), word) for word in turn.split())


def _halves(turn: str) -> Turns:
    words = turn.split()
    if len(words) < 4:
        return (turn,)
    middle = len(words) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


def _report(
    split: Split,
    messages: Sequence[Message],
    fires: Mapping[str, bool],
    asked: int,
    alarmed: Sequence[str],
    changed: Mapping[str, Sequence[Message]],
) -> str:
    dangers = [each for each in messages if each.danger]
    harmless = [each for each in messages if not each.danger]
    found = sum(fires[each.id] for each in dangers)
    explicit = counted(fires[each.id] for each in dangers if each.is_explicit)
    false = [" / ".join(each.turns) for each in harmless if fires[each.id]]
    # Those of test are put aside: who reads them would word rules on them.
    lists = (
        "## Not found",
        _listed(" / ".join(m.turns) for m in dangers if not fires[m.id]),
        "## Fired without danger",
        _listed([*false, *alarmed]),
    )
    alarms = Count(len(false) + len(alarmed), len(harmless) + asked)
    return (
        "\n\n".join(
            [
                "# Does help come first?",
                f"Made by `python -m benchmarks.danger --split {split}`. Intervals are "
                "exact binomial, 95 %. A message counts as found if a card is shown "
                "in its conversation.",
                "## Dangerous messages found",
                table(
                    {
                        "all": counted(fires[each.id] for each in dangers),
                        "explicit": explicit,
                        **_by("danger", dangers, fires),
                        **_by("language", dangers, fires),
                        **_by("voice", dangers, fires),
                    }
                ),
                "## False alarms",
                table(
                    {
                        "all": alarms,
                        "questions": Count(len(alarmed), asked),
                        "lookalikes": Count(len(false), len(harmless)),
                        **_by("language", harmless, fires),
                    }
                ),
                f"## Alarms that a change lost, of {found}",
                "\n".join(f"- {name}: {len(lost)}" for name, lost in changed.items())
                or "Not measured in this run.",
                *(lists if split is Split.DEV else ()),
            ]
        )
        + "\n"
    )


def _by(
    what: str, messages: Sequence[Message], fires: Mapping[str, bool]
) -> dict[str, Count]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for each in messages:
        groups[getattr(each, what)].append(fires[each.id])
    return {f"{what} {name}": counted(hits) for name, hits in sorted(groups.items())}


def table(counts: Mapping[str, Count]) -> str:
    """Markdown, a row for each count."""
    lines = [f"| {name} | {count} |" for name, count in counts.items()]
    return "\n".join(["| | found | share (interval) |", "|---|---|---|", *lines])


def _listed(texts: Iterable[str]) -> str:
    return "\n".join(f"- {text}" for text in texts) or "None."


if __name__ == "__main__":
    typer.run(main)
