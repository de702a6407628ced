"""`b12bot doctor`: what is missing on this machine, and how to mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from platform import python_version

from packaging.requirements import Requirement
from rich.table import Table

from bot.bot import open_store
from bot.cli.console import ArticleOption, IndexOption, ModelOption, output
from bot.danger_rules import LANGUAGES, load_danger_rules
from bot.rules import load_rules
from bot.settings import Settings, read_settings
from bot.wording import Wording
from corpus import B12BotError, read_article
from index import BrokenIndexError, find_model
from index.storage import locked


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `cure` is "" where nothing has to be done."""

    what: str
    found: str
    cure: str = ""
    is_fault: bool = False


def doctor(
    *,
    article: ArticleOption = None,
    model: ModelOption = None,
    index_dir: IndexOption = None,
) -> None:
    """Look for what is missing here; exit code 1 if something must be mended."""
    settings = read_settings(article=article, model=model, index_dir=index_dir)
    table = Table("", "What", "Found", "Cure")
    faults = 0
    for finding in examine(settings):
        mark = "[red]x[/]" if finding.is_fault else "[green]ok[/]"
        table.add_row(mark, finding.what, finding.found, finding.cure)
        faults += finding.is_fault
    output.print(table)
    if faults:
        raise SystemExit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Look at everything that an answer needs."""
    yield Finding("Python", python_version())
    yield from _packages()
    yield _look("Article", lambda: read_article(settings.article).title)
    yield _look("Model", lambda: str(find_model(settings.model).path))
    yield _look("Rules and templates", _rules_and_templates)
    yield _look("Index folder", lambda: _writable(settings))
    yield _index(settings)


def _packages() -> Iterator[Finding]:
    for line in requires("b12bot") or ():
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        name = requirement.name
        cure = f'Run: pip install "{requirement.name}{requirement.specifier}"'
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding(name, "not installed", cure, is_fault=True)
            continue
        if requirement.specifier.contains(found, prereleases=True):
            yield Finding(name, found)
        else:
            yield Finding(name, found, cure, is_fault=True)


def _look(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, look())
    except B12BotError as error:
        return Finding(what, error.message, error.cure, is_fault=True)


def _rules_and_templates() -> str:
    names = ("smalltalk", "question_types")
    danger = sum(len(load_danger_rules(each)) for each in LANGUAGES)
    other = sum(len(load_rules(name)) for name in names)
    Wording().say("disclaimer")
    return f"{danger} rules of danger in {len(LANGUAGES)} languages, {other} others"


def _writable(settings: Settings) -> str:
    with locked(settings.index_dir):
        return str(settings.index_dir)


def _index(settings: Settings) -> Finding:
    """An index that is absent or stale is no fault: the first question builds it."""
    try:
        manifest = open_store(settings).verify()
    except BrokenIndexError as error:
        return Finding("Index", error.message, "None needed: the next start builds it.")
    except B12BotError as error:
        return Finding("Index", error.message, error.cure, is_fault=True)
    return Finding("Index", f"intact, {manifest.passages} passages")
