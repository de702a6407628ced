"""Reading the structure of a text: headings, question-answer pairs, prose, keywords.

A paragraph is a line. A heading is a line that starts with "# ", or a short line
without a full stop that another line follows.
"""

import re
from collections.abc import Iterator

from corpus.article import Paragraph, Role, Section, Sentence
from corpus.display import LINK
from corpus.sentences import sentence_spans

LINE = re.compile(r"[^\r\n]*[^\r\n\s\ufeff][^\r\n]*")
MARKDOWN_HEADING = re.compile(r"[ \t\ufeff]*#{1,6}[ \t]+")
QUESTION = re.compile(
    r"[ \t\ufeff]*(?:Q|Question)[ \t]*\d*[ \t]*[:.)][ \t]+", re.IGNORECASE
)
ANSWER = re.compile(
    r"[ \t\ufeff]*(?:A|Answer)[ \t]*\d*[ \t]*[:.)][ \t]+", re.IGNORECASE
)
BULLET = re.compile(r"[ \t\ufeff]*(?:[-*+•]|\d+[.)])[ \t]+")
SPACE = re.compile(r"[\s\ufeff]*")
LONGEST_HEADING = 120  # characters
SENTENCE_END = tuple(".!?:;,…\"”'’")


def sections_of(text: str) -> tuple[Section, ...]:
    """The sections of `text`, in order; together they hold every line."""
    groups: list[tuple[str, list[Paragraph]]] = []
    for paragraph in _paragraphs(text):
        if paragraph.role is Role.HEADING or not groups:
            title = text[paragraph.start : paragraph.end]
            groups.append((title if paragraph.role is Role.HEADING else "", []))
        groups[-1][1].append(paragraph)
    return tuple(_section(text, title, group) for title, group in groups)


def _paragraphs(text: str) -> Iterator[Paragraph]:
    lines = list(LINE.finditer(text))
    after_keywords_heading = False
    for line in lines:
        role, markup = _role(line[0], is_last=line is lines[-1])
        if after_keywords_heading and role is Role.PROSE:
            role = Role.KEYWORDS
        start = line.start() + markup
        end = line.start() + len(line[0].rstrip())
        paragraph = Paragraph(start, end, role)
        after_keywords_heading = role is Role.HEADING and _names_keywords(
            text[start:end]
        )
        yield paragraph


def _role(line: str, *, is_last: bool) -> tuple[Role, int]:
    """The role of a line, and how many characters of markup stand before its text."""
    patterns = (
        (MARKDOWN_HEADING, Role.HEADING),
        (QUESTION, Role.QUESTION),
        (ANSWER, Role.ANSWER),
    )
    for pattern, role in patterns:
        if (mark := pattern.match(line)) and mark.end() < len(line.rstrip()):
            return role, mark.end()
    space = SPACE.match(line)
    indent = space.end() if space else 0
    if LINK.fullmatch(line.strip()):
        return Role.LINK, indent
    if not is_last and _looks_like_heading(line.strip()):
        return Role.HEADING, indent
    bullet = BULLET.match(line)
    return Role.PROSE, bullet.end() if bullet else indent


def _looks_like_heading(line: str) -> bool:
    if len(line) > LONGEST_HEADING or line.endswith(SENTENCE_END):
        return False
    bullet = BULLET.match(line)
    return not bullet or line[0].isdigit()


def _names_keywords(heading: str) -> bool:
    return bool(re.search(r"\b(?:keywords|tags)\b", heading, re.IGNORECASE))


def _section(text: str, title: str, paragraphs: list[Paragraph]) -> Section:
    filled = tuple(_with_sentences(text, title, each) for each in paragraphs)
    return Section(paragraphs[0].start, paragraphs[-1].end, title, filled)


def _with_sentences(text: str, title: str, paragraph: Paragraph) -> Paragraph:
    start, end, role = paragraph.start, paragraph.end, paragraph.role
    if not role.quotable:
        return paragraph
    spans = sentence_spans(text[start:end])
    sentences = tuple(Sentence(start + a, start + b, title) for a, b in spans)
    return Paragraph(start, end, role, sentences)
