"""What was found for the last questions, so that none is worked out twice."""

from collections.abc import Callable, Sequence
from threading import Lock

from cachetools import TTLCache
from prometheus_client import Counter

from bot.compose import Findings
from bot.stopwatch import Stopwatch

MOST, SECONDS = 500, 600.0  # conversations, and how long each is remembered
REPEATED = Counter(
    "b12bot_questions_repeated", "Questions found remembered, or not", ["was"]
)

Find = Callable[[str, Sequence[str], Stopwatch], Findings]


class Remembering:
    """Finds as `find` does, which must depend on nothing but the turns.

    So that nobody's trouble lies about, what told of danger is not remembered.
    """

    def __init__(self, find: Find, *, most: int = MOST) -> None:
        self._find = find
        self._found: TTLCache[tuple[str, ...], Findings] = TTLCache(most, SECONDS)
        self._lock = Lock()

    def __call__(
        self, message: str, turns: Sequence[str], watch: Stopwatch
    ) -> Findings:
        """What a message leads to, given the user's turns before it."""
        said = (*turns, message)
        with self._lock:
            known = self._found.get(said)
        REPEATED.labels("remembered" if known else "new").inc()
        if known:
            return known
        findings = self._find(message, turns, watch)
        if findings.decision.kind != "urgent" and not findings.decision.notice:
            with self._lock:
                self._found[said] = findings
        return findings
