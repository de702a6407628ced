"""Questions about other health pages, for learning to find and to refuse in general.

The pages are answers of MedQuAD (Ben Abacha and Demner-Fushman 2019, CC BY 4.0), which
the project does not contain: `index.training.encoder` takes its path. The questions
were written for this project and are in `corpus/questions/elsewhere.jsonl`.
"""

import gzip
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import sentencex

from corpus.labels import FOLDER, AskedElsewhere
from corpus.records import read_records
from index.manifest import digest

HELD_OUT = "01"  # what the hashes of pages begin with that no training sees


@dataclass(frozen=True, slots=True)
class Page:
    """A page's sentences behind its topic, and the questions about it."""

    texts: tuple[str, ...]
    answered: tuple[AskedElsewhere, ...]
    unanswered: tuple[AskedElsewhere, ...]


def read_pages(medquad: Path, *, held_out: bool = False) -> list[Page]:
    """The pages that questions were written about, in the order of their hashes.

    About one in eight is held out of training, for `benchmarks.transfer`.
    """
    asked: dict[str, list[AskedElsewhere]] = defaultdict(list)
    for question in read_records(FOLDER / "elsewhere.jsonl", AskedElsewhere):
        if (question.page[0] in HELD_OUT) == held_out:
            asked[question.page].append(question)
    found: dict[str, Page] = {}
    with gzip.open(medquad, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            text = re.sub(r"\s+", " ", row["answer"]).strip()
            name = digest(text.encode())[:16]
            if name in asked and name not in found:
                found[name] = _page(row["focus"], text, asked[name])
    return [found[name] for name in sorted(found)]


def _page(topic: str, text: str, asked: list[AskedElsewhere]) -> Page:
    sentences = [each.strip() for each in sentencex.segment("en", text)]
    return Page(
        tuple(f"{topic}: {each}" for each in sentences if each),
        tuple(each for each in asked if each.gold),
        tuple(each for each in asked if not each.gold),
    )
