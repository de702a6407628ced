"""Making an index's files: passages as JSON lines, vectors, keywords, manifest."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

import numpy as np

from corpus import Article, Passage, Sentence, split
from index.answerability import load_answerability
from index.encoder import BATCH, Encoder, Encoding
from index.keywords import KeywordIndex
from index.manifest import Manifest, Recipe
from index.search import Index, sentence_keys
from index.storage import hashes
from index.token_weights import load_token_weights
from index.tokens import TokenIndex
from index.vectors import VectorIndex

PASSAGES = "passages.jsonl"
PASSAGE_VECTORS = "passages.faiss"
SENTENCE_TOKENS = "sentences.npz"
KEYWORDS = "keywords"
NUMBER = re.compile(r"^\d+[.)]\s+")  # of a section, which says nothing of its content

Progress: TypeAlias = Callable[[int, int], None]  # texts encoded so far, texts in all


def write_index(
    place: Path,
    articles: Sequence[Article],
    *,
    recipe: Recipe,
    encoder: Encoder,
    progress: Progress,
) -> Manifest:
    """Write every file but the manifest into the empty folder `place`."""
    passages = [
        passage
        for article in articles
        for passage in split(
            article, size=recipe.passage_size, overlap=recipe.passage_overlap
        )
    ]
    texts = [passage.display for passage in passages]
    sentences = _sentence_texts(articles, passages)
    encodings = _encode([*texts, *sentences], encoder, progress)
    vectors = np.stack([encoding.vector for encoding in encodings[: len(texts)]])
    tokens = [encoding.tokens for encoding in encodings[len(texts) :]]
    lines = (json.dumps(asdict(passage), ensure_ascii=False) for passage in passages)
    (place / PASSAGES).write_text("\n".join(lines) + "\n", "utf-8")
    (place / PASSAGE_VECTORS).write_bytes(VectorIndex.build(vectors).to_bytes())
    (place / SENTENCE_TOKENS).write_bytes(TokenIndex.build(tokens).to_bytes())
    KeywordIndex.build(texts).save(place / KEYWORDS)
    return Manifest(
        recipe=recipe,
        built=datetime.now(UTC),
        dimension=vectors.shape[1],
        passages=len(texts),
        sentences=len(sentences),
        files=dict(hashes(place)),
    )


def read_index(
    place: Path, files: dict[str, bytes], *, recipe: Recipe, encoder: Encoder
) -> Index:
    """Put an index together from files whose hashes have been checked."""
    return Index(
        tuple(_passages(files[PASSAGES])),
        encoder=encoder,
        passage_vectors=VectorIndex.from_bytes(files[PASSAGE_VECTORS]),
        sentence_tokens=TokenIndex.from_bytes(files[SENTENCE_TOKENS]),
        keywords=KeywordIndex.load(place / KEYWORDS),
        token_weights=load_token_weights(recipe.model_sha256),
        answerability=load_answerability(recipe),
        id=place.name,
    )


def _sentence_texts(
    articles: Sequence[Article], passages: Sequence[Passage]
) -> list[str]:
    """What is encoded for each sentence, in the order of the vectors.

    A sentence stands behind the title of its section, one of an answer behind its
    question: "Yes, if caught early." means nothing without it.
    """
    context = {
        (article.id, sentence.start): article.shown(p.question.start, p.question.end)
        for article in articles
        for p in article.questions
        for sentence in p.answer.sentences
    }
    texts = {
        (article.id, s.start): (
            context.get((article.id, s.start), f"{NUMBER.sub('', s.section)}:"),
            article.shown(s.start, s.end),
        )
        for article in articles
        for s in article.sentences
    }
    return [" ".join(texts[key]).lstrip(": ") for key in sentence_keys(passages)]


def _encode(texts: list[str], encoder: Encoder, progress: Progress) -> list[Encoding]:
    encodings: list[Encoding] = []
    for start in range(0, len(texts), BATCH):
        encodings += encoder.encode(texts[start : start + BATCH])
        progress(min(start + BATCH, len(texts)), len(texts))
    return encodings


def _passages(data: bytes) -> Iterator[Passage]:
    for line in data.decode().rstrip("\n").split("\n"):
        row = json.loads(line)
        sentences = tuple(Sentence(**sentence) for sentence in row.pop("sentences"))
        yield Passage(**row, sentences=sentences)
