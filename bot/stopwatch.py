"""Milliseconds that each stage of a question took."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class Stopwatch:
    """Collects the time of named stages in `milliseconds`."""

    def __init__(self) -> None:
        self.milliseconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Time the body of a `with` statement under the stage's name."""
        start = perf_counter()
        try:
            yield
        finally:
            self.milliseconds[stage] = round((perf_counter() - start) * 1000, 3)
