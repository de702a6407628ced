"""Does a run hold what its baseline promised? One verdict, which every report tells.

A run that measured nothing never passes: no case, a stale case and a missing baseline
each have an exit code of their own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.evaluation.record import Record

TOLERANCE = 0.02  # by which a measure may fall
LEVEL = 0.05  # of the exact sign test on the cases that both runs have


class Exit(IntEnum):
    """What a command ends with; a usage error (2) comes before all of these."""

    PASSED = 0
    FAILED = 1
    NOT_MEASURABLE = 3


@dataclass(frozen=True, slots=True)
class Fall:
    """A measure that fell by more than chance and tolerance allow."""

    measure: str
    before: float
    now: float
    probability: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says, and the cases it says it of, by id.

    `regressed` passed in the baseline; `known` failed there too, and do not gate.
    Without a baseline `failed` gates.
    """

    exit: Exit
    reasons: tuple[str, ...]
    regressed: tuple[str, ...]
    failed: tuple[str, ...]
    known: tuple[str, ...]
    fixed: tuple[str, ...]
    new: tuple[str, ...]
    removed: tuple[str, ...]
    stale: tuple[str, ...]
    near: tuple[str, ...]
    falls: tuple[Fall, ...]


def judge(record: Record, baseline: Record | None, *, is_whole: bool = True) -> Verdict:
    """Hold a run against a baseline; `is_whole` says that no case was filtered out."""
    now = {case["id"]: case["status"] for case in record["cases"]}
    held = baseline["cases"] if baseline else {}
    was = {name: case["status"] for name, case in held.items()}
    failed = _those(now, "fail")
    regressed = tuple(name for name in failed if was.get(name) == "pass")
    new = tuple(name for name in now if name not in was) if baseline else ()
    stale = _those(now, "stale")
    falls = tuple(_falls(record, baseline)) if baseline else ()
    new_failures = tuple(name for name in failed if name not in was)
    reasons = []
    if regressed:
        reasons.append(f"{len(regressed)} of the cases that passed fail now")
    if new_failures:
        word = "new cases fail" if baseline else "cases fail"
        reasons.append(f"{len(new_failures)} {word}")
    reasons += [
        f"{fall.measure} fell from {fall.before:.3f} to {fall.now:.3f}"
        for fall in falls
    ]
    has_failed = bool(reasons)
    if not now:
        reasons.append("there is no case")
    if stale:
        reasons.append(f"{len(stale)} cases are stale: their quotes are gone")
    return Verdict(
        exit=Exit.FAILED
        if has_failed
        else Exit.NOT_MEASURABLE
        if reasons
        else Exit.PASSED,
        reasons=tuple(reasons),
        regressed=regressed,
        failed=failed,
        known=tuple(name for name in failed if was.get(name) == "fail"),
        fixed=tuple(n for n in _those(now, "pass") if was.get(n) in ("fail", "stale")),
        new=new,
        removed=tuple(n for n in was if n not in now) if is_whole else (),
        stale=stale,
        near=tuple(case["id"] for case in record["cases"] if case["near"]),
        falls=falls,
    )


def sign_test(before: Sequence[float], now: Sequence[float]) -> float:
    """The chance of so lopsided a difference, were both alike (exact, two-sided)."""
    from scipy.stats import binomtest

    worse = sum(b > n for b, n in zip(before, now, strict=True))
    better = sum(b < n for b, n in zip(before, now, strict=True))
    if worse + better == 0:
        return 1.0
    return float(binomtest(worse, worse + better).pvalue)


def _those(statuses: Mapping[str, str], status: str) -> tuple[str, ...]:
    return tuple(name for name, each in statuses.items() if each == status)


def _falls(record: Record, baseline: Record) -> list[Fall]:
    falls = []
    for measure, values in record["values"].items():
        before = baseline["values"].get(measure, {})
        both = [name for name in values if name in before]
        if not both:
            continue
        old, new = [before[name] for name in both], [values[name] for name in both]
        probability = sign_test(old, new)
        means = sum(old) / len(both), sum(new) / len(both)
        if means[0] - means[1] > TOLERANCE and probability < LEVEL:
            falls.append(Fall(measure, *means, probability))
    return falls
