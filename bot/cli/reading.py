"""Reading what stands around the answers: what this is, and hard words."""

from typing import Annotated

import typer
from rich.markdown import Markdown

from bot.about import about_text, glossary_text
from bot.cli.console import ArticleOption, output
from bot.glossary import load_glossary, looked_up
from bot.settings import read_settings
from corpus import read_article


def about(*, article: ArticleOption = None) -> None:
    """Say what this is, what it is not, and what is kept."""
    _show(about_text(read_article(read_settings(article=article).article)))


def glossary(
    word: Annotated[str, typer.Argument(help="Explain this word only.")] = "",
) -> None:
    """Explain the article's hard words."""
    terms = looked_up(word, load_glossary())
    if not terms:
        raise typer.BadParameter(f"{word!r} is not among the words explained.")
    _show(glossary_text(terms))


def _show(text: str) -> None:
    output.print(Markdown(text) if output.is_terminal else text)
