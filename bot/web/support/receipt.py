"""An answer's receipt as the console shows it."""

from dataclasses import dataclass

from bot.answer import Answer, Receipt
from bot.bot import SURE
from bot.excerpts import MARGIN
from bot.why import Candidate, candidates
from corpus import Article

MOST = 10  # candidates shown


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What a page shows of a receipt.

    `needed` is the answerability from which it quotes, `furthest` how far behind the
    best a sentence may be; `shares` are stages with their share of time.
    """

    receipt: Receipt
    candidates: tuple[Candidate, ...]
    signals: tuple[str, ...]
    was_searched: bool
    needed: float
    furthest: float
    shares: tuple[tuple[str, float, float], ...]


def receipt_view(article: Article, answer: Answer) -> ReceiptView:
    """The receipt of an answer, its best candidates first."""
    receipt = answer.receipt
    found = candidates(article, answer)[:MOST]
    total = sum(receipt.milliseconds.values()) or 1.0
    return ReceiptView(
        receipt,
        tuple(found),
        tuple(found[0].parts) if found else (),
        was_searched=bool(receipt.looked_up),
        needed=SURE if receipt.decision.kind == "personal" else receipt.threshold,
        furthest=MARGIN,
        shares=tuple((k, v, v / total) for k, v in receipt.milliseconds.items()),
    )
