"""The article as Markdown for the page, every sentence with an id to link to."""

from bot.wording import escape
from corpus import Article
from corpus.article import Paragraph, Role, Section


def address(article: Article, start: int, end: int) -> str:
    """Where the page shows the text between two offsets: `#article:start-end`."""
    return f"#{article.id}:{start}-{end}"


def address_of(article: Article, section: Section) -> str:
    """Where a section begins: its heading, or its first line where it has none."""
    first = section.paragraphs[0]
    return address(article, first.start, first.end)


def contents_markdown(article: Article) -> str:
    """The table of contents: each heading a link to its place."""
    return "\n".join(
        f"- [{escape(section.title)}]({address_of(article, section)})"
        for section in article.sections
        if section.title
    )


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


def source(article: Article) -> str:
    """The article as one would name it in a list of sources."""
    known = (f'"{article.title}"', article.publisher, article.date or "no date stated")
    return f"Source: {', '.join(filter(None, known))}."


def _paragraph(article: Article, paragraph: Paragraph) -> str:
    whole = _marked(article, paragraph.start, paragraph.end)
    if paragraph.role is Role.HEADING:
        return f"## {whole}"
    if paragraph.role is Role.QUESTION:
        return f"**{whole}**"
    if not paragraph.sentences:
        return whole
    return " ".join(_marked(article, s.start, s.end) for s in paragraph.sentences)


def _marked(article: Article, start: int, end: int) -> str:
    """A part that can be found again by where it begins."""
    return f'<span id="s-{start}">{escape(article.shown(start, end))}</span>'
