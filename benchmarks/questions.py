"""Questions to ask a server, as many as wanted and no two alike."""

import re

from corpus import read_article
from corpus.labels import Split, read_questions

END = re.compile(r"(\W*)\Z")


def distinct_questions(name: str, number: int) -> list[str]:
    """Questions in people's words, none of the test split, each with a mark of its own.

    The mark is its last word, by which an answer is known to be to this question. It
    stands before the question mark, so that a question stays one sentence.
    """
    known = (q for q in read_questions(read_article()) if q.split is not Split.TEST)
    asked = [question.turns[-1] for question in known]
    return [
        END.sub(rf" {name}{place}\1", asked[place % len(asked)], count=1)
        for place in range(number)
    ]
