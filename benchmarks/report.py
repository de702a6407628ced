"""The report of a measurement: Markdown with a table for each thing, and plots."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Judged, risk_by_coverage

MAIN = (
    "right first",
    "all parts covered",
    "false refusals",
    "near misses refused",
    "far-off refused",
    "AUC",
    "gold share",
    "characters",
)
DRAWN = ("plain build", "late interaction", "product")
BINS = 10

Figures = Mapping[str, Mapping[str, Figure]]


def write_report(
    folder: Path,
    told: Mapping[str, Any],
    figures: Figures,
    judged: Mapping[str, Sequence[Judged]],
) -> None:
    """Write quality.md, and risk.svg and reliability.svg beside it."""
    kinds = [
        w.removeprefix("first: ")
        for w in next(iter(figures.values()))
        if w.startswith("first: ")
    ]
    parts = [
        "# Quality",
        f"Made by `python -m benchmarks.quality --split {told['split']}` on the "
        f"{told['questions']} questions of the {told['split']} split, whose facts and "
        "topics are in no question that anything was trained on. In brackets: 95% "
        "bootstrap interval, resampled by intent. What a row means is explained in "
        "[evaluation.md](evaluation.md).",
        _table(figures, MAIN, with_interval=True),
        "A whole `Bot.ask` costs, at the median, "
        f"{told['time per question, ratio to one bare encode']} times one bare encode "
        "of the question by the untuned model, measured side by side.",
        "## By kind: right first",
        _table(figures, [f"first: {kind}" for kind in kinds]),
        "## By kind: all parts covered",
        _table(figures, [f"covered: {kind}" for kind in kinds]),
        "## How wrong the surest replies are",
        "![Share of wrong replies by coverage](risk.svg)",
    ]
    if "product" in judged:
        parts += [
            "## How far the probability can be trusted",
            "![Share answered by probability](reliability.svg)",
        ]
        _draw_reliability(folder / "reliability.svg", judged["product"])
    _draw_risk(folder / "risk.svg", judged)
    (folder / "quality.md").write_text("\n\n".join(parts) + "\n", "utf-8")


def _table(
    figures: Figures, columns: Sequence[str], *, with_interval: bool = False
) -> str:
    titles = [column.rpartition(": ")[2] for column in columns]
    rows = [
        f"| {name} | "
        + " | ".join(_cell(each[c], with_interval=with_interval) for c in columns)
        + " |"
        for name, each in figures.items()
    ]
    head = "| method | " + " | ".join(titles) + " |"
    return "\n".join([head, "|---" * (len(columns) + 1) + "|", *rows])


def _cell(figure: Figure, *, with_interval: bool) -> str:
    if figure.value > 1:
        return f"{figure.value:.0f}"
    text = f"{figure.value:.3f}"
    if with_interval:
        text += f" ({figure.low:.2f}-{figure.high:.2f})"
    return text


def _draw_risk(path: Path, judged: Mapping[str, Sequence[Judged]]) -> None:
    from matplotlib.figure import Figure as Drawing

    drawing = Drawing(figsize=(6, 4))
    axes = drawing.add_subplot(
        xlabel="share of all questions replied to", ylabel="wrong replies among them"
    )
    for name, each in judged.items():
        if name in DRAWN:
            axes.plot(*risk_by_coverage(each), label=name)
    axes.legend()
    drawing.savefig(path, metadata={"Date": None}, bbox_inches="tight")


def _draw_reliability(path: Path, judged: Sequence[Judged]) -> None:
    from matplotlib.figure import Figure as Drawing

    drawing = Drawing(figsize=(5, 4))
    axes = drawing.add_subplot(
        xlabel="probability given", ylabel="share that the article answers"
    )
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":")
    bins: dict[int, list[Judged]] = {}
    for each in judged:
        bins.setdefault(min(BINS - 1, int(each.reply.confidence * BINS)), []).append(
            each
        )
    points = [
        (
            sum(e.reply.confidence for e in bins[b]) / len(bins[b]),
            sum(bool(e.question.groups) for e in bins[b]) / len(bins[b]),
        )
        for b in sorted(bins)
    ]
    axes.plot(*zip(*points, strict=True), marker="o")
    drawing.savefig(path, metadata={"Date": None}, bbox_inches="tight")
