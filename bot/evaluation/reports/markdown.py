"""A run as Markdown, for a pull request."""

from collections.abc import Sequence

from bot.evaluation.gate import Exit, Verdict
from bot.evaluation.record import Record

MOST_NAMED = 20
HEADLINES = {
    Exit.PASSED: "passed",
    Exit.FAILED: "FAILED",
    Exit.NOT_MEASURABLE: "NOT MEASURABLE",
}


def headline(record: Record, verdict: Verdict) -> str:
    """The verdict in a line."""
    cases = len(record["cases"])
    passed = sum(case["status"] == "pass" for case in record["cases"])
    why = f": {'; '.join(verdict.reasons)}" if verdict.reasons else ""
    return f"{HEADLINES[verdict.exit]} - {passed} of {cases} cases pass{why}"


def markdown(record: Record, verdict: Verdict) -> str:
    """The summary: verdict, what changed, measures."""
    causes = {case["id"]: case["cause"] for case in record["cases"]}
    groups = (
        ("Regressed", verdict.regressed),
        ("Stale", verdict.stale),
        ("Failing, and new", [n for n in verdict.failed if n in verdict.new]),
        ("Fixed", verdict.fixed),
        ("Known to fail", verdict.known),
        ("Removed", verdict.removed),
        ("Near a threshold: another machine may decide otherwise", verdict.near),
    )
    parts = [f"## b12bot evaluate: {headline(record, verdict)}"]
    parts += [_listed(title, names, causes) for title, names in groups if names]
    rows = [
        f"| {name} | {f['value']:.3f} | {f['low']:.3f}-{f['high']:.3f} | {f['of']} |"
        for name, f in record["measures"].items()
    ]
    if rows:
        head = "| measure | mean | 95 % interval | cases |\n|---|---|---|---|"
        parts.append("\n".join([head, *rows]))
    article = record["article"]
    parts.append(f"Article {article['id']}, sha256 {article['sha256'][:12]}.")
    return "\n\n".join(parts) + "\n"


def _listed(title: str, names: Sequence[str], causes: dict[str, str]) -> str:
    shown = [
        f"- `{name}`{f' ({causes[name]})' if causes.get(name) else ''}"
        for name in names[:MOST_NAMED]
    ]
    more = len(names) - MOST_NAMED
    if more > 0:
        shown.append(f"- and {more} more")
    return "\n".join([f"**{title}: {len(names)}**", "", *shown])
