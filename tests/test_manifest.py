"""What an index was made from: kept as JSON, compared, and told when it differs."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from corpus import Article, read_article
from index import BrokenIndexError, IndexStore, Manifest, Model
from index.manifest import Decision, Recipe, VectorKind, digest
from index.search import UNTRAINED_THRESHOLD
from tests.conftest import SMALL_ARTICLE

RECIPE = Recipe(
    articles={"apples": "a" * 64},
    restatements={"apples": "9" * 64},
    model="words",
    model_sha256="b" * 64,
    passage_size=100,
    passage_overlap=10,
)
MANIFEST = Manifest(
    recipe=RECIPE,
    decision=Decision(threshold=0.25, trained="2020-01-31"),
    built=datetime(2020, 2, 2, 12, 0, tzinfo=UTC),
    dimension=256,
    passages=4,
    sentences=9,
    vectors=VectorKind(name="Flat", why="exact"),
    files={"passages.jsonl": "c" * 64},
)


def test_the_recipe_of_articles_and_a_model(small_article: Article) -> None:
    model = Model("words", Path("/models/words"), "b" * 64)
    recipe = Recipe.of([small_article], model)
    assert recipe.articles == {"apples": small_article.sha256}
    assert recipe.restatements == {}
    assert (recipe.model, recipe.model_sha256) == ("words", "b" * 64)


def test_the_recipe_tells_restatements_that_differ(small_article: Article) -> None:
    model = Model("words", Path("/models/words"), "b" * 64)
    restatements: list[dict[int, tuple[str, ...]]] = [
        {},
        {16: ("Round fruit.",)},
        {16: ("Round fruits.",)},
        {40: ("Round fruit.",)},
        {16: ("Round", "fruit.")},
        {16: ("fruit.", "Round")},
        {16: ("Round fruit.",), 40: ("Trees.",)},
    ]
    recipes = [
        Recipe.of([replace(small_article, restatements=each)], model)
        for each in restatements
    ]
    assert len({tuple(each.restatements.values()) for each in recipes}) == len(recipes)
    for recipe in recipes[1:]:
        (line,) = recipes[0].differences(recipe)
        found = recipe.restatements["apples"]
        assert re.fullmatch(rf"restatements: +-> apples {found[:12]}\.\.\.", line)
    other_order = {40: ("Trees.",), 16: ("Round fruit.",)}
    article = replace(small_article, restatements=other_order)
    assert Recipe.of([article], model) == recipes[-1]
    plain = replace(small_article, id="plain")
    assert set(Recipe.of([plain, article], model).restatements) == {"apples"}


def test_the_same_recipe_has_no_differences() -> None:
    assert RECIPE.differences(RECIPE.model_copy()) == ()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"model": "letters"}, "model: words -> letters"),
        ({"model_sha256": "d" * 64}, f"model sha256: {'b' * 12}... -> {'d' * 12}..."),
        ({"passage_size": 200}, "passage size: 100 -> 200"),
        ({"passage_overlap": 0}, "passage overlap: 10 -> 0"),
        ({"format": 0}, f"format: {RECIPE.format} -> 0"),
        (
            {"restatements": {"apples": "8" * 64}},
            f"restatements: apples {'9' * 12}... -> apples {'8' * 12}...",
        ),
        (
            {"articles": {"apples": "e" * 64, "pears": "f" * 64}},
            f"articles: apples {'a' * 12}... -> "
            f"apples {'e' * 12}..., pears {'f' * 12}...",
        ),
    ],
)
def test_differences_are_readable_lines(change: dict[str, Any], line: str) -> None:
    assert RECIPE.differences(RECIPE.model_copy(update=change)) == (line,)


def test_the_manifest_as_json() -> None:
    data = MANIFEST.to_bytes()
    assert Manifest.model_validate_json(data) == MANIFEST
    assert b'"built": "2020-02-02T12:00:00Z"' in data
    assert data.endswith(b"}\n")


@pytest.mark.parametrize(
    "data", [b"{}", b"[]", b'"text"', MANIFEST.to_bytes()[:-3] + b',"more": 1}']
)
def test_json_of_another_shape_is_no_manifest(data: bytes) -> None:
    with pytest.raises(ValidationError):
        Manifest.model_validate_json(data)


def test_digest_is_sha256() -> None:
    assert digest(b"abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_the_manifest_tells_the_cut_off_in_use(small_store: IndexStore) -> None:
    told = small_store.build().decision
    assert told == Decision(threshold=UNTRAINED_THRESHOLD, trained="")
    assert small_store.open().search("apples").threshold == told.threshold


def test_another_model_is_told_and_the_index_rebuilt(small_store: IndexStore) -> None:
    small_store.build()
    told: list[str] = []
    model = Model("letters", small_store.model.path, "1" * 64)
    store = replace(small_store, model=model, tell=told.append)
    store.open()
    assert told == [
        f"Building the index. {store.folder}: made from something else "
        f"(model: words -> letters; model sha256: {'0' * 12}... -> {'1' * 12}...)."
    ]
    store.verify()


def test_a_changed_article_is_told_and_the_index_rebuilt(
    tmp_path: Path, small_article: Article, small_store: IndexStore
) -> None:
    small_store.build()
    path = tmp_path / "apples.md"
    path.write_text(SMALL_ARTICLE.replace("Who eats apples?", "Who eats pears?"))
    article, told = read_article(path), list[str]()
    store = replace(small_store, articles=(article,), tell=told.append)
    assert "Who eats pears?" in store.open().search("Who?").hits[0].passage.display
    before, after = small_article.sha256[:12], article.sha256[:12]
    assert f"(articles: apples {before}... -> apples {after}...)" in told[0]
    with pytest.raises(BrokenIndexError, match="made from something else"):
        small_store.verify()


def test_changed_restatements_are_told_and_the_index_rebuilt(
    small_article: Article, small_store: IndexStore
) -> None:
    small_store.build()
    taste, told = small_article.sentences[2], list[str]()
    article = replace(small_article, restatements={taste.start: ("Yummy when red.",)})
    store = replace(small_store, articles=(article,), tell=told.append)
    best = store.open().search("yummy").hits[0].sentences[0]
    assert best.sentence == taste
    assert "made from something else (restatements: " in told[0]
    store.open()
    assert len(told) == 1
    with pytest.raises(BrokenIndexError, match="made from something else"):
        small_store.verify()


def test_an_edited_manifest_is_noticed(small_store: IndexStore) -> None:
    small_store.build()
    path = next(small_store.folder.glob("*/manifest.json"))
    path.write_text(path.read_text().replace('"dimension": 256', '"dimension": 257'))
    with pytest.raises(BrokenIndexError, match="changed since the index was built"):
        small_store.verify()
