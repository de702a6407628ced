"""Train the answerability: `python -m index.training.answerability`.

A support vector machine on the train questions; the probability and the threshold are
set on the dev questions, none of whose intents and topics is in train. Writes the
weights and the model card of all weights. Deterministic; a few minutes. Run it after
`index.training.encoder`.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from corpus import read_article
from corpus.labels import FOLDER, LabelledQuestion, Split, read_questions
from index.answerability import SIGNAL_SCALE, WEIGHTS, trained_for
from index.manifest import Recipe, digest
from index.model import Model, find_model
from index.search import Index
from index.signals import signals
from index.store import IndexStore
from index.training.remembering import RememberingEncoder

STRENGTH, GAMMA = 2.0, 0.5  # C and gamma of the machine; chosen on dev
FALSE_REFUSALS = 0.02  # of answered dev questions, at the threshold; more elsewhere
CARD = WEIGHTS.with_name("README.md")
TEMPLATE = Path(__file__).with_name("card.md")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions as vectors and signals, and which of them the article answers."""

    vectors: Floats
    signals: Floats
    is_answered: NDArray[np.bool_]
    is_near_miss: NDArray[np.bool_]

    def features(self, mean: Floats, scale: Floats) -> Floats:
        """A row for each question, as `index.answerability.features` makes it."""
        standard = SIGNAL_SCALE * (self.signals - mean) / scale
        return np.hstack((self.vectors, standard)).astype(np.float32)


def main() -> None:
    """Train, write the weights and the card, print the card."""
    article, model = read_article(), find_model()
    questions = read_questions(article)
    encoder = RememberingEncoder(model)
    with tempfile.TemporaryDirectory() as folder:
        store = IndexStore(Path(folder), (article,), model, lambda _: encoder)
        index = store.open()
        train, dev = (
            _sample(index, encoder, [q for q in questions if q.split is split])
            for split in (Split.TRAIN, Split.DEV)
        )
    figures = _train(train, dev, Recipe.of([article], model))
    CARD.write_text(_card(train, dev, figures, model), "utf-8")
    Console().print(CARD.read_text("utf-8"), markup=False, highlight=False)


def _sample(
    index: Index, encoder: RememberingEncoder, questions: Sequence[LabelledQuestion]
) -> Sample:
    asked = [(q.turns[-1], " ".join(q.turns[:-1])) for q in questions]
    encoder.encode([index.query(last, context=before).text for last, before in asked])
    progress = track(asked, "Searching", console=Console(stderr=True))
    found = [index.evidence(last, context=before) for last, before in progress]
    return Sample(
        np.stack([evidence.encoding.vector for evidence in found]),
        np.stack([signals(evidence) for evidence in found]),
        np.array([bool(question.groups) for question in questions]),
        np.array([question.kind == "near_miss" for question in questions]),
    )


def _train(train: Sample, dev: Sample, recipe: Recipe) -> dict[str, float]:
    """Train and save; the figures of the model card."""
    from safetensors.numpy import save_file
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import SVC

    mean, scale = train.signals.mean(axis=0), train.signals.std(axis=0) + 1e-6
    machine = SVC(C=STRENGTH, gamma=GAMMA, class_weight="balanced")
    machine.fit(train.features(mean, scale), train.is_answered)
    decisions = machine.decision_function(dev.features(mean, scale))
    logistic = LogisticRegression(C=1e6, class_weight="balanced")
    logistic.fit(decisions[:, None], dev.is_answered)
    slope, offset = float(logistic.coef_[0, 0]), float(logistic.intercept_[0])
    auc, threshold, refused, far = _figures(
        dev, 1.0 / (1.0 + np.exp(-(slope * decisions + offset)))
    )
    arrays = {
        "mean": mean,
        "scale": scale,
        "support": machine.support_vectors_,
        "weights": machine.dual_coef_[0],
    }
    told = {
        "intercept": float(machine.intercept_[0]),
        "gamma": GAMMA,
        "slope": slope,
        "offset": offset,
        "threshold": round(threshold, 4),
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "trained_for": trained_for(recipe),
    }
    save_file(
        {name: _stored(name, array) for name, array in arrays.items()},
        WEIGHTS,
        metadata={name: str(value) for name, value in told.items()},
    )
    WEIGHTS.chmod(0o644)
    plain_auc, _, plain_refused, plain_far = _figures(dev, dev.signals[:, 0])
    return {
        "auc": auc,
        "threshold": threshold,
        "refused": refused,
        "far": far,
        "plain_auc": plain_auc,
        "plain_refused": plain_refused,
        "plain_far": plain_far,
        "support": len(machine.support_vectors_),
    }


def _stored(name: str, array: NDArray[np.float64]) -> NDArray[np.generic]:
    kind = np.float16 if name == "support" else np.float32
    return np.ascontiguousarray(array.astype(kind))


def _figures(dev: Sample, scores: Floats) -> tuple[float, float, float, float]:
    """AUC, the score below which few answered ones fall, what is refused there."""
    from sklearn.metrics import roc_auc_score

    told = dev.is_answered | dev.is_near_miss
    threshold = float(np.quantile(scores[dev.is_answered], FALSE_REFUSALS))
    refused = scores < threshold
    return (
        float(roc_auc_score(dev.is_answered[told], scores[told])),
        threshold,
        float(refused[dev.is_near_miss].mean()),
        float(refused[~told].mean()),
    )


def _card(train: Sample, dev: Sample, figures: dict[str, float], model: Model) -> str:
    data = [
        f"| `{path.name}` | {digest(path.read_bytes())} |"
        for path in sorted(FOLDER.glob("*.jsonl"))
    ]
    return TEMPLATE.read_text("utf-8").format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        model=model.sha256,
        signals=train.signals.shape[1],
        strength=STRENGTH,
        gamma=GAMMA,
        train=len(train.vectors),
        train_answered=train.is_answered.sum(),
        dev=len(dev.vectors),
        dev_answered=dev.is_answered.sum(),
        dev_near=dev.is_near_miss.sum(),
        false_refusals=FALSE_REFUSALS,
        data="\n".join(data),
        **figures,
    )


if __name__ == "__main__":
    main()
