"""Building and checking the index."""

import typer

from bot.bot import open_store
from bot.cli.console import (
    ArticleOption,
    IndexOption,
    ModelOption,
    output,
    progress_store,
)
from bot.settings import read_settings
from index import Manifest

app = typer.Typer(
    help="Build or check the stored index.", no_args_is_help=True, rich_markup_mode=None
)


@app.command()
def build(
    *,
    article: ArticleOption = None,
    model: ModelOption = None,
    index_dir: IndexOption = None,
) -> None:
    """Build the index anew and put it in use."""
    settings = read_settings(article=article, model=model, index_dir=index_dir)
    with progress_store(settings) as store:
        manifest = store.build()
    _say("Built", manifest, str(settings.index_dir))


@app.command()
def verify(
    *,
    article: ArticleOption = None,
    model: ModelOption = None,
    index_dir: IndexOption = None,
) -> None:
    """Check every byte of the index; exit code 1 if it must be built anew."""
    settings = read_settings(article=article, model=model, index_dir=index_dir)
    _say("Intact", open_store(settings).verify(), str(settings.index_dir))


def _say(what: str, manifest: Manifest, folder: str) -> None:
    recipe = manifest.recipe
    output.print(
        f"{what}: {manifest.passages} passages and {manifest.sentences} sentences of "
        f"{', '.join(recipe.articles)} by {recipe.model}, in {folder}\n"
        f"Vectors: {manifest.vectors.name}, {manifest.vectors.why}",
        highlight=False,
        markup=False,
    )
