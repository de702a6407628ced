"""Train the answerability: `python -m index.training.answerability`.

Logistic regression on the train questions of one turn; the threshold is set on the dev
questions, none of whose intents and topics is in train. Writes the weights and their
model card. Deterministic; needs scikit-learn (extra `test`) and a few minutes.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from corpus import read_article
from corpus.labels import FOLDER, LabelledQuestion, Split, read_questions
from index.answerability import WEIGHTS, Answerability, features, trained_for
from index.manifest import Recipe
from index.model import find_model
from index.search import Index
from index.store import IndexStore
from index.training.remembering import RememberingEncoder

STRENGTH = 0.03  # inverse of the regularisation; of 0.003 to 0.3 the best on dev
FALSE_REFUSALS = 0.05  # of answered dev questions, at the threshold
NUMBERS = 5  # features behind the vector, the best score first
VECTOR_SCALE = 0.1  # about the deviation of most places of a unit vector
CARD = WEIGHTS.with_name("README.md")
TEMPLATE = Path(__file__).with_name("answerability.md")


@dataclass(frozen=True, slots=True)
class Sample:
    """Questions as rows of features, and which of them the article answers."""

    rows: NDArray[np.float32]
    is_answered: NDArray[np.bool_]
    is_near_miss: NDArray[np.bool_]


def main() -> None:
    """Train, write the weights and the card, print the card."""
    article, model = read_article(), find_model()
    questions = [q for q in read_questions(article) if len(q.turns) == 1]
    encoder = RememberingEncoder(model)
    encoder.encode([question.turns[-1] for question in questions])
    with tempfile.TemporaryDirectory() as folder:
        store = IndexStore(Path(folder), (article,), model, lambda _: encoder)
        index = store.open()
        samples = {
            split: _sample(index, [q for q in questions if q.split is split])
            for split in (Split.TRAIN, Split.DEV)
        }
    trained, figures = _train(samples[Split.TRAIN], samples[Split.DEV])
    _save(trained, Recipe.of([article], model))
    CARD.write_text(_card(samples[Split.TRAIN], samples[Split.DEV], figures), "utf-8")
    Console().print(CARD.read_text("utf-8"), markup=False, highlight=False)


def _sample(index: Index, questions: Sequence[LabelledQuestion]) -> Sample:
    progress = track(questions, "Searching", console=Console(stderr=True))
    rows = [features(index.evidence(question.turns[-1])) for question in progress]
    return Sample(
        np.stack(rows),
        np.array([bool(question.groups) for question in questions]),
        np.array([question.kind == "near_miss" for question in questions]),
    )


def _train(train: Sample, dev: Sample) -> tuple[Answerability, dict[str, float]]:
    """The weights, and the figures of the model card."""
    from sklearn.linear_model import LogisticRegression

    mean, scale = train.rows.mean(axis=0), train.rows.std(axis=0)
    scale[:-NUMBERS] = VECTOR_SCALE  # some of its places hardly vary, and mean nothing
    regression = LogisticRegression(
        C=STRENGTH, class_weight="balanced", max_iter=5000
    ).fit((train.rows - mean) / scale, train.is_answered)
    coefficients, intercept = regression.coef_[0], float(regression.intercept_[0])
    logits = (dev.rows - mean) / scale @ coefficients + intercept
    auc, threshold, refused = _figures(dev, 1.0 / (1.0 + np.exp(-logits)))
    plain_auc, _, plain_refused = _figures(dev, dev.rows[:, -NUMBERS])
    trained = Answerability(
        mean.astype(np.float32),
        scale.astype(np.float32),
        coefficients.astype(np.float32),
        intercept,
        round(threshold, 4),
    )
    return trained, {
        "auc": auc,
        "threshold": threshold,
        "refused": refused,
        "plain_auc": plain_auc,
        "plain_refused": plain_refused,
    }


def _figures(dev: Sample, scores: NDArray[np.float32]) -> tuple[float, float, float]:
    """AUC, the score below which few answered ones fall, near misses refused there."""
    from sklearn.metrics import roc_auc_score

    told = dev.is_answered | dev.is_near_miss
    threshold = float(np.quantile(scores[dev.is_answered], FALSE_REFUSALS))
    refused = float(np.mean(scores[dev.is_near_miss] < threshold))
    return (
        float(roc_auc_score(dev.is_answered[told], scores[told])),
        threshold,
        refused,
    )


def _save(trained: Answerability, recipe: Recipe) -> None:
    from safetensors.numpy import save_file

    WEIGHTS.parent.mkdir(exist_ok=True)
    arrays = {
        "mean": trained.mean,
        "scale": trained.scale,
        "coefficients": trained.coefficients,
        "intercept": np.array([trained.intercept], dtype=np.float32),
    }
    told = {"trained_for": trained_for(recipe), "threshold": str(trained.threshold)}
    save_file(arrays, WEIGHTS, metadata=told)


def _card(train: Sample, dev: Sample, figures: dict[str, float]) -> str:
    data = [
        f"| `{path.name}` | {sha256(path.read_bytes()).hexdigest()} |"
        for path in sorted(FOLDER.glob("*.jsonl"))
    ]
    return TEMPLATE.read_text("utf-8").format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        coefficients=train.rows.shape[1],
        strength=STRENGTH,
        train=len(train.rows),
        train_answered=train.is_answered.sum(),
        dev=len(dev.rows),
        dev_answered=dev.is_answered.sum(),
        dev_near=dev.is_near_miss.sum(),
        false_refusals=FALSE_REFUSALS,
        data="\n".join(data),
        **figures,
    )


if __name__ == "__main__":
    main()
