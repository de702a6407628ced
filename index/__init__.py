"""Finding: embedding model, vectors, keywords, the saved index and its manifest."""

from index.encoder import Encoder, Encoding
from index.hits import Hit, Search, SentenceHit
from index.manifest import Manifest
from index.model import Model, ModelError, find_model
from index.search import Index
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
    "SentenceHit",
    "find_model",
]
