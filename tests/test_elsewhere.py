"""Pages of MedQuAD are found by their hashes, and what is asked about them."""

import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from corpus.labels import FOLDER, AskedElsewhere
from corpus.records import RecordsError, read_records
from index.manifest import digest
from index.training.elsewhere import read_pages

APPLES = "Apples are round.\n  Ripe ones taste sweet, e.g. in Kent. Wasps eat them. "
PEARS = "Pears are green. They bruise."
HASHES = {
    "Apples": digest(" ".join(APPLES.split()).encode())[:16],
    "Pears": digest(PEARS.encode())[:16],
}


@pytest.fixture
def medquad(tmp_path: Path) -> Path:
    rows = [("Plums", "Nobody asks."), ("Pears", PEARS), ("Apples", APPLES)]
    rows += [("Apples again", APPLES), ("Empty", "")]
    lines = [json.dumps({"focus": focus, "answer": text}) for focus, text in rows]
    path = tmp_path / "medquad.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return path


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    lines = [
        ("Apples", "plain", ["Who eats apples?"], [2]),
        ("Pears", "plain", ["Are pears red?"], [0]),
        ("Apples", "followup", ["I like apples.", "When are they sweet?"], [1]),
        ("Apples", "near_miss", ["What do apples cost?"], []),
    ]
    keys = ("page", "kind", "turns", "gold")
    rows = [
        dict(zip(keys, (HASHES[page], *rest), strict=True)) for page, *rest in lines
    ]
    path = tmp_path / "elsewhere.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    monkeypatch.setattr("index.training.elsewhere.FOLDER", tmp_path)
    return path


@pytest.fixture(scope="module")
def questions() -> list[AskedElsewhere]:
    return list(read_records(FOLDER / "elsewhere.jsonl", AskedElsewhere))


@pytest.mark.usefixtures("asked")
def test_a_page_is_its_sentences_behind_its_topic(medquad: Path) -> None:
    pages = {page.texts[0].split(":")[0]: page for page in read_pages(medquad)}
    assert pages["Pears"].texts == ("Pears: Pears are green.", "Pears: They bruise.")
    assert pages["Apples"].texts == (
        "Apples: Apples are round.",
        "Apples: Ripe ones taste sweet, e.g. in Kent.",
        "Apples: Wasps eat them.",
    )


@pytest.mark.usefixtures("asked")
def test_only_pages_that_are_asked_about_are_read_each_once(medquad: Path) -> None:
    topics = [page.texts[0].split(":")[0] for page in read_pages(medquad)]
    assert topics == sorted(HASHES, key=lambda topic: HASHES[topic])


@pytest.mark.usefixtures("asked")
def test_questions_are_told_apart_by_whether_the_page_answers(medquad: Path) -> None:
    (apples,) = (page for page in read_pages(medquad) if len(page.texts) == 3)
    assert [each.turns[-1] for each in apples.answered] == [
        "Who eats apples?",
        "When are they sweet?",
    ]
    assert [each.gold for each in apples.answered] == [(2,), (1,)]
    assert [each.turns for each in apples.unanswered] == [("What do apples cost?",)]


@pytest.mark.usefixtures("asked")
def test_pages_held_out_are_in_no_training(
    medquad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.training.elsewhere.HELD_OUT", HASHES["Pears"][0])
    (held,) = read_pages(medquad, held_out=True)
    (trained,) = read_pages(medquad)
    assert held.texts[0] == "Pears: Pears are green."
    assert trained.texts[0] == "Apples: Apples are round."


def test_a_broken_question_is_named(medquad: Path, asked: Path) -> None:
    asked.write_text('{"page": "apples"}\n', "utf-8")
    with pytest.raises(RecordsError, match=r"elsewhere\.jsonl, line 1: page"):
        read_pages(medquad)


def test_every_real_page_has_answered_and_unanswered_questions(
    questions: list[AskedElsewhere],
) -> None:
    sorts: dict[str, set[bool]] = defaultdict(set)
    for question in questions:
        sorts[question.page].add(bool(question.gold))
    assert len(sorts) >= 300
    assert all(each == {True, False} for each in sorts.values())


def test_no_real_question_is_asked_twice(questions: list[AskedElsewhere]) -> None:
    counts = Counter(tuple(turn.lower() for turn in q.turns) for q in questions)
    assert [turns for turns, count in counts.items() if count > 1] == []


def test_real_questions_say_their_kind_and_name_a_sentence_once(
    questions: list[AskedElsewhere],
) -> None:
    for question in questions:
        assert (question.kind == "near_miss") == (not question.gold), question
        assert (question.kind == "followup") == (len(question.turns) > 1), question
        assert len(set(question.gold)) == len(question.gold), question
        assert all(turn.strip() for turn in question.turns), question
