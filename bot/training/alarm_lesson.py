"""Fine-tuning the bundled model to tell danger from what only sounds like it.

The whole model is trained with a linear layer on its unit vectors, one output a label.
Every step sees dangerous messages, harmless ones that sound like them, remarks that ask
nothing, and questions about the article; some typed in haste or in capitals, some
behind or before a question.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import torch
from rich.console import Console
from rich.progress import track
from torch import Tensor
from torch.nn import Linear
from torch.nn.functional import cross_entropy, normalize

from corpus.manners import MANNERS
from index.training.noise import noisy

Labelled = tuple[str, str]  # a text and its label

DANGEROUS, ALIKE, REMARKS, QUESTIONS = 20, 16, 12, 16  # of a step
RATE, HEAD_RATE = 6e-5, 1e-3
WARM_UP = 30  # steps
SCALE = 12.0  # of unit vectors before the layer
SMOOTHING = 0.05  # of the labels
LONGEST = 72  # tokens
HASTE, CAPITALS, BEFORE, AFTER = 0.35, 0.07, 0.1, 0.05  # shares of the texts


@dataclass(frozen=True, slots=True)
class Lesson:
    """What there is to learn from, in four groups, and the labels in order."""

    dangers: Sequence[Labelled]
    alike: Sequence[Labelled]
    remarks: Sequence[Labelled]
    questions: Sequence[Labelled]
    labels: Sequence[str]

    def steps(self, count: int, random: Random) -> Iterator[list[Labelled]]:
        """The texts of each step, with their labels."""
        groups = (self.dangers, self.alike, self.remarks, self.questions)
        endless = [_again_and_again(group, random) for group in groups]
        for _ in range(count):
            drawn = zip(endless, (DANGEROUS, ALIKE, REMARKS, QUESTIONS), strict=True)
            rows = [next(group) for group, many in drawn for _ in range(many)]
            yield [(self._varied(*row, random), row[1]) for row in rows]

    def _varied(self, text: str, label: str, random: Random) -> str:
        kind, place = random.random(), random.random()
        if kind < HASTE:
            text = noisy(text, random)
        elif kind < HASTE + CAPITALS:
            text = text.upper()
        if label in MANNERS:  # which is what the whole of a message is
            return text
        other = random.choice(self.questions)[0]
        if place < BEFORE:
            return f"{other} {text}"
        return f"{text} {other}" if place < BEFORE + AFTER else text


def _again_and_again(rows: Sequence[Labelled], random: Random) -> Iterator[Labelled]:
    while True:
        yield from random.sample(rows, len(rows))


def fine_tune(
    transformer: Any, tokenizer: Any, lesson: Lesson, *, steps: int, seed: int
) -> tuple[Tensor, Tensor]:
    """Train the model in place; the layer's weights (labels, dimension) and bias."""
    head = Linear(transformer.config.hidden_size, len(lesson.labels))
    learnt = [p for n, p in transformer.named_parameters() if "embeddings" not in n]
    optimizer = torch.optim.AdamW(
        [{"params": learnt, "lr": RATE}, {"params": head.parameters(), "lr": HEAD_RATE}]
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / WARM_UP, max(0.02, 1 - step / steps)),
    )
    places = {label: place for place, label in enumerate(lesson.labels)}
    transformer.train()
    rows = lesson.steps(steps, Random(seed))
    for batch in track(rows, "Training", steps, console=Console(stderr=True)):
        texts, labels = zip(*batch, strict=True)
        scores = head(SCALE * _vectors(transformer, tokenizer, texts))
        wanted = torch.tensor([places[label] for label in labels])
        loss = cross_entropy(scores, wanted, label_smoothing=SMOOTHING)
        optimizer.zero_grad()
        # torch leaves this method without types.
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        schedule.step()
    return SCALE * head.weight.detach(), head.bias.detach()


def _vectors(transformer: Any, tokenizer: Any, texts: Sequence[str]) -> Tensor:
    """Unit vectors of the texts: the mean of their tokens, as the model pools them."""
    batch: Mapping[str, Tensor] = tokenizer(
        list(texts),
        padding=True,
        truncation=True,
        max_length=LONGEST,
        return_tensors="pt",
    )
    with torch.autocast("cpu", dtype=torch.bfloat16):
        tokens = transformer(**batch).last_hidden_state
    present = batch["attention_mask"][..., None].float()
    return normalize((tokens.float() * present).sum(1) / present.sum(1), dim=-1)
