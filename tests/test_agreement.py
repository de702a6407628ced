"""What other readers judged: whole sentences, each within its pool."""

from benchmarks.agreement import _pools
from corpus import Article
from corpus.labels import FOLDER, Judgement, read_intents
from corpus.records import read_records


def test_judgements_are_of_sentences_each_within_the_pool_of_its_intent(
    b12_article: Article,
) -> None:
    judgements = list(read_records(FOLDER / "judgements.jsonl", Judgement))
    starts = {sentence.start for sentence in b12_article.sentences}
    names = [each.intent for each in judgements]
    assert len(set(names)) == len(names)
    assert set(names) <= {intent.id for intent in read_intents()}
    for each in judgements:
        assert set(each.pool) <= starts
        assert {*each.first, *each.second} <= set(each.pool)


def test_agreement_on_pools_is_counted_by_sentence(b12_article: Article) -> None:
    judgements = list(read_records(FOLDER / "judgements.jsonl", Judgement))
    count = sum(len(each.pool) for each in judgements)
    said = _pools(b12_article)
    assert said.startswith(f"{count} sentences in the pools of {len(judgements)} int")
