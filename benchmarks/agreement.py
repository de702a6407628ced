"""How far a second reader agrees with the labels: `python -m benchmarks.agreement`.

The reader had 300 questions of the test split and the article, and saw no label:
`corpus/questions/second_reading.jsonl`. Prints Cohen's kappa (1960) for whether the
article answers, and for every sentence of the article whether it answers.
"""

from rich.console import Console
from sklearn.metrics import cohen_kappa_score

from corpus import read_article
from corpus.labels import FOLDER, SecondReading, read_questions
from corpus.records import read_records


def main() -> None:
    """Print the agreement."""
    article = read_article()
    questions = {question.id: question for question in read_questions(article)}
    readings = list(read_records(FOLDER / "second_reading.jsonl", SecondReading))
    answered, sentences, firsts, parts = [], [], [], []
    for reading in readings:
        groups = [{s for s, _ in g} for g in questions[reading.id].groups]
        gold, read = set().union(*groups), set(reading.sentences)
        answered.append((bool(gold), bool(read)))
        if gold and read:
            sentences += [(s.start in gold, s.start in read) for s in article.sentences]
            firsts.append(reading.sentences[0] in gold)
            parts.append(all(group & read for group in groups))
    Console().print(
        f"{len(readings)} questions, {sum(gold for gold, _ in answered)} answered\n"
        f"kappa, is it answered: {_kappa(answered):.2f}\n"
        f"kappa, does a sentence answer: {_kappa(sentences):.2f}\n"
        f"the reader's first sentence is gold: {sum(firsts) / len(firsts):.3f}\n"
        f"the reader's sentences cover every part: {sum(parts) / len(parts):.3f}"
    )


def _kappa(pairs: list[tuple[bool, bool]]) -> float:
    first, second = zip(*pairs, strict=True)
    return float(cohen_kappa_score(first, second))


if __name__ == "__main__":
    main()
