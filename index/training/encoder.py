"""Fine-tune the bundled model: `python -m index.training.encoder MEDQUAD.jsonl.gz`.

Late interaction is learnt from the train questions about the bundled article and its
restatements, and from questions about pages of MedQuAD. The labels of all are in
`corpus/questions/`; no question of dev or test is read. Writes
`index/weights/encoder.safetensors`; about 25 minutes on one core.
`index.training.average` makes one of several.
"""

import os
from pathlib import Path
from random import Random
from typing import Annotated, Any

import torch
import typer
from rich.console import Console
from rich.progress import track
from torch import Tensor

from corpus import Article, read_article
from corpus.labels import LabelledQuestion, Split, read_questions
from index.model import untuned_model
from index.spelling import Speller
from index.training.article_lesson import ArticleLesson
from index.training.asking import Asker
from index.training.elsewhere import read_pages
from index.training.late import Encoder
from index.training.lowrank import RANK, changes
from index.training.page_lesson import PageLesson
from index.tuning import TABLE, WEIGHTS

RATE, BIAS_RATE = 5e-5, 0.05
WARM_UP = 0.1  # of the steps
REFRESH = 25  # steps
ANSWERED, UNANSWERED, RESTATED, PAGES = 40, 14, 16, 8  # of a step
LEAST_WEIGHT = 0.1  # of a token that every question holds


def main(
    medquad: Annotated[Path, typer.Argument(help="medquad.jsonl.gz")],
    steps: int = 220,
    seed: int = 0,
    rank: int = RANK,
    to: Path = WEIGHTS,
) -> None:
    """Train, and write what was changed."""
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    torch.manual_seed(seed)
    article, model = read_article(), untuned_model()
    questions = [q for q in read_questions(article) if q.split is Split.TRAIN]
    transformer, tokenizer = load_transformer(model.path)
    table = _token_weights(tokenizer, questions)
    before = {name: each.clone() for name, each in transformer.state_dict().items()}
    encoder = Encoder(transformer, tokenizer, table)
    _train(encoder, article, questions, medquad, steps=steps, random=Random(seed))
    changed = changes(before, transformer.state_dict(), rank)
    save(to, changed | {TABLE: table.half()}, trained_for=model.sha256)


def load_transformer(path: Path) -> tuple[Any, Any]:
    """The model and its tokenizer, all but the words' own vectors to be trained."""
    from transformers import AutoModel, AutoTokenizer

    transformer = AutoModel.from_pretrained(path, local_files_only=True).eval()
    for name, parameter in transformer.named_parameters():
        # The words' own vectors stay: most of them are in no train question.
        parameter.requires_grad = "embeddings" not in name and "pooler" not in name
    return transformer, AutoTokenizer.from_pretrained(path, local_files_only=True)


def _token_weights(tokenizer: Any, questions: list[LabelledQuestion]) -> Tensor:
    """ln(n / (1 + questions that hold the token)), at least LEAST_WEIGHT."""
    asked = [question.turns[-1] for question in questions if question.groups]
    held = torch.zeros(len(tokenizer))
    for ids in tokenizer(asked)["input_ids"]:
        held[sorted(set(ids))] += 1
    return torch.log(len(asked) / (1 + held)).clamp_min(LEAST_WEIGHT)


def _train(
    encoder: Encoder,
    article: Article,
    questions: list[LabelledQuestion],
    medquad: Path,
    *,
    steps: int,
    random: Random,
) -> None:
    speller = Speller(article.shown(s.start, s.end) for s in article.sentences)
    asker = Asker(encoder, speller, random)
    own = ArticleLesson(article, questions, encoder=encoder, asker=asker, random=random)
    pages = PageLesson(read_pages(medquad), encoder=encoder, asker=asker, random=random)
    learnt = [p for p in encoder.transformer.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": learnt, "lr": RATE},
            {"params": [own.refusal.bias, pages.refusal.bias], "lr": BIAS_RATE},
        ],
        weight_decay=0.01,
        betas=(0.9, 0.98),
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step, steps)
    )
    for step in track(range(steps), "Training", console=Console(stderr=True)):
        if step and step % REFRESH == 0:
            own.refresh()
        loss = own.loss(ANSWERED, UNANSWERED, RESTATED) + pages.loss(PAGES)
        optimizer.zero_grad()
        # torch leaves this method without types.
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimizer.step()
        schedule.step()
        if step % 10 == 9:
            Console(stderr=True).print(f"step {step + 1}: loss {loss.item():.3f}")


def _rate(step: int, steps: int) -> float:
    """Rising, then falling to nothing."""
    warm = WARM_UP * steps
    return min((step + 1) / warm, max(0.02, (steps - step) / (steps - warm)))


def save(path: Path, tensors: dict[str, Tensor], *, trained_for: str) -> None:
    """Write trained changes of the model with that sha256."""
    from safetensors.torch import save_file

    path.parent.mkdir(exist_ok=True)
    save_file(tensors, path, metadata={"trained_for": trained_for})
    path.chmod(0o644)


if __name__ == "__main__":
    typer.run(main)
