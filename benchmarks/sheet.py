"""A sheet of answers to be read one by one: `python -m benchmarks.sheet`.

Writes `docs/harm_check.csv` with 200 answers of the test split, drawn evenly over the
kinds of questions. A reader fills in `verdict` and `note`; what is filled in stays when
the answer is still the same. `docs/harm_check.md` says what the verdicts mean.
"""

import csv
from collections import defaultdict
from pathlib import Path
from random import Random

from rich.console import Console

from bot.bot import open_bot
from corpus import read_article
from corpus.labels import LabelledQuestion, Split, read_questions

SHEET = Path(__file__).parents[1] / "docs" / "harm_check.csv"
ANSWERS = 200
COLUMNS = ("id", "kind", "turns", "reply", "verdict", "note")


def main() -> None:
    """Write the sheet, and count what is to be read."""
    read = {row["id"]: row for row in _rows()}
    bot = open_bot()
    rows = []
    for question in _drawn():
        answer = bot.ask(question.turns[-1], question.turns[:-1])
        shown = " / ".join(f"[{e.number}] {e.display}" for e in answer.excerpts)
        row = {
            "id": question.id,
            "kind": question.kind,
            "turns": " >> ".join(question.turns),
            "reply": shown or answer.kind.value,
        }
        before = read.get(question.id, {})
        same = before.get("reply") == row["reply"]
        told = {name: before[name] if same else "" for name in ("verdict", "note")}
        rows.append(row | told)
    with SHEET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    left = sum(not row["verdict"] for row in rows)
    Console().print(f"{SHEET.name}: {len(rows)} answers, {left} to be read")


def _rows() -> list[dict[str, str]]:
    if not SHEET.exists():
        return []
    with SHEET.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _drawn() -> list[LabelledQuestion]:
    """The same questions each time, as many of each kind."""
    kinds: dict[str, list[LabelledQuestion]] = defaultdict(list)
    for question in read_questions(read_article()):
        if question.split is Split.TEST:
            kinds[question.kind].append(question)
    random = Random(0)
    each = ANSWERS // len(kinds)
    return [q for kind in sorted(kinds) for q in random.sample(kinds[kind], each)]


if __name__ == "__main__":
    main()
