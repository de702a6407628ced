"""Finding: embedding model, vectors, keywords, the saved index and its manifest."""

from index.encoder import Encoder
from index.manifest import Manifest
from index.model import Model, ModelError, find_model
from index.search import Hit, Index, SentenceHit
from index.storage import BrokenIndexError
from index.store import IndexStore

__all__ = [
    "BrokenIndexError",
    "Encoder",
    "Hit",
    "Index",
    "IndexStore",
    "Manifest",
    "Model",
    "ModelError",
    "SentenceHit",
    "find_model",
]
