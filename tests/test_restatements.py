"""Restatements: read beside an article, their sentences found again or named."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from corpus import Article, read_article
from corpus.labels import Split, read_questions
from corpus.records import Quote, RecordsError, read_records
from corpus.restatements import read_restatements

PEARS = "Pears\nThey grow on trees.\nThey taste sweet.\n"
GROW = {"start": 6, "end": 25, "quote": "They grow on trees."}
TASTE = {"start": 26, "end": 43, "quote": "They taste sweet."}


def line(quote: dict[str, object], *restatements: str) -> str:
    return json.dumps({**quote, "restatements": restatements})


def written(folder: Path, *lines: str, text: str = PEARS) -> Path:
    path = folder / "pears.md"
    path.write_text(text, "utf-8")
    restatements = "".join(f"{each}\n" for each in lines)
    path.with_suffix(".restatements.jsonl").write_text(restatements, "utf-8")
    return path


def test_a_file_beside_an_article_is_read_with_it(tmp_path: Path) -> None:
    path = written(
        tmp_path, line(GROW, "Pears come from trees.", "Árboles."), line(TASTE, "Yum.")
    )
    assert read_article(path).restatements == {
        6: ("Pears come from trees.", "Árboles."),
        26: ("Yum.",),
    }


def test_an_article_without_a_file_has_none(small_article: Article) -> None:
    assert small_article.restatements == {}


def test_not_every_sentence_needs_a_line(tmp_path: Path) -> None:
    path = written(tmp_path, line(TASTE, "Yum."))
    assert read_article(path).restatements == {26: ("Yum.",)}


def test_a_sentence_is_found_again_where_the_article_has_moved(tmp_path: Path) -> None:
    text = PEARS.replace("They grow", "They are green. They grow")
    path = written(tmp_path, line(GROW, "Trees."), line(TASTE, "Yum."), text=text)
    article = read_article(path)
    said = {
        text[start:].split("\n")[0]: restated
        for start, restated in article.restatements.items()
    }
    assert said == {"They grow on trees.": ("Trees.",), "They taste sweet.": ("Yum.",)}


@pytest.mark.parametrize(("start", "nearest"), [(1, 6), (18, 6), (30, 38), (99, 38)])
def test_of_equal_sentences_the_nearest_is_found(
    tmp_path: Path, start: int, nearest: int
) -> None:
    text = "Pears\nThey grow.\nIn Kent, on trees.\n  They grow.\n"
    path = tmp_path / "twins.md"
    path.write_text(text, "utf-8")
    quote = Quote(start=start, end=start + 10, quote="They grow.")
    assert quote.found(read_article(path)) == (nearest, nearest + 10)


def test_a_sentence_that_is_gone_is_named(tmp_path: Path) -> None:
    text = PEARS.replace("They taste sweet.", "They taste sour.")
    path = written(tmp_path, line(GROW, "Trees."), line(TASTE, "Yum."), text=text)
    with pytest.raises(RecordsError, match=r"'They taste sweet\.' is not in pears"):
        read_article(path)


def test_a_stretch_that_is_no_whole_sentence_is_not_found_elsewhere(
    tmp_path: Path,
) -> None:
    part = {"start": 0, "end": 10, "quote": "taste sweet"}
    with pytest.raises(RecordsError, match="'taste sweet' is not in pears"):
        read_article(written(tmp_path, line(part, "Yum.")))


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("{", r"not JSON \("),
        ("", r"not JSON \("),
        ("[]", "Input should be a valid dictionary"),
        (json.dumps(TASTE), "restatements: Field required"),
        (line(TASTE), "restatements: .*at least 1 item"),
        (json.dumps(TASTE | {"restatements": "Yum."}), "restatements: .*tuple"),
        (json.dumps(TASTE | {"restatements": [1]}), r"restatements\.0: .*string"),
        (line({**TASTE, "by": "me"}, "Yum."), "by: Extra inputs are not permitted"),
        (line({"start": 26, "end": 43}, "Yum."), "quote: Field required"),
    ],
    ids=[
        "cut off",
        "blank",
        "a list",
        "no restatements",
        "an empty list",
        "a bare text",
        "a number",
        "an unknown key",
        "no quote",
    ],
)
def test_a_broken_line_is_named_by_file_and_number(
    tmp_path: Path, broken: str, reason: str
) -> None:
    path = written(tmp_path, line(GROW, "Trees."), broken, line(GROW, "Trees."))
    place = r"pears\.restatements\.jsonl, line 2: "
    with pytest.raises(RecordsError, match=place + reason) as error:
        read_article(path)
    assert error.value.cure


def test_an_empty_file_is_refused(tmp_path: Path, small_article: Article) -> None:
    path = tmp_path / "empty.jsonl"
    path.touch()
    with pytest.raises(RecordsError, match=r"empty\.jsonl, line 1: not JSON"):
        read_restatements(small_article, path)


def test_a_file_that_is_not_utf_8_is_refused(
    tmp_path: Path, small_article: Article
) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes(line(GROW, "x").replace("x", "é").encode("latin-1"))
    with pytest.raises(RecordsError, match=r"latin\.jsonl"):
        read_restatements(small_article, path)


def test_records_are_read_in_order_and_lines_end_at_line_feeds_only(
    tmp_path: Path,
) -> None:
    path = tmp_path / "quotes.jsonl"
    path.write_text(
        '{"start": 0, "end": 3, "quote": "a\u2028b"}\n'
        '{"start": 4, "end": 5, "quote": "c"}',
        "utf-8",
    )
    assert list(read_records(path, Quote)) == [
        Quote(start=0, end=3, quote="a\u2028b"),
        Quote(start=4, end=5, quote="c"),
    ]


def test_every_sentence_of_the_bundled_article_is_restated(
    b12_article: Article,
) -> None:
    assert set(b12_article.restatements) == {s.start for s in b12_article.sentences}


def test_restatements_of_the_bundled_article_are_statements_in_other_words(
    b12_article: Article,
) -> None:
    for sentence in b12_article.sentences:
        itself = _words(b12_article.shown(sentence.start, sentence.end))
        for text in b12_article.restatements[sentence.start]:
            assert text == text.strip()
            assert text
            assert not text.endswith("?")
            assert _words(text) != itself


def test_no_restatement_shares_its_words_with_a_held_out_question(
    b12_article: Article,
) -> None:
    said = [text for each in b12_article.restatements.values() for text in each]
    held = [
        turns
        for question in read_questions(b12_article)
        if question.split is not Split.TRAIN
        for turns in (question.turns[-1], " ".join(question.turns))
    ]
    counter = CountVectorizer(binary=True, token_pattern=r"\w+", dtype=np.int32)
    counter.fit([*said, *held])
    first, second = counter.transform(said), counter.transform(held)
    shared = (first @ second.T).toarray()
    either = first.sum(axis=1) + second.sum(axis=1).T - shared
    row, column = np.unravel_index((shared / either).argmax(), shared.shape)
    assert shared[row, column] / either[row, column] < 0.6, (said[row], held[column])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
