"""How fast it is, all of it: `python -m benchmarks.performance medquad.jsonl.gz`.

Takes about half an hour and the whole machine; Linux only. Writes
`docs/performance.md` and its plots. MedQuAD: Ben Abacha and Demner-Fushman 2019.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import mkdtemp
from textwrap import wrap
from typing import TYPE_CHECKING, Annotated

import typer

from benchmarks.flood import flood_section
from benchmarks.growth import Growth, growth_section, measure_growth
from benchmarks.quality import DOCS, WIDTH
from benchmarks.serving import (
    CLIENTS,
    Loads,
    load_section,
    measure_loads,
    start_section,
)
from benchmarks.stages import stages_section
from bot import Settings
from bot.bot import open_store

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOAD_PLOT, GROWTH_PLOT = "performance_load.svg", "performance_growth.svg"


def main(
    medquad: Annotated[Path, typer.Argument(help="medquad.jsonl.gz")],
    rounds: Annotated[int, typer.Option(help="How often each is measured.")] = 5,
    to: Annotated[Path, typer.Option(help="Folder of the report.")] = DOCS,
) -> None:
    """Measure, write the page and the plots."""
    to.mkdir(parents=True, exist_ok=True)
    index = Path(mkdtemp())
    open_store(Settings(index_dir=index)).build()
    starts = start_section(index, rounds)
    loads = measure_loads(index, rounds)
    _draw_load(to / LOAD_PLOT, loads)
    flood = flood_section(index, rounds)
    growth = measure_growth(medquad)
    _draw_growth(to / GROWTH_PLOT, growth)
    parts = [
        _head(rounds),
        starts,
        [*load_section(loads), "", f"![Answers a second and waits]({LOAD_PLOT})"],
        flood,
        stages_section(index),
        [*growth_section(growth), "", f"![Search as it grows]({GROWTH_PLOT})"],
    ]
    page = "\n\n".join("\n".join(part) for part in parts)
    (to / "performance.md").write_text(f"{page}\n", "utf-8")


def _head(rounds: int) -> list[str]:
    return [
        "# How fast it is, beside a plain build",
        "",
        *wrap(
            f"Made by `python -m benchmarks.performance` on {os.cpu_count()} cores, "
            f"over loopback, the clients on the same cores; medians of {rounds} "
            "rounds, in which both took turns. The plain build is "
            "`benchmarks/plain.py`. Machines differ, and so does one from hour to "
            "hour: the ratios are what counts.",
            WIDTH,
        ),
    ]


def _draw_load(path: Path, loads: Loads) -> None:
    from matplotlib.figure import Figure as Drawing

    drawing = Drawing(figsize=(9, 4))
    rate, wait = drawing.subplots(1, 2)
    for way in dict.fromkeys(way for way, _ in loads):
        each = [loads[way, clients] for clients in CLIENTS]
        rate.plot(list(CLIENTS), [median(x.rate for x in e) for e in each], label=way)
        wait.plot(list(CLIENTS), [median(x.wait(0.95) for x in e) for e in each])
    rate.set(xscale="log", xlabel="clients", ylabel="answers a second")
    wait.set(xscale="log", yscale="log", xlabel="clients", ylabel="95 % within, ms")
    rate.legend()
    _save(drawing, path)


def _draw_growth(path: Path, growth: Sequence[Growth]) -> None:
    from matplotlib.figure import Figure as Drawing

    sizes = [each.size for each in growth]
    drawing = Drawing(figsize=(9, 4))
    time, size = drawing.subplots(1, 2)
    time.plot(sizes, [each.search for each in growth], label="chosen by size")
    time.plot(sizes, [each.exact_search for each in growth], ":", label="exact")
    size.plot(sizes, [each.megabytes for each in growth])
    size.plot(sizes, [each.exact_megabytes for each in growth], ":")
    time.set(xscale="log", yscale="log", xlabel="vectors", ylabel="search, ms")
    size.set(xscale="log", yscale="log", xlabel="vectors", ylabel="MB")
    time.legend()
    _save(drawing, path)


def _save(drawing: "Figure", path: Path) -> None:
    drawing.savefig(path, metadata={"Date": None}, bbox_inches="tight")


if __name__ == "__main__":
    typer.run(main)
