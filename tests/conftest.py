"""A small article, an encoder that counts words, and a bot made of both."""

import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot import Bot
from bot.alarm import Sense
from bot.danger import DangerWatch
from bot.danger_rules import DangerRules
from bot.triage import Triage
from corpus import Article, read_article
from index import Encoding, Index, IndexStore, Model

SMALL_ARTICLE = """\
What apples are
Apples are round fruit. They grow on trees, e.g. in Kent. Ripe apples taste sweet.
Green apples taste sour; see [our apple shop](https://shop.example/a?b=1.2) for more.
2. Storing apples
Cold cellars keep apples fresh for months. Warm rooms spoil apples within days.
Q&A
Q1: Who eats apples?
A1: Yes, many do. Horses, children and wasps eat apples.
Q2: How are apples picked?
A2: Pickers twist apples off the branch by hand.
Keywords
apples, fruit, cellar
"""


class WordEncoder:
    """Encodes words: a token is its word, hashed into one of 256 places."""

    def encode(self, texts: Sequence[str]) -> list[Encoding]:
        return [self._encoding(text) for text in texts]

    def _encoding(self, text: str) -> Encoding:
        found = list(re.finditer(r"\w+", text.lower()))
        words = [match[0] for match in found] or [""]
        starts = np.array([match.start() for match in found] or [0])
        tokens = np.zeros((len(words), 256), dtype=np.float32)
        for token, word in zip(tokens, words, strict=True):
            token[zlib.crc32(word.encode()) % 256] = 1.0
        total = tokens.sum(axis=0)
        ids = tokens.argmax(axis=1)
        return Encoding(total / np.linalg.norm(total), tokens, ids, starts)


def word_encoder(_: Model) -> WordEncoder:
    """Stand where the real model is loaded."""
    return WordEncoder()


RULES = DangerRules(mend=str)  # Loading eleven languages takes a second or two.


class WordSenses:
    """Knows danger by "alarmed", a need of a doctor by "limping", and so on."""

    threshold = part_threshold = 0.5

    def __call__(self, texts: Sequence[str]) -> list[Sense]:
        return [self._sense(re.findall(r"\w+", text.lower())) for text in texts]

    def _sense(self, words: Sequence[str]) -> Sense:
        # Danger thins out in a long text, as it does for the real one.
        danger = 0.9 if "alarmed" in words and len(words) < 30 else 0.1
        others = {"doctor_today": "limping", "injection": "obey", "dose": "dose"}
        told = {name: 0.9 if word in words else 0.0 for name, word in others.items()}
        return Sense(danger, "stroke", told)


@pytest.fixture(autouse=True)
def _own_index_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the index of whoever runs it."""
    monkeypatch.setenv("B12BOT_INDEX_DIR", str(tmp_path / "index"))


@pytest.fixture
def small_article(tmp_path: Path) -> Article:
    path = tmp_path / "apples.md"
    path.write_text(SMALL_ARTICLE, "utf-8")
    return read_article(path)


@pytest.fixture(scope="session")
def b12_article() -> Article:
    return read_article()


@pytest.fixture
def small_store(tmp_path: Path, small_article: Article) -> IndexStore:
    model = Model("words", tmp_path, sha256="0" * 64)
    return IndexStore(
        tmp_path / "index", (small_article,), model, load_encoder=word_encoder
    )


@pytest.fixture
def small_index(small_store: IndexStore) -> Index:
    return small_store.open()


@pytest.fixture
def small_bot(small_article: Article, small_index: Index) -> Bot:
    triage = Triage(DangerWatch(WordSenses(), RULES))
    return Bot(small_article, small_index, model="words", triage=triage)
