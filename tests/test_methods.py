"""The methods of the benchmark and its report, on the article about apples."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.figures import Figure, Judged, Reply
from benchmarks.methods import Bench, by_score, fused, plain_build, product
from benchmarks.report import write_report
from bot import Bot
from corpus import Article
from corpus.labels import LabelledQuestion, Split
from index.spelling import Speller
from index.tuning import TokenWeights
from tests.conftest import WordEncoder


def _asked(*turns: str, gold: tuple[int, int] | None = None) -> LabelledQuestion:
    groups = (frozenset([gold]),) if gold else ()
    kind = "plain" if gold else "near_miss"
    return LabelledQuestion("q", kind, Split.DEV, turns, ("intent",), groups)


@pytest.fixture
def bench(small_article: Article) -> Bench:
    return Bench(small_article, Speller([small_article.text]))


def _shown(article: Article, reply: Reply) -> str:
    return article.shown(*reply.shown[0])


@pytest.mark.parametrize("name", ["keywords", "vectors", "windows", "passages", "late"])
def test_every_scorer_finds_a_sentence_by_its_words(
    small_article: Article, bench: Bench, name: str
) -> None:
    encoder = WordEncoder()
    scorers = {
        "keywords": bench.keywords(),
        "vectors": bench.vectors(encoder),
        "windows": bench.windows(encoder),
        "passages": bench.passages(encoder),
        "late": bench.late(encoder, TokenWeights(), mend=True, context=True),
    }
    method = by_score(small_article, scorers[name])
    reply = method(_asked("Do cold cellars keep apples fresh for months?"))
    found = [small_article.shown(*span) for span in reply.shown]
    assert len(found) == 3
    assert "Cold cellars keep apples fresh for months." in found


def test_labelled_questions_vote_for_their_answers(
    small_article: Article, bench: Bench
) -> None:
    sour = small_article.sentences[3]
    labelled = [_asked("Which ones are sour?", gold=(sour.start, sour.end))]
    scores = bench.questions(WordEncoder(), labelled)(_asked("Are some sour?"))
    assert int(scores.argmax()) == 3


def test_fusion_prefers_what_both_rank_high() -> None:
    first = np.array([3, 2, 1], dtype=np.float32)
    second = np.array([0, 2, 1], dtype=np.float32)
    scores = fused(lambda _: first, lambda _: second)(_asked("?"))
    assert int(scores.argmax()) == 1


def test_the_plain_build_refuses_below_its_cut(small_article: Article) -> None:
    method = plain_build(small_article, WordEncoder())
    assert method(_asked("Zurich gold")).shown == ()
    assert method(_asked("Warm rooms spoil apples within days")).shown != ()


def test_the_product_is_judged_by_what_it_shows(
    small_article: Article, small_bot: Bot
) -> None:
    method = product(small_bot)
    picked = method(_asked("How are apples picked?"))
    assert _shown(small_article, picked) == (
        "Pickers twist apples off the branch by hand."
    )
    assert method(_asked("Do silver and gold prices rise today?")).shown == ()


def test_the_report_has_every_method_and_both_plots(tmp_path: Path) -> None:
    names = ("right first", "all parts covered", "false refusals",
             "near misses refused", "far-off refused", "AUC", "gold share",
             "characters", "first: plain", "covered: plain")  # fmt: skip
    figures = {"product": {name: Figure(0.75, 0.5, 1.0) for name in names}}
    judged = {
        "product": [
            Judged(_asked("a", gold=(0, 9)), Reply(((0, 9),), 0.9)),
            Judged(_asked("b"), Reply((), 0.1)),
        ]
    }
    told = {
        "split": "dev",
        "questions": 2,
        "time per question, ratio to one bare encode": 2.5,
    }
    write_report(tmp_path, told, figures, judged)
    page = (tmp_path / "quality.md").read_text("utf-8")
    assert "| product | 0.750 (0.50-1.00) |" in page
    assert "2.5 times one bare encode" in page
    assert (tmp_path / "risk.svg").stat().st_size > 1000
    assert (tmp_path / "reliability.svg").stat().st_size > 1000
