"""Answers a day as a plot: stacked bars in SVG, drawn on the server."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answer import Kind

DAYS = 30  # shown, the newest
HEIGHT = 90  # of the highest bar
WIDTH = 14  # of a bar, with the gap after it


@dataclass(frozen=True, slots=True)
class Bar:
    """One kind on one day; places in units of the plot, from its top left."""

    day: str
    kind: str
    number: int
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Plot:
    """The bars, the plot's size, and the numbers behind it."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    days: tuple[tuple[str, Mapping[str, int]], ...]
    kinds: tuple[str, ...]


def trend_plot(by_day: Mapping[str, Mapping[str, int]]) -> Plot:
    """How many answers of each kind the last days with answers saw."""
    days = tuple(by_day.items())[-DAYS:]
    most = max((sum(numbers.values()) for _, numbers in days), default=1)
    kinds = tuple(kind.value for kind in Kind)
    bars: list[Bar] = []
    for place, (day, numbers) in enumerate(days):
        top = float(HEIGHT)
        for kind in kinds:
            height = round(numbers.get(kind, 0) / most * HEIGHT, 2)
            top -= height
            if height:
                x = place * WIDTH
                bars.append(Bar(day, kind, numbers[kind], x, round(top, 2), height))
    return Plot(tuple(bars), max(1, len(days)) * WIDTH, HEIGHT, days, kinds)
