"""Two settings on one suite, side by side."""

from pathlib import Path

from rich.progress import track
from rich.table import Table

from bot.cli.console import notes, opened_bot, output
from bot.evaluation.comparing import compare, compare_html
from bot.evaluation.record import Record
from bot.evaluation.reports.files import write_whole
from bot.evaluation.running import plan, run
from bot.settings import Settings, read_settings_file


def compare_settings(
    suites: list[Path], files: tuple[Path, Path], report: Path
) -> None:
    """Run suites with the settings of two files; print and write who wins."""
    both = [read_settings_file(file) for file in files]
    first, second = (_record(suites, settings) for settings in both)
    comparison = compare(first, second)
    names = (files[0].stem, files[1].stem)
    table = Table("measure", *names, "p", box=None)
    for name, (before, now, luck) in comparison.measures.items():
        table.add_row(name, f"{before:.3f}", f"{now:.3f}", f"{luck:.3f}")
    output.print(table)
    counts = comparison.counts
    verdict = "no chance" if comparison.is_no_chance else "may be chance"
    output.print(
        f"{names[1]} against {names[0]}: {counts['win']} wins, {counts['tie']} ties, "
        f"{counts['loss']} losses ({verdict})",
        highlight=False,
    )
    page = compare_html(first, second, comparison, names=names)
    write_whole(report, {"compare.html": page})
    output.print(f"Report: {report / 'compare.html'}", highlight=False)


def _record(suites: list[Path], settings: Settings) -> Record:
    todo = plan(suites, uses_baseline=False)
    bot = opened_bot(settings)
    return run(bot, todo, lambda cases: track(cases, "Asking", console=notes))[0]
