"""Two settings on one suite: which answers better, case by case."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.evaluation.gate import LEVEL, sign_test
from bot.evaluation.record import Record

PAGE = Path(__file__).parent / "reports" / "compare.html"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The second of two runs against the first.

    `outcomes` says win, tie or loss of the second for each case that both could
    measure; `falls` and `rises` are measures with a difference that is no chance, as
    (first, second, probability).
    """

    outcomes: Mapping[str, str]
    measures: Mapping[str, tuple[float, float, float]]

    @property
    def counts(self) -> Counter[str]:
        """How many wins, ties and losses."""
        return Counter(self.outcomes.values())

    @property
    def is_no_chance(self) -> bool:
        """Whether wins and losses are too lopsided for chance (exact sign test)."""
        return self.measures.get("passed", (0.0, 0.0, 1.0))[2] < LEVEL


def compare(first: Record, second: Record) -> Comparison:
    """Hold two records of one suite against each other."""
    measures = {}
    for name, before in first["values"].items():
        now = second["values"].get(name, {})
        both = [case for case in before if case in now]
        if both:
            old, new = [before[c] for c in both], [now[c] for c in both]
            means = sum(old) / len(both), sum(new) / len(both)
            measures[name] = (*means, sign_test(old, new))
    passed = first["values"].get("passed", {}), second["values"].get("passed", {})
    outcomes = {
        case: _outcome(value, passed[1][case])
        for case, value in passed[0].items()
        if case in passed[1]
    }
    return Comparison(outcomes, measures)


def compare_html(
    first: Record, second: Record, comparison: Comparison, *, names: tuple[str, str]
) -> str:
    """Both runs side by side as one HTML file that needs no network."""
    pairs = {case["id"]: [case] for case in first["cases"]}
    for case in second["cases"]:
        pairs.setdefault(case["id"], []).append(case)
    data = {
        "names": names,
        "comparison": asdict(comparison),
        "pairs": [pair for pair in pairs.values() if len(pair) == len(names)],
    }
    packed = json.dumps(data).replace("<", "\\u003c")
    return PAGE.read_text("utf-8").replace("__DATA__", packed)


def _outcome(before: float, now: float) -> str:
    return "tie" if before == now else "win" if now > before else "loss"
