"""Where questions wait for their turn: few are answered at once, and not too many wait.

More threads would not answer faster, and would take memory and time from each other.
Clients take turns, so that one who asks much does not keep the others waiting. Who
would have to wait too long, or asks too often, is told so at once.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address
from typing import TypeVar

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from prometheus_client import Counter, Gauge

from corpus import B12BotError

AT_ONCE = 6  # answered; what is encoded in one batch is of these
WAITING = 600  # with those being answered; about ten seconds' work for two cores
COME_BACK = 5  # seconds
# Who asks too often is told so after a while, so that asking on and on takes no time
# from others; not so many of them at a time that they would fill the memory.
HELD_FOR, MOST_HELD = 1.0, 1000  # seconds, questions
INSIDE = Gauge("b12bot_questions_inside", "Questions being answered or waiting")
REFUSED = Counter("b12bot_questions_refused", "Questions put off", ["why"])

T = TypeVar("T")


class BusyError(B12BotError):
    """Too many questions wait already. `status` is that of HTTP."""

    status = 503


class TooOftenError(BusyError):
    """One client asks too often."""

    status = 429


class Reception:
    """Lets work in, `at_once` at a time, `most` in all. Belongs to one event loop.

    A client is let in `a_minute` times a minute; 0 is without a limit. The machine
    itself (loopback) is not limited.
    """

    def __init__(
        self, *, at_once: int = AT_ONCE, most: int = WAITING, a_minute: int = 0
    ) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="answering")
        self._free = at_once
        self._most = most
        self._inside = self._held = 0
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._rate = RateLimitItemPerMinute(a_minute) if a_minute else None
        self._asked = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, work: Callable[[], T], client: str = "") -> T:
        """What `work` gives, when its turn has come; BusyError if it is not let in."""
        await self._check(client)
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._waiting.setdefault(client, deque()).append(turn)
        self._count(1)
        self._call_next()
        try:
            await turn
            return await loop.run_in_executor(self._pool, work)
        finally:
            self._count(-1)
            self._free += turn.done() and not turn.cancelled()
            self._call_next()

    async def _check(self, client: str) -> None:
        if self._inside >= self._most:
            REFUSED.labels("busy").inc()
            raise BusyError(
                "Too many questions are waiting.",
                f"Ask again in {COME_BACK} seconds.",
            )
        if (
            self._rate
            and not _is_here(client)
            and not self._asked.hit(self._rate, client)
        ):
            REFUSED.labels("too often").inc()
            await self._hold()
            raise TooOftenError(
                f"More than {self._rate.amount} questions in a minute.",
                f"Ask again in {COME_BACK} seconds.",
            )

    async def _hold(self) -> None:
        if self._held < MOST_HELD:
            self._held += 1
            try:
                await asyncio.sleep(HELD_FOR)
            finally:
                self._held -= 1

    def _call_next(self) -> None:
        """Give free places to the clients that wait, one to each in turn."""
        while self._free and self._waiting:
            client, turns = self._waiting.popitem(last=False)
            turn = turns.popleft()
            if turns:
                self._waiting[client] = turns
            if not turn.done():  # who waits may have gone
                self._free -= 1
                turn.set_result(None)

    def _count(self, change: int) -> None:
        self._inside += change
        INSIDE.set(self._inside)


def _is_here(client: str) -> bool:
    try:
        return ip_address(client).is_loopback
    except ValueError:  # a socket file, a name that a proxy gave
        return False
