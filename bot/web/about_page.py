"""The page at /about: the whole disclaimer, and the article's hard words."""

from pathlib import Path

from bot.about import about_text, glossary_text
from bot.glossary import load_glossary
from corpus import Article

FRAME = Path(__file__).with_name("about.html")


def about_html(article: Article) -> str:
    """The page, whole: it needs no script and nothing from another address."""
    from markdown_it import MarkdownIt

    text = f"{about_text(article)}\n\n{glossary_text(load_glossary())}"
    # "html" off: what stands in the text is shown, never run.
    body = MarkdownIt("commonmark", {"html": False}).render(text)
    return FRAME.read_text("utf-8").replace("{body}", body)
