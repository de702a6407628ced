"""How far other readers agree with the labels: `python -m benchmarks.agreement`.

One had 300 questions of the test split and the article, and saw no label:
`corpus/questions/second_reading.jsonl`. Prints Cohen's kappa (1960) for whether the
article answers, and for every sentence of the article whether it answers.

Two others judged pools, gold and what several methods found best in one list:
`corpus/questions/judgements.jsonl`. Prints kappa for whether a sentence of the pool
answers, and how much gold they would add or take away.
"""

from rich.console import Console
from sklearn.metrics import cohen_kappa_score

from corpus import Article, read_article
from corpus.labels import (
    FOLDER,
    Judgement,
    SecondReading,
    read_intents,
    read_questions,
)
from corpus.records import read_records


def main() -> None:
    """Print the agreement."""
    article = read_article()
    Console().print(_reading(article))
    Console().print(_pools(article))


def _reading(article: Article) -> str:
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
    return (
        f"{len(readings)} questions, {sum(gold for gold, _ in answered)} answered\n"
        f"kappa, is it answered: {_kappa(answered):.2f}\n"
        f"kappa, does a sentence answer: {_kappa(sentences):.2f}\n"
        f"the reader's first sentence is gold: {sum(firsts) / len(firsts):.3f}\n"
        f"the reader's sentences cover every part: {sum(parts) / len(parts):.3f}"
    )


def _pools(article: Article) -> str:
    golds = {
        intent.id: {quote.found(article)[0] for group in intent.gold for quote in group}
        for intent in read_intents()
    }
    judgements = list(read_records(FOLDER / "judgements.jsonl", Judgement))
    judged = [
        (start in each.first, start in each.second, start in golds[each.intent])
        for each in judgements
        for start in each.pool
    ]
    both = sum(first and second and not gold for first, second, gold in judged)
    neither = sum(gold and not (first or second) for first, second, gold in judged)
    return (
        f"{len(judged)} sentences in the pools of {len(judgements)} intents\n"
        f"kappa, one reader and the other: {_kappa([j[:2] for j in judged]):.2f}\n"
        f"kappa, the one and the gold: {_kappa([j[::2] for j in judged]):.2f}\n"
        f"kappa, the other and the gold: {_kappa([j[1:] for j in judged]):.2f}\n"
        f"not gold, and both say it answers: {both}\n"
        f"gold, and neither says so: {neither}"
    )


def _kappa(pairs: list[tuple[bool, bool]]) -> float:
    first, second = zip(*pairs, strict=True)
    return float(cohen_kappa_score(first, second))


if __name__ == "__main__":
    main()
