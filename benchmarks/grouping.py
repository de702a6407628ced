"""How far apart questions may be to count as asking much the same.

    python -m benchmarks.grouping

Groups the questions of dev by the index's vectors, and compares pairs with their
labels: the intent of those that the article answers, the topic of near misses.
"""

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bot.bot import open_store
from bot.settings import Settings
from corpus import read_article
from corpus.labels import LabelledQuestion, Split, read_questions
from index import Index
from index.grouping import groups

DISTANCES = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)


def main() -> None:
    """Print what grouping does to the questions of dev."""
    index = open_store(Settings()).open()
    asked = [
        each
        for each in read_questions(read_article())
        if each.split is Split.DEV and len(each.intents) == len(each.turns) == 1
    ]
    report(index, "answered", [each for each in asked if each.groups])
    report(index, "near misses", [each for each in asked if each.kind == "near_miss"])


def report(index: Index, name: str, asked: list[LabelledQuestion]) -> None:
    """Print precision, recall and F1 of pairs at each distance."""
    vectors = index.vectors([each.turns[0] for each in asked])
    same = _alike([each.intents[0] for each in asked])
    table = Table(
        "farthest", "precision", "recall", "F1", title=f"{name}: {len(asked)}"
    )
    for distance in DISTANCES:
        label = np.empty(len(asked), int)
        for number, rows in enumerate(groups(vectors, farthest=distance)):
            label[rows] = number
        joined = _alike(label.tolist())
        precision = (joined & same).sum() / max(1, joined.sum())
        recall = (joined & same).sum() / same.sum()
        f1 = 2 * precision * recall / (precision + recall)
        figures = (distance, precision, recall, f1)
        table.add_row(*(f"{each:.2f}" for each in figures))
    Console().print(table)


def _alike(labels: list[str] | list[int]) -> NDArray[np.bool_]:
    """Which pairs have one label, each pair once."""
    array = np.array(labels)
    alike: NDArray[np.bool_] = np.triu(array[:, None] == array[None, :], 1)
    return alike


if __name__ == "__main__":
    main()
