"""Running a suite of cases, with a gate that holds a baseline."""

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from bot.bot import Bot
from bot.cli.comparing import compare_settings
from bot.cli.console import (
    ArticleOption,
    IndexOption,
    ModelOption,
    notes,
    opened_bot,
    output,
)
from bot.evaluation.gate import Exit, Verdict
from bot.evaluation.record import BaselineError, Record, compact
from bot.evaluation.reports.files import dumped, write_reports, write_whole
from bot.evaluation.reports.markdown import HEADLINES, headline
from bot.evaluation.running import Plan, plan, run
from bot.evaluation.suite import SuiteError, suite_schema
from bot.settings import read_settings
from corpus import B12BotError

REPORT = Path("b12bot-report")
LOOK_EVERY = 1.0  # seconds between looks at the files of a watched suite
MOST_LISTED = 30
USAGE = 2


def evaluate(
    suites: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SUITE...", help="Suite files or folders."),
    ] = None,
    *,
    baseline: Annotated[
        Path | None,
        typer.Option(help="Hold the run against it (default: baseline.json beside)."),
    ] = None,
    no_baseline: Annotated[
        bool, typer.Option("--no-baseline", help="Every failure counts.")
    ] = False,
    bless: Annotated[
        str | None,
        typer.Option(metavar="WHY", help="Make this run the baseline, and say why."),
    ] = None,
    only: Annotated[
        str, typer.Option("--filter", help="Cases with this in id, tags or kind.")
    ] = "",
    failed: Annotated[
        bool, typer.Option("--failed", help="The last run's failures only.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Run again when a suite file changes.")
    ] = False,
    report: Annotated[Path, typer.Option(help="Folder of the reports.")] = REPORT,
    compare: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="A.toml B.toml", help="Hold two settings side by side."),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of a suite.")
    ] = False,
    article: ArticleOption = None,
    model: ModelOption = None,
    index_dir: IndexOption = None,
) -> None:
    """Run suites of cases and say whether the answers hold.

    Exit codes: 0 passed; 1 a case that passed in the baseline fails, a new case fails
    or a measure fell (without a baseline: any case fails); 2 wrong use, or a suite that
    cannot be read; 3 not measurable: no case, a stale case, or no baseline where one
    was asked for.
    """
    if schema:
        output.print(json.dumps(suite_schema(), indent=2), markup=False)
        return
    if not suites:
        raise typer.BadParameter("Give a suite file or a folder of them.")
    if bless is not None and not bless.strip():
        raise typer.BadParameter("--bless needs the reason in words.")
    if bless is not None and (only or failed):
        raise typer.BadParameter("A baseline is made of the whole suite.")
    if compare:
        compare_settings(suites, compare, report)
        return
    settings = read_settings(article=article, model=model, index_dir=index_dir)
    bot: Bot | None = None
    while True:
        seen = _changed_at(suites)
        try:
            todo = plan(
                suites,
                baseline=None if bless is not None else baseline,
                uses_baseline=not no_baseline and bless is None,
                only=only,
                failed_in=report if failed else None,
            )
            bot = bot or opened_bot(settings)
            code = _run_once(bot, todo, report, bless=bless)
        except SuiteError as error:
            code = _told(error, USAGE)
        except BaselineError as error:
            code = _told(error, Exit.NOT_MEASURABLE)
        if not watch:
            raise typer.Exit(code)
        while _changed_at(suites) == seen:
            time.sleep(LOOK_EVERY)


def _run_once(bot: Bot, todo: Plan, report: Path, *, bless: str | None) -> int:
    record, verdict = run(
        bot, todo, lambda cases: track(cases, "Asking", console=notes, transient=True)
    )
    write_reports(report, record, verdict, article=bot.article)
    _print(record, verdict)
    output.print(f"Reports: {report / 'report.html'}", highlight=False)
    if bless is None:
        return int(verdict.exit)
    if verdict.exit is Exit.NOT_MEASURABLE:
        notes.print("Not blessed: the run measured nothing that could be held.")
        return int(verdict.exit)
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    kept = compact(record, bless.strip(), day=day)
    write_whole(todo.place.parent, {todo.place.name: dumped(kept)})
    output.print(f"Blessed: {todo.place}", highlight=False)
    return int(Exit.PASSED)


def _print(record: Record, verdict: Verdict) -> None:
    table = Table("measure", "mean", "95 % interval", "cases", box=None)
    for name, each in record["measures"].items():
        interval = f"{each['low']:.3f}-{each['high']:.3f}"
        table.add_row(name, f"{each['value']:.3f}", interval, str(each["of"]))
    output.print(table)
    causes = {case["id"]: case["cause"] for case in record["cases"]}
    for title, names in (
        ("Regressed", verdict.regressed),
        ("Failing", tuple(n for n in verdict.failed if n not in verdict.known)),
        ("Stale", verdict.stale),
        ("Fixed", verdict.fixed),
        ("Known to fail (not gating)", verdict.known),
        ("New", verdict.new),
        ("Removed", verdict.removed),
        ("Near a threshold", verdict.near),
    ):
        if names:
            output.print(f"[bold]{title}: {len(names)}[/]")
            told = (f"  {n}  {causes.get(n, '')}".rstrip() for n in names[:MOST_LISTED])
            output.print("\n".join(told), markup=False, highlight=False)
    colour = "green" if verdict.exit is Exit.PASSED else "red"
    words = escape(headline(record, verdict)).removeprefix(HEADLINES[verdict.exit])
    output.print(f"[bold {colour}]{HEADLINES[verdict.exit]}[/]{words}")


def _told(error: B12BotError, code: int) -> int:
    notes.print(f"[bold red]Error:[/] {escape(error.message)}")
    notes.print(escape(error.cure))
    return int(code)


def _changed_at(suites: list[Path]) -> list[tuple[Path, int]]:
    """Every file of the suites with the time of its last change."""
    inside = (path.rglob("*") if path.is_dir() else [path] for path in suites)
    files = sorted(each for paths in inside for each in paths if each.is_file())
    return [(each, each.stat().st_mtime_ns) for each in files]
