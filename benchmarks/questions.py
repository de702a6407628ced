"""Questions to ask a server, as many as wanted and no two alike."""

from corpus import read_article
from corpus.labels import Split, read_questions


def distinct_questions(name: str, number: int) -> list[str]:
    """Questions in people's words, none of the test split, each with a mark of its own.

    The mark is its last word, by which an answer is known to be to this question.
    """
    known = (q for q in read_questions(read_article()) if q.split is not Split.TEST)
    asked = [question.turns[-1] for question in known]
    return [f"{asked[n % len(asked)]} {name}{n}" for n in range(number)]
