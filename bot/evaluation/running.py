"""Running a suite: what to ask, what to hold it against, the record and the verdict."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.answer import Answerer
from bot.evaluation.gate import Exit, Verdict, judge
from bot.evaluation.judging import Judge
from bot.evaluation.record import Record, places, read_baseline, record_of
from bot.evaluation.reports.markdown import markdown
from bot.evaluation.suite import Case, read_suite

BASELINE = "baseline.json"

Progress = Callable[[Iterable[Case]], Iterable[Case]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The cases to ask, the baseline to hold them against, where one is kept.

    `is_whole` is whether no case was left out.
    """

    cases: tuple[Case, ...]
    baseline: Record | None
    place: Path
    is_whole: bool


def plan(
    suites: list[Path],
    *,
    baseline: Path | None = None,
    uses_baseline: bool = True,
    only: str = "",
    failed_in: Path | None = None,
) -> Plan:
    """Read suites and the baseline that is given, or lies beside them.

    `only` keeps the cases with these words in id, tags or kinds, `failed_in` those
    that failed in the report of that folder. SuiteError, BaselineError.
    """
    suite = read_suite(suites)
    folder = suite.place if suite.place.is_dir() else suite.place.parent
    place = baseline or folder / BASELINE
    is_asked_for = uses_baseline and (baseline is not None or place.exists())
    cases = [case for case in suite.cases if _has(case, only)]
    if failed_in is not None:
        names = last_failures(failed_in)
        cases = [case for case in cases if case.id in names]
    return Plan(
        tuple(cases),
        read_baseline(place) if is_asked_for else None,
        place,
        is_whole=len(cases) == len(suite.cases),
    )


def run(bot: Answerer, todo: Plan, progress: Progress = iter) -> tuple[Record, Verdict]:
    """Ask every case, and judge the whole."""
    ask = Judge(bot, places(todo.baseline))
    record = record_of(bot, [ask(case) for case in progress(todo.cases)])
    return record, judge(record, todo.baseline, is_whole=todo.is_whole)


def last_failures(report: Path) -> frozenset[str]:
    """The cases that failed, or were stale, in the report of a folder; none without."""
    path = report / "report.json"
    if not path.exists():
        return frozenset()
    cases = json.loads(path.read_text("utf-8"))["cases"]
    return frozenset(case["id"] for case in cases if case["status"] != "pass")


def _has(case: Case, words: str) -> bool:
    return words in " ".join([case.id, *case.tags, *case.kinds])


def assert_holds(bot: Answerer, *suites: Path) -> None:
    """Run suites inside a test; AssertionError tells where they do not hold."""
    record, verdict = run(bot, plan(list(suites)))
    assert verdict.exit is Exit.PASSED, markdown(record, verdict)  # noqa: S101
