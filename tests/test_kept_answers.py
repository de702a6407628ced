"""Answers are kept, rated, worked on, taken back and forgotten in time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot import Bot
from bot.store.answers import (
    ConflictError,
    Filter,
    KeptAnswers,
    State,
    Why,
    kept_answer,
)
from bot.store.clock import stamp
from bot.store.database import Database, StoreError, database_url, storable
from bot.store.tables import KeptAnswer

QUESTION = "Who eats apples?"


@pytest.fixture
def answers(database: Database) -> KeptAnswers:
    return KeptAnswers(database, days=30)


def row(name: str = "a1", **changed: object) -> KeptAnswer:
    """A row as short as it can be."""
    values = {
        "id": name,
        "conversation": name,
        "asked_at": stamp(),
        "turns": [QUESTION],
        "kind": "answer",
        "rule": "",
        "notice": "",
        "text": "Yes, many do.",
        "excerpts": [],
        "answerable": 0.9,
        "margin": 0.5,
        "index_id": "i",
        "model": "words",
        "article_sha256": "0" * 64,
    }
    return KeptAnswer(**values | changed)  # type: ignore[arg-type]


def names(found: list[KeptAnswer]) -> set[str]:
    return {each.id for each in found}


def test_a_row_holds_what_it_takes_to_see_the_answer_again(
    answers: KeptAnswers, small_bot: Bot
) -> None:
    answer = small_bot.ask(QUESTION)
    said = kept_answer(
        answer,
        [QUESTION],
        id="a1",
        conversation="a0",
        article_sha256=small_bot.article.sha256,
        opinion="unhelpful",
        reason="unclear",
        comment=" too short ",
    )
    answers.rate(said)
    kept = answers.find("a1")
    assert kept
    assert (kept.opinion, kept.reason, kept.comment) == (
        "unhelpful",
        "unclear",
        "too short",
    )
    assert (kept.turns, kept.kind, kept.text) == ([QUESTION], "answer", answer.text)
    excerpt = answer.excerpts[0]
    assert kept.excerpts[0] == [excerpt.article_id, excerpt.start, excerpt.end]
    assert (kept.state, kept.version, kept.conversation) == ("new", 1, "a0")


def test_what_is_said_later_of_an_answer_takes_its_place(answers: KeptAnswers) -> None:
    answers.keep(row())
    answers.rate(row(opinion="unhelpful", reason="other", text="forged"))
    answers.rate(row(opinion="helpful"))
    (kept,) = answers.all()
    assert (kept.opinion, kept.reason, kept.text) == ("helpful", "", "Yes, many do.")


def test_a_thumb_is_taken_back(answers: KeptAnswers) -> None:
    answers.rate(row("a1", opinion="helpful"))
    answers.rate(row("b2", opinion="helpful"))
    answers.unrate("a1", forgets=True)
    answers.unrate("b2", forgets=False)
    answers.unrate("never given", forgets=True)
    (kept,) = answers.all()
    assert (kept.id, kept.opinion) == ("b2", "")


def test_rows_are_forgotten_after_their_days(
    answers: KeptAnswers, database: Database
) -> None:
    answers.keep(row("old", asked_at=stamp(timedelta(days=31))))
    assert answers.find("old") is None
    assert answers.page(Filter()) == ([], 0)
    answers.keep(row("new"))
    with database.session() as session:
        assert session.get(KeptAnswer, "old") is None
    assert names(answers.all()) == {"new"}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), {"up", "down", "no", "close", "help"}),
        (Filter(why=Why.HELPFUL), {"up"}),
        (Filter(why=Why.UNHELPFUL), {"down"}),
        (Filter(why=Why.REFUSED), {"no"}),
        (Filter(why=Why.NEAR), {"close"}),
        (Filter(why=Why.URGENT), {"help"}),
        (Filter(state=State.SEEN), {"close"}),
        (Filter(state=State.FIXED), set()),
        (Filter(why=Why.NEAR, state=State.NEW), set()),
        (Filter(words="ÄPFEL"), {"down"}),
        (Filter(words="äpfel essen"), {"down"}),
        (Filter(words="äpfel pears"), set()),
        (Filter(words="100%"), {"up"}),
        (Filter(words="50%"), set()),
        (Filter(words="a_b"), {"help"}),
        (Filter(words="s_f"), set()),
        (Filter(words='"quoted"'), {"no"}),
        (Filter(words=r"c:\temp"), {"no"}),
        (Filter(words="ODD"), {"up"}),
        (Filter(words="asked twice"), {"down"}),
        (Filter(words="НЕДОСТАТОК"), {"help"}),
        (Filter(words="ὁδός"), {"help"}),
        (Filter(words="😀"), {"help"}),
        (Filter(words="\x00"), set()),
        (Filter(words="\ud800"), set()),
        (Filter(words="UP"), {"up"}),
        (Filter(words="कमी"), {"close"}),
        (Filter(conversation="no"), {"no"}),
        (Filter(conversation="\x00"), set()),
    ],
)
def test_a_filter_finds_what_is_wanted(
    answers: KeptAnswers, wanted: Filter, found: set[str]
) -> None:
    safe = ["is it 100% safe"]
    answers.rate(row("up", opinion="helpful", comment="Odd words", turns=safe))
    apples = ["Wer darf Äpfel essen?"]
    answers.rate(row("down", opinion="unhelpful", note="asked twice", turns=apples))
    answers.keep(row("no", kind="not_covered", turns=['a "quoted" word', "C:\\Temp"]))
    answers.keep(row("close", margin=-0.04, state="seen", turns=["विटामिन की कमी"]))
    scripts = ["a_b Недостаток", "ὉΔΌΣ 😀"]
    answers.keep(row("help", kind="urgent", margin=0.0, turns=scripts))
    assert names(answers.all(wanted)) == found
    assert answers.page(wanted)[1] == len(found)


def test_pages_are_newest_first(answers: KeptAnswers) -> None:
    for number in range(30):
        asked_at = stamp(timedelta(minutes=number))
        answers.keep(row(f"a{number:02}", asked_at=asked_at))
    first, total = answers.page(Filter())
    second, _ = answers.page(Filter(), 2)
    assert total == 30
    assert [each.id for each in first[:2]] == ["a00", "a01"]
    assert [each.id for each in second] == ["a25", "a26", "a27", "a28", "a29"]
    assert answers.page(Filter(), 3) == ([], 30)


def test_answers_of_one_second_have_an_order(answers: KeptAnswers) -> None:
    now = stamp()
    for name in ("b", "c", "a"):
        answers.keep(row(name, asked_at=now))
    assert [each.id for each in answers.all()] == ["c", "b", "a"]


def at_once(number: int, work: Callable[[int], bool]) -> int:
    """How often `work` says yes where as many threads do it at one moment."""
    ready = Barrier(number)

    def one(index: int) -> bool:
        ready.wait(30)
        return work(index)

    with ThreadPoolExecutor(number) as pool:
        return sum(pool.map(one, range(number)))


def test_of_editors_at_one_moment_one_saves(answers: KeptAnswers) -> None:
    answers.keep(row())

    def edit(version: int, editor: int) -> bool:
        try:
            answers.work_on("a1", state=State.SEEN, note=str(editor), version=version)
        except ConflictError:
            return False
        return True

    for version in range(1, 6):
        assert at_once(8, partial(edit, version)) == 1
    kept = answers.find("a1")
    assert kept
    assert kept.version == 6


@pytest.mark.parametrize("method", [KeptAnswers.keep, KeptAnswers.rate])
def test_one_answer_kept_by_several_at_one_moment_is_kept_once(
    answers: KeptAnswers, method: Callable[[KeptAnswers, KeptAnswer], None]
) -> None:
    def keep(name: str, _: int) -> bool:
        method(answers, row(name, opinion="helpful"))
        return True

    for name in "abcde":
        assert at_once(8, partial(keep, name)) == 8
    assert names(answers.all()) == set("abcde")


def test_two_editors_do_not_overwrite_each_other(answers: KeptAnswers) -> None:
    answers.keep(row())
    changed = answers.work_on("a1", state=State.SEEN, note=" mine ", version=1)
    assert (changed.state, changed.note, changed.version) == ("seen", "mine", 2)
    with pytest.raises(ConflictError, match="was changed meanwhile"):
        answers.work_on("a1", state=State.FIXED, note="theirs", version=1)
    with pytest.raises(ConflictError, match="was deleted meanwhile"):
        answers.work_on("gone", state=State.FIXED, note="", version=1)


def test_a_conversation_is_deleted_whole(answers: KeptAnswers) -> None:
    for name in ("a1", "a2"):
        answers.keep(row(name, conversation="a1"))
    answers.keep(row("b1"))
    assert answers.forget("a1") == 2
    assert answers.forget("a1") == 0
    assert names(answers.all()) == {"b1"}


def test_what_is_unknown_or_too_long_is_cut(
    answers: KeptAnswers, small_bot: Bot
) -> None:
    answer = small_bot.ask(QUESTION)
    far = replace(answer.receipt, model="/far/away" * 100)
    said = kept_answer(
        replace(answer, receipt=far),
        [QUESTION],
        id="a1",
        conversation="a1",
        article_sha256="0" * 64,
        opinion="<b>",
        reason="<script>",
        comment="x" * 5000,
    )
    assert (said.opinion, said.reason, len(said.comment)) == ("", "", 1000)
    answers.keep(said)
    changed = answers.work_on("a1", state=State.SEEN, note="y" * 5000, version=1)
    assert changed.note == "y" * 1000


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet=st.characters()), min_size=1, max_size=3))
def test_whatever_people_write_comes_back(
    answers: KeptAnswers, turns: list[str]
) -> None:
    storables = [storable(turn) for turn in turns]
    answers.forget("a1")
    answers.keep(row(turns=storables, text=storables[0]))
    kept = answers.find("a1")
    assert kept
    assert (kept.turns, kept.text) == (storables, storables[0])


def test_what_no_database_takes_is_replaced(
    answers: KeptAnswers, small_bot: Bot
) -> None:
    odd, mended = "a\x00b\ud800c😀", "a\ufffdb\ufffdc😀"
    said = kept_answer(
        small_bot.ask(QUESTION),
        [odd],
        id="a1",
        conversation="a1",
        article_sha256="0" * 64,
        comment=odd,
    )
    answers.keep(said)
    changed = answers.work_on("a1", state=State.SEEN, note=odd, version=1)
    assert (changed.turns, changed.comment, changed.note) == ([mended], mended, mended)


@pytest.mark.parametrize("odd", ["\x00", "\ud800", "x" * 1000, "' OR 1=1 --"])
def test_an_odd_id_is_nobodys(answers: KeptAnswers, odd: str) -> None:
    answers.keep(row())
    assert answers.find(odd) is None
    assert answers.forget(odd) == 0
    answers.unrate(odd, forgets=True)
    with pytest.raises(ConflictError, match="was deleted"):
        answers.work_on(odd, state=State.SEEN, note="", version=1)
    assert names(answers.all()) == {"a1"}


def test_long_turns_come_back_whole(answers: KeptAnswers) -> None:
    turns = ["é" * 100_000, "😀" * 100_000]
    answers.keep(row(turns=turns))
    kept = answers.find("a1")
    assert kept
    assert kept.turns == turns


@pytest.mark.parametrize("trouble", ["a file in the way", "not a database"])
def test_a_place_that_cannot_be_written_is_named_with_a_cure(
    tmp_path: Path, trouble: str
) -> None:
    path = tmp_path / "b12bot.sqlite3"
    path.write_text("these are not rows " * 100, "utf-8")
    folder = path if trouble == "a file in the way" else tmp_path
    store = KeptAnswers(Database(database_url("", folder=folder)), days=30)
    with pytest.raises(StoreError, match="cannot be read or written") as error:
        store.keep(row())
    assert "B12BOT_DATA_DIR" in error.value.cure
