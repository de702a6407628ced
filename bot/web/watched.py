"""A bot whose answers are counted, timed and logged, never their words."""

import logging
from collections.abc import Sequence
from time import perf_counter

from prometheus_client import Counter, Histogram

from bot.answer import Answer, Answerer
from corpus import Article

ANSWERS = Counter("b12bot_answers", "Answers given", ["kind"])
# Up to ten seconds, which is what waits for an answer at most.
BUCKETS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.35, 0.6, 1, 2, 5, 10)
SECONDS = Histogram("b12bot_answer_seconds", "Time to answer", buckets=BUCKETS)
STAGES = Histogram(
    "b12bot_stage_seconds", "Time of a stage of it", ["stage"], buckets=BUCKETS
)
log = logging.getLogger("b12bot.answers")


class Watched:
    """An answerer that leaves a trace of each answer: kind, id, times.

    Its `bot` answers without one.
    """

    def __init__(self, bot: Answerer) -> None:
        self.bot = bot

    @property
    def article(self) -> Article:
        """What is quoted."""
        return self.bot.article

    def ask(self, message: str, turns: Sequence[str] = ()) -> Answer:
        """Answer as the bot does."""
        start = perf_counter()
        answer = self.bot.ask(message, turns)
        seconds = perf_counter() - start
        ANSWERS.labels(answer.kind.value).inc()
        SECONDS.observe(seconds)
        for stage, time in answer.receipt.milliseconds.items():
            STAGES.labels(stage).observe(time / 1000)
        log.info(
            "answered",
            extra={
                "id": answer.id,
                "kind": answer.kind.value,
                "excerpts": len(answer.excerpts),
                "turns": len(turns) + 1,
                "ms": round(seconds * 1000, 1),
            },
        )
        return answer
