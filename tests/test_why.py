"""Why an answer came out so: candidates, standings, and answers given anew."""

from bot import Bot
from bot.replay import replay
from bot.store.answers import kept_answer
from bot.why import candidates, standings

QUESTION = "How are apples picked?"


def start_of(bot: Bot, words: str) -> int:
    return bot.article.text.index(words)


def test_candidates_are_the_sentences_looked_at_best_first(small_bot: Bot) -> None:
    found = candidates(small_bot.article, small_bot.ask(QUESTION))
    assert found[0].words == "Pickers twist apples off the branch by hand."
    assert found[0].section == "Q&A"
    assert (found[0].rank, found[0].behind, found[0].is_quoted) == (1, 0.0, True)
    assert {"passage", "keyword"} == set(found[0].parts)
    assert [each.score for each in found] == sorted(
        (each.score for each in found), reverse=True
    )
    assert len({each.start for each in found}) == len(found) == 9


def test_the_best_sentence_has_nobody_before_it(small_bot: Bot) -> None:
    start = start_of(small_bot, "Pickers")
    (standing,) = standings(small_bot.article, small_bot.rank(QUESTION), start)
    assert (standing.rank, standing.of, standing.before) == (1, 9, ())


def test_a_worse_sentence_is_told_who_stands_before_it(small_bot: Bot) -> None:
    start = start_of(small_bot, "Warm rooms")
    (standing,) = standings(small_bot.article, small_bot.rank(QUESTION), start)
    assert standing.rank > 1
    assert standing.before[0].words.startswith("Pickers twist")
    assert standing.behind > 0.09


def test_a_sentence_that_was_not_looked_at_has_no_rank(small_bot: Bot) -> None:
    (standing,) = standings(small_bot.article, small_bot.rank(QUESTION), 99_999)
    assert (standing.rank, len(standing.before)) == (0, 5)


def test_an_answer_given_anew_is_the_same(small_bot: Bot) -> None:
    kept = kept_answer(
        small_bot.ask(QUESTION),
        [QUESTION],
        id="a1",
        conversation="a1",
        article_sha256=small_bot.article.sha256,
    )
    again = replay(small_bot, kept)
    assert again.differences == ()
    assert not again.has_moved
    assert not again.is_reindexed


def test_a_replay_says_what_differs(small_bot: Bot) -> None:
    kept = kept_answer(
        small_bot.ask(QUESTION),
        ["Who eats apples?"],
        id="a1",
        conversation="a1",
        article_sha256="0" * 64,
    )
    again = replay(small_bot, kept)
    assert any(line.startswith("-> Pickers twist") for line in again.differences)
    assert any(line.startswith("+> Yes, many do.") for line in again.differences)
    assert again.has_moved
