"""What this is and is not, and the article's hard words, as Markdown."""

from collections.abc import Sequence

from bot.glossary import Term
from bot.wording import Wording
from corpus import Article


def about_text(article: Article) -> str:
    """The whole disclaimer, about this article."""
    return Wording().say("about", article=article)


def glossary_text(terms: Sequence[Term]) -> str:
    """Every term with its meaning and where that was read."""
    return Wording().say("glossary", terms=terms)
