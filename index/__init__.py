"""Finding: embedding model, vectors, keywords, the saved index and its manifest."""

from index.batching import answering_encoder
from index.encoder import Encoder, Encoding, SentenceEncoder
from index.hits import Hit, Search, SentenceHit
from index.manifest import Manifest
from index.model import Model, ModelError, find_model, untuned_model
from index.search import Index
from index.spelling import Speller
from index.storage import BrokenIndexError
from index.store import IndexStore

__all__ = [
    "BrokenIndexError",
    "Encoder",
    "Encoding",
    "Hit",
    "Index",
    "IndexStore",
    "Manifest",
    "Model",
    "ModelError",
    "Search",
    "SentenceEncoder",
    "SentenceHit",
    "Speller",
    "answering_encoder",
    "find_model",
    "untuned_model",
]
