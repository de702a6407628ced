"""What is encoded: sentences and restatements, each with what gives it its sense."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus import Article, read_article, split
from index.texts import Restated, restated_texts, sentence_keys, sentence_texts


def texts(article: Article) -> list[str]:
    return sentence_texts([article], sentence_keys(split(article)))


def test_a_sentence_stands_behind_its_sections_title(small_article: Article) -> None:
    assert texts(small_article)[:3] == [
        "What apples are: Apples are round fruit.",
        "What apples are: They grow on trees, e.g. in Kent.",
        "What apples are: Ripe apples taste sweet.",
    ]


def test_a_sections_number_is_left_out(small_article: Article) -> None:
    assert texts(small_article)[4:6] == [
        "Storing apples: Cold cellars keep apples fresh for months.",
        "Storing apples: Warm rooms spoil apples within days.",
    ]


def test_every_sentence_of_an_answer_stands_behind_its_question(
    small_article: Article,
) -> None:
    assert texts(small_article)[6:] == [
        "Who eats apples? Yes, many do.",
        "Who eats apples? Horses, children and wasps eat apples.",
        "How are apples picked? Pickers twist apples off the branch by hand.",
    ]


def test_links_are_reduced_to_their_words(small_article: Article) -> None:
    assert texts(small_article)[3] == (
        "What apples are: Green apples taste sour; see our apple shop for more."
    )


@pytest.mark.parametrize(
    ("title", "before"),
    [
        ("Pears", "Pears: "),
        ("2. Pears", "Pears: "),
        ("12) Pears", "Pears: "),
        ("2 pears", "2 pears: "),
        ("B12. Pears", "B12. Pears: "),
    ],
)
def test_what_stands_before_a_sentence_of_a_section(
    tmp_path: Path, title: str, before: str
) -> None:
    path = tmp_path / "pears.md"
    path.write_text(f"{title}\nThey grow on trees.\n", "utf-8")
    assert texts(read_article(path)) == [f"{before}They grow on trees."]


def test_a_section_without_title_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "pears.md"
    path.write_text("Pears grow on trees.\nThey taste sweet.\n", "utf-8")
    article = replace(read_article(path), restatements={0: ("Trees bear pears.",)})
    assert texts(article) == ["Pears grow on trees.", "They taste sweet."]
    (restated,) = restated_texts([article], sentence_keys(split(article)))
    assert (restated.heading, restated.whole) == ("", "Trees bear pears.")


def test_keys_hold_every_sentence_once_in_order(small_article: Article) -> None:
    overlapping = split(small_article, size=60, overlap=30)
    expected = [("apples", sentence.start) for sentence in small_article.sentences]
    assert sentence_keys(split(small_article)) == expected
    assert sentence_keys(overlapping) == expected


def test_texts_of_several_articles_follow_the_keys(small_article: Article) -> None:
    other = replace(small_article, id="other")
    keys = [("other", small_article.sentences[1].start), ("apples", 16)]
    assert sentence_texts([small_article, other], keys) == [
        "What apples are: They grow on trees, e.g. in Kent.",
        "What apples are: Apples are round fruit.",
    ]


def test_restatements_carry_their_sentences_row_and_heading(
    small_article: Article,
) -> None:
    _, second, _, _, cellars, _, yes, *_ = small_article.sentences
    restatements = {
        yes.start: ("Lots of animals eat them.",),
        cellars.start: ("A cool cellar stores them.", "Keep them cold."),
        second.start: ("Trees in Kent bear apples.",),
    }
    article = replace(small_article, restatements=restatements)
    found = restated_texts([article], sentence_keys(split(article)))
    assert found == [
        Restated(1, "What apples are:", "Trees in Kent bear apples."),
        Restated(4, "Storing apples:", "A cool cellar stores them."),
        Restated(4, "Storing apples:", "Keep them cold."),
        Restated(6, "Q&A:", "Lots of animals eat them."),
    ]
    assert found[2].whole == "Storing apples: Keep them cold."


def test_an_article_without_restatements_has_none_to_encode(
    small_article: Article,
) -> None:
    assert restated_texts([small_article], sentence_keys(split(small_article))) == []


def test_every_restatement_of_the_bundled_article_is_encoded(
    b12_article: Article,
) -> None:
    keys = sentence_keys(split(b12_article))
    found = restated_texts([b12_article], keys)
    assert len(found) == sum(map(len, b12_article.restatements.values()))
    assert {each.row for each in found} == set(range(len(b12_article.sentences)))
    for each in found:
        _, start = keys[each.row]
        assert each.text in b12_article.restatements[start]
