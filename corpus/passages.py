"""Cutting an article into passages for retrieval, along sections and paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.article import Article, Paragraph, Role, Section, Sentence
from corpus.display import display

SIZE = 500  # displayed characters; chosen by benchmarks/passages.py
OVERLAP = 0  # overlap did not find more answers there
SEPARATORS = ["\n", r"(?<=[.!?])\s+", r"(?<=[.!?][\"”'’)])\s+", r"\s+", ""]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one section; `article.text[start:end] == text`.

    `sentences` are the quotable ones that begin in it, `display` the text as people
    see it, `section` the title of its section.
    """

    article_id: str
    start: int
    end: int
    text: str
    display: str
    section: str
    sentences: tuple[Sentence, ...]


def split(
    article: Article, *, size: int = SIZE, overlap: int = OVERLAP
) -> tuple[Passage, ...]:
    """Cut `article` into passages of at most `size` displayed characters.

    A question and its answer share no passage with other text. Every quotable sentence
    begins in at least one passage.
    """
    spans = [
        (span, section)
        for section in article.sections
        for start, end in _units(section)
        for span in _chunks(article.text, start, end, size, overlap)
    ]
    passages = tuple(_passage(article, span, section) for span, section in spans)
    _check(article, passages)
    return passages


def _units(section: Section) -> Iterator[tuple[int, int]]:
    """Stretches that are cut on their own: runs of prose, question-answer pairs."""
    run: list[Paragraph] = []
    for paragraph in section.paragraphs:
        if paragraph.role is Role.QUESTION and run:
            yield run[0].start, run[-1].end
            run = []
        if paragraph.role in (Role.PROSE, Role.QUESTION, Role.ANSWER):
            run.append(paragraph)
        if paragraph.role is Role.ANSWER:
            yield run[0].start, run[-1].end
            run = []
    if any(paragraph.role.quotable for paragraph in run):
        yield run[0].start, run[-1].end


def _chunks(
    text: str, start: int, end: int, size: int, overlap: int
) -> Iterator[tuple[int, int]]:
    """Spans that the splitter makes of `text[start:end]`, found again by searching.

    The splitter's own `start_index` is wrong for repeated text. Each chunk ends
    after the one before it, and shares at most `overlap` characters with it.
    """
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        separators=SEPARATORS,
        is_separator_regex=True,
        keep_separator=True,
        chunk_size=size,
        chunk_overlap=overlap,
    )
    shown = display(text[start:end])
    found = last = 0
    for chunk in splitter.split_text(shown.text):
        after = max(found, last - len(chunk) + 1)
        found = shown.text.find(chunk, max(after, last - overlap))
        if found < 0:  # the splitter kept more, counting space that it then stripped
            found = shown.text.index(chunk, after)
        last = found + len(chunk)
        a, b = shown.span(found, last)
        yield start + a, start + b


def _passage(article: Article, span: tuple[int, int], section: Section) -> Passage:
    start, end = span
    sentences = tuple(
        sentence
        for paragraph in section.paragraphs
        for sentence in paragraph.sentences
        if start <= sentence.start < end
    )
    return Passage(
        article_id=article.id,
        start=start,
        end=end,
        text=article.text[start:end],
        display=article.shown(start, end),
        section=section.title,
        sentences=sentences,
    )


def _check(article: Article, passages: tuple[Passage, ...]) -> None:
    held = {sentence for passage in passages for sentence in passage.sentences}
    lost = [sentence for sentence in article.sentences if sentence not in held]
    wrong = [p for p in passages if article.text[p.start : p.end] != p.text]
    if lost or wrong:
        raise AssertionError(f"passages lose {lost} or misplace {wrong}")
