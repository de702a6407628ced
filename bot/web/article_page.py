"""The article as Markdown for the page, every sentence with an id to link to."""

from bot.wording import escape
from corpus import Article, Sentence
from corpus.article import Paragraph, Role


def anchor(start: int) -> str:
    """The id, on the page, of the sentence that begins at this offset."""
    return f"s-{start}"


def article_markdown(article: Article) -> str:
    """The whole article, headings included, links reduced to their words."""
    blocks = [
        _paragraph(article, paragraph)
        for section in article.sections
        for paragraph in section.paragraphs
    ]
    return "\n\n".join(blocks)


def provenance(article: Article) -> str:
    """What is known of the article: title, publisher, note, rights."""
    known = [f"**{escape(article.title)}**"]
    if article.publisher:
        known.append(f"Publisher: {escape(article.publisher)}.")
    known += [escape(line) for line in (article.note, article.rights) if line]
    return " ".join(known)


def _paragraph(article: Article, paragraph: Paragraph) -> str:
    text = escape(article.shown(paragraph.start, paragraph.end))
    if paragraph.role is Role.HEADING:
        return f"### {text}"
    if paragraph.role is Role.QUESTION:
        return f"**{text}**"
    if not paragraph.sentences:
        return text
    return " ".join(_sentence(article, sentence) for sentence in paragraph.sentences)


def _sentence(article: Article, sentence: Sentence) -> str:
    text = escape(article.shown(sentence.start, sentence.end))
    return f'<span id="{anchor(sentence.start)}">{text}</span>'
