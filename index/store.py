"""The stored index of some articles: opened, and built anew when it is not fit."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus import Article
from index.answerability import load_answerability
from index.batching import answering_encoder
from index.building import Progress, read_index, write_index
from index.encoder import Encoder, SentenceEncoder
from index.manifest import Manifest, Recipe
from index.model import Model
from index.search import Index, decision
from index.storage import (
    BrokenIndexError,
    locked,
    new_index,
    publish,
    read_files,
    read_manifest,
)
from index.tuning import load_token_weights


def silent(*_: object) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class IndexStore:
    """Where the index of `articles` by `model` is kept, and how it comes to be.

    `tell` is given a line when the index must be built and why, `progress` the number
    of texts encoded and to encode. `load_builder` loads the encoder that builds, only
    then, `load_encoder` the one that questions are looked up with.
    """

    folder: Path
    articles: tuple[Article, ...]
    model: Model
    load_builder: Callable[[Model], Encoder] = SentenceEncoder
    load_encoder: Callable[[Model], Encoder] = answering_encoder
    tell: Callable[[str], None] = silent
    progress: Progress = silent

    def open(self) -> Index:
        """The index, ready to search; built first where it is absent, stale or broken.

        Of two processes that find it unfit, one builds and the other waits and uses it.
        """
        encoder = self.load_encoder(self.model)
        try:
            return self._load(encoder)
        except BrokenIndexError:
            with locked(self.folder):
                return self._load_or_build(encoder)

    def build(self) -> Manifest:
        """Build the index anew, whatever is stored, and put it in use."""
        encoder = self.load_builder(self.model)
        with locked(self.folder):
            return self._build(encoder)

    def verify(self) -> Manifest:
        """Check every byte without searching; BrokenIndexError says what is unfit."""
        place, manifest = self._checked_manifest()
        read_files(place, manifest)
        return manifest

    def _load_or_build(self, encoder: Encoder) -> Index:
        try:
            return self._load(encoder)
        except BrokenIndexError as reason:
            self.tell(f"Building the index. {reason.message}")
            self._build(self.load_builder(self.model))
            return self._load(encoder)

    def _load(self, encoder: Encoder) -> Index:
        place, manifest = self._checked_manifest()
        files = read_files(place, manifest)
        return read_index(
            place,
            files,
            manifest=manifest,
            encoder=encoder,
            token_weights=load_token_weights(self.model.tuning),
        )

    def _checked_manifest(self) -> tuple[Path, Manifest]:
        place, manifest = read_manifest(self.folder)
        wanted = Recipe.of(self.articles, self.model)
        if differences := manifest.recipe.differences(wanted):
            raise BrokenIndexError(
                f"{self.folder}: made from something else ({'; '.join(differences)})."
            )
        if manifest.decision != decision(load_answerability(wanted)):
            raise BrokenIndexError(f"{self.folder}: what decides was trained anew.")
        return place, manifest

    def _build(self, encoder: Encoder) -> Manifest:
        with new_index(self.folder) as place:
            manifest = write_index(
                place,
                self.articles,
                recipe=Recipe.of(self.articles, self.model),
                encoder=encoder,
                progress=self.progress,
            )
            publish(self.folder, place, manifest)
        return manifest
