"""What this is and is not, what is kept, and the article's hard words, as Markdown."""

from collections.abc import Sequence

from bot.glossary import Term
from bot.settings import Settings
from bot.wording import Wording
from corpus import Article


def about_text(article: Article) -> str:
    """The whole disclaimer, about this article."""
    return Wording().say("about", article=article)


def glossary_text(terms: Sequence[Term]) -> str:
    """Every term with its meaning and where that was read."""
    return Wording().say("glossary", terms=terms)


def privacy_text(settings: Settings) -> str:
    """What is kept of a chat, where, how long and by whom, as the settings have it."""
    return Wording().say(
        "privacy",
        operator=settings.operator.strip(),
        keep=settings.keep,
        days=settings.keep_days,
    )
