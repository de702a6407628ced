"""A run of a suite as data: what reports show, and what a baseline keeps."""

import json
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.answer import Answerer
from bot.evaluation.judging import Reply, Result, Status
from bot.evaluation.measures import figure, measured
from corpus import B12BotError

FORMAT = 1
PACKAGES = ("b12bot", "sentence-transformers", "faiss-cpu", "torch", "numpy")

Record = dict[str, Any]


class BaselineError(B12BotError):
    """A baseline is missing, or is none."""


def record_of(bot: Answerer, results: Sequence[Result]) -> Record:
    """A run as JSON-able data; two runs of one suite differ in nothing but `times`."""
    values = measured(results)
    answers = [reply.answer for result in results for reply in result.replies]
    return {
        "format": FORMAT,
        "article": {"id": bot.article.id, "sha256": bot.article.sha256},
        "index": answers[0].receipt.index_id if answers else "",
        "model": answers[0].receipt.model if answers else "",
        "versions": {name: version(name) for name in PACKAGES},
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "measures": {name: asdict(figure(v.values())) for name, v in values.items()},
        "values": values,
        "by tag": _by(results, lambda result: result.case.tags or ("untagged",)),
        "by kind": _by(results, lambda result: [k.value for k in result.case.kinds]),
        "cases": [_case(result) for result in results],
        "times": {
            result.case.id: [round(each.milliseconds, 2) for each in result.replies]
            for result in results
        },
    }


def compact(record: Record, reason: str, *, day: str) -> Record:
    """What a baseline keeps of a run, with the reason why it is the one to hold."""
    kept = ("format", "article", "index", "model", "versions", "machine", "values")
    return {
        "reason": reason,
        "day": day,
        **{name: record[name] for name in kept},
        "cases": {
            case["id"]: {
                "status": case["status"],
                "cause": case["cause"],
                "kinds": [reply["kind"] for reply in case["replies"]],
                "first": [reply["excerpts"][:1] for reply in case["replies"]],
                "quotes": {
                    quote["quote"]: quote["spans"]
                    for group in case["groups"]
                    for quote in group
                },
            }
            for case in record["cases"]
        },
    }


def read_baseline(path: Path) -> Record:
    """A baseline; BaselineError where there is none that can be used."""
    try:
        baseline = json.loads(path.read_text("utf-8"))
        if baseline["format"] != FORMAT:
            raise ValueError(f"of format {baseline['format']}")
        if not isinstance(baseline["cases"], dict):
            raise TypeError("a report, not a baseline")
    except FileNotFoundError as error:
        raise BaselineError(
            f"{path}: there is no such baseline.",
            "Make one: b12bot evaluate SUITE --bless 'why'.",
        ) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BaselineError(
            f"{path}: not a baseline ({error}).",
            "Make it anew: b12bot evaluate SUITE --bless 'why'.",
        ) from error
    return dict(baseline)


def places(baseline: Record | None) -> dict[str, list[tuple[int, int]]]:
    """Where the quotes of a baseline stood."""
    cases = baseline["cases"].values() if baseline else ()
    return {
        quote: [(start, end) for start, end in spans]
        for case in cases
        for quote, spans in case["quotes"].items()
    }


def _case(result: Result) -> Record:
    case = result.case
    return {
        "id": case.id,
        "status": result.status.value,
        "cause": result.cause.value if result.cause else "",
        "near": result.is_near,
        "tags": list(case.tags),
        "note": case.note,
        "author": case.author,
        "expected": [kind.value for kind in case.kinds],
        "groups": [
            [
                {
                    "quote": each.quote,
                    "state": each.state.value,
                    "spans": [list(span) for span in each.spans],
                    "likest": each.likest,
                }
                for each in group
            ]
            for group in result.located
        ],
        "replies": [_reply(reply) for reply in result.replies],
    }


def _reply(reply: Reply) -> Record:
    answer, receipt = reply.answer, reply.answer.receipt
    return {
        "turns": list(reply.turns),
        "resolved": answer.resolved_question,
        "kind": answer.kind.value,
        "cause": reply.cause.value if reply.cause else "",
        "first excerpt right": reply.is_first_right,
        "all covered": reply.is_covered,
        "unsupported": reply.unsupported,
        "near": reply.is_near,
        "text": answer.text,
        "notice": answer.notice,
        "excerpts": [[e.start, e.end, e.display] for e in answer.excerpts],
        "receipt": {
            "triage": receipt.decision.kind,
            "rule": receipt.decision.rule,
            "answerable": round(receipt.answerable, 4),
            "threshold": round(receipt.threshold, 4),
            "margin": receipt.margin,
            "template": receipt.template,
            "candidates": [
                [s.sentence.start, s.sentence.end, round(s.score, 4)]
                for s in _best_sentences(reply)
            ],
        },
    }


def _best_sentences(reply: Reply) -> list[Any]:
    best: dict[int, Any] = {}
    for hit in reply.answer.receipt.candidates:
        for each in hit.sentences:
            start = each.sentence.start
            if start not in best or best[start].score < each.score:
                best[start] = each
    return sorted(best.values(), key=lambda s: (-s.score, s.sentence.start))[:10]


def _by(results: Iterable[Result], groups: Any) -> Record:
    counts: dict[str, Counter[str]] = {}
    for result in results:
        for name in groups(result):
            counts.setdefault(name, Counter())[result.status.value] += 1
    return {
        name: {status.value: counts[name][status.value] for status in Status}
        for name in sorted(counts)
    }
