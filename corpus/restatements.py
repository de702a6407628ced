"""What each sentence of an article says, in the words of people who would ask for it.

A file of the article's name that ends in `.restatements.jsonl` may give them. They
help to find a sentence, as document expansion does (Nogueira et al. 2019, doc2query),
and are never shown.
"""

from pathlib import Path
from typing import Annotated

from pydantic import Field

from corpus.article import Article
from corpus.records import Quote, read_records


class _Restated(Quote):
    restatements: Annotated[tuple[str, ...], Field(min_length=1)]


def read_restatements(article: Article, path: Path) -> dict[int, tuple[str, ...]]:
    """Restatements by the start of their sentence; none where there is no file.

    Raises RecordsError where the file is broken or a sentence is gone.
    """
    if not path.exists():
        return {}
    return {
        each.found(article)[0]: each.restatements
        for each in read_records(path, _Restated)
    }
