"""The receipt of an answer as a table."""

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from bot.answer import Receipt


def why_table(receipt: Receipt) -> RenderableType:
    """Triage, every candidate with its score parts, the threshold, template, times."""
    decision = receipt.decision
    table = Table("Score", *_parts(receipt))
    table.add_column("Passage", no_wrap=True, overflow="ellipsis")
    for hit in receipt.candidates:
        scores = (f"{hit.score:.4f}", *(f"{part:.4f}" for part in hit.parts.values()))
        table.add_row(*scores, escape(hit.passage.display))
    times = ", ".join(f"{k} {v:.1f} ms" for k, v in receipt.milliseconds.items())
    return Group(
        table,
        f"Triage: {decision.kind} {decision.rule}".rstrip(),
        f"Looked up: {escape('; '.join(receipt.looked_up)) or '-'}",
        f"Words met by nothing: {escape(', '.join(receipt.unmet)) or '-'}",
        f"Answerable: {receipt.answerable:.4f}, {receipt.margin:+.4f} from the "
        f"threshold {receipt.threshold:.4f}",
        f"Template: {receipt.template}; fired: {', '.join(receipt.considered) or '-'}",
        f"Model: {receipt.model}; index: {receipt.index_id[:12]}",
        f"Times: {times}",
    )


def _parts(receipt: Receipt) -> tuple[str, ...]:
    return tuple(receipt.candidates[0].parts) if receipt.candidates else ()
