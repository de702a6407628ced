"""Train the alarm: `python -m bot.training.alarm`.

The bundled model is fine-tuned on the train messages of `corpus/questions/danger.jsonl`
and `manners.jsonl` and on the train questions about the article, which tell of no
danger; a regression on their letters stands beside it. The threshold is set on dev.
Writes `bot/weights/` with its card. About twenty minutes on one core.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from rich.console import Console
from safetensors.numpy import save_file

from bot.alarm import ENCODER, WEIGHTS, Alarm
from bot.danger import parts_of
from bot.danger_rules import DangerRules
from bot.ngrams import PLACES, character_ngrams
from bot.training.alarm_lesson import Lesson, fine_tune
from corpus import read_article
from corpus.dangers import DANGERS, NOTICES, read_messages
from corpus.labels import FOLDER, Split, read_questions
from corpus.manners import MANNERS, read_remarks
from index import Model, SentenceEncoder, untuned_model
from index.manifest import digest
from index.training.encoder import load_transformer, save
from index.training.lowrank import changes
from index.training.noise import noisy

LABELS = (*DANGERS, *NOTICES, *MANNERS, "")
RANK = 48
STRENGTH = 30.0  # C of the regression on letters
LETTERS = 0.5  # weight of what the letters say beside the vector; chosen on dev
FALSE_ALARMS = 0.18  # of the harmless dev messages, most of which sound alarming
FEWEST_WORDS = 4  # of a part that is taught as a question; shorter ones are remarks
PART_ALARMS = 0.003  # of the dev questions, by a part of theirs
CARD = WEIGHTS.with_name("README.md")
TEMPLATE = Path(__file__).with_name("card.md")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sample:
    """Texts and labels: first `alike` messages, then `remarks`, then questions."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    alike: int
    remarks: int

    @property
    def is_danger(self) -> NDArray[np.bool_]:
        """Which texts tell of danger."""
        return np.array([label in DANGERS for label in self.labels])

    def lesson(self) -> Lesson:
        """The texts in the groups that a lesson has."""
        rows = list(zip(self.texts, self.labels, strict=True))
        alike, others = rows[: self.alike], rows[self.alike :]
        return Lesson(
            [row for row in alike if row[1] in DANGERS],
            [row for row in alike if row[1] not in DANGERS],
            others[: self.remarks],
            others[self.remarks :],
            LABELS,
        )


def main(steps: int = 600, seed: int = 0) -> None:
    """Train, write the weights and the card, print the card."""
    torch.manual_seed(seed)
    model = untuned_model()
    train, dev = _sample(Split.TRAIN), _sample(Split.DEV)
    layer, bias = _trained_encoder(model, train, steps=steps, seed=seed)
    letters = _trained_letters(train)
    alarm = Alarm(
        SentenceEncoder(replace(model, tuning=ENCODER)),
        LABELS,
        np.hstack((layer, LETTERS * letters)),
        bias,
        threshold=0.5,
        part_threshold=0.5,
    )
    figures = _figures(alarm, dev)
    _save(alarm, figures)
    CARD.write_text(_card(train, dev, figures), "utf-8")
    Console().print(CARD.read_text("utf-8"), markup=False, highlight=False)


def _trained_encoder(
    model: Model, train: Sample, *, steps: int, seed: int
) -> tuple[Floats, Floats]:
    """Write what training changed in the model; the layer on its vectors, its bias."""
    transformer, tokenizer = load_transformer(model.path)
    before = {name: each.clone() for name, each in transformer.state_dict().items()}
    weights, bias = fine_tune(
        transformer, tokenizer, train.lesson(), steps=steps, seed=seed
    )
    changed = changes(before, transformer.state_dict(), RANK)
    save(ENCODER, changed, trained_for=model.sha256)
    return weights.numpy(), bias.numpy()


def _trained_letters(train: Sample) -> Floats:
    """The weights of character n-grams, by a regression of their own."""
    from sklearn.linear_model import LogisticRegression

    random = Random(0)
    texts = [*train.texts, *(noisy(text, random) for text in train.texts)]
    machine = LogisticRegression(C=STRENGTH, max_iter=300)
    machine.fit(_letters(texts), [*train.labels, *train.labels])
    order = [list(machine.classes_).index(label) for label in LABELS]
    return np.asarray(machine.coef_[order], dtype=np.float32)


