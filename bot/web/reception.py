"""Where questions wait for their turn: few are answered at once, and not too many wait.

More threads would not answer faster, and would take memory and time from each other.
Who would have to wait too long is told so at once.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from corpus import B12BotError

AT_ONCE = 6  # answered; so many are encoded in one batch
WAITING = 600  # with those being answered; about ten seconds' work for two cores
COME_BACK = 5  # seconds

T = TypeVar("T")


class BusyError(B12BotError):
    """Too many questions wait already."""


class Reception:
    """Lets work in, `at_once` at a time, `most` in all. Belongs to one event loop."""

    def __init__(self, *, at_once: int = AT_ONCE, most: int = WAITING) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="answering")
        self._most = most
        self._inside = 0

    async def __call__(self, work: Callable[[], T]) -> T:
        """What `work` gives, when its turn has come; BusyError if too many wait."""
        if self._inside >= self._most:
            raise BusyError(
                "Too many questions are waiting.",
                f"Ask again in {COME_BACK} seconds.",
            )
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._inside -= 1
