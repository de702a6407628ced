"""Ways of finding the sentences that answer a question, from the plain build upwards.

Each is a function from a labelled question to scores of the article's sentences; the
three best are shown, if they are sure enough. `plain_build` and `product` make their
own replies.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.figures import Reply
from bot import Bot
from bot.answer import Kind
from corpus import Article
from corpus.labels import LabelledQuestion
from corpus.passages import split
from index.building import token_documents
from index.encoder import Encoder
from index.keywords import KeywordIndex
from index.query import Query, mended
from index.spelling import Speller
from index.texts import restated_texts, sentence_texts
from index.tokens import TokenIndex
from index.tuning import TokenWeights

SHOWN = 3
PLAIN_SIZE, PLAIN_OVERLAP, PLAIN_CUT = 500, 50, 0.35
NEIGHBOURS = 5  # labelled questions that vote, question to question

Scores = NDArray[np.float32]
Scorer = Callable[[LabelledQuestion], Scores]
Method = Callable[[LabelledQuestion], Reply]


def by_score(article: Article, scorer: Scorer) -> Method:
    """Show the three best sentences, as sure as the best one scores."""
    spans = [(s.start, s.end) for s in article.sentences]

    def method(question: LabelledQuestion) -> Reply:
        scores = scorer(question)
        best = np.argsort(-scores, kind="stable")[:SHOWN]
        return Reply(tuple(spans[row] for row in best), float(scores.max()))

    return method


def plain_build(article: Article, encoder: Encoder) -> Method:
    """Chunks of 500 characters, cosine similarity, one cut-off, three shown."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=PLAIN_SIZE, chunk_overlap=PLAIN_OVERLAP, add_start_index=True
    )
    chunks = splitter.create_documents([article.text])
    spans = [
        (c.metadata["start_index"], c.metadata["start_index"] + len(c.page_content))
        for c in chunks
    ]
    vectors = np.stack(
        [e.vector for e in encoder.encode([c.page_content for c in chunks])]
    )

    def method(question: LabelledQuestion) -> Reply:
        (encoding,) = encoder.encode([question.turns[-1]])
        scores = vectors @ encoding.vector
        best = [row for row in np.argsort(-scores)[:SHOWN] if scores[row] > PLAIN_CUT]
        return Reply(tuple(spans[row] for row in best), float(scores.max()))

    return method


def product(bot: Bot) -> Method:
    """What a user gets."""

    def method(question: LabelledQuestion) -> Reply:
        answer = bot.ask(question.turns[-1], question.turns[:-1])
        shown = tuple((each.start, each.end) for each in answer.excerpts)
        return Reply(
            shown if answer.kind is Kind.ANSWER else (), answer.receipt.answerable
        )

    return method


class Bench:
    """Scorers that share an article and encoders."""

    def __init__(self, article: Article, speller: Speller) -> None:
        keys = [(article.id, s.start) for s in article.sentences]
        self._article = article
        self._speller = speller
        self._texts = sentence_texts([article], keys)
        self._shown = [article.shown(s.start, s.end) for s in article.sentences]
        self._restated = restated_texts([article], keys)

    def keywords(self) -> Scorer:
        """BM25 over the sentences."""
        index = KeywordIndex.build(self._texts)
        return lambda question: np.array(index.scores(question.turns[-1]), np.float32)

    def vectors(self, encoder: Encoder, *, titled: bool = True) -> Scorer:
        """Cosine of the question's vector and each sentence's."""
        return _cosines(encoder, self._texts if titled else self._shown)

    def windows(self, encoder: Encoder) -> Scorer:
        """Cosine with each sentence between its neighbours."""
        around = (slice(max(0, row - 1), row + 2) for row in range(len(self._shown)))
        return _cosines(encoder, [" ".join(self._shown[each]) for each in around])

    def passages(self, encoder: Encoder) -> Scorer:
        """Cosine with the passage that a sentence begins in."""
        passages = split(self._article)
        similar = _cosines(encoder, [passage.display for passage in passages])
        places = {
            sentence: row
            for row, passage in enumerate(passages)
            for sentence in passage.sentences
        }
        rows = [places[sentence] for sentence in self._article.sentences]
        return lambda question: similar(question)[rows]

    def questions(
        self, encoder: Encoder, labelled: Sequence[LabelledQuestion]
    ) -> Scorer:
        """Votes of the nearest labelled questions for what answers them."""
        known = [q for q in labelled if q.groups]
        similarity = _cosines(encoder, [question.turns[-1] for question in known])
        places = {(s.start, s.end): i for i, s in enumerate(self._article.sentences)}
        golds = [
            sorted({places[g] for group in q.groups for g in group}) for q in known
        ]

        def scorer(question: LabelledQuestion) -> Scores:
            similar = similarity(question)
            scores = np.zeros(len(self._texts), np.float32)
            for row in np.argsort(-similar)[:NEIGHBOURS]:
                scores[golds[row]] += similar[row]
            return scores

        return scorer

    def late(
        self,
        encoder: Encoder,
        weights: TokenWeights,
        *,
        mend: bool = False,
        context: bool = False,
        restated: bool = False,
    ) -> Scorer:
        """Late interaction, with spelling, earlier turns and restatements or not."""
        said = self._restated if restated else []
        again = encoder.encode([each.whole for each in said])
        documents = token_documents(encoder.encode(self._texts), said, again)
        index, rows = TokenIndex.build(documents), range(len(documents))

        def scorer(question: LabelledQuestion) -> Scores:
            earlier = " ".join(question.turns[:-1]) if context else ""
            query = Query(question.turns[-1], earlier)
            if mend:
                query = mended(self._speller, question.turns[-1], earlier)
            (encoding,) = encoder.encode([query.text])
            counted = weights(encoding.ids) * query.shares(encoding)
            return index.compare(encoding.tokens, rows, weights=counted).scores

        return scorer


def _cosines(encoder: Encoder, texts: Sequence[str]) -> Scorer:
    """Cosine of the question's vector and each text's."""
    matrix = np.stack([each.vector for each in encoder.encode(texts)])

    def scorer(question: LabelledQuestion) -> Scores:
        (encoding,) = encoder.encode([question.turns[-1]])
        return matrix @ encoding.vector

    return scorer


def fused(*scorers: Scorer) -> Scorer:
    """Reciprocal rank fusion (Cormack et al. 2009), k = 60."""

    def scorer(question: LabelledQuestion) -> Scores:
        ranks = [np.argsort(np.argsort(-each(question))) for each in scorers]
        total: Scores = np.sum([1 / (60 + rank) for rank in ranks], axis=0)
        return total.astype(np.float32)

    return scorer