def _letters(texts: Sequence[str]) -> Any:
    """The n-grams of each text, as the rows of a sparse matrix (texts, PLACES)."""
    from scipy.sparse import csr_array

    found = [character_ngrams(text) for text in texts]
    return csr_array(
        (
            np.concatenate([each.values for each in found]),
            np.concatenate([each.places for each in found]),
            np.cumsum([0, *(len(each.places) for each in found)]),
        ),
        shape=(len(texts), PLACES),
    )


def _sample(split: Split) -> Sample:
    messages = [each for each in read_messages() if each.split is split]
    remarks = [each for each in read_remarks() if each.split is split]
    asked = [q for q in read_questions(read_article()) if q.split is split]
    # What a rule takes for danger is no example of calm: some who ask are in danger.
    rules = DangerRules(languages=["en"])
    calm = [q for q in asked if not any(map(rules, q.turns))]
    told = [_told(q.turns, apart=split is Split.TRAIN) for q in calm]
    questions = list(dict.fromkeys(text for each in told for text in each))
    return Sample(
        (
            *(" ".join(m.turns) for m in messages),
            *(r.turns[-1] for r in remarks),
            *questions,
        ),
        (
            *(m.danger or m.notice for m in messages),
            *(r.manner for r in remarks),
            *("" for _ in questions),
        ),
        alike=len(messages),
        remarks=len(remarks),
    )


def _told(turns: Sequence[str], *, apart: bool) -> list[str]:
    """A conversation as one text; with `apart` its turns and their parts too."""
    whole = " ".join(turns)
    if not apart:
        return [whole]
    parts = (part for turn in turns for part in parts_of(turn))
    return [whole, *(part for part in parts if len(part.split()) >= FEWEST_WORDS)]


def _figures(alarm: Alarm, dev: Sample) -> dict[str, float]:
    """The thresholds that few harmless texts reach, and what they find."""
    from sklearn.metrics import roc_auc_score

    dangers = np.array([sense.danger for sense in alarm(dev.texts)])
    first = dev.alike + dev.remarks
    messages, questions = dangers[: dev.alike], dangers[first:]
    is_danger = dev.is_danger[: dev.alike]
    threshold = float(np.quantile(messages[~is_danger], 1 - FALSE_ALARMS))
    worst = [_worst_part(alarm, text) for text in dev.texts[first:]]
    return {
        "threshold": round(threshold, 4),
        "part_threshold": round(float(np.quantile(worst, 1 - PART_ALARMS)), 4),
        "found": float((messages[is_danger] >= threshold).mean()),
        "auc": float(roc_auc_score(is_danger, messages)),
        "alarmed": float((questions >= threshold).mean()),
    }


def _worst_part(alarm: Alarm, text: str) -> float:
    return max((sense.danger for sense in alarm(parts_of(text)[1:])), default=0.0)


def _save(alarm: Alarm, figures: Mapping[str, float]) -> None:
    told = {name: str(figures[name]) for name in ("threshold", "part_threshold")}
    arrays: dict[str, NDArray[Any]] = {
        "weights": alarm.weights.astype(np.float16),
        "bias": alarm.bias,
    }
    save_file(arrays, WEIGHTS, metadata=told | {"labels": ",".join(alarm.labels)})
    WEIGHTS.chmod(0o644)


def _card(train: Sample, dev: Sample, figures: Mapping[str, float]) -> str:
    return TEMPLATE.read_text("utf-8").format(
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        train=len(train.texts),
        dangers=int(train.is_danger.sum()),
        alike=train.alike - int(train.is_danger.sum()),
        dev=dev.alike,
        dev_dangers=int(dev.is_danger.sum()),
        strength=STRENGTH,
        false_alarms=FALSE_ALARMS,
        part_alarms=PART_ALARMS,
        data=digest((FOLDER / "danger.jsonl").read_bytes()),
        **figures,
    )


if __name__ == "__main__":
    typer.run(main)
