"""Reading an article file, with the metadata in the TOML file beside it."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.article import Article, Role
from corpus.errors import B12BotError
from corpus.restatements import read_restatements
from corpus.structure import sections_of
from corpus.suggestions import read_suggestions

BUNDLED = Path(__file__).parent / "articles" / "b12-deficiency.txt"
LARGEST = 50_000_000  # bytes
FIELDS = ("id", "title", "publisher", "url", "date", "rights", "note")


class ArticleError(B12BotError):
    """The article or its metadata cannot be read."""


def read_article(path: Path | None = None) -> Article:
    """Read an article (UTF-8 text or Markdown); without a path, the bundled one.

    A TOML file of the same name beside it may give id, title, publisher, url, date,
    rights and note; without one the title is the file's first heading or its name.
    Others may give restatements (`corpus/restatements.py`) and questions to suggest
    (`corpus/suggestions.py`). Raises ArticleError where a file cannot be used.
    """
    path = path or BUNDLED
    text = _text(path)
    sections = sections_of(text)
    known = _metadata(path.with_suffix(".toml"))
    headings = (
        text[p.start : p.end]
        for section in sections
        for p in section.paragraphs
        if p.role is Role.HEADING
    )
    known.setdefault("id", path.stem)
    known.setdefault("title", next(headings, path.stem))
    article = Article(
        text=text, sections=sections, **{"publisher": "", "url": ""} | known
    )
    if not article.sentences:
        raise ArticleError(
            f"{path}: no sentence that could be quoted was found.",
            "Give a text with at least one sentence below its headings.",
        )
    restatements = read_restatements(article, path.with_suffix(".restatements.jsonl"))
    suggestions = read_suggestions(article, path.with_suffix(".suggestions.jsonl"))
    return replace(article, restatements=restatements, suggestions=suggestions)


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(
            f"{path}: cannot be read ({error.strerror}).",
            "Give the path of a UTF-8 text or Markdown file.",
        ) from error
    if len(data) > LARGEST:
        raise ArticleError(
            f"{path}: {len(data):,} bytes; the limit is {LARGEST:,}.",
            "Split the text into smaller articles.",
        )
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ArticleError(
            f"{path}, line {line}: not UTF-8 text.",
            "Save the file as plain text with UTF-8 encoding.",
        ) from error
    if "\0" in text:
        raise ArticleError(
            f"{path}: holds NUL characters, so it is not text.",
            "Save the file as plain text with UTF-8 encoding.",
        )
    return text


def _metadata(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        known = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ArticleError(
            f"{path}: cannot be read as TOML ({error}).",
            "Mend the file, or remove it to do without metadata.",
        ) from error
    unknown = sorted(set(known) - set(FIELDS))
    wrong = [name for name, value in known.items() if not isinstance(value, str)]
    if unknown or wrong:
        raise ArticleError(
            f"{path}: unknown or non-text entries: {', '.join(unknown + wrong)}.",
            f"Use text for {', '.join(FIELDS)} only.",
        )
    return known
