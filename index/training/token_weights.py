"""Count the tokens of the train questions: `python -m index.training.token_weights`.

Writes `index/weights/token_weights.safetensors`. Run it before
`index.training.answerability`, which is trained on scores that these weights give.
"""

import numpy as np
from rich.console import Console

from corpus import read_article
from corpus.labels import Split, read_questions
from index.encoder import Encoder, SentenceEncoder, Vectors
from index.model import find_model
from index.token_weights import WEIGHTS


def main() -> None:
    """Count, write the table, say what it holds."""
    from safetensors.numpy import save_file

    model = find_model()
    questions = [
        question.turns[-1]
        for question in read_questions(read_article())
        if question.split is Split.TRAIN and question.groups
    ]
    table = count(SentenceEncoder(model), questions)
    WEIGHTS.parent.mkdir(exist_ok=True)
    save_file({"table": table}, WEIGHTS, metadata={"trained_for": model.sha256})
    Console().print(
        f"{len(questions):,} questions, {(table < table.max()).sum()} tokens"
    )


def count(
    encoder: Encoder, questions: list[str], *, vocabulary: int = 30522
) -> Vectors:
    """ln(questions / questions that hold the token), by place in the vocabulary.

    A token of every question weighs 0; one of none as much as one of a single one.
    """
    held = np.zeros(vocabulary)
    for encoding in encoder.encode(questions):
        held[np.unique(encoding.ids)] += 1
    weights: Vectors = np.log(len(questions) / np.maximum(held, 1)).astype(np.float16)
    return weights


if __name__ == "__main__":
    main()
