"""Search on a small article: what is found, in which order, with which scores."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Article, read_article
from index import Index, IndexStore, Model
from index.hits import Hit
from tests.conftest import word_encoder

QUESTIONS = [
    "What do horses eat?",
    "How to keep apples fresh",
    "Where do apples grow?",
    "How do apples taste?",
    "Who picks apples by hand?",
    "zebra",
    "",
]


@pytest.mark.parametrize(
    ("question", "section", "sentence"),
    [
        ("What do horses eat?", "Q&A", "Horses, children and wasps eat apples."),
        (
            "How to keep apples fresh",
            "2. Storing apples",
            "Cold cellars keep apples fresh for months.",
        ),
        (
            "Where do they grow?",
            "What apples are",
            "They grow on trees, e.g. in Kent.",
        ),
        (
            "What is for sale in the apple shop?",
            "What apples are",
            "Green apples taste sour; see our apple shop for more.",
        ),
        (
            "How are apples picked?",
            "Q&A",
            "Pickers twist apples off the branch by hand.",
        ),
    ],
)
def test_the_best_passage_and_its_best_sentence(
    small_article: Article,
    small_index: Index,
    question: str,
    section: str,
    sentence: str,
) -> None:
    hit = small_index.search(question).hits[0]
    best = hit.sentences[0].sentence
    assert hit.passage.section == section
    assert small_article.shown(best.start, best.end) == sentence


def test_a_sentence_of_an_answer_is_found_by_its_question(
    small_article: Article, small_index: Index
) -> None:
    hit = small_index.search("Who eats apples?").hits[0]
    scores = {
        small_article.shown(s.sentence.start, s.sentence.end): s.score
        for s in hit.sentences
    }
    assert scores["Yes, many do."] > 0.5  # it shares no word with the question


def test_unknown_words_match_nothing_and_ties_go_by_position(
    small_index: Index,
) -> None:
    hits = small_index.search("zebra").hits
    assert [hit.score for hit in hits] == [0.0] * len(small_index.passages)
    assert all(hit.parts["keyword"] == 0.0 for hit in hits)
    assert [hit.passage for hit in hits] == list(small_index.passages)


def test_equal_passages_stand_in_the_order_of_the_article(
    tmp_path: Path, small_store: IndexStore
) -> None:
    path = tmp_path / "twins.md"
    path.write_text("# One\nPears grow.\n# Two\nPlums fall.\n# Three\nPears grow.\n")
    store = replace(small_store, articles=(read_article(path),))
    hits = store.open().search("Do pears grow?").hits
    assert [hit.passage.section for hit in hits] == ["One", "Three", "Two"]
    assert hits[0].score == hits[1].score > hits[2].score


@pytest.mark.parametrize("question", QUESTIONS)
def test_scores_are_those_of_the_best_sentence_and_rounded(
    small_index: Index, question: str
) -> None:
    for hit in small_index.search(question).hits:
        assert set(hit.parts) == {"sentence", "passage", "keyword"}
        for number in (*hit.parts.values(), *(s.score for s in hit.sentences)):
            assert number == round(number, 4)
        assert hit.score == hit.parts["sentence"] == hit.sentences[0].score


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_best_come_first(small_index: Index, question: str) -> None:
    hits = small_index.search(question).hits
    keys = [(-hit.score, hit.passage.start) for hit in hits]
    assert keys == sorted(keys)
    for hit in hits:
        found = [(-s.score, s.sentence.start) for s in hit.sentences]
        assert found == sorted(found)
        assert {s.sentence for s in hit.sentences} == set(hit.passage.sentences)


@pytest.fixture
def restated_index(small_article: Article, small_store: IndexStore) -> Index:
    taste, yes = small_article.sentences[2], small_article.sentences[6]
    restated = {
        taste.start: ("Fully grown they are sugary.", "Yummy when red."),
        yes.start: ("Plenty of animals.",),
    }
    article = replace(small_article, restatements=restated)
    return replace(small_store, articles=(article,)).open()


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("yummy red", 2),
        ("sugary grown", 2),
        ("yummy sugary", 2),  # one word of each restatement
        ("ripe yummy sweet", 2),  # words of the sentence and of a restatement
        ("plenty of animals", 6),
    ],
)
def test_restatements_find_their_sentence(
    small_article: Article,
    small_index: Index,
    restated_index: Index,
    question: str,
    place: int,
) -> None:
    (best, *_) = restated_index.search(question).hits
    assert best.sentences[0].sentence == small_article.sentences[place]
    assert best.score == pytest.approx(1.0, abs=1e-3)
    assert all(other.score < 0.7 for other in best.sentences[1:])
    assert small_index.search(question).hits[0].score < 0.7


def test_words_of_restatements_are_met_those_of_their_headings_are_not(
    restated_index: Index,
) -> None:
    evidence = restated_index.evidence("yummy plenty zebra q")  # "q" is of "Q&A:"
    assert evidence.coverage.tolist() == pytest.approx([1, 1, 0, 0], abs=1e-3)
    assert evidence.covered_by_best.tolist() == pytest.approx([1, 0, 0, 0], abs=1e-3)


def test_an_index_says_whether_its_sentences_are_restated(
    small_index: Index, restated_index: Index
) -> None:
    off = [
        {part.split(":")[0] for part in index.parts_off}
        for index in (small_index, restated_index)
    ]
    assert off[0] - off[1] == {"restatements"}
    assert off[1] <= off[0]


def test_what_was_said_before_counts_less_than_the_question(
    small_index: Index,
) -> None:
    (best, *_) = small_index.search("warm rooms", context="horses children").hits
    assert best.passage.section == "2. Storing apples"
    assert best.score == pytest.approx(2 / (2 + 2 * 0.25), abs=1e-3)
    (alone, *_) = small_index.search("zebra", context="horses children").hits
    assert alone.passage.section == "Q&A"
    assert alone.score == pytest.approx(2 * 0.25 / (1 + 2 * 0.25), abs=1e-3)


def test_misspelt_words_are_mended(small_index: Index) -> None:
    evidence = small_index.evidence("wat do horsses eet?", context="Aplles")
    assert evidence.query.question == "what do horses eet?"
    assert evidence.query.context == "apples"


def test_the_evidence_says_how_well_each_word_is_met(small_index: Index) -> None:
    evidence = small_index.evidence("zebra apples fresh")
    assert evidence.coverage.tolist() == pytest.approx([0, 1, 1], abs=1e-3)
    assert evidence.covered_by_best.tolist() == pytest.approx([0, 1, 1], abs=1e-3)
    assert evidence.weights.tolist() == [1.0, 1.0, 1.0]


def test_no_more_than_k_hits(small_index: Index) -> None:
    hits: tuple[Hit, ...] = small_index.search("apples", k=3).hits
    assert len(hits) == 3
    assert hits == small_index.search("apples", k=10).hits[:3]


@pytest.mark.parametrize("text", ["It is.", "Apples\u2028are round.\x85 They grow."])
def test_odd_articles_are_indexed_and_read_back(text: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(text, "utf-8")
    model = Model("words", tmp_path, sha256="0" * 64)
    store = IndexStore(
        tmp_path / "index",
        (read_article(path),),
        model,
        load_builder=word_encoder,
        load_encoder=word_encoder,
    )
    (hit,) = store.open().search("apples").hits
    assert hit.passage.text == text
