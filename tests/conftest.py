"""A small article, an encoder that counts words, and a bot made of both."""

import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import URL

from bot import Bot, Settings, open_bot
from bot.alarm import Sense
from bot.bot import open_store
from bot.danger import DangerWatch
from bot.danger_rules import DangerRules
from bot.store.database import Database, database_url
from bot.triage import Triage
from corpus import Article, read_article
from index import (
    Encoding,
    Index,
    IndexStore,
    Model,
    answering_encoder,
    untuned_model,
)
from index.encoder import Vectors
from tests.databases import PROGRAMS, empty_database, postgresql_server

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


RULES = DangerRules(mend=str)


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
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test away from the files of whoever runs it."""
    monkeypatch.setenv("B12BOT_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("B12BOT_DATA_DIR", str(tmp_path / "data"))


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
        tmp_path / "index",
        (small_article,),
        model,
        load_builder=word_encoder,
        load_encoder=word_encoder,
    )


@pytest.fixture
def small_index(small_store: IndexStore) -> Index:
    return small_store.open()


@pytest.fixture
def small_bot(small_article: Article, small_index: Index) -> Bot:
    triage = Triage(DangerWatch(WordSenses(), RULES))
    return Bot(small_article, small_index, model="words", triage=triage)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Path]:
    """The socket of a PostgreSQL server that runs for the tests alone."""
    if not PROGRAMS:
        if os.environ.get("CI"):
            pytest.fail("CI must run the tests on PostgreSQL: install postgresql")
        pytest.skip("PostgreSQL is not installed; get it: apt-get install postgresql")
    with postgresql_server() as socket:
        yield socket


@pytest.fixture(params=["sqlite", "postgresql"])
def database_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """The URL of an empty database of each kind."""
    if request.param == "sqlite":
        yield database_url("", folder=tmp_path / "kept")
    else:
        with empty_database(request.getfixturevalue("postgresql")) as url:
            yield url


@pytest.fixture
def reopened(database_place: URL) -> Iterator[Callable[[], Database]]:
    """Opens the database once more, as another process would."""
    with ExitStack() as opened:
        yield lambda: opened.enter_context(closing(Database(database_place)))


@pytest.fixture
def database(reopened: Callable[[], Database]) -> Database:
    """An empty database of each kind."""
    return reopened()


@pytest.fixture(scope="session")
def untuned_vectors() -> Callable[[Sequence[str]], Vectors]:
    """Vectors (n, 384) by the model as it is; a text is encoded once in a session."""
    encoder = answering_encoder(untuned_model())
    known: dict[str, Vectors] = {}

    def vectors(texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        found = encoder.encode(new) if new else []
        known.update((t, each.vector) for t, each in zip(new, found, strict=True))
        return np.stack([known[text] for text in texts])

    return vectors


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the index of the bundled article, built once by the real model."""
    folder = tmp_path_factory.mktemp("index")
    open_store(Settings(index_dir=folder)).build()
    return folder


@pytest.fixture(scope="session")
def real_bot(real_index: Path) -> Bot:
    return open_bot(open_store(Settings(index_dir=real_index)))
