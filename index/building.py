"""Making an index's files: passages as JSON lines, vectors, keywords, manifest."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np

from corpus import Article, Passage, Sentence, split
from index.answerability import load_answerability
from index.encoder import BATCH, Encoder, Encoding, Vectors
from index.keywords import KeywordIndex
from index.manifest import Manifest, Recipe
from index.pooling import pooled
from index.search import Index, decision
from index.storage import hashes
from index.texts import Restated, restated_texts, sentence_keys, sentence_texts
from index.tokens import TokenIndex, token_bytes
from index.tuning import TokenWeights
from index.vectors import VectorIndex

PASSAGES = "passages.jsonl"
PASSAGE_VECTORS = "passages.faiss"
SENTENCES = "sentences.npz"
KEYWORDS = "keywords"

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
    keys = sentence_keys(passages)
    texts = [passage.display for passage in passages]
    sentences = sentence_texts(articles, keys)
    restated = restated_texts(articles, keys)
    wholes = [each.whole for each in restated]
    encodings = iter(_encode([*texts, *sentences, *wholes], encoder, progress))
    vectors = np.stack([each.vector for each in islice(encodings, len(texts))])
    own = islice(encodings, len(sentences))
    documents = token_documents(own, restated, encodings)
    lines = (json.dumps(asdict(passage), ensure_ascii=False) for passage in passages)
    (place / PASSAGES).write_text("\n".join(lines) + "\n", "utf-8")
    passage_vectors = VectorIndex.build(vectors)
    (place / PASSAGE_VECTORS).write_bytes(passage_vectors.to_bytes())
    (place / SENTENCES).write_bytes(token_bytes(documents))
    KeywordIndex.build(texts).save(place / KEYWORDS)
    return Manifest(
        recipe=recipe,
        decision=decision(load_answerability(recipe)),
        built=datetime.now(UTC),
        dimension=vectors.shape[1],
        passages=len(texts),
        sentences=len(sentences),
        vectors=passage_vectors.kind,
        files=dict(hashes(place)),
    )


def token_documents(
    sentences: Iterable[Encoding],
    restated: Sequence[Restated],
    encoded: Iterable[Encoding],
) -> list[Vectors]:
    """The tokens of each sentence and of its restatements, those pooled together.

    `sentences` are consumed first; `encoded` are the restatements with their headings,
    whose tokens are left out.
    """
    tokens = [[each.tokens] for each in sentences]
    for each, encoding in zip(restated, encoded, strict=True):
        tokens[each.row].append(encoding.tokens[encoding.starts >= len(each.heading)])
    return [
        pooled(np.concatenate(parts)) if len(parts) > 1 else parts[0]
        for parts in tokens
    ]


def read_index(
    place: Path,
    files: dict[str, bytes],
    *,
    manifest: Manifest,
    encoder: Encoder,
    token_weights: TokenWeights,
) -> Index:
    """Put an index together from files whose hashes have been checked."""
    return Index(
        tuple(_passages(files[PASSAGES])),
        encoder=encoder,
        passage_vectors=VectorIndex.from_bytes(
            files[PASSAGE_VECTORS], manifest.vectors
        ),
        sentences=TokenIndex.from_bytes(files[SENTENCES]),
        is_restated=bool(manifest.recipe.restatements),
        keywords=KeywordIndex.load(place / KEYWORDS),
        token_weights=token_weights,
        answerability=load_answerability(manifest.recipe),
        id=place.name,
    )


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
